"""What import promises: counts, quarantine, warnings, nothing lost, on both databases."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import threading

import pytest


def counts(report):
    assert report["read"] == report["accepted"] + report["quarantined"]
    assert report["accepted"] == report["inserted"] + report["updated"] + report["unchanged"]
    assert sum(report["reasons"].values()) == report["quarantined"]
    return report


def import_json(scrm_command, kind, path, database, status=0):
    outcome = scrm_command("import", kind, path, "--db", database, "--json")
    assert outcome.status == status, outcome.err
    if status == 3:
        assert re.fullmatch(r"scrm: \d+ of \d+ rows quarantined .+\n", outcome.err)
    return counts(outcome.json())


def exported(scrm_command, kind, database, *options):
    outcome = scrm_command("export", kind, "--db", database, *options)
    assert outcome.status == 0, outcome.err
    return outcome.out


def test_customers_are_upserted_by_id(scrm_command, database, customers_file):
    first = customers_file({"customer_id": "007", "full_name": "Иван Петров"}, {"customer_id": "8", "full_name": "A"})
    assert import_json(scrm_command, "customers", first, database)["inserted"] == 2
    assert import_json(scrm_command, "customers", first, database)["unchanged"] == 2
    changed = customers_file({"customer_id": "007", "full_name": "Иван Сидоров"}, name="b.csv")
    report = import_json(scrm_command, "customers", changed, database)
    assert (report["updated"], report["inserted"], report["unchanged"]) == (1, 0, 0)
    rows = exported(scrm_command, "customers", database).splitlines()
    assert rows[1].startswith("007,")
    assert "Сидоров" in rows[1]
    assert len(rows) == 3


def test_ids_are_exact_strings(scrm_command, database, lines_file):
    ids = ["1", "01", "9223372036854775808", "18446744073709551616", "2147483648", "9007199254740993", " x y", "юзер"]
    rows = [{"network": "vk", "network_user_id": one, "display_name": "n"} for one in ids]
    integers = [123456789012345678901234567890, 7123456789012345678]
    rows += [{"network": "vk", "network_user_id": one, "display_name": "n"} for one in integers]
    report = import_json(scrm_command, "identities", lines_file(*rows), database)
    assert report["inserted"] == len(rows)
    out = [json.loads(line)["network_user_id"] for line in exported(scrm_command, "identities", database).splitlines()]
    assert sorted(out) == sorted(ids + [str(one) for one in integers])


@pytest.mark.parametrize(
    "bad",
    [1.5, 1e3, True, None, [], {}, "", "a\u0000b", "x" * 513],
    ids=["fraction", "exponent", "bool", "null", "list", "object", "empty", "nul", "long"],
)
def test_a_row_without_a_usable_id_is_quarantined(scrm_command, make_database, lines_file, bad):
    database = make_database("sqlite")
    good = {"network": "vk", "network_user_id": "1", "display_name": "n"}
    path = lines_file({"network": "vk", "network_user_id": bad, "display_name": "n"}, good)
    report = import_json(scrm_command, "identities", path, database, status=3)
    assert (report["quarantined"], report["inserted"]) == (1, 1)


def test_quarantine_keeps_reason_row_and_masked_bytes(scrm_command, database, lines_file):
    path = lines_file('{"network": "vk", "bio": "карта 4111 1111 1111 1111"', "[" * 100, {"network": "vk"}, "[]")
    report = import_json(scrm_command, "identities", path, database, status=3)
    assert report["quarantined"] == 4
    lines = exported(scrm_command, "quarantine", database).splitlines()
    assert lines[0] == "kind,row,reason,attempts,received_at"
    assert len(lines) == 5
    raw = exported(scrm_command, "quarantine", database, "--raw")
    assert "4111" not in raw.replace("[CARD 1111]", "") or "[CARD 1111]" in raw
    assert "4111 1111" not in raw
    # The same rows again are the same quarantined rows, tried twice.
    import_json(scrm_command, "identities", path, database, status=3)
    again = exported(scrm_command, "quarantine", database).splitlines()
    assert len(again) == 5
    assert all(line.split(",")[3] == "2" for line in again[1:])


def test_refused_rows_are_deleted_by_what_they_hold(scrm_command, database, customers_file):
    ivan = {"customer_id": "", "full_name": "Пётр Иванов"}
    path = customers_file({"customer_id": "C1", "full_name": "A"}, ivan, {"customer_id": "", "full_name": "B"})
    import_json(scrm_command, "customers", path, database, status=3)
    delete = ("delete", "quarantine", "--db", database)
    for none in (("--of", "identities"), ("--row", "1"), ("--before", "2001-01-01"), ("--containing", "Сидоров")):
        assert scrm_command(*delete, *none).out == "quarantine deleted: 0\n"
    assert scrm_command(*delete, "--of", "customers", "--containing", "Пётр Иванов").out == "quarantine deleted: 1\n"
    assert "Иванов" not in exported(scrm_command, "quarantine", database, "--raw")
    assert scrm_command(*delete, "--row", "3").out == "quarantine deleted: 1\n"
    assert len(exported(scrm_command, "quarantine", database).splitlines()) == 1
    assert scrm_command("verify", "--db", database).status == 0
    for usage, told in (((), "at least one of"), (("--before", "yesterday"), "--before")):
        wrong = scrm_command(*delete, *usage)
        assert wrong.status == 2
        assert told in wrong.err


def test_no_member_of_an_object_is_lost(scrm_command, database, make_database, lines_file):
    one = '{"network": "vk", "network_user_id": "1", "bio": "a"'
    path = lines_file(one + ', "bio": "b"}', one + ', "my": [{"k": 1, "k": 1}]}', one + ', "my": {"k": {"k": 1}}}')
    report = import_json(scrm_command, "identities", path, database, status=3)
    assert (report["reasons"], report["inserted"]) == ({"repeated_member": 2}, 1)
    # Names that are the same when they are masked, inside and outside.
    cards = {"4111111111111111": 1, "4111 1111 1111 1111": 2, "Z": 3}
    path = lines_file({"network": "vk", "network_user_id": "2", **cards, "my": cards})
    import_json(scrm_command, "identities", path, database)
    text = exported(scrm_command, "identities", database)
    kept = json.loads(text.splitlines()[-1])
    assert sorted(kept["my"].values()) == sorted(kept[name] for name in kept["my"]) == [1, 2, 3]
    other = make_database("sqlite")
    import_json(scrm_command, "identities", lines_file(*text.splitlines()), other)
    assert exported(scrm_command, "identities", other) == text


def test_a_bad_field_never_loses_its_row(scrm_command, database, customers_file):
    row = {
        "customer_id": "C1", "full_name": "Анна", "birth_date": "1987-02-30", "phones": "12;+79161234567",
        "emails": "no-at-sign", "gender": "x", "created_at": "yesterday", "kind": "robot",
    }  # fmt: skip
    report = import_json(scrm_command, "customers", customers_file(row), database)
    assert report["inserted"] == 1
    for field in ("birth_date", "phones", "emails", "gender", "created_at", "kind"):
        assert report["warnings"].get(field) == 1, field
    out = exported(scrm_command, "customers", database).splitlines()[1]
    for value in ("1987-02-30", "12;+79161234567", "no-at-sign", "yesterday", "robot"):
        assert value in out


def test_conflicting_duplicates_are_quarantined_and_equal_ones_accepted(scrm_command, database, customers_file):
    one = {"customer_id": "C1", "full_name": "A"}
    report = import_json(scrm_command, "customers", customers_file(one, one, {**one, "full_name": "B"}), database, 3)
    assert report["reasons"] == {"conflicting_duplicate": 1}
    assert (report["accepted"], report["inserted"]) == (2, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_csv_dialects_are_read(scrm_command, make_database, tmp_path, delimiter, ending, bom):
    path = tmp_path / "c.csv"
    text = ending.join([delimiter.join(["customer_id", "full_name"]), delimiter.join(["1", '"a\n""b"""'])])
    path.write_bytes(bom + text.encode())
    report = import_json(scrm_command, "customers", path, make_database("sqlite"))
    assert (report["read"], report["inserted"]) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"customer_id\n1\n", b"full_name\nA\n", b"customer_id,customer_id,full_name\n1,2,A\n",
        "customer_id,full_name\n1,A\n".encode("utf-16"), b"\x00\x01\x02\x03" * 64, b"customer_id,city\n1,Moscow\n",
    ],
    ids=["empty", "blank", "no-name", "no-id", "double-id", "utf16", "binary", "no-name-column"],
)  # fmt: skip
def test_an_unreadable_file_is_one_error_and_stores_nothing(scrm_command, make_database, tmp_path, content):
    database = make_database("sqlite")
    scrm_command("init", "--db", database)
    before = scrm_command("state-hash", "--db", database).out
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    outcome = scrm_command("import", "customers", path, "--db", database)
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
    assert scrm_command("state-hash", "--db", database).out == before


