"""``cadrestats patterns``: shows, checks and tries what the tool knows of the language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cadrestats.cli.options import OwnPatterns
from cadrestats.cli.terminal import SOME_FAILED, WRONG_USAGE, end, tell, write

EXAMPLES = """\b
Examples:
  cadrestats patterns list
      the indicators, each with its patterns and an example
  cadrestats patterns check
      validate the pattern files and run their examples
  cadrestats patterns try "全市建成老党员之家178个。"
      what the tool makes of a sentence, step by step
"""

app = typer.Typer(name="patterns", no_args_is_help=True, rich_markup_mode=None, epilog=EXAMPLES)


@app.callback()
def patterns() -> None:
    """Show, check and try what the tool knows of the language."""


@app.command("list", epilog=EXAMPLES)
def list_patterns(own_patterns: OwnPatterns = None) -> None:
    """Write the indicators with their patterns, and an example of each."""
    for indicator, found in _library(own_patterns).by_indicator().items():
        write(f"{indicator.id}  {indicator.name_zh}  ({indicator.family}; {' '.join(indicator.usual_units)})\n")
        for pattern in found:
            write(f"    {pattern.id}  {next(iter(pattern.examples), '')}\n")


@app.command(epilog=EXAMPLES)
def check(own_patterns: OwnPatterns = None) -> None:
    """Validate the pattern files and run their examples and counter-examples.

    Exit status: 0; 1 where an example does not come out as its file says; 2 where a file is wrong.
    """
    from cadrestats import examples
    from cadrestats.patterns import files, located

    known = _library(own_patterns)
    mistakes = list(examples.check(known))
    for mistake in mistakes:
        where = located(mistake.id, mistake.example, files(own_patterns))
        write(f"{where}: {mistake.id}: {mistake.example}: {mistake.reason}\n")
    tell(f"patterns {len(known.patterns)}, rules {len(known.rules)}, mistakes {len(mistakes)}")
    if mistakes:
        raise typer.Exit(SOME_FAILED)


@app.command("try", epilog=EXAMPLES)
def try_sentence(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence of a report.")],
    own_patterns: OwnPatterns = None,
) -> None:
    """Show what the tool makes of a sentence: each numeral, its verdict, its words, its pattern."""
    from cadrestats import examples

    for step in examples.steps(_library(own_patterns), sentence):
        write(f"{step}\n")


def _library(own_patterns: Path | None):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- its class takes long to import
    from cadrestats.patterns import PatternError, library

    try:
        return library(own_patterns)
    except PatternError as error:
        end(str(error), WRONG_USAGE)
