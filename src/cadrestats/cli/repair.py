"""``cadrestats repair``: the repaired text of reports."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cadrestats.cli.options import Debug, Jobs, TextColumn
from cadrestats.cli.terminal import SOME_FAILED, ending_in_words, readable, write

EXAMPLES = """\b
Examples:
  cadrestats repair 通讯.txt
      the report on stdout: decoded, garbled characters restored, wrapped lines joined
  cadrestats repair 通讯.pdf | grep -o '党支部[0-9]*个'
      likewise, for another program
  pbpaste | cadrestats repair
      text from the clipboard
  cadrestats repair reports --explain
      a table of what was garbled in a folder of reports, and how it reads now
"""


def repair(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|-]", help="Files, folders and URLs of reports.  [default: -, which is stdin]"),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write each repair instead, as CSV: report, line, rule, from, to.")
    ] = False,
    text_column: TextColumn = "",
    jobs: Jobs = None,
    debug: Debug = False,
) -> None:
    """Write the repaired text of reports.

    It is the text that the columns start and end of the table count in. Where there are several reports, a line with
    the name stands above each: ==> 通讯.txt <==

    Exit status: 0; 1 where some reports could not be read; 2 for wrong usage.
    """
    from cadrestats import engines
    from cadrestats.output import repaired

    failures: list[str] = []
    read = readable(engines.repaired(paths or ["-"], text_column, engines.Processes(jobs)), failures, debug=debug)
    with ending_in_words("stdout"):
        if explain:
            write(repaired.line(repaired.COLUMNS))
            for outcome in read:
                for line in repaired.lines(outcome.report, outcome.repairs):
                    write(line)
        else:
            for text in repaired.texts((outcome.report, outcome.text) for outcome in read):
                write(text)
        sys.stdout.buffer.flush()
    if failures:
        raise typer.Exit(SOME_FAILED)