@pytest.mark.parametrize("kind", ["customers", "identities", "interactions", "decisions"])
@pytest.mark.parametrize("content", [b"", "{}\n".encode("utf-16"), b"city\nOmsk\n", None])
def test_a_first_import_that_fails_leaves_no_file(scrm_command, make_database, tmp_path, kind, content):
    path = tmp_path / "input"
    if content is not None:
        path.write_bytes(content)
    before = set(tmp_path.iterdir())
    for database in (make_database("sqlite"), f"sqlite:///{make_database('sqlite')}"):
        outcome = scrm_command("import", kind, path, "--db", database)
        if kind == "customers" or not content or content[:1] == b"\xff":
            assert outcome.status == 1
            assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
            assert set(tmp_path.iterdir()) == before, "no database, log or lock"
        else:
            # Lines that cannot be read are quarantined one by one.
            assert outcome.status == 3
            before = set(tmp_path.iterdir())


def test_a_first_import_that_fails_makes_no_schema(scrm_command, make_database, tmp_path):
    database = make_database("postgresql")
    path = tmp_path / "c.csv"
    path.write_text("customer_id,city\n1,Omsk\n", encoding="utf-8")
    assert scrm_command("import", "customers", path, "--db", database).status == 1
    outcome = subprocess.run(
        ["psql", "-XAtq", "-d", database, "-c", "select count(*) from pg_tables where schemaname = 'public'"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert outcome.stdout.strip() == "0"


def test_a_named_pipe_is_read_once(scrm_command, make_database, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    database = make_database("sqlite")
    writer = threading.Thread(target=lambda: pipe.write_text("customer_id,full_name\n1,A\n"))
    writer.start()
    report = import_json(scrm_command, "customers", pipe, database)
    writer.join()
    assert report["inserted"] == 1


def large_cell(delimiter, ending, closes=True):
    """A quoted cell of ten megabytes, with line ends, doubled quotes and delimiters inside."""
    line = b'1 ""a""' + delimiter + b"2" + ending
    return b'"' + line * ((10 << 20) // len(line)) + (b'"' if closes else b"")


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("source", ["file", "pipe"])
def test_a_cell_of_ten_megabytes_is_one_quarantined_row(
    scrm_command, make_database, tmp_path, delimiter, ending, source
):
    database = make_database("sqlite")
    rows = [
        delimiter.join([b"customer_id", b"full_name", b"note"]),
        delimiter.join([b"1", b"first", b'"x' + ending + b'y"']),
        delimiter.join([b"2", large_cell(delimiter, ending), b"note"]),
        delimiter.join([b"3", b'"a ""b"""', b'"x' + ending + b'y"']),
        delimiter.join([b"4", b"last", large_cell(delimiter, ending)]),
    ]
    text = ending.join(rows)
    if source == "file":
        path = tmp_path / "c.csv"
        path.write_bytes(text)
        outcome = scrm_command("import", "customers", path, "--db", database, "--json")
    else:
        outcome = scrm_command("import", "customers", "/dev/stdin", "--db", database, "--json", stdin=text)
    assert outcome.status == 3, outcome.err
    report = counts(outcome.json())
    assert (report["read"], report["inserted"]) == (4, 2)
    assert report["reasons"] == {"row_too_large": 2}
    kept = exported(scrm_command, "quarantine", database).splitlines()
    assert [line.split(",")[:3] for line in kept[1:]] == [["customers", str(row), "row_too_large"] for row in (2, 4)]
    raw = json.loads(exported(scrm_command, "quarantine", database, "--raw", "--format", "jsonl").splitlines()[0])
    assert len(raw["raw"]) <= 1 << 20
    out = exported(scrm_command, "customers", database)
    assert 'a ""b""' in out


def test_a_card_at_the_cut_of_a_large_row_is_not_half_kept(scrm_command, database, tmp_path):
    path = tmp_path / "c.csv"
    start = b'1,Anna,"\n'
    padding = b"x" * ((1 << 20) - len(start) - 12)
    path.write_bytes(b"customer_id,full_name,note\n" + start + padding + b' 4111111111111111 y"\n2,Oleg,z\n')
    report = import_json(scrm_command, "customers", path, database, status=3)
    assert report["reasons"] == {"row_too_large": 1}
    kept = json.loads(exported(scrm_command, "quarantine", database, "--raw", "--format", "jsonl"))["raw"]
    assert kept.startswith("1,Anna,")
    assert not re.search("[0-9]", kept[-1000:])


def test_an_open_quote_does_not_swallow_the_rest_of_a_large_file(scrm_command, database, tmp_path):
    path = tmp_path / "c.csv"
    plain = b"".join(b"P%06d,Anna\n" % number for number in range(150_000))
    path.write_bytes(b'customer_id,full_name\n1,"open\n' + plain + b'2,"Anna"\n3,""\n')
    report = import_json(scrm_command, "customers", path, database, status=3)
    assert report["reasons"] == {"unbalanced_quotes": 1}
    assert report["inserted"] == 150_002


def test_hostile_rows_do_no_harm(scrm_command, database, tmp_path):
    path = tmp_path / "c.csv"
    with path.open("wb") as out:
        out.write(b"customer_id,full_name,note\n")
        out.write(b'1,"=HYPERLINK(""http://x"")",<script>alert(1)</script>\n')
        out.write(b"2,\xff\xfe broken,ok\n")
        out.write(b"3,nul\x00inside,ok\n")
        out.write(b"4," + b"x" * (10 << 20) + b",ok\n")
        out.write(b"5," + b"," * 100_000 + b"\n")
        out.write(b'6,"never closed\n')
        out.write(b"7,last,ok\n")
    report = import_json(scrm_command, "customers", path, database, status=3)
    assert report["quarantined"] == 3
    out = exported(scrm_command, "customers", database)
    assert "'=HYPERLINK" in out
    assert "<script>alert(1)</script>" in out
    assert "\ufffd\ufffd broken" in out
    assert "nul\ufffdinside" in out
    assert out.splitlines()[-1].startswith("7,,last,")
    assert scrm_command("verify", "--db", database).status == 0


def test_order_and_pieces_do_not_matter(scrm_command, make_database, sample_bank, tmp_path):
    lines = (sample_bank / "identities.jsonl").read_text(encoding="utf-8").splitlines()[:200]
    older = [json.dumps({**json.loads(line), "observed_at": "2001-01-01T00:00:00Z", "bio": "old"}) for line in lines]
    everything = lines + older
    hashes = set()
    for seed in (1, 2):
        shuffled = everything[:]
        random.Random(seed).shuffle(shuffled)
        database = make_database("sqlite")
        half = len(shuffled) // 2
        for number, piece in enumerate((shuffled[:half], shuffled[half:], shuffled[:50])):
            path = tmp_path / f"p{seed}{number}.jsonl"
            path.write_text("\n".join(piece), encoding="utf-8")
            assert scrm_command("import", "identities", path, "--db", database).status == 0
        hashes.add(scrm_command("state-hash", "--db", database).out)
    assert len(hashes) == 1
    assert re.fullmatch(r"[0-9a-f]{64}\n", hashes.pop())


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "cp866"])
def test_a_russian_code_page_is_named_once_with_what_to_do(scrm_command, database, tmp_path, page):
    names = ["Иванов Сергей Петрович", "Смирнова Ольга Викторовна", "Кузнецова Екатерина", "Дмитриев Андрей"]
    path = tmp_path / "bank.csv"
    path.write_bytes(("customer_id,full_name\n" + "".join(f"{i},{n}\n" for i, n in enumerate(names))).encode(page))
    outcome = scrm_command("import", "customers", path, "--db", database)
    assert outcome.status == 0
    assert outcome.err == ""
    assert outcome.out.count(f"iconv -f {page} -t utf-8") == 1
    assert "\N{REPLACEMENT CHARACTER}" in exported(scrm_command, "customers", database)
    assert import_json(scrm_command, "customers", path, database)["code_page"] == page


def test_a_file_in_utf8_is_of_no_code_page(scrm_command, database, customers_file):
    path = customers_file({"customer_id": "1", "full_name": "Смирнова Ольга Викторовна"})
    assert "code_page" not in import_json(scrm_command, "customers", path, database)


def test_the_export_of_no_profiles_imports_again(scrm_command, make_database, customers_file, tmp_path):
    database = make_database("sqlite")
    import_json(scrm_command, "customers", customers_file({"customer_id": "1", "full_name": "A"}), database)
    path = tmp_path / "identities.jsonl"
    path.write_text(exported(scrm_command, "identities", database))
    assert path.read_text() == "\n"
    assert import_json(scrm_command, "identities", path, make_database("postgresql"))["read"] == 0
    path.write_text("")
    assert scrm_command("import", "identities", path, "--db", make_database("sqlite")).status == 1


def test_interactions_the_later_edit_wins_and_a_delete_beats_an_older_edit(scrm_command, database, lines_file):
    base = {"record": "interaction", "network": "vk", "external_id": "1", "kind": "post", "direction": "in"}
    create = {**base, "op": "create", "text": "a", "created_at": "2026-01-01T00:00:00Z"}
    edit = {**create, "op": "edit", "text": "b", "edited_at": "2026-01-02T00:00:00Z"}
    delete = {**create, "op": "delete", "text": "", "edited_at": "2026-01-03T00:00:00Z"}
    for rows in ([delete, edit], [create], [edit]):
        import_json(scrm_command, "interactions", lines_file(*rows), database)
    kept = [json.loads(line) for line in exported(scrm_command, "interactions", database).splitlines()]
    assert [row["op"] for row in kept] == ["delete"]


def test_no_value_of_a_row_reaches_stderr_or_the_summary(scrm_command, make_database, tmp_path):
    database = make_database("sqlite")
    path = tmp_path / "c.csv"
    path.write_text('customer_id,full_name,birth_date\nSECRETID,СекретноеИмя,не дата\nSECRETID,Другое,1\n"x\n')
    outcome = scrm_command("import", "customers", path, "--db", database)
    assert outcome.status == 3
    for secret in ("SECRETID", "СекретноеИмя", "не дата", "Другое"):
        assert secret not in outcome.err + outcome.out


def test_cards_are_masked_before_anything_is_stored(scrm_command, make_database, tmp_path):
    database = make_database("sqlite")
    card = "4276380012345679"
    assert sum(int(d) if i % 2 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(card)) % 10 == 0
    path = tmp_path / "c.csv"
    spaced = " ".join(card[i : i + 4] for i in range(0, 16, 4))
    path.write_text(
        f'customer_id,full_name,note,phones\n{card},Анна,карта {spaced} cvv 123,+79161234567\n"{spaced}\n',
        encoding="utf-8",
    )
    assert scrm_command("import", "customers", path, "--db", database).status == 3
    scrm_command("export", "customers", "--db", database, "-o", tmp_path / "out.csv")
    out = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert out.splitlines()[1].startswith(card + ","), "an id that looks like a card stays"
    assert "[CARD" in out
    assert "+79161234567" in out
    assert spaced not in out
    stored = b"".join(one.read_bytes() for one in tmp_path.glob("*.db*"))
    assert spaced.encode() not in stored
