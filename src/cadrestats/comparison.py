"""Words of a user → places and indicators → places side by side: the gazetteer and the comparison put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from cadrestats.context.gazetteer import Division, Gazetteer, gazetteer
from cadrestats.context.lookup import UnknownPlace, division, full_name, path
from cadrestats.models import Level, Statistic
from cadrestats.output.comparison.lines import compared
from cadrestats.output.comparison.models import Comparison, Place, Wanted
from cadrestats.patterns import Library, library

__all__ = ["UnknownIndicator", "UnknownPlace", "compare", "places_of"]


class UnknownIndicator(ValueError):
    """No indicator or family is called so; the message names the nearest."""


def compare(
    words: Sequence[str],
    rows: Iterable[Statistic],
    *,
    year: int | None = None,
    indicators: Collection[str] = (),
    families: Collection[str] = (),
    level: Level | None = None,
    per: str = "",
    by_year: bool = False,
    common: bool = False,
    everything: bool = False,
    own_patterns: Path | None = None,
) -> Comparison:
    """Put places side by side; see ``cadrestats.compare`` for the arguments."""
    known = library(own_patterns)
    asked = {indicator(name, known) for name in indicators}
    for name in families:
        asked |= _of_family(name, known)
    wanted = Wanted(
        year=year,
        indicators=frozenset(asked),
        level=level,
        per=indicator(per, known) if per else "",
        by_year=by_year,
        common=common,
        everything=everything,
    )
    return compared(rows, _places(words), known, wanted)


def indicator(word: str, known: Library) -> str:
    """The id of an indicator by its id, Chinese or English name.

    Raises:
        UnknownIndicator: None is called so.
    """
    names = {name: i.id for i in known.indicators.values() for name in (i.name_en, i.name_zh, i.id)}
    if word not in names:
        near = get_close_matches(word, list(names), cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "`cadrestats patterns list` names them"
        raise UnknownIndicator(f"no indicator is called {word!r}; {hint}")
    return names[word]


def _of_family(word: str, known: Library) -> set[str]:
    found = {i.id for i in known.indicators.values() if i.family == word}
    if not found:
        families = dict.fromkeys(i.family for i in known.indicators.values())
        raise UnknownIndicator(f"no family is called {word!r}; there are {', '.join(families)}")
    return found


def places_of(rows: Iterable[Statistic]) -> dict[str, int]:
    """The places that rows are about, as words that ``compare`` takes, with the number of their rows, most first."""
    divisions = gazetteer()
    found: Counter[str] = Counter()
    for names, count in Counter((row.province, row.city, row.district) for row in rows).items():
        try:
            one = division("/".join(dict.fromkeys(name for name in names if name)), divisions)
        except UnknownPlace:
            continue
        found[f"{path(one, divisions)} ({full_name(one, divisions)})"] += count
    return dict(found.most_common())


def _places(words: Sequence[str]) -> list[Place]:
    """The places that words mean, each once."""
    divisions = gazetteer()
    found = list(dict.fromkeys(division(word, divisions) for word in words))
    labels = [one.name for one in found]
    return [_place(one, divisions, shared=labels.count(one.name) > 1) for one in found]


def _place(found: Division, divisions: Gazetteer, *, shared: bool) -> Place:
    """A division as a place that is compared, under its former names too.

    A division of another level that it came from is another place: the county 怀化市 is not today's city.
    """
    former = [d for d in divisions.former(found.code) if d.level == found.level]
    same = sorted((found, *former), key=lambda d: -d.until)
    return Place(
        label=f"{found.city or found.province}{found.name}" if shared else found.name,
        level=found.level,
        names=tuple(dict.fromkeys((at.province, at.city, at.district) for at in map(divisions.place, same))),
        words=frozenset(name for d in same for name in (d.name, d.short)),
    )
