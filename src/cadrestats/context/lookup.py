"""Which division a user's word means: a name, pinyin or a code, alone or below its parents (hunan/zhuzhou/tianyuan).

Today's divisions come before former ones, and a former one means what it has become. A name that a division shares
with one that lies in it means the outer one (长沙 is 长沙市, not its 长沙县), and a province's name the province.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches

from cadrestats.context.gazetteer import Division, Gazetteer

_SUFFIXES = ("sheng", "shi", "qu", "xian", "zizhixian", "zizhizhou")
#: How many divisions a message lists at most, and how near a name must be to be suggested (see ``difflib``).
_LISTED, _NEAR = 6, 0.5


class UnknownPlace(ValueError):
    """No division, or more than one, is called so; the message says which ones may be meant."""


def division(word: str, gazetteer: Gazetteer) -> Division:
    """The present division that a word means.

    Args:
        word: ``株洲``, ``天元区``, ``zhuzhou``, ``430200``, or several of these from the outside in, parted by slashes;
            Chinese names may also follow each other (``株洲天元区``).
        gazetteer: The divisions.

    Raises:
        UnknownPlace: None is called so, or several are.
    """
    parts = _parts(word, gazetteer)
    meant = _meant(parts, gazetteer)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownPlace(f"{word!r} may be {_listed(meant, gazetteer)}")
    near = _near(parts, gazetteer)
    hint = f"; did you mean {_listed(near, gazetteer)}?" if near else ""
    raise UnknownPlace(f"no province, city or county is called {word!r}{hint}")


def full_name(found: Division, gazetteer: Gazetteer) -> str:
    """The names above and of a division: ``湖南省 株洲市 天元区``."""
    return " ".join(name for name in dict.fromkeys(gazetteer.place(found)) if name)


def path(found: Division, gazetteer: Gazetteer) -> str:
    """The shortest words in pinyin by which a present division is found: ``zhuzhou``, ``zhuzhou/tianyuan``."""
    *above, own = (d.pinyin for d in (*_parents(found, gazetteer), found))
    spelt = ([*above[depth:], own] for depth in range(len(above), -1, -1))
    return next(("/".join(parts) for parts in spelt if _meant(parts, gazetteer) == [found]), found.code)


def _meant(parts: Sequence[str], gazetteer: Gazetteer) -> list[Division]:
    """The divisions that names from the outside in may mean."""
    *parents, last = parts
    found = [d for d in _called(last, gazetteer) if all(_lies_in(d, parent, gazetteer) for parent in parents)]
    provinces = [d for d in found if d.level == "province"]
    return provinces or [d for d in found if not any(_contains(outer, d) for outer in found)]


def _parts(word: str, gazetteer: Gazetteer) -> Sequence[str]:
    """The names in a word, from the outside in."""
    parts = [part.strip() for part in re.split("[/／]", word) if part.strip()]
    if len(parts) == 1 and parts[0] not in gazetteer.by_name:
        scanned = [name for _, name in gazetteer.scan(parts[0])]
        if "".join(scanned) == parts[0]:
            return scanned
    return parts or [word]


def _called(name: str, gazetteer: Gazetteer) -> list[Division]:
    """The present divisions of a name; where there is none, what the former ones of that name have become."""
    found: Sequence[Division] = [d for d in gazetteer.divisions if d.code == name]
    found = found or gazetteer.by_name.get(name, ()) or _spelt(name, gazetteer)
    today = [d for d in found if d == gazetteer.by_code.get(d.code)]
    became = [gazetteer.by_code[d.now] for d in found if d.now in gazetteer.by_code]
    return list(dict.fromkeys(today or became))


def _spelt(name: str, gazetteer: Gazetteer) -> Sequence[Division]:
    """Divisions by pinyin, in which Zhuzhou, zhu-zhou and zhuzhoushi are one."""
    letters = re.sub(r"[\s'’_-]", "", name).lower().replace("ü", "v")
    if letters in gazetteer.by_pinyin:
        return gazetteer.by_pinyin[letters]
    shorter = (letters.removesuffix(suffix) for suffix in _SUFFIXES if letters.endswith(suffix))
    return next((gazetteer.by_pinyin[short] for short in shorter if short in gazetteer.by_pinyin), ())


def _parents(found: Division, gazetteer: Gazetteer) -> list[Division]:
    """The divisions above one, from the outside in."""
    names = [name for name in (found.province, found.city) if name and name != found.name]
    above = [d for d in gazetteer.by_code.values() if d.name in names and d.province in ("", found.province, d.name)]
    return sorted((d for d in above if d.level != "county"), key=lambda d: d.level == "city")


def _lies_in(inner: Division, name: str, gazetteer: Gazetteer) -> bool:
    return any(_contains(outer, inner) for outer in _called(name, gazetteer))


def _contains(outer: Division, inner: Division) -> bool:
    if outer.level == "province":
        return inner.province == outer.name and inner != outer
    return outer.level == "city" and (inner.province, inner.city) == (outer.province, outer.name)


def _near(parts: Sequence[str], gazetteer: Gazetteer) -> list[Division]:
    """The divisions whose names are like the last of some parts, or are it and only lie elsewhere; cities first."""
    last = parts[-1].lower()
    if found := _called(last, gazetteer):
        return found
    names = list(gazetteer.by_pinyin if last.isascii() else gazetteer.by_name)
    like = {
        d: _likeness(last, n)
        for n in get_close_matches(last, names, 10 * _LISTED, _NEAR)
        for d in _called(n, gazetteer)
    }
    return sorted(like, key=lambda d: (-like[d], d.level == "county", d.code))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _listed(found: Sequence[Division], gazetteer: Gazetteer) -> str:
    """Divisions with their parents and the words that find them."""
    named = [f"{path(d, gazetteer)} ({full_name(d, gazetteer)})" for d in dict.fromkeys(found)]
    return ", ".join(named[:_LISTED]) + (" …" if len(named) > _LISTED else "")
