"""`python -m portal.cli`, where the `portal` script is not on the path."""

from portal.cli import main

main()
