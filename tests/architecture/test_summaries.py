"""The tools that add up results: nothing that is missing is taken for a success."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sources import ROOT

PYTEST = """<testsuites><testsuite name="python">
<testcase classname="tests.python.test_x" name="test_import[postgresql]"/>
<testcase classname="tests.python.test_x" name="test_import[sqlite]"/>
<testcase classname="tests.python.test_x" name="test_other"><skipped message="no data"/></testcase>
</testsuite></testsuites>"""
CTEST = """<testsuite name="dev">
<testcase name="storage.Store.Keeps/PostgreSQL" classname="storage.Store.Keeps/PostgreSQL" status="run"/>
<testcase name="core.Id.Equal" classname="core.Id.Equal" status="run"/>
<testcase name="core.Id.Never" classname="core.Id.Never" status="notrun"><skipped message="SKIP"/></testcase>
</testsuite>"""
OTHER = '<testsuite name="x"><testcase name="one" classname="one" status="run"/></testsuite>'
STEPS = "lint.ruff\tpassed\t1\nbuild.dev\tpassed\t100\n"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    for name, text in (("pytest", PYTEST), ("ctest-dev", CTEST), ("ctest-release", OTHER), ("architecture", OTHER)):
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    (tmp_path / "steps.tsv").write_text(STEPS, encoding="utf-8")
    return tmp_path


def summary(results: Path) -> tuple[int, list[str]]:
    tool = [sys.executable, str(ROOT / "tools/test_summary.py"), str(results)]
    finished = subprocess.run(tool, capture_output=True, text=True, check=False)
    return finished.returncode, finished.stdout.splitlines()


def test_adds_up_every_file(results: Path) -> None:
    status, lines = summary(results)
    assert status == 0
    assert lines[-2] == "8 passed, 0 failed, 2 skipped"
    assert lines[-1] == "tests: 8 executed, 0 failed, 2 skipped; postgresql: 2 executed, 0 skipped"
    assert (results / "steps.xml").is_file()


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("ctest-dev.xml", 'Equal" status="run"/>', 'Equal" status="fail"><failure message="x"/></testcase>'),
        ("pytest.xml", "<skipped", "<failure"),
        ("pytest.xml", "<skipped", "<error"),
        ("steps.tsv", "build.dev\tpassed", "build.dev\tfailed"),
    ],
)
def test_one_failure_fails(results: Path, file: str, before: str, after: str) -> None:
    text = (results / file).read_text(encoding="utf-8")
    assert before in text
    (results / file).write_text(text.replace(before, after), encoding="utf-8")
    status, lines = summary(results)
    assert status == 1
    assert "1 failed" in lines[-1]


def test_a_missing_or_broken_file_is_a_failure(results: Path) -> None:
    (results / "pytest.xml").unlink()
    (results / "ctest-dev.xml").write_text("<testsuite", encoding="utf-8")
    status, lines = summary(results)
    assert status == 1
    assert "2 failed" in lines[-1]


def test_a_skipped_postgresql_test_fails_the_run(results: Path) -> None:
    text = PYTEST.replace('[postgresql]"/>', '[postgresql]"><skipped message="no server"/></testcase>')
    (results / "pytest.xml").write_text(text, encoding="utf-8")
    status, lines = summary(results)
    assert status == 1
    assert lines[-1].endswith("postgresql: 1 executed, 1 skipped")


def test_coverage_is_summed_by_module(tmp_path: Path) -> None:
    files = [
        {"filename": "src/text/mask.cpp", "line_covered": 8, "line_total": 10},
        {"filename": "include/scrm/text/mask.hpp", "line_covered": 1, "line_total": 2},
        {"filename": "src/core/time.cpp", "line_covered": 3, "line_total": 3},
    ]
    summary = tmp_path / "summary.json"
    summary.write_text(json.dumps({"files": files}), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, ROOT / "tools/coverage_by_module.py", summary], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in told.stdout.splitlines()]
    assert [(row[0], row[1], row[3]) for row in rows] == [("core", "3", "3"), ("text", "9", "12"), ("all", "12", "15")]
