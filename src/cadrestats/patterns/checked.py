"""What all models of pattern files share: unknown keys are mistakes, and expressions are compiled once."""

from __future__ import annotations

import copyreg
import hashlib
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import regex
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from cadrestats.patterns.kept import kept
from cadrestats.patterns.lines import line_of

#: Longer runs are no numerals; without an end, digits alone would be gone through once for each of them.
HAN_NUMERAL = "[零〇○一二三四五六七八九十百千万亿两廿卅半]{1,24}"
ANY_NUMERAL = rf"(?:[0-9０-９]{{1,24}}+(?:[.,][0-9]{{1,24}}+){{0,5}}+[十百千万亿]{{0,4}}|{HAN_NUMERAL})"
#: A year in digits.
YEAR = r"(?:19[4-9]|20[0-4])\d"
#: A compiled regular expression.
Expression = regex.Pattern[str]
_ANY = regex.compile("")


class PatternError(ValueError):
    """A pattern file says something that cannot be."""


@cache
def compiled(source: str, **words: tuple[str, ...]) -> Expression:
    r"""An expression, compiled once a process, and with all the work only once on a machine.

    Args:
        source: The expression, which may hold the abbreviations of ``written_out``.
        words: Its named lists, ``\L<name>``; those that it does not hold do no harm.

    Raises:
        regex.error: If it is none.
    """
    written = written_out(source)
    named: dict[str, Any] = {name: listed for name, listed in words.items() if rf"\L<{name}>" in written}
    values = kept(
        f"compiled {sorted(named.items())} {written}",
        lambda: _taken_apart(regex.compile(written, cache_pattern=False, **named))[1],
    )
    return _taken_apart(_ANY)[0](*values)


def _taken_apart(expression: Expression) -> tuple[Callable[..., Expression], tuple[object, ...]]:
    """What ``pickle`` puts an expression together with: a function of ``regex``, and plain values, such as its code."""
    return copyreg.dispatch_table[regex.Pattern](expression)  # type: ignore[return-value]


def written_out(source: str) -> str:
    """A pattern in which ``%N%`` stands for any numeral, ``%H%`` for a Chinese one, ``%Y%`` for a year."""
    return source.replace("%N%", ANY_NUMERAL).replace("%H%", HAN_NUMERAL).replace("%Y%", YEAR)


class Checked(BaseModel):
    """A part of a pattern file; unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expressions(Checked):
    """A group of regular expressions; each is an attribute of that name."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @field_validator("*", mode="before")
    @classmethod
    def _compiled(cls, source: str) -> Expression:
        return compiled(source)


Model = TypeVar("Model", bound=Checked)


def load(path: Path, model: type[Model]) -> Model:
    """A pattern file as its model.

    Raises:
        PatternError: If the file is missing, is no TOML, or says something that cannot be; it names file, line and key.
    """
    text = ""
    try:
        text = path.read_text("utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        return model.model_validate(kept(f"TOML {digest}", lambda: tomllib.loads(text)))
    except OSError as error:
        raise PatternError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise PatternError(f"{path}:{line_of(text, first['loc'])}: {key}: {first['msg']}") from error
