"""The first Python and C++ programs of README.md run as they stand, beside the output of `scrm sample`."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from installation import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def first_block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no {language} block"
    return found.group(1)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    run(sys.executable, "-m", "scrm", "sample", "--customers", 1200, "--identities", 600, "--seed", 5, "-o", folder)
    return folder


@pytest.mark.parametrize("language", ["python", "cpp"])
def test_program_is_short(language: str) -> None:
    assert 5 <= first_block(language).count("\n") <= 60


def test_python_program_runs(bank: Path, tmp_path: Path) -> None:
    shutil.copytree(bank, tmp_path / "bank")
    (tmp_path / "program.py").write_text(first_block("python"), encoding="utf-8")
    assert run(sys.executable, tmp_path / "program.py", cwd=tmp_path / "bank").strip()


def test_cpp_program_runs(bank: Path, tmp_path: Path, build_consumer: Callable[[Path], Path]) -> None:
    shutil.copytree(bank, tmp_path / "bank")
    (tmp_path / "program.cpp").write_text(first_block("cpp"), encoding="utf-8")
    folder = build_consumer(tmp_path / "program.cpp")
    assert run(folder / "service", cwd=tmp_path / "bank").strip()
