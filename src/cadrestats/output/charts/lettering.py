"""Letters that every machine shows: glyph outlines for SVG, and a font of the letters that a page needs.

The glyphs are those of Noto Sans SC (SIL Open Font License 1.1), which a package of the extra brings.
"""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pylopdf_fonts_zh_cn
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
FONT: Path = pylopdf_fonts_zh_cn.sans_path()

_SVG = "http://www.w3.org/2000/svg"


def subset(text: str) -> str:
    """A font of the letters of a text.

    Args:
        text: The text.

    Returns:
        A file in the format WOFF, in Base64. The same text gives the same bytes.
    """
    font = TTFont(FONT, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = ["*"]  # the licence asks that its name and the owner's stay in the file
    subsetter = Subsetter(options)
    subsetter.populate(text=text + "0123456789,.–≥<≈ ")
    subsetter.subset(font)
    font.flavor = "woff"
    file = io.BytesIO()
    font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")


def outlined(svg: str) -> str:
    """An SVG image with its texts as outlines. What they say stays there as a label, for those who hear a page.

    Args:
        svg: The image. Its texts stand on one line each, at the place that ``transform`` tells.
    """
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        for at, element in enumerate(list(parent)):
            if element.tag == f"{{{_SVG}}}text":
                parent[at] = _drawn(element)
    return ET.tostring(root, encoding="unicode")


def _drawn(text: ET.Element) -> ET.Element:
    """A text as a path of the same place, size, colour and alignment."""
    words = "".join(text.itertext())
    size = float(re.sub("[^0-9.]", "", text.get("font-size", "11px")))
    pen, width = _line(words, size)
    shift = {"middle": -width / 2, "end": -width}.get(text.get("text-anchor", ""), 0.0)
    place = f"{text.get('transform', '')} translate({shift:.2f},0)".strip()
    kept = {name: value for name, value in text.items() if name in ("fill", "opacity", "pointer-events")}
    path = ET.Element(f"{{{_SVG}}}path", {**kept, "transform": place, "d": pen, "role": "img", "aria-label": words})
    path.tail = text.tail
    return path


def _line(words: str, size: float) -> tuple[str, float]:
    """The outlines of a line of text, and its width."""
    face = typeface()
    pen = SVGPathPen(face.glyphs, ntos=_rounded)
    scale, x = size / face.units, 0.0
    for character in words:
        glyph = face.glyphs[face.names.get(ord(character), ".notdef")]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, 0)))
        x += glyph.width * scale
    return pen.getCommands(), x


def _rounded(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


class Typeface(NamedTuple):
    """A font that is open.

    Attributes:
        glyphs: Its glyphs by name.
        names: Their names by code point.
        units: How many of its units an em has.
    """

    glyphs: Any
    names: dict[int, str]
    units: int


@cache
def typeface() -> Typeface:
    """The font, opened once."""
    font = TTFont(FONT, lazy=True)
    return Typeface(font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm)
