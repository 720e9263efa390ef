from __future__ import annotations

import io
from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrestats.models import Statistic
from cadrestats.output import lines
from cadrestats.output.tables import CharacterLacking, write_csv

TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["=1", "a,b", '"', "a\nb", "\r", "", "'+"])


def by_report(rows: list[Statistic]) -> list[tuple[str, tuple[str, ...]]]:
    return [(report, lines.lines(group)) for report, group in groupby(rows, key=lambda row: row.report)]


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.floats(0, 1e15) | st.integers())))
def test_lines_make_the_same_bytes_as_rows(cells: list[tuple[str, str, str, float]]) -> None:
    rows = [
        Statistic.model_construct(
            **{
                **dict.fromkeys(Statistic.model_fields),
                "report": report,
                "title": title,
                "sentence": sentence,
                "value": value,
            }
        )
        for report, title, sentence, value in cells
    ]
    from_rows, from_lines = io.BytesIO(), io.BytesIO()
    write_csv(rows, from_rows)
    lines.write(by_report(rows), from_lines)
    assert from_lines.getvalue() == from_rows.getvalue()


def test_a_character_that_the_encoding_lacks_is_named(statistic: Callable[..., Statistic]) -> None:
    with pytest.raises(
        CharacterLacking, match=r"^latin-1 has no '某' \(U\+67D0, in 某市\.txt\); utf-8 and gb18030 have"
    ):
        lines.write(by_report([statistic()]), io.BytesIO(), "latin-1")


def test_a_report_without_rows_has_no_lines() -> None:
    written = io.BytesIO()
    lines.write([("a.txt", ())], written)
    assert written.getvalue().decode() == ",".join(Statistic.model_fields) + "\n"
