"""Add up the JUnit files and the recorded steps of ./dev test; print the totals and fail when anything did.

The last line is `tests: N executed, N failed, N skipped; postgresql: N executed, N skipped`; a test counts as one of
PostgreSQL when its name, or that of its class, holds "postgresql" in any case.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Case:
    name: str
    outcome: str  # passed, failed or skipped
    reason: str = ""


def outcome_of(case: ElementTree.Element) -> tuple[str, str]:
    for tag, outcome in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        found = case.find(tag)
        if found is not None:
            return outcome, found.get("message") or ""
    # CTest writes what it could not start as "notrun", without a child element in some versions.
    status = case.get("status", "run")
    if status in {"fail", "failed"}:
        return "failed", ""
    if status in {"notrun", "disabled"}:
        return "skipped", status
    return "passed", ""


def read_junit(path: Path) -> list[Case]:
    cases = []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        outcome, reason = outcome_of(case)
        class_name = case.get("classname", "")
        name = case.get("name", "")
        cases.append(Case(name if class_name in {"", name} else f"{class_name}.{name}", outcome, reason))
    return cases


def read_steps(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Case(name, outcome) for name, outcome, _ in (line.split("\t") for line in lines)]


def write_steps(path: Path, steps: list[Case]) -> None:
    suite = ElementTree.Element("testsuite", name="steps", tests=str(len(steps)))
    for step in steps:
        case = ElementTree.SubElement(suite, "testcase", name=step.name, classname="dev")
        if step.outcome == "failed":
            ElementTree.SubElement(case, "failure", message="see the log of ./dev test")
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def main() -> int:
    results = Path(sys.argv[1])
    # What a run must have produced: a missing file is a failure, never a smaller sum.
    cases: list[Case] = []
    for name in ("architecture", "ctest-dev", "ctest-release", "pytest"):
        path = results / f"{name}.xml"
        try:
            cases += read_junit(path)
        except (OSError, ElementTree.ParseError):
            cases.append(Case(f"results.{name}", "failed", "no readable result file"))
    steps = read_steps(results / "steps.tsv")
    write_steps(results / "steps.xml", steps)
    cases += steps

    skipped = [case for case in cases if case.outcome == "skipped"]
    failed = [case for case in cases if case.outcome == "failed"]
    executed = len(cases) - len(skipped)
    for case in skipped[:40]:
        print(f"skipped: {case.name} {case.reason}".rstrip())
    for case in failed:
        print(f"FAILED: {case.name} {case.reason}".rstrip())
    postgresql = [case for case in cases if "postgresql" in case.name.lower()]
    postgresql_skipped = sum(case.outcome == "skipped" for case in postgresql)

    print(f"{executed - len(failed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    print(
        f"tests: {executed} executed, {len(failed)} failed, {len(skipped)} skipped; "
        f"postgresql: {len(postgresql) - postgresql_skipped} executed, {postgresql_skipped} skipped"
    )
    return 1 if failed or postgresql_skipped or not executed else 0


if __name__ == "__main__":
    sys.exit(main())
