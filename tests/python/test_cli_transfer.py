"""The same state on both databases: export, import, resolve, backup, restore."""

from __future__ import annotations

import re

import pytest

KINDS = {
    "customers": "customers.csv",
    "identities": "identities.jsonl",
    "interactions": "interactions.jsonl",
    "decisions": "decisions.jsonl",
}


def fill(scrm_command, database, folder):
    for kind, name in KINDS.items():
        if (folder / name).exists():
            assert scrm_command("import", kind, folder / name, "--db", database).status == 0
    assert scrm_command("resolve", "--db", database).status == 0


def decide(scrm_command, database):
    rows = [line.split(",") for line in scrm_command("links", "--db", database).out.splitlines()[1:]]
    plain = [row for row in rows if not row[1]]
    matches = [row for row in plain if row[6] == "match"]
    customers = list(dict.fromkeys(row[3] for row in matches))
    assert scrm_command("confirm", f"{matches[0][0]}:{matches[0][2]}", matches[0][3], "--db", database).status == 0
    assert scrm_command("reject", f"{matches[1][0]}:{matches[1][2]}", matches[1][3], "--db", database).status == 0
    assert scrm_command("merge", customers[3], customers[4], "--db", database).status == 0
    assert scrm_command("keep-apart", customers[5], customers[6], "--db", database).status == 0
    assert scrm_command("resolve", "--db", database).status == 0


@pytest.mark.parametrize("kinds", [("sqlite", "postgresql"), ("postgresql", "sqlite")], ids="-to-".join)
def test_exported_and_imported_elsewhere_gives_the_same_state_and_links(
    scrm_command, make_database, sample_bank, tmp_path, kinds
):
    source, target = (make_database(kind) for kind in kinds)
    fill(scrm_command, source, sample_bank)
    decide(scrm_command, source)
    for kind, name in KINDS.items():
        assert scrm_command("export", kind, "--db", source, "-o", tmp_path / name).status == 0
    fill(scrm_command, target, tmp_path)
    assert scrm_command("links", "--db", target).out == scrm_command("links", "--db", source).out
    assert scrm_command("clusters", "--db", target).out == scrm_command("clusters", "--db", source).out
    assert scrm_command("state-hash", "--db", target).out == scrm_command("state-hash", "--db", source).out
    for database in (source, target):
        assert scrm_command("verify", "--db", database).status == 0
        assert scrm_command("audit", "verify", "--db", database).status == 0


def test_threads_and_repetition_do_not_change_a_byte(scrm_command, database, sample_bank):
    fill(scrm_command, database, sample_bank)
    seen = set()
    for threads in (1, 2, 1):
        assert scrm_command("resolve", "--db", database, "--threads", threads).status == 0
        seen.add((scrm_command("links", "--db", database).out, scrm_command("state-hash", "--db", database).out))
    assert len(seen) == 1


def test_links_out_is_links(scrm_command, make_database, sample_bank, tmp_path):
    database = make_database("sqlite")
    fill(scrm_command, database, sample_bank)
    assert scrm_command("resolve", "--db", database, "--links-out", tmp_path / "l.csv").status == 0
    assert (tmp_path / "l.csv").read_text(encoding="utf-8") == scrm_command("links", "--db", database).out


@pytest.mark.parametrize("kinds", [("sqlite", "sqlite"), ("postgresql", "postgresql")], ids="-to-".join)
def test_a_backup_restores_to_the_same_state(scrm_command, make_database, sample_bank, tmp_path, kinds):
    source, target = (make_database(kind) for kind in kinds)
    fill(scrm_command, source, sample_bank)
    assert scrm_command("backup", "--db", source, "-o", tmp_path / "copy.bin").status == 0
    restored = scrm_command("restore", tmp_path / "copy.bin", "--db", target)
    assert restored.status == 0, restored.err
    for command in ("state-hash", "links", "clusters"):
        assert scrm_command(command, "--db", target).out == scrm_command(command, "--db", source).out
    assert scrm_command("verify", "--db", target).status == 0
    again = scrm_command("restore", tmp_path / "copy.bin", "--db", target)
    assert again.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", again.err)


def test_exports_in_every_format(scrm_command, database, sample_bank, tmp_path):
    fill(scrm_command, database, sample_bank)
    for kind in ("customers", "identities", "interactions", "decisions", "links", "quarantine"):
        for form in ("csv", "jsonl"):
            outcome = scrm_command("export", kind, "--db", database, "--format", form)
            assert outcome.status == 0, (kind, form, outcome.err)
    parquet = pytest.importorskip("pyarrow.parquet")
    outcome = scrm_command("export", "customers", "--db", database, "--format", "parquet", "-o", tmp_path / "c.parquet")
    assert outcome.status == 0, outcome.err
    assert parquet.read_table(tmp_path / "c.parquet").num_rows >= 600
