"""What a command says and how it ends: talk on stderr, data on stdout, a progress bar where a person watches."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from cadrestats.engines import Outcome, Run

SOME_FAILED, WRONG_USAGE, FAULT, TERMINATED = 1, 2, 3, 143


def readable(outcomes: Iterable[Outcome], failures: list[str], *, debug: bool) -> Iterator[Outcome]:
    """Pass on the outcomes of the reports that could be read; tell of the others at once."""
    for outcome in outcomes:
        if outcome.failure is None:
            yield outcome
            continue
        failures.append(outcome.report)
        for line in (f"{outcome.report}: {outcome.failure}", *(outcome.traceback.splitlines() if debug else ())):
            tell(line)


def write(text: str) -> None:
    """Write text on stdout as it is, but without what a terminal would obey where a terminal shows it."""
    shown = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(shown.encode("utf-8", "replace"))


@contextmanager
def ending_in_words(output: object, *wrong: type[Exception]) -> Iterator[None]:
    """End the program with a word where its output cannot be written, or what it is asked for is wrong.

    Where the reader of the output has seen enough (``| head``), it ends quietly.

    Args:
        output: Where the output goes, as the user knows it.
        wrong: Exceptions whose messages tell what is wrong.
    """
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except wrong as error:
        end(str(error), WRONG_USAGE)
    except OSError as error:
        end(f"{output} cannot be written: {error.strerror or error}", WRONG_USAGE)


@contextmanager
def progress(run: Run, *, shown: bool) -> Iterator[Iterable[Outcome]]:
    """Give the outcomes of a run, with a progress bar beside them where a person is there to see it."""
    if not (shown and sys.stderr.isatty()):
        yield run
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[reports]:,} reports"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        yield tracked(run, bar)


def tracked(run: Run, bar: Progress) -> Iterator[Outcome]:
    """Pass the outcomes on; a file is done where the next one begins, and the end is in view when all are found."""
    task = bar.add_task("", total=None, reports=0)
    for reports, outcome in enumerate(run, start=1):
        bar.update(task, completed=outcome.file, total=run.files, reports=reports)
        yield outcome
    bar.update(task, completed=run.files)


def tell(line: str) -> None:
    """Print a line on stderr. Text from files may hold control characters, which a terminal would obey."""
    typer.echo(re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", line), err=True)


def end(message: str, status: int) -> NoReturn:
    """End the program with a word on stderr."""
    tell(f"cadrestats: {message}")
    sys.exit(status)
