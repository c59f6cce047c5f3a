"""A chart as one self-contained HTML page: data, script and styles inside, nothing fetched."""

from __future__ import annotations

import html
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from scrm._scrm import write_file
from scrm.report import _embedded_json, _resource

__all__ = ["Chart"]


def _own(name: str) -> str:
    return files("scrm.charts").joinpath(name).read_text(encoding="utf-8")


class Chart:
    """A chart: shown by notebooks, saved as a page that opens offline.

    Attributes
    ----------
    kind : str
        What it draws.
    title, subtitle : str
        The lines above it.
    data : dict
        What it is drawn from.
    height : int
        Of the page in a notebook, in pixels.
    """

    def __init__(self, kind: str, title: str, subtitle: str, data: dict[str, Any], height: int = 460) -> None:
        self.kind = kind
        self.title = title
        self.subtitle = subtitle
        self.data = data
        self.height = height

    def __repr__(self) -> str:
        return f"<scrm chart {self.kind}: {self.title}>"

    def to_html(self) -> str:
        """Return the whole HTML document."""
        drawn = {"kind": self.kind, "height": self.height, "data": self.data}
        parts = {
            "title": html.escape(self.title),
            "subtitle": html.escape(self.subtitle),
            "style": _own("chart.css"),
            "script": _own("draw.js") + _own("explore.js"),
            "echarts": _resource("echarts", "echarts.min.js"),
            "data": _embedded_json(drawn),
        }
        # In one pass: what stands in the data is never taken for a place to fill.
        return re.sub(r"{{(\w+)}}", lambda place: parts[place[1]], _own("chart.html"))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, whole or not at all; return its path."""
        write_file(path, self.to_html().encode("utf-8"))
        return Path(path)

    def _repr_html_(self) -> str:
        # A page of its own within the notebook: its styles and script meet no others.
        source = html.escape(self.to_html(), quote=True)
        return (
            f'<iframe srcdoc="{source}" title="{html.escape(self.title, quote=True)}" sandbox="allow-scripts" '
            f'style="width: 100%; height: {self.height + 150}px; border: 0"></iframe>'
        )
