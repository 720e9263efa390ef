"""The review page: every figure in its report, in one file that a browser opens from disk and that asks no network.

The template, the style and the scripts are plain files of this package; they are put into the page as they are. What
comes from reports goes into it as data alone: as JSON whose signs of markup are escaped, shown by the scripts as text.
The page's own content security policy lets run the scripts of this package, told by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from cadrestats.models import Reviewed
from cadrestats.output.files import replaced_whole
from cadrestats.output.review.data import page_data
from cadrestats.patterns import Indicator

#: The scripts, in the order in which they need each other.
_SCRIPTS = ("words", "data", "corrections", "filters", "list", "article", "details", "table", "charts", "page")
_STYLES = ("style",)


def write_page(reports: Iterable[Reviewed], indicators: Mapping[str, Indicator], target: Path | IO[bytes]) -> None:
    """Write the review page of some reports.

    Args:
        reports: The reports, laid open.
        indicators: The catalogue of indicators by id.
        target: A file, which is replaced whole or not at all, or an open binary stream.

    Raises:
        OSError: The target cannot be written.
    """
    environment = Environment(loader=PackageLoader("cadrestats.output", "review"), autoescape=True)
    environment.policies["json.dumps_function"] = _json
    scripts, styles = _own(_SCRIPTS, ".js"), _own(_STYLES, ".css")
    page = environment.get_template("page.html").stream(
        scripts=scripts,
        styles=styles,
        policy=_policy(scripts, styles),
        data=page_data(reports, indicators),
    )
    if isinstance(target, Path):
        with replaced_whole(target) as stream:
            page.dump(stream, encoding="utf-8")
    else:
        page.dump(target, encoding="utf-8")


def _own(names: Iterable[str], suffix: str) -> list[Markup]:
    """Files of this package, which the page takes over as they are."""
    return [Markup((files(__package__) / f"{name}{suffix}").read_text("utf-8")) for name in names]


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A content security policy (CSP 3) by which nothing runs but what this package wrote, and nothing is asked for."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(source.encode()).digest()).decode()}'"


def _json(value: Any, **_: Any) -> str:  # noqa: ANN401 -- as Jinja's own
    """JSON as small as it can be; Jinja escapes the signs of markup in it, this the line ends that are none in JSON."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
