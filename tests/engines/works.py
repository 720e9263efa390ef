"""Kinds of work that tests send to other processes, in a module that these can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from cadrestats.engines import Outcome
from cadrestats.models import Report, Tally
from cadrestats.patterns import PatternError


def told(report: Report) -> Outcome:
    """Tell the text, and which process has worked on it by way of ``traceback``, which no table shows."""
    return Outcome(report=report.name, text=report.text, tally=Tally(), traceback=str(os.getpid()))


def deadly(report: Report) -> Outcome:
    """The process dies of some texts: it is killed, or ends, or ends the first time alone."""
    if report.text == "被杀":
        os.kill(os.getpid(), signal.SIGKILL)
    if report.text == "退出":
        os._exit(7)
    if report.text.startswith("一次"):
        mark = Path(report.text.removeprefix("一次"))
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return told(report)


def slow(report: Report) -> Outcome:
    """A text that is a number takes as many seconds."""
    time.sleep(float(report.text))
    return told(report)


def without_patterns(report: Report) -> Outcome:
    """No report can be worked on."""
    raise PatternError("party.toml: no such key")
