"""Imported by the server that forks worker processes, and by nobody else.

One report is worked on, so that what every worker needs is loaded and compiled once and shared by all.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from cadrestats.patterns import PatternError
from cadrestats.pipeline import read, statistics

with suppress(PatternError):  # each worker will say so itself
    statistics(read("怀化市现有离退休干部党支部12个。".encode(), ""))
gc.collect()
gc.freeze()  # else the collector would touch, and so copy, in every worker what they share
