"""Where the tree is, and how these tests run commands."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build" / "release"


def run(*command: object, cwd: Path | None = None, **environment: str) -> str:
    """Run a command that must succeed; return what it printed."""
    finished = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{' '.join(map(str, command))}\n{finished.stdout[-6000:]}"
    return finished.stdout
