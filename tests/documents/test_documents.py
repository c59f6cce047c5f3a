"""The commands of the documents run as they stand; what the documents list is what the code has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_tree import ROOT

DOCS = ROOT / "docs"


def shell_program(document: Path) -> str:
    """Every ```sh block, in order; a failing command ends the program and is the last line of its trace."""
    blocks = re.findall(r"^```sh\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return "set -euo pipefail\nset -x\n" + "".join(blocks)


def run_shell(document: Path, folder: Path, **variables: str) -> str:
    programs = folder / "programs"
    programs.mkdir()
    command = programs / "scrm"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scrm "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (folder / "work").mkdir()
    finished = subprocess.run(
        ["bash", "-c", shell_program(document)],
        cwd=folder / "work",
        env={**os.environ, **variables, "PATH": f"{programs}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{document.name}\n{finished.stdout[-4000:]}"
    return finished.stdout


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    server = os.environ["SCRM_TEST_POSTGRES"]
    name = f"documents_{uuid.uuid4().hex[:12]}"
    subprocess.run(["psql", "-X", "-q", "-d", server, "-c", f"create database {name}"], check=True)
    yield server.replace("///postgres?", f"///{name}?")
    subprocess.run(["psql", "-X", "-q", "-d", server, "-c", f"drop database {name} with (force)"], check=True)


def test_tutorial_runs(tmp_path: Path) -> None:
    assert "as before" in run_shell(DOCS / "tutorial/first_hour.md", tmp_path)
    made = {path.name for path in (tmp_path / "work").iterdir()}
    assert {"bank", "bank.db", "links.csv", "clusters.csv", "report.html", "groups.csv"} <= made


FORGET_IMPORTS = """
for name, value in list(globals().items()):
    if type(value).__name__ == "module" and not name.startswith("__"):
        del globals()[name]
"""


def python_program(document: Path) -> str:
    """Every ```python block, in order. A block may use what those before it made, but imports what it names."""
    text = document.read_text(encoding="utf-8")
    return FORGET_IMPORTS.join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def test_the_page_for_users_of_splink_runs(tmp_path: Path) -> None:
    page = DOCS / "tutorial/from_splink.md"
    assert "levels have no m or no u" in run_shell(page, tmp_path)
    finished = subprocess.run(
        [sys.executable, "-c", python_program(page)], cwd=tmp_path / "work", capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert "people" in finished.stdout


PAGES_WITH_PROGRAMS = [
    "tutorial/from_csv.md",
    "tutorial/charts.md",
    "tutorial/from_corrections.md",
    "concepts/choosing-a-threshold.md",
    "concepts/survivorship.md",
]


@pytest.mark.parametrize("page", PAGES_WITH_PROGRAMS)
def test_commands_and_programs_of_a_page_run(page: str, tmp_path: Path) -> None:
    """The commands first, then the Python blocks as one program in the same folder."""
    run_shell(DOCS / page, tmp_path)
    program = python_program(DOCS / page)
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "work", capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    # Every page that a program says it writes is there.
    for written in re.findall(r"""\.save\("([^"]+)"\)""", program):
        assert (tmp_path / "work" / written).stat().st_size > 100_000


def test_readme_commands_run(tmp_path: Path) -> None:
    assert run_shell(ROOT / "README.md", tmp_path)


OPERATIONS = sorted(path.name for path in (DOCS / "operations").glob("*.md") if "```sh" in path.read_text("utf-8"))


def fill(database: str, folder: Path) -> None:
    """A small bank, so that a backup has something to hold."""
    scrm = [sys.executable, "-m", "scrm"]
    sample = ["sample", "--customers", "60", "--identities", "30", "--interactions", "20", "--seed", "3", "-o", "bank"]
    imports = [
        ["import", kind, f"bank/{kind}{suffix}", "--db", database]
        for kind, suffix in (("customers", ".csv"), ("identities", ".jsonl"), ("interactions", ".jsonl"))
    ]
    for command in (sample, *imports, ["resolve", "--db", database]):
        subprocess.run([*scrm, *command], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("document", OPERATIONS)
def test_operations_run_on_sqlite(document: str, tmp_path: Path) -> None:
    database = str(tmp_path / "bank.db")
    fill(database, tmp_path)
    assert run_shell(DOCS / "operations" / document, tmp_path, DB=database)


@pytest.mark.parametrize("document", OPERATIONS)
def test_operations_run_on_postgresql(document: str, tmp_path: Path, postgresql: str) -> None:
    fill(postgresql, tmp_path)
    assert run_shell(DOCS / "operations" / document, tmp_path, DB=postgresql)


def test_operations_are_there() -> None:
    assert {"backup.md", "quarantine.md", "upgrades.md"} <= set(OPERATIONS)


def test_reasons_of_quarantine_exist() -> None:
    page = (DOCS / "operations/quarantine.md").read_text(encoding="utf-8")
    listed = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.[ch]pp"))
    assert listed
    assert [reason for reason in listed if f'"{reason}"' not in sources] == []


def test_keys_page_follows_the_model() -> None:
    checked = subprocess.run([sys.executable, "tools/keys_reference.py", "--check"], cwd=ROOT, check=False)
    assert checked.returncode == 0, "run tools/keys_reference.py"


def test_keys_page_explains_every_key_and_measure() -> None:
    page = (DOCS / "reference/keys.md").read_text(encoding="utf-8")
    rules = re.findall(r"<!-- table: rules -->\n(.*?)<!-- end -->", page, re.DOTALL)[0]
    told = "".join(re.findall(r"^\| (`.*?) \| [^|]* \| [^|]+ \|$", page, re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", rules)) - set(re.findall(r"`(\w+)`", told)) == set()
    measures = {row.split("|")[2].strip() for row in re.findall(r"^\| `\w+` \| `\w+` \|.*$", page, re.MULTILINE)}
    told = page.split("What the grades mean:")[1]
    assert [measure for measure in measures if measure not in told] == []


def test_files_page_lists_every_column(tmp_path: Path) -> None:
    page = (DOCS / "reference/files.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+?)(?:,.*)?\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))

    def header(*command: str) -> list[str]:
        finished = subprocess.run(
            [sys.executable, "-m", "scrm", *command, "--db", "bank.db"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            check=True,
        )
        return finished.stdout.decode().splitlines()[0].split(",") if finished.stdout else []

    def listed(section: str) -> list[str]:
        rows = re.findall(r"^\| (`.*?) \|", sections[section], re.MULTILINE)
        return re.findall(r"`(\w+)`", " ".join(rows))

    def written(section: str) -> list[str]:
        lines = re.search(r"^    ([\w,\n ]+?)\n\n", sections[section], re.MULTILINE)
        return re.sub(r"\s", "", lines[1]).split(",") if lines else []

    header("init")
    customers = header("export", "customers")
    assert written("customers.csv") == customers == listed("customers.csv")
    assert written("links.csv") == header("links")
    for kind, extra in (("identities", set()), ("interactions", {"record"})):
        columns = set(header("export", kind, "--format", "csv")) - {"as_written"}
        fields = listed(f"{kind}.jsonl")
        assert set(fields) == columns | extra, kind
        assert len(fields) == len(set(fields)), kind


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *sorted(DOCS.rglob("*.md"))]:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (document.parent / link).exists():
                broken.append(f"{document.relative_to(ROOT)}: {link}")
    assert not broken


def test_places_in_the_architecture_exist() -> None:
    page = (DOCS / "architecture/README.md").read_text(encoding="utf-8")
    places = re.findall(r"`((?:src|bindings|tests|include)/[\w./*]+)`", page)
    assert len(places) > 10
    assert [place for place in places if not list(ROOT.glob(place))] == []


def test_every_page_is_reached_from_the_readme() -> None:
    waiting, reached = [ROOT / "README.md"], set()
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            target = page.parent / link
            waiting += sorted(target.glob("*.md")) if target.is_dir() else [target]
    assert {path.resolve() for path in DOCS.rglob("*.md")} - reached == set()
