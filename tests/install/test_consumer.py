"""The installed C++ package: movable, complete, and usable by a project that knows only C++."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from installation import ROOT, run


def test_consumer_builds_against_a_moved_prefix_and_runs(
    build_consumer: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = build_consumer(ROOT / "tests" / "install" / "consumer" / "service.cpp")
    assert run(folder / "service", cwd=tmp_path).splitlines() == ["identities: 0", "error: not_found"]
    assert run(folder / "linkage", cwd=tmp_path).strip() == "person"


def test_prefix_holds_headers_and_libraries_and_nothing_else(moved_prefix: Path) -> None:
    assert {path.name for path in moved_prefix.iterdir()} == {"include", "lib"}
    assert (moved_prefix / "include/scrm/scrm.hpp").is_file()
    assert not list(moved_prefix.rglob("*_internal.hpp"))
    assert not list(moved_prefix.rglob("*.so"))


def test_package_files_name_no_folder_of_the_build(moved_prefix: Path) -> None:
    for path in moved_prefix.rglob("*.cmake"):
        assert str(ROOT) not in path.read_text(encoding="utf-8"), path.name


def test_warnings_and_sanitizers_do_not_reach_the_consumer(moved_prefix: Path) -> None:
    targets = "".join(path.read_text(encoding="utf-8") for path in moved_prefix.rglob("scrmTargets*.cmake"))
    assert not re.search(r"scrm_warnings|scrm_sanitizers|-Werror|-fsanitize", targets)
