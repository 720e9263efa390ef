"""Loads and checks ``patterns/``: what the tool knows of the language, as data that a user can read and extend.

Files of the folder: ``measure_words.toml``, ``not_statistics.toml``, ``words.toml``, ``places.toml``, ``time.toml``,
``scope.toml``, ``comparison.toml``, ``phrases.toml``, and in ``indicators/`` one file a family of indicators. Each is
checked by a model here; a mistake is a ``PatternError`` that names file, line and key.
"""

from cadrestats.patterns.checked import YEAR, Expression, PatternError, folder
from cadrestats.patterns.comparison import ComparisonWords
from cadrestats.patterns.context import (
    Anaphor,
    PeriodWords,
    PersonWords,
    PlaceTurns,
    PlaceWords,
    ScopeWords,
    TimeMarker,
    TimeWords,
)
from cadrestats.patterns.indicators import Indicator, Pattern
from cadrestats.patterns.library import Library, catalogue, files, library
from cadrestats.patterns.lines import located

__all__ = [
    "YEAR",
    "Anaphor",
    "ComparisonWords",
    "Expression",
    "Indicator",
    "Library",
    "Pattern",
    "PatternError",
    "PeriodWords",
    "PersonWords",
    "PlaceTurns",
    "PlaceWords",
    "ScopeWords",
    "TimeMarker",
    "TimeWords",
    "catalogue",
    "files",
    "folder",
    "library",
    "located",
]
