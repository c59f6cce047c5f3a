"""The files of the project, in a checkout as in a copy without .git."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("acceptance/", "build/", ".venv/")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is tracked or would be: relative to the root, sorted."""
    # Asked for by name: a copy may lie inside some other repository, which would answer for it.
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        names = [name for name in listed.stdout.split("\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and not generated(path)]
    kept = (Path(name) for name in names if not name.startswith(LEFT_OUT))
    return tuple(sorted(path for path in kept if (ROOT / path).is_file()))


def generated(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] in {"build", ".venv", ".git", "dist"} or any(
        part == "__pycache__" or part.endswith(".egg-info") or (part.startswith(".") and part.endswith("cache"))
        for part in parts
    )
