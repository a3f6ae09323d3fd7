"""`portal …`: one module per group of commands, loaded when one of them is asked for."""

import sys
from collections.abc import Callable
from importlib import import_module

import click

INTERRUPTED = 130
COMMANDS = {
    "serve": "serving:serve",
    "work": "working:work",
    "upgrade": "founding:upgrade",
    "init": "founding:init",
    "demo": "demo:demo",
    "seed": "seeding:seed_",
    "import": "importing:import_",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "verify-backup": "keeping:verify_backup",
    "keys": "keys:keys",
    "check": "checking:check",
    "audit": "auditing:audit",
}


class Commands(click.Group):
    """The commands by name; a server that starts need not wait for the demo house to be imported."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names, as the README lists them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"portal.cli.{module}"), attribute)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def portal() -> None:
    """Grove, the portal of a coworking house. Settings are PORTAL_* environment variables or a .env file."""


def main() -> None:
    """Run a command."""
    guarded(lambda: portal.main(prog_name="portal", standalone_mode=False))


def guarded(run: Callable[[], object]) -> None:
    """Run it: what goes wrong is one sentence and an exit status, never a trace."""
    try:
        run()
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except Exception as trouble:
        sentence = _sentence(trouble)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def _sentence(trouble: Exception) -> str | None:
    """What to tell the operator; None if this is a mistake of ours, which needs its trace."""
    # Imported late: these cost a second that `portal --help` need not spend.
    from portal.cli.trouble import said  # noqa: PLC0415

    return said(trouble)
