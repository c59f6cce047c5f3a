"""The same state on both databases: export, import, resolve, backup, restore."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys

import pytest
from pyarrow import parquet

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


HOSTILE_CUSTOMERS = (
    b"customer_id,full_name,birth_date,phones,emails,gender,=sum,note,note,NOTE\n"
    b'007,"=1+1",1990-02-30,+79161234567;12,a@b.ru;nobody,x,1,y,z,w\n'
    b'" 7",\xff broken,--02-29,"+7 916 123-45-68",,M,,,,\n'
    b"'=9,nul\x00in,01.02.1990,'+12,'@b,,,'-x,'',''=\n"
    b'"a\nb","quote "" and, comma",0000-00-00,,,,,,,\n'
    b"9223372036854775808,,,,,,,,,\n"
    b"\xd0\xb8\xd0\xb4,\xef\xbc\x9dfull width,9999-12-31,,,,,,,\n"
    b"-0,<b>bold</b>,tomorrow,,,,,,,\n"
)
HOSTILE_IDENTITIES = (
    b'{"network":"vk","network_user_id":12345678901234567890123,"followers":"12","emails":[1],"x":{"b":[null,1e3]}}',
    b'{"network":"v:k","scope":"s","network_user_id":"a:b","observed_at":"yesterday","verified":1,"links":[{}]}',
    b'{"network":"VK","network_user_id":" 1","bio":"a\xffb\\u0000\\ud800","birth_date":1990,"kind":"robot"}',
    b'{"network":"vk","network_user_id":"\\ud83d\\ude00","display_name":["x"],"gender":"q","followers":-1.5}',
    b'{"network":"vk","network_user_id":"1","display_name":"=A","observed_at":"2024-01-01T02:00:00+03:00"}',
)


@pytest.mark.parametrize("kinds", [("sqlite", "postgresql"), ("postgresql", "sqlite")], ids="-to-".join)
def test_hostile_records_travel_without_a_changed_byte(scrm_command, make_database, tmp_path, kinds):
    source, target = (make_database(kind) for kind in kinds)
    start = tmp_path / "start"
    start.mkdir()
    (start / "customers.csv").write_bytes(HOSTILE_CUSTOMERS)
    (start / "identities.jsonl").write_bytes(b"\n".join(HOSTILE_IDENTITIES))
    fill(scrm_command, source, start)
    exported = {}
    for kind, name in KINDS.items():
        assert scrm_command("export", kind, "--db", source, "-o", tmp_path / name).status == 0
        exported[kind] = (tmp_path / name).read_bytes()
    assert exported["customers"].count(b"\n") == 1 + 7 + 1
    assert exported["identities"].count(b"\n") == len(HOSTILE_IDENTITIES)
    fill(scrm_command, target, tmp_path)
    for kind, name in KINDS.items():
        assert scrm_command("export", kind, "--db", target, "-o", tmp_path / name).status == 0
        assert (tmp_path / name).read_bytes() == exported[kind]
    assert scrm_command("state-hash", "--db", target).out == scrm_command("state-hash", "--db", source).out


def test_a_bank_without_decisions_and_interactions_travels_too(scrm_command, make_database, sample_bank, tmp_path):
    source, target = make_database("sqlite"), make_database("sqlite")
    for kind in ("customers", "identities"):
        assert scrm_command("import", kind, sample_bank / KINDS[kind], "--db", source).status == 0
    for kind, name in KINDS.items():
        assert scrm_command("export", kind, "--db", source, "-o", tmp_path / name).status == 0
        report = scrm_command("import", kind, tmp_path / name, "--db", target, "--json")
        assert report.status == 0, report.err
    assert report.json()["read"] == 0
    assert scrm_command("state-hash", "--db", target).out == scrm_command("state-hash", "--db", source).out


def test_an_older_file_of_decisions_does_not_undo_a_later_decision(scrm_command, database, sample_bank, lines_file):
    fill(scrm_command, database, sample_bank)
    row = next(line.split(",") for line in scrm_command("links", "--db", database).out.splitlines()[1:])
    pair = {"network": row[0], "scope": row[1], "network_user_id": row[2], "customer_id": row[3]}
    older = {"decision": "reject", **pair, "at": "2026-01-01T00:00:00Z"}
    later = {"decision": "confirm", **pair, "at": "2026-01-02T00:00:00Z"}
    hashes = set()
    for order in ((older, later), (later, older), (later,), (older,)):
        report = scrm_command("import", "decisions", lines_file(*order), "--db", database, "--json")
        assert report.status == 0, report.err
        hashes.add(scrm_command("state-hash", "--db", database).out)
    assert len(hashes) == 1
    account = [f"{row[0]}:{row[2]}", *(["--scope", row[1]] if row[1] else [])]
    assert scrm_command("reject", *account, row[3], "--db", database).status == 0
    assert scrm_command("state-hash", "--db", database).out not in hashes, "a person's decision always counts"


def test_a_file_never_merges_again_what_was_undone(scrm_command, database, customers_file, lines_file, tmp_path):
    path = customers_file(*({"customer_id": one, "full_name": one} for one in ("c1", "c2")))
    assert scrm_command("import", "customers", path, "--db", database).status == 0
    before = scrm_command("state-hash", "--db", database).out
    merged = scrm_command("merge", "c1", "c2", "--db", database, "--json").json()["merge_id"]
    saved = tmp_path / "decisions.jsonl"
    assert scrm_command("export", "decisions", "--db", database, "-o", saved).status == 0
    assert scrm_command("unmerge", merged, "--db", database).status == 0
    assert "unmerge    c1 - c2  " + merged in scrm_command("how", "c1", "--db", database).out
    merge = {"decision": "merge", "customer_id": "c1", "other_id": "c2", "merge_id": "m-x1"}
    both = lines_file(merge, {"decision": "unmerge", "merge_id": "m-x1"})
    for file, inserted in ((saved, 0), (both, 2), (both, 0)):
        report = scrm_command("import", "decisions", file, "--db", database, "--json").json()
        assert (report["inserted"], report["quarantined"]) == (inserted, 0)
        assert scrm_command("state-hash", "--db", database).out == before


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


@pytest.mark.parametrize(
    "kinds",
    [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql"), ("postgresql", "sqlite")],
    ids="-to-".join,
)
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


def test_parquet_keeps_every_text_as_it_was(scrm_command, make_database, lines_file, tmp_path):
    database = make_database("sqlite")
    rows = [
        {"network": "vk", "network_user_id": "007", "birth_date": "--05-07", "followers": "many", "extra": 1},
        {"network": "vk", "network_user_id": " 8", "birth_date": "1990-02-30", "followers": 12, "extra": {"a": []}},
        {"network": "vk", "network_user_id": "=9", "display_name": "'=x", "emails": ["a@b.ru", "c@d.ru"]},
    ]
    assert scrm_command("import", "identities", lines_file(*rows), "--db", database).status == 0
    path = tmp_path / "identities.parquet"
    outcome = scrm_command("export", "identities", "--db", database, "--format", "parquet", "-o", path)
    assert outcome.status == 0, outcome.err
    table = parquet.read_table(path)
    by_id = {row["network_user_id"]: row for row in table.to_pylist()}
    assert sorted(by_id) == [" 8", "007", "=9"]
    assert (by_id["007"]["birth_date"], by_id["007"]["followers"]) == ("--05-07", None)
    assert (by_id[" 8"]["birth_date"], by_id[" 8"]["followers"]) == ("1990-02-30", 12)
    assert by_id["=9"]["display_name"] == "'=x"
    with path.open("wb") as out:
        command = [sys.executable, "-m", "scrm", "export", "identities", "--db", database, "--format", "parquet"]
        assert subprocess.run(command, stdout=out, check=False).returncode == 0
    assert parquet.read_table(path).equals(table)


@pytest.mark.parametrize("kind", ["customers", "identities", "interactions", "decisions", "links", "quarantine"])
def test_parquet_has_the_columns_of_csv(scrm_command, make_database, sample_bank, tmp_path, kind):
    database = make_database("sqlite")
    empty = scrm_command("export", kind, "--db", database).status
    assert empty == 1, "there is no database yet"
    fill(scrm_command, database, sample_bank)
    path = tmp_path / "rows.parquet"
    outcome = scrm_command("export", kind, "--db", database, "--format", "parquet", "-o", path)
    assert outcome.status == 0, outcome.err
    text = list(csv.reader(io.StringIO(scrm_command("export", kind, "--db", database, "--format", "csv").out)))
    table = parquet.read_table(path)
    assert table.column_names == text[0]
    assert table.num_rows == len(text) - 1
