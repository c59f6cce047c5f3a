"""Fixtures: databases of both kinds, the command line as a process, a sample bank."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CUSTOMERS_HEADER = (
    "customer_id,kind,full_name,given_name,family_name,patronymic,gender,birth_date,phones,emails,city,region,"
    "country,address,employer,segment,branch,created_at"
)


@dataclass
class Outcome:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run_scrm(*arguments: object, cwd: Path | None = None, stdin: bytes | None = None, **kwargs: Any) -> Outcome:
    finished = subprocess.run(
        [sys.executable, "-m", "scrm", *(one if isinstance(one, bytes) else str(one) for one in arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
        **kwargs,
    )
    return Outcome(
        finished.returncode,
        finished.stdout.decode("utf-8", "replace"),
        finished.stderr.decode("utf-8", "replace"),
    )


@pytest.fixture(scope="session")
def scrm_command() -> Callable[..., Outcome]:
    return run_scrm


def _psql(url: str, statement: str) -> None:
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement], check=True)


@pytest.fixture
def make_database(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A function that gives the URL of a fresh, absent-or-empty database of a kind."""
    made: list[tuple[str, str]] = []

    def make(kind: str) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        if kind == "sqlite":
            return str(tmp_path / f"{name}.db")
        server = os.environ.get("SCRM_TEST_POSTGRES")
        assert server, "SCRM_TEST_POSTGRES must name a server: run the tests through ./dev test"
        _psql(server, f"create database {name}")
        made.append((server, name))
        scheme, _, rest = server.partition("://")
        authority, slash, tail = rest.partition("/")
        _, question, query = tail.partition("?")
        return f"{scheme}://{authority}{slash}{name}{question}{query}"

    yield make
    for server, name in made:
        _psql(server, f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, make_database: Callable[[str], str]) -> str:
    """The URL of an empty database; the test runs once for each kind."""
    return make_database(request.param)


@pytest.fixture(scope="session")
def sample_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small synthetic bank."""
    folder = tmp_path_factory.mktemp("bank")
    outcome = run_scrm(
        "sample", "--customers", 600, "--identities", 300, "--interactions", 100, "--seed", 7, "-o", folder
    )
    assert outcome.status == 0, outcome.err
    return folder


@pytest.fixture
def customers_file(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes customers.csv from dicts."""

    def write(*rows: dict[str, str], name: str = "customers.csv") -> Path:
        columns = CUSTOMERS_HEADER.split(",")
        lines = [CUSTOMERS_HEADER]
        lines += [",".join(row.get(column, "") for column in columns) for row in rows]
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def lines_file(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes objects as JSON lines; a string is written as it is."""

    def write(*rows: object, name: str = "lines.jsonl") -> Path:
        path = tmp_path / name
        texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write
