"""Every regular expression of cadrestats: those of the pattern files, and those of its modules."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import regex
from pydantic import BaseModel

import cadrestats
from cadrestats.context.bodies import BodyFinder
from cadrestats.context.gazetteer import gazetteer
from cadrestats.figures import numerals
from cadrestats.figures.scanner import Scanner
from cadrestats.patterns import library
from cadrestats.patterns.checked import compiled
from cadrestats.patterns.indicators import PARTS


def all_expressions() -> dict[str, regex.Pattern[str]]:
    """The expressions by what they are called; those of ``re`` as ``regex`` reads them."""
    return dict((*_of_patterns(), *_of_bodies(), *_of_modules()))


def _of_patterns() -> Iterator[tuple[str, regex.Pattern[str]]]:
    known = library()
    for rule in known.rules:
        yield f"rule {rule.id}", rule.compiled
    for index, marker in enumerate(known.time.markers):
        yield f"marker {index} ({marker.kind})", marker.compiled
    for pattern in known.patterns:
        for part in (*PARTS, "unless", "unless_clause"):
            if getattr(pattern, part):
                yield f"pattern {pattern.id} {part}", compiled(getattr(pattern, part))
    for group in (known.places.names, known.places.scope, known.places.turns, known.time.beginnings, known.time.dates):
        yield from ((f"{type(group).__name__} {name}", expression) for name, expression in group)
    for name, source in _strings(known.scope.periods):
        yield f"period {name}", compiled(source)
    yield "figure", Scanner(known).figure
    yield "numeral", compiled(numerals._WHOLE)


def _strings(model: BaseModel) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in model if isinstance(value, str))


def _of_bodies() -> Iterator[tuple[str, regex.Pattern[str]]]:
    finder = BodyFinder(library(), gazetteer())
    finder.subjects("全市某区志愿服务队成立，老党员李某某说。")
    finder.founded("成立“夕阳”志愿服务队。")
    finder.introduced("这里是某区志愿服务队。")
    finder.persons.protagonists("老党员李某某说。")
    finder.persons.one("老兵和他的学生")
    for name, value in (*vars(finder).items(), *vars(finder.persons).items(), *vars(finder._phrases).items()):
        if isinstance(value, regex.Pattern):
            yield f"bodies {name}", value
    for kinds in (("organisation", "authority", "community", "township"), ("organisation",), ("township", "community")):
        yield f"bodies phrase {kinds}", finder._phrases.of(frozenset(kinds))
    yield from ((f"anaphor {index}", expression) for index, (expression, _) in enumerate(finder._anaphors))


def _of_modules() -> Iterator[tuple[str, regex.Pattern[str]]]:
    for module in pkgutil.walk_packages(cadrestats.__path__, "cadrestats."):
        if module.name == "cadrestats.__main__":
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, regex.Pattern):
                yield f"{module.name}.{name}", value
            elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", regex.compile(value.pattern, value.flags & (re.X | re.M | re.S | re.I))
