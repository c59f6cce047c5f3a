"""Edges between modules are those of docs/architecture/modules.toml; third-party headers stay where they belong."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from sources import ROOT, files_under, includes_of, text_of

DECLARED = tomllib.loads((ROOT / "docs/architecture/modules.toml").read_text(encoding="utf-8"))
MODULES = sorted(DECLARED)
CXX = (".cpp", ".hpp")
# The C and C++ libraries and the kernel's interface have no slash, or one of these folders.
SYSTEM_FOLDERS = ("sys/", "netinet/", "arpa/", "bits/", "linux/")
# Header-only vocabulary that a public header may show.
PUBLIC_THIRD_PARTY: tuple[str, ...] = ()
THIRD_PARTY = sorted(
    {prefix for module in DECLARED.values() for prefix in module["third_party"]} | {"boost/", "pybind11/", "simdjson.h"}
)


def module_files(module: str) -> list[Path]:
    return files_under(f"include/scrm/{module}", f"src/{module}", suffixes=CXX)


def is_third_party(header: str) -> bool:
    return header.startswith(tuple(THIRD_PARTY)) or (
        "/" in header and not header.startswith(("scrm/", *SYSTEM_FOLDERS))
    )


def target_module(header: str, source: Path) -> str | None:
    """The module that an include reaches, if it is one of ours."""
    match = re.match(r"scrm/(\w+)/", header)
    if match:
        return match.group(1)
    # Private headers: "x_internal.hpp" beside the file, "module/x_internal.hpp" from src.
    if header.endswith("_internal.hpp"):
        return header.split("/")[0] if "/" in header else source.parts[1]
    return None


def used_edges() -> dict[str, dict[str, list[str]]]:
    edges: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for module in MODULES:
        for path in module_files(module):
            for header in includes_of(path):
                target = target_module(header, path)
                if target is not None and target != module:
                    edges[module][target].append(str(path))
    return edges


def test_every_module_folder_is_declared() -> None:
    folders = {
        path.name
        for parent in ("include/scrm", "src")
        for path in (ROOT / parent).iterdir()
        if path.is_dir() and any(path.iterdir())
    }
    assert folders == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_no_undeclared_edge(module: str) -> None:
    undeclared = {
        target: sorted(set(files))
        for target, files in used_edges()[module].items()
        if target not in DECLARED[module]["uses"]
    }
    assert not undeclared


@pytest.mark.parametrize("module", MODULES)
def test_no_unused_edge(module: str) -> None:
    assert set(DECLARED[module]["uses"]) <= set(used_edges()[module]), "take the unused edge out of modules.toml"


@pytest.mark.parametrize("module", MODULES)
def test_links_are_the_declared_edges(module: str) -> None:
    """What CMake links is what the file declares."""
    listing = (ROOT / f"src/{module}/CMakeLists.txt").read_text(encoding="utf-8")
    match = re.search(r"\bDEPENDS\s+([\w\s]+?)(?=\s*(?:SOURCES|LINK_PRIVATE|\)))", listing)
    linked = set(match.group(1).split()) if match else set()
    assert linked == set(DECLARED[module]["uses"])


def test_no_cycle() -> None:
    try:
        list(TopologicalSorter({module: DECLARED[module]["uses"] for module in MODULES}).static_order())
    except CycleError as cycle:
        pytest.fail(f"modules depend on each other: {cycle.args[1]}")


def test_the_drawing_shows_the_declared_edges() -> None:
    """The graph in docs/architecture leaves out an edge only where a longer way leads to the same module."""
    drawn: dict[str, set[str]] = {module: set() for module in MODULES}
    for used, user in re.findall(r"^  (\w+) --> (\w+)$", text_of(Path("docs/architecture/README.md")), re.MULTILINE):
        drawn[user].add(used)

    def reached(module: str, edges: dict[str, set[str]]) -> set[str]:
        return edges[module] | {far for near in edges[module] for far in reached(near, edges)}

    declared = {module: set(DECLARED[module]["uses"]) for module in MODULES}
    reduced = {
        module: {
            used
            for used in declared[module]
            if not any(used in reached(other, declared) for other in declared[module] - {used})
        }
        for module in MODULES
    }
    assert drawn == reduced


@pytest.mark.parametrize("module", MODULES)
def test_third_party_headers_stay_in_their_module(module: str) -> None:
    allowed = tuple(DECLARED[module]["third_party"])
    strangers = [
        f"{path}: {header}"
        for path in module_files(module)
        for header in includes_of(path)
        if is_third_party(header) and target_module(header, path) is None and not header.startswith(allowed or ("\0",))
    ]
    assert not strangers


@pytest.mark.parametrize("module", MODULES)
def test_declared_third_party_is_used(module: str) -> None:
    used = [header for path in module_files(module) for header in includes_of(path)]
    unused = [prefix for prefix in DECLARED[module]["third_party"] if not any(h.startswith(prefix) for h in used)]
    assert not unused


def test_public_headers_show_no_third_party() -> None:
    shown = [
        f"{path}: {header}"
        for path in files_under("include", suffixes=CXX)
        for header in includes_of(path)
        if is_third_party(header) and not header.startswith(PUBLIC_THIRD_PARTY or ("\0",))
    ]
    assert not shown


# Types of the libraries, as a forward declaration would name them; `std::` before one is the standard library's.
THIRD_PARTY_TYPE = re.compile(
    r"(?<!std::)\b(soci|nlohmann|icu|icu_\d+|boost|pybind11|simdjson|i18n|date)::"
    r"|\bnamespace (soci|nlohmann|icu|boost|pybind11|simdjson|i18n|date)\b"
    r"|\b(PGconn|PGresult|pg_conn|sqlite3\w*|EVP_\w+|evp_\w+|UChar\w*|PyObject)\b"
)


def code_of(path: Path) -> str:
    return re.sub(r"//.*|\"(?:[^\"\\]|\\.)*\"", "", text_of(path))


def test_public_headers_name_no_third_party_type() -> None:
    named = [
        f"{path}: {found.group()}"
        for path in files_under("include", suffixes=CXX)
        for found in THIRD_PARTY_TYPE.finditer(code_of(path))
    ]
    assert not named


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("soci::session& session();", True),
        ("namespace soci { class session; }", True),
        ("struct pg_conn;", True),
        ("const nlohmann::json& value", True),
        ("UtcTime date; Sqlite3Version v;", False),
    ],
)
def test_third_party_types_are_seen(code: str, expected: bool) -> None:
    assert bool(THIRD_PARTY_TYPE.search(code)) is expected


def test_public_headers_name_project_headers_in_full() -> None:
    """A consumer has no include path but the prefix: no private header, no relative path."""
    wrong = [
        f"{path}: {header}"
        for path in files_under("include", suffixes=CXX)
        for header in includes_of(path)
        if header.endswith((".hpp", ".h")) and not header.startswith("scrm/")
    ]
    assert not wrong


def test_bindings_use_pybind11_and_public_headers_only() -> None:
    folder = Path("bindings/python/src")
    beside = {path.name for path in files_under(str(folder), suffixes=CXX)}
    wrong = [
        f"{path}: {header}"
        for path in files_under(str(folder), suffixes=CXX)
        for header in includes_of(path)
        if (is_third_party(header) and not header.startswith("pybind11/"))
        or (header.endswith(".hpp") and not header.startswith("scrm/") and header not in beside)
    ]
    assert not wrong


def test_pybind11_stays_in_the_bindings() -> None:
    wrong = [
        str(path)
        for path in files_under("include", "src", "examples", suffixes=CXX)
        if re.search(r"#\s*include\s+[\"<](pybind11/|Python\.h)", text_of(path))
    ]
    assert not wrong


def test_the_umbrella_includes_every_public_header_of_the_top_modules() -> None:
    umbrella = set(includes_of(Path("include/scrm/scrm.hpp")))
    missing = [
        str(path)
        for path in files_under("include/scrm/crm", "include/scrm/model", suffixes=(".hpp",))
        if str(path.relative_to("include")) not in umbrella
    ]
    assert not missing


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("soci/soci.h", True),
        ("libpq-fe.h", True),
        ("vector", False),
        ("sys/file.h", False),
        ("scrm/core/id.hpp", False),
        ("boost/optional.hpp", True),
        ("some/library.h", True),
    ],
)
def test_third_party_is_told_from_the_system(header: str, expected: bool) -> None:
    assert is_third_party(header) is expected
