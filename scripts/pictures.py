"""Make the pictures of README.md from the sample reports: what a terminal shows of a comparison, and a chart.

    pictures.py

Needs `cadrestats[charts]`. The letters are outlines, so that the pictures look alike on every machine.
"""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import quoteattr

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment

from cadrestats import Comparison, compare, extract
from cadrestats.output import charts
from cadrestats.output.charts.lettering import FONT, typeface
from cadrestats.output.comparison import terminal

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PLACES = ["zhuzhou", "huaihua"]
COMMAND = f"$ cadrestats compare {' '.join(PLACES)} --common"
COLUMNS = 84
#: Pixels of a cell, of a line, of the margin, of an em.
CELL, LINE, MARGIN, EM = 9, 21, 16, 18
PAPER, INK, FAINT = "#14191d", "#e4eaee", "#93a1ac"
COLOURS = {"cyan": "#4aa3bd", "yellow": "#f0b469", "red": "#ff9b9b"}


def main() -> None:
    comparison = compare(PLACES, extract(ROOT / "data" / "raw"), common=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    charts.write(comparison, IMAGES / "chart.svg")
    (IMAGES / "terminal.svg").write_text(screenshot(comparison), "utf-8")


def screenshot(comparison: Comparison) -> str:
    """The comparison as a terminal shows it."""
    console = Console(file=io.StringIO(), width=COLUMNS, record=True, force_terminal=True, color_system="standard")
    console.print(COMMAND, highlight=False)
    terminal.print_table(comparison, console=console)
    lines = list(Segment.split_lines(console._record_buffer))
    letters = Letters()
    drawn = "".join(letters.drawn(line, at) for at, line in enumerate(lines))
    width, height = COLUMNS * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label={quoteattr(COMMAND)}><rect width="100%" height="100%" rx="6" fill="{PAPER}"/>'
        f"<defs>{''.join(letters.glyphs.values())}</defs>{drawn}</svg>\n"
    )


class Letters:
    """The letters of a terminal, each drawn once and used where it stands."""

    def __init__(self) -> None:
        self.face = typeface()
        self.halves = half_width()
        self.glyphs: dict[str, str] = {}

    def drawn(self, line: list[Segment], at: int) -> str:
        """A line of the terminal."""
        x, y = MARGIN, MARGIN + (at + 1) * LINE - 5
        found = []
        for segment in line:
            uses = []
            for character in segment.text:
                if not character.isspace():
                    uses.append(f'<use href="#{self.glyph(character)}" x="{x}" y="{y}"/>')
                x += cell_len(character) * CELL
            if uses:
                found.append(f"<g {look(segment)}>{''.join(uses)}</g>")
        return "".join(found)

    def glyph(self, character: str) -> str:
        """The id of a letter, as wide as its cells."""
        name = self.face.names.get(ord(character), ".notdef")
        cells = cell_len(character)
        name = self.halves.get(name, name) if cells == 1 else name
        identity = f"u{ord(character):x}"
        if identity not in self.glyphs:
            glyph, pen = self.face.glyphs[name], SVGPathPen(self.face.glyphs)
            glyph.draw(pen)
            scale = EM / self.face.units
            across = min(scale, cells * CELL / glyph.width)
            path = f'<path transform="scale({across:.4g},{-scale:.4g})" d="{pen.getCommands()}"/>'
            self.glyphs[identity] = f'<g id="{identity}">{path}</g>'
        return identity


def half_width() -> dict[str, str]:
    """Which glyph is half as wide as another: what the font's feature ``hwid`` says."""
    table = TTFont(FONT, lazy=True)["GSUB"].table
    lookups = {i for r in table.FeatureList.FeatureRecord if r.FeatureTag == "hwid" for i in r.Feature.LookupListIndex}
    parts = [getattr(part, "ExtSubTable", part) for i in lookups for part in table.LookupList.Lookup[i].SubTable]
    return {wide: half for part in parts for wide, half in part.mapping.items()}


def look(segment: Segment) -> str:
    """Colour and weight of a piece of a line, as attributes of SVG."""
    style = segment.style
    colour = COLOURS.get(style.color.name, INK) if style and style.color else FAINT if style and style.dim else INK
    heavy = f' stroke="{colour}" stroke-width="30"' if style and style.bold else ""
    return f'fill="{colour}"{heavy}'


if __name__ == "__main__":
    main()
