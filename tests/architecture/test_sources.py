"""Rules of the house that a look at the files can prove."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from sources import ROOT, files_under, includes_of, project_files, text_of

MAX_LINES = 600
MAX_BYTES = 4 * 1024 * 1024
BANNED_STEMS = {
    "manager",
    "helper",
    "helpers",
    "util",
    "utils",
    "common",
    "misc",
    "data",
    "info",
    "processor",
}
CODE = (".cpp", ".hpp", ".py", ".sh", ".cmake", ".toml", ".md", ".txt", ".json", ".yml", "")
VENDORED = ("bindings/python/scrm/report/echarts/",)
SPDX = "SPDX-License-Identifier: Apache-2.0"


def ours() -> list[Path]:
    return [path for path in project_files() if not str(path).startswith(VENDORED)]


def test_the_listing_sees_the_tree() -> None:
    """The other tests prove nothing when the listing is empty."""
    listed = {str(path) for path in project_files()}
    assert {
        "CMakeLists.txt",
        "dev",
        "include/scrm/core/error.hpp",
        "tests/architecture/test_sources.py",
    } <= listed


def test_no_file_is_over_four_mebibytes() -> None:
    assert not [str(path) for path in project_files() if (ROOT / path).stat().st_size > MAX_BYTES]


def test_no_source_is_over_six_hundred_lines() -> None:
    long = {
        str(path): text_of(path).count("\n")
        for path in ours()
        if path.suffix in {".cpp", ".hpp", ".py", ".pyi"} and text_of(path).count("\n") > MAX_LINES
    }
    assert not long


def test_no_name_without_a_meaning() -> None:
    named = [
        str(path)
        for path in ours()
        if path.suffix in {".cpp", ".hpp", ".py"} and BANNED_STEMS & set(path.name.split(".")[0].split("_"))
    ]
    assert not named


def test_names_are_snake_case() -> None:
    pattern = re.compile(r"_{0,2}[a-z0-9]+(_[a-z0-9]+)*(_{2})?\.(cpp|hpp|py|pyi)")
    wrong = [
        str(path)
        for path in ours()
        if path.suffix in {".cpp", ".hpp", ".py", ".pyi"} and not pattern.fullmatch(path.name.removeprefix("_"))
    ]
    assert not wrong


def test_sources_name_their_licence() -> None:
    missing = [
        str(path)
        for path in files_under("include", "src", "bindings/python/src", suffixes=(".cpp", ".hpp"))
        if SPDX not in text_of(path).split("\n", 1)[0]
    ]
    assert not missing


def test_headers_are_guarded() -> None:
    missing = [
        str(path)
        for path in files_under("include", "src", "tests", suffixes=(".hpp",))
        if "#pragma once" not in text_of(path)
    ]
    assert not missing


def test_no_machine_path() -> None:
    """Nothing that is true on one machine only: home folders and absolute work folders."""
    pattern = re.compile(r"(?<![\w.])/(home|root|Users|work)/\w")
    found = [
        f"{path}:{number}"
        for path in ours()
        if path.suffix in CODE and path.name != "test_sources.py"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found


def test_no_unfinished_work() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{path}:{number}"
        for path in files_under(
            "include", "src", "bindings", "tests", "tools", suffixes=(".cpp", ".hpp", ".py", ".pyi")
        )
        if path.name != "test_sources.py" and not str(path).startswith(VENDORED)
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("prints", r"std::(cout|cerr|clog)\b|\b(printf|puts)\s*\("),
        ("ends the process", r"\b(std::)?(abort|exit|quick_exit|terminate)\s*\("),
        ("reads the environment", r"\bgetenv\s*\("),
        ("changes the locale", r"\bsetlocale\s*\(|std::locale::global"),
        ("uses std::regex", r"#\s*include\s+<regex>"),
    ],
)
def test_the_library_never(what: str, pattern: str) -> None:
    compiled = re.compile(pattern)
    found = [
        f"{path}:{number}"
        for path in files_under("include", "src", suffixes=(".cpp", ".hpp"))
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if compiled.search(line.split("//")[0])
    ]
    assert not found, f"the library {what}"


def test_headers_import_no_namespace() -> None:
    found = [
        str(path)
        for path in files_under("include", "src", suffixes=(".hpp",))
        if re.search(r"^using namespace", text_of(path), re.MULTILINE)
    ]
    assert not found


def test_every_public_header_has_a_test() -> None:
    """A test includes it, or reaches it through headers of the same module."""
    public = [path for path in files_under("include/scrm", suffixes=(".hpp",)) if path.parent != Path("include/scrm")]
    by_name = {str(path.relative_to("include")): path for path in public}
    reached: set[str] = set()
    waiting = [header for path in files_under("tests", suffixes=(".cpp", ".hpp")) for header in includes_of(path)]
    while waiting:
        header = waiting.pop()
        if header in by_name and header not in reached:
            reached.add(header)
            module = header.rsplit("/", 1)[0] + "/"
            waiting += [other for other in includes_of(by_name[header]) if other.startswith(module)]
    assert not set(by_name) - reached


def test_shell_scripts_parse() -> None:
    for path in ours():
        if path.suffix == ".sh" or path in {Path("dev"), Path(".ci/run")}:
            parsed = subprocess.run(["bash", "-n", str(ROOT / path)], capture_output=True, text=True, check=False)
            assert parsed.returncode == 0, parsed.stderr


def test_licences_of_vendored_files_are_there() -> None:
    folder = ROOT / "bindings/python/scrm/report/echarts"
    assert {"LICENSE", "NOTICE"} <= {path.name for path in folder.iterdir()}


def test_the_version_stands_once() -> None:
    root_listing = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    version = re.search(r"project\(scrm\s+VERSION ([0-9.]+)", root_listing)
    assert version
    elsewhere = [
        str(path)
        for path in ours()
        if path.name in {"pyproject.toml", "__init__.py", "version.hpp"} and f'"{version.group(1)}"' in text_of(path)
    ]
    assert not elsewhere


def test_the_header_of_all_names_every_public_header() -> None:
    """All but those of storage, on which the application stands."""
    root = ROOT / "include" / "scrm"
    headers = {str(path.relative_to(root)) for path in root.rglob("*.hpp")} - {"scrm.hpp"}
    named = {name.removeprefix("scrm/") for name in includes_of(root / "scrm.hpp")}
    assert {name for name in headers if not name.startswith("storage/")} - named == set()
