"""Statistics as a DataFrame, for pandas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cadrestats.models import Statistic
from cadrestats.output.tables.columns import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Iterable[Statistic]) -> pd.DataFrame:
    """Make rows a pandas DataFrame.

    Args:
        rows: The rows.

    Returns:
        One row a statistic, with the columns of the CSV table under the same names. ``value`` and ``value_max``
        are floats (NaN where empty), ``year`` a nullable integer, ``start``, ``end`` and ``mentions`` integers,
        the others text.
    """
    import pandas as pd

    numbers = {"year": "Int64", "value": "float64", "value_max": "float64", "start": "int64", "end": "int64"}
    table = pd.DataFrame([row.model_dump() for row in rows], columns=list(COLUMNS))
    return table.astype({**numbers, "mentions": "int64"})
