"""The files of the project, for the tests of this folder."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
LEFT_OUT = ("acceptance/", "build/", ".venv/")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is tracked or would be: relative to the root, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:  # a copy without .git
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and not generated(path)]
    kept = (Path(name) for name in names if not name.startswith(LEFT_OUT))
    return tuple(sorted(path for path in kept if (ROOT / path).is_file()))


def generated(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] in {"build", ".venv", ".git", "dist"} or any(
        part == "__pycache__" or (part.startswith(".") and part.endswith("_cache")) for part in parts
    )


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
