"""What a user may ask of a table besides its format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cadrestats.output.tables.columns import Header
from cadrestats.patterns import Indicator


class Options(NamedTuple):
    """What a user asks of a table.

    Attributes:
        encoding: Encoding of delimited text.
        header: Language of the columns' names.
        catalogue: The indicators by id, for a format that explains them.
    """

    encoding: str
    header: Header
    catalogue: Mapping[str, Indicator]
