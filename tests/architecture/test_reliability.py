"""docs/RELIABILITY.md names a test for everything that it promises, and the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sources import files_under, text_of

PAGE = Path("docs/RELIABILITY.md")
CASE = re.compile(r"^TEST(?:_[PF])?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)
FUNCTION = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
NAMED = re.compile(r"`((?:[A-Z]\w+\.\w+)|(?:test_\w+))`")
PROMISED = {
    "T": range(1, 13),
    "S": range(1, 23),
    "I": range(1, 13),
    "P": range(1, 18),
}


def existing_tests() -> set[str]:
    cases = {
        f"{suite}.{case}"
        for path in files_under("tests", suffixes=(".cpp",))
        for suite, case in CASE.findall(text_of(path))
    }
    functions = {name for path in files_under("tests", suffixes=(".py",)) for name in FUNCTION.findall(text_of(path))}
    return cases | functions


def rows() -> dict[str, str]:
    return {
        match.group(1): match.group(0) for match in re.finditer(r"^\| ([TSIP]\d+) \|.*$", text_of(PAGE), re.MULTILINE)
    }


def test_every_named_test_exists() -> None:
    named = set(NAMED.findall(text_of(PAGE)))
    assert len(named) > 60
    assert not named - existing_tests()


@pytest.mark.parametrize("letter", PROMISED)
def test_every_trap_invariant_and_property_has_a_row(letter: str) -> None:
    missing = [f"{letter}{number}" for number in PROMISED[letter] if f"{letter}{number}" not in rows()]
    assert not missing


def test_a_row_names_a_test_or_says_why_not() -> None:
    silent = [name for name, row in rows().items() if not NAMED.search(row) and "not " not in row]
    assert not silent


def test_verify_checks_what_the_page_says() -> None:
    """The codes in verify.cpp are those whose row names verify."""
    checked = set(re.findall(r'check\("(I\d+)"', text_of(Path("src/storage/verify.cpp"))))
    said = {name for name, row in rows().items() if name.startswith("I") and "`verify`" in row}
    assert checked == said


def test_planted_defects_make_every_check_fail() -> None:
    checked = set(re.findall(r'check\("(I\d+)"', text_of(Path("src/storage/verify.cpp"))))
    planted = set(re.findall(r'"(I\d+) ?"', text_of(Path("tests/storage/verify_test.cpp"))))
    assert checked <= planted, "an invariant without a planted defect"


@pytest.mark.parametrize(
    ("what", "pattern", "only_in"),
    [
        ("binds values", r"\bsoci::use\(", {"session.cpp", "bulk_writer.cpp"}),
        ("reads values", r"\bsoci::into\(", {"session.cpp"}),
        ("uses SOCI's untyped rows", r"\bsoci::row(set)?\b", set()),
        ("uses SOCI's transactions", r"\bsoci::transaction\b", set()),
        ("uses SOCI's blobs", r"\bsoci::blob\b", set()),
        ("keeps broken-down time", r"\bstd::tm\b", set()),
        ("shows what() of SOCI, which quotes bound values", r"soci_error&? \w+\)[^}]*\.what\(\)", set()),
    ],
)
def test_storage_uses_soci_only_where_its_traps_are_closed(what: str, pattern: str, only_in: set[str]) -> None:
    found = {
        path.name for path in files_under("src/storage", suffixes=(".cpp", ".hpp")) if re.search(pattern, text_of(path))
    }
    assert found <= only_in, f"{found - only_in} {what}"
