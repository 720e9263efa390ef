"""Under which heading each part of a report stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cadrestats.models import Block


def headings(blocks: Sequence[Block]) -> list[int]:
    """The heading above each block, or the block itself where it is one, by its place among the blocks; -1 without one.

    Args:
        blocks: The blocks of a report.
    """
    return list(accumulate((i if block.kind == "heading" else -1 for i, block in enumerate(blocks)), max))
