"""`python -m bench`: every measurement, one after the other."""

from bench import pages, ways


def main() -> None:
    """Run them all."""
    ways.main()
    pages.main()


main()
