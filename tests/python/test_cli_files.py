"""Files of commands: stdin and stdout as ``-``, devices, links, and databases that an output must not replace."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import scrm

ONE_ERROR = re.compile(r"scrm: error: .+\n")

# Every command that writes a file from a database, by the option that names it.
DATABASE_OUTPUTS = [
    ("export", "customers", "-o"), ("export", "identities", "--format", "csv", "-o"),
    ("export", "customers", "--format", "parquet", "-o"), ("export", "quarantine", "-o"), ("links", "-o"),
    ("clusters", "-o"), ("review", "-o"), ("review", "--json", "-o"), ("backup", "-o"), ("report", "-o"),
    ("model", "train", "-o"), ("resolve", "--links-out"), ("why", "vk:1", "C1", "--chart"), ("assessments", "-o"),
    ("sentiment", "corrections", "-o"),
]  # fmt: skip


@pytest.fixture
def bank(scrm_command, tmp_path):
    database = tmp_path / "bank.db"
    (tmp_path / "c.csv").write_text("customer_id,full_name,phones\nC1,Анна Кузнецова,+79161234567\n", encoding="utf-8")
    (tmp_path / "i.jsonl").write_text(
        '{"network":"vk","network_user_id":"1","display_name":"Анна Кузнецова"}\n', encoding="utf-8"
    )
    assert scrm_command("import", "customers", tmp_path / "c.csv", "--db", database).status == 0
    assert scrm_command("import", "identities", tmp_path / "i.jsonl", "--db", database).status == 0
    assert scrm_command("resolve", "--db", database).status == 0
    return database


@pytest.mark.parametrize("command", DATABASE_OUTPUTS, ids=" ".join)
def test_an_output_never_replaces_a_database(scrm_command, bank, tmp_path, command):
    (tmp_path / "linked").symlink_to("bank.db")
    before = bank.read_bytes()
    for name in ("bank.db", "linked"):
        outcome = scrm_command(*command, name, "--db", "bank.db", cwd=tmp_path)
        assert outcome.status == 1
        assert ONE_ERROR.fullmatch(outcome.err)
        assert "database" in outcome.err
    # Only `resolve` has something to store, which its file comes after.
    assert command[0] == "resolve" or bank.read_bytes() == before
    assert scrm_command("verify", "--db", bank).status == 0


@pytest.mark.parametrize("command", DATABASE_OUTPUTS, ids=" ".join)
def test_a_device_stays_a_device_and_a_link_a_link(scrm_command, bank, tmp_path, command):
    # A node of the same kind as /dev/full, so that a fault does not cost the machine its own.
    if os.geteuid() == 0:
        os.mknod(tmp_path / "full", 0o20666, os.makedev(1, 7))
        outcome = scrm_command(*command, tmp_path / "full", "--db", bank)
        assert outcome.status == 1, "a full device"
        assert ONE_ERROR.fullmatch(outcome.err)
        assert (tmp_path / "full").is_char_device()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real").write_text("old")
    assert scrm_command(*command, tmp_path / "link", "--db", bank).status == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() != b"old"
    outcome = scrm_command(*command, tmp_path, "--db", bank)
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)
    assert "internal" not in outcome.err
    assert not list(tmp_path.glob("*.tmp")) + list(tmp_path.glob(".*.part"))


def test_a_folder_that_is_gone_is_said():
    gone = 'folder=$(mktemp -d); cd "$folder"; rmdir "$folder"; exec "$0" -m scrm state-hash --db x.db'
    done = subprocess.run(["bash", "-c", gone, sys.executable], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "scrm: error: the working directory is not there\n")


def test_a_dash_is_stdin(scrm_command, tmp_path, sample_bank):
    database = tmp_path / "bank.db"
    customers = (sample_bank / "customers.csv").read_bytes()
    for kind, content in (
        ("customers", customers),
        ("identities", (sample_bank / "identities.jsonl").read_bytes()),
        ("interactions", (sample_bank / "interactions.jsonl").read_bytes()),
        ("decisions", b'{"decision":"keep_apart","customer_id":"C00000001","other_id":"C00000002"}\n'),
    ):
        outcome = scrm_command("import", kind, "-", "--db", database, stdin=content)
        assert outcome.status == 0, outcome.err
    assert scrm_command("export", "decisions", "--db", database).out.count("keep_apart") == 1
    from_file = scrm_command("dedupe", sample_bank / "customers.csv", "--id", "customer_id", "-o", "-").out
    assert scrm_command("dedupe", "-", "--id", "customer_id", "-o", "-", stdin=customers).out == from_file
    truth = "record_id,cluster_id\na,1\nb,1\n"
    (tmp_path / "t.csv").write_text(truth)
    outcome = scrm_command("evaluate", "--truth", tmp_path / "t.csv", "--clusters", "-", stdin=truth.encode())
    assert outcome.status == 0, outcome.err
    outcome = scrm_command("import", "customers", "-", "--db", tmp_path / "new.db", stdin=b"")
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)
    assert not (tmp_path / "new.db").exists()


def test_a_dash_is_stdout_or_wrong_usage(scrm_command, bank, tmp_path):
    trained = scrm_command("model", "train", "--db", bank, "-o", "-")
    assert trained.status == 0, trained.err
    assert trained.out.startswith("{")
    shown = scrm_command("model", "show", "-", stdin=trained.out.encode())
    assert shown.status == 0, shown.err
    assert "<html" in scrm_command("report", "--db", bank, "-o", "-").out
    for command in (
        ("backup", "--db", bank, "-o", "-"),
        ("restore", "-", "--db", tmp_path / "new.db"),
        ("sample", "--customers", 1, "--identities", 1, "-o", "-"),
        ("why", "vk:1", "C1", "--db", bank, "--chart", "-"),
        ("sentiment", "train", "x.csv", "--text", "a", "--label", "b", "-o", "-"),
    ):
        outcome = scrm_command(*command, cwd=tmp_path)
        assert outcome.status == 2
        assert re.match(r"scrm.*: error: ", outcome.err.rstrip("\n").splitlines()[-1])
    assert not (tmp_path / "-").exists()
    assert not (tmp_path / "new.db").exists()


def test_a_result_in_the_place_of_a_file_read_is_whole(tmp_path):
    """A file that is read and written by one call is read to its end first; commands refuse it."""
    rows = ["id,full_name"] + [f"{number},Анна Кузнецова {number % 700}" for number in range(3000)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    scrm.sentiment.Classifier().classify_file(path, path, text="full_name", id="id")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3001
    scrm.identity.dedupe_files([path], id_column="id", columns="full_name=masked_text").write_clusters(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3001


def test_a_chart_of_the_package_replaces_no_database(bank):
    code = (
        "import scrm, sys\n"
        "try: scrm.identity.MatchModel.person().plot().save(sys.argv[1])\n"
        "except scrm.InvalidArgument as failure: print(failure)\n"
    )
    before = bank.read_bytes()
    finished = subprocess.run([sys.executable, "-c", code, bank], capture_output=True, text=True, check=True)
    assert finished.stdout == "bank.db: is a database; an output never replaces one\n"
    assert Path(bank).read_bytes() == before
