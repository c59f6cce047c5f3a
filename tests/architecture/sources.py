"""The sources of the project and what they include, for the tests of this folder."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from source_tree import ROOT, project_files

__all__ = ["ROOT", "files_under", "includes_of", "project_files", "text_of"]

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def files_under(*folders: str, suffixes: tuple[str, ...]) -> list[Path]:
    return [
        path
        for path in project_files()
        if path.suffix in suffixes and any(path.is_relative_to(folder) for folder in folders)
    ]


@cache
def text_of(path: Path) -> str:
    # Seeds of fuzz targets are broken on purpose.
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def includes_of(path: Path) -> list[str]:
    return INCLUDE.findall(text_of(path))
