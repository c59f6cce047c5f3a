"""The Python examples run as they stand; the C++ ones are tests of the release tree."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from installation import ROOT, run

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(example: Path, tmp_path: Path) -> None:
    assert run(sys.executable, example, tmp_path / "bank", cwd=tmp_path).strip()
