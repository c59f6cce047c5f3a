"""Messages, exit statuses and start-up of the command."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    "init", "import", "export", "migrate", "backup", "restore", "delete", "resolve", "links", "clusters", "review",
    "confirm", "reject", "unlink", "merge", "unmerge", "keep-apart", "why", "how", "search", "dedupe", "link",
    "evaluate", "model", "classify", "sentiment", "sample", "state-hash", "report", "verify", "audit",
]  # fmt: skip


def test_help_and_version_exit_zero(scrm_command):
    overview = scrm_command("--help")
    assert overview.status == 0
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\b", overview.out, re.M), command
    for unfinished in ("ingest", "parse"):
        assert not re.search(rf"^\s+{unfinished}\b", overview.out, re.M), unfinished
    version = scrm_command("--version")
    assert version.status == 0
    assert re.fullmatch(r"scrm \d+\.\d+\.\d+\S*\n", version.out)
    assert scrm_command("merge", "--help").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("init",),
        ("resolve", "--db", "x.db", "--threads", "abc"),
        ("resolve", "--db", "x.db", "--threads", "-1"),
        ("resolve", "--db", "x.db", "--threads", "0"),
        ("sample", "--customers", "-5", "--identities", "1", "-o", "d"),
        ("sample", "--customers", "ten", "--identities", "1", "-o", "d"),
        ("export", "customers", "--db", "x.db", "--format", "xml"),
        ("dedupe", "a.csv", "--id", "id", "-o", "o.csv", "--min-probability", "2"),
        ("evaluate", "--truth", "t.csv"),
    ],
)
def test_wrong_usage_exits_two_and_ends_in_an_error_line(scrm_command, tmp_path, arguments):
    outcome = scrm_command(*arguments, cwd=tmp_path)
    assert outcome.status == 2
    assert re.match(r"scrm.*: error: ", outcome.err.rstrip("\n").splitlines()[-1])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("links",), ("clusters",), ("review",), ("resolve",), ("state-hash",), ("verify",), ("audit", "verify"),
        ("export", "customers"), ("why", "vk:1", "C1"), ("how", "C1"), ("search", "--name", "x"),
        ("merge", "A", "B"), ("unmerge", "M"), ("keep-apart", "A", "B"), ("confirm", "vk:1", "C"), ("migrate",),
        ("backup", "-o", "b.bin"), ("report", "-o", "r.html"), ("delete", "customers", "C1"),
        ("model", "train", "-o", "m.json"),
    ],
)  # fmt: skip
def test_a_database_that_is_not_there_is_one_line_and_nothing_is_made(scrm_command, tmp_path, arguments):
    outcome = scrm_command(*arguments, "--db", "absent.db", cwd=tmp_path)
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
    assert outcome.out == ""
    assert list(tmp_path.iterdir()) == []


def test_no_command_makes_folders(scrm_command, tmp_path):
    outcome = scrm_command("init", "--db", tmp_path / "absent" / "bank.db")
    assert outcome.status == 1
    assert not (tmp_path / "absent").exists()


def test_a_closed_pipe_is_no_error_message(sample_bank, tmp_path):
    database = tmp_path / "bank.db"
    for kind, file in (("customers", "customers.csv"),):
        subprocess.run(
            [sys.executable, "-m", "scrm", "import", kind, sample_bank / file, "--db", database],
            check=False,
            capture_output=True,
        )
    command = f"{sys.executable} -m scrm export customers --db {database} | head -n 1"
    finished = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert finished.stdout.startswith(b"customer_id")
    assert finished.stderr == b""


def test_a_full_output_is_exit_one(scrm_command, sample_bank, tmp_path):
    database = tmp_path / "bank.db"
    scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database)
    for arguments in (["export", "customers", "--db", database], ["links", "--db", database]):
        with Path("/dev/full").open("wb") as full:
            finished = subprocess.run(
                [sys.executable, "-m", "scrm", *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert finished.returncode == 1
        assert re.fullmatch(rb"scrm: error: .+\n", finished.stderr)
    outcome = scrm_command("export", "customers", "--db", database, "-o", tmp_path / "no" / "such.csv")
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)


def test_the_command_imports_no_heavy_package():
    code = (
        "import sys; import scrm.cli.parser as p; p.build_parser(); import scrm; "
        "print(sorted({'numpy', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"
