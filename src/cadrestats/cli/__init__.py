"""The command ``cadrestats``: options are parsed, the house is called, what comes out is printed.

One module a command. Whatever takes long to import is imported where it is used, so that ``cadrestats --help`` answers
at once.
"""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer

from cadrestats import __version__
from cadrestats.cli import audit, compare, extract, patterns, repair, review
from cadrestats.cli.terminal import FAULT, TERMINATED, end

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)


def main() -> None:
    """Run the command line. Faults of the program end it with a line of their own, and status 3."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # unwinds, so that no half-written file stays
    try:
        app(prog_name="cadrestats")
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        end(f"a fault of cadrestats itself ({type(error).__name__}: {error}); --debug shows where", FAULT)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"cadrestats {__version__}")
        raise typer.Exit


@app.callback()
def cadrestats(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn Chinese news reports on work with retired cadres into tables of statistics."""


app.command(epilog=extract.EXAMPLES)(extract.extract)
app.command(epilog=compare.EXAMPLES)(compare.compare)
app.command(epilog=repair.EXAMPLES)(repair.repair)
app.command(epilog=audit.EXAMPLES)(audit.audit)
app.command(epilog=review.EXAMPLES)(review.review)
app.add_typer(patterns.app)
