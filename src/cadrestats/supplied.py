"""What a user supplies for reports that do not tell it: a date and a place, which any of its names may mean."""

from __future__ import annotations

from cadrestats.context.gazetteer import Place, gazetteer
from cadrestats.context.lookup import UnknownPlace, division
from cadrestats.models import Defaults

__all__ = ["UnknownPlace", "defaults"]


def defaults(published: str = "", province: str = "", city: str = "", district: str = "") -> Defaults:
    """The date and the place, with the place's full names and those of what it lies in.

    Args:
        published: ISO 8601 date of publication.
        province: A name, pinyin or code: ``湖南省``, ``湖南``, ``hunan``, ``430000``.
        city: Likewise, of a prefecture-level division or municipality.
        district: Likewise, of a county-level division.

    Raises:
        UnknownPlace: No division, or more than one, is called so.

    >>> defaults(city="怀化").province
    '湖南省'
    """
    words = [word for word in (province, city, district) if word]
    place = gazetteer().place(division("/".join(words), gazetteer())) if words else Place()
    return Defaults(published=published, **place._asdict())
