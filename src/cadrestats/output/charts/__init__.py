"""A comparison as a picture: grouped bars, or lines over the years, drawn by Vega-Lite without a browser or network.

Each indicator has a scale of its own, since branches are hundreds where volunteers are thousands. The letters come with
the picture, so that Chinese is legible on machines without Chinese fonts: as outlines in SVG and as pixels in PNG, as a
font of just these letters in HTML.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from cadrestats import extras
from cadrestats.output.charts.specification import comparable, specification
from cadrestats.output.comparison.models import Comparison
from cadrestats.output.files import replaced_whole

FORMATS = (".svg", ".png", ".html")
"""The suffixes of pictures."""

#: Pixels of a .png for one of the drawing.
_SCALE = 2


class Undrawable(ValueError):
    """The chart cannot be drawn: its suffix tells no format, nothing compares, or the extra is not installed."""


def write(comparison: Comparison, target: Path) -> None:
    """Draw a comparison.

    Args:
        comparison: The comparison: grouped bars, or lines where its lines are by year.
        target: A file that ends in .svg, .png or .html; it is replaced whole or not at all.

    Raises:
        Undrawable: It cannot be drawn.
        OSError: The file cannot be written.
    """
    if target.suffix.lower() not in FORMATS:
        raise Undrawable(f"{target}: a chart is a file that ends in {', '.join(FORMATS)}")
    if not comparable(comparison):
        raise Undrawable(f"{target} is not drawn: of no indicator two places have figures that compare")
    picture = draw(comparison, target.suffix.lower())
    with replaced_whole(target) as stream:
        stream.write(picture)


def draw(comparison: Comparison, suffix: str) -> bytes:
    """Draw a comparison.

    Args:
        comparison: The comparison.
        suffix: One of ``FORMATS``.

    Raises:
        Undrawable: The extra is not installed.
    """
    try:
        import vl_convert

        from cadrestats.output.charts import lettering
    except ImportError as error:
        raise Undrawable(f"To draw charts, {extras.install('charts', error)}") from error
    spec = specification(comparison, lettering.FAMILY)
    if suffix == ".html":
        return _page(comparison, spec).encode()
    vl_convert.register_font_directory(str(lettering.FONT.parent))
    if suffix == ".png":
        return vl_convert.vegalite_to_png(spec, scale=_SCALE)
    return lettering.outlined(vl_convert.vegalite_to_svg(spec)).encode()


def _page(comparison: Comparison, spec: dict[str, object]) -> str:
    """The chart as a page that stands alone, with the programs that draw it and tell each figure's source."""
    import vl_convert
    from jinja2 import Environment

    from cadrestats.output.charts import lettering

    # In a page, "<" of a report's text must not end the element that holds the data.
    data = json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c")
    here = files(__package__)
    script = vl_convert.javascript_bundle(here.joinpath("page.js").read_text("utf-8"))
    template = Environment(autoescape=True).from_string(here.joinpath("page.html").read_text("utf-8"))
    return template.render(
        title="、".join(place.label for place in comparison.places),
        family=lettering.FAMILY,
        font=lettering.subset(data),
        data=data,
        script=script.replace("</script", "<\\/script"),
    )
