"""Decisions of people: confirm, reject, unlink, merge, unmerge, keep-apart, and how they are explained."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest


@pytest.fixture
def bank(scrm_command, database, sample_bank):
    for kind, name in (("customers", "customers.csv"), ("identities", "identities.jsonl")):
        assert scrm_command("import", kind, sample_bank / name, "--db", database).status == 0
    assert scrm_command("resolve", "--db", database).status == 0
    return database


def links(scrm_command, database):
    outcome = scrm_command("links", "--db", database)
    assert outcome.status == 0, outcome.err
    return list(csv.DictReader(io.StringIO(outcome.out)))


def state_hash(scrm_command, database):
    return scrm_command("state-hash", "--db", database).out.strip()


def account(row):
    return [f"{row['network']}:{row['network_user_id']}", *(["--scope", row["scope"]] if row["scope"] else [])]


def decide(scrm_command, database, decision, row, status=0, customer=None):
    key, *scope = account(row)
    outcome = scrm_command(decision, key, customer or row["customer_id"], *scope, "--db", database, "--reason", "r")
    assert outcome.status == status, outcome.err
    return outcome


def find(rows, row, customer=None):
    key = ("network", "scope", "network_user_id")
    wanted = [one for one in rows if all(one[k] == row[k] for k in key)]
    return [one for one in wanted if customer is None or one["customer_id"] == customer]


def test_links_are_ordered_and_complete(scrm_command, bank):
    rows = links(scrm_command, bank)
    assert rows
    assert list(rows[0]) == [
        "network", "scope", "network_user_id", "customer_id", "probability", "match_weight", "tier", "status",
        "assurance",
    ]  # fmt: skip
    keys = [
        (r["network"].encode(), r["scope"].encode(), r["network_user_id"].encode(), -float(r["probability"]))
        for r in rows
    ]
    assert keys == sorted(keys)
    for row in rows:
        assert row["assurance"] == "inferred"
        assert row["status"] == {"match": "linked", "review": "proposed", "none": "proposed"}[row["tier"]]


def test_confirm_reject_and_unlink_outlive_resolve(scrm_command, bank, sample_bank):
    rows = [row for row in links(scrm_command, bank) if row["tier"] == "match"]
    confirmed, rejected, unlinked = rows[0], rows[1], rows[2]
    decide(scrm_command, bank, "confirm", confirmed)
    decide(scrm_command, bank, "reject", rejected)
    decide(scrm_command, bank, "unlink", unlinked)
    before = state_hash(scrm_command, bank)
    decide(scrm_command, bank, "confirm", confirmed)
    assert state_hash(scrm_command, bank) == before, "repeating a decision changes nothing"
    for _ in range(2):
        after = links(scrm_command, bank)
        [row] = find(after, confirmed, confirmed["customer_id"])
        assert (row["status"], row["assurance"], row["tier"]) == ("confirmed", "asserted", "match")
        [row] = find(after, rejected, rejected["customer_id"])
        assert (row["status"], row["tier"]) == ("rejected", "none")
        [row] = find(after, unlinked, unlinked["customer_id"])
        assert (row["status"], row["tier"]) == ("revoked", "none")
        scrm_command("import", "identities", sample_bank / "identities.jsonl", "--db", bank)
        assert scrm_command("resolve", "--db", bank).status == 0
    decide(scrm_command, bank, "confirm", rejected)
    [row] = find(links(scrm_command, bank), rejected, rejected["customer_id"])
    assert row["status"] == "confirmed", "the latest decision decides"


def test_merge_and_unmerge_in_any_order_restore_the_state(scrm_command, bank, lines_file):
    rows = [row for row in links(scrm_command, bank) if row["tier"] == "match"]
    a, b, c = [row["customer_id"] for row in {r["customer_id"]: r for r in rows}.values()][:3]
    start = state_hash(scrm_command, bank)
    start_links = scrm_command("links", "--db", bank).out
    merges = []
    for survivor, other in ((a, b), (c, a)):
        outcome = scrm_command("merge", survivor, other, "--db", bank, "--json", "--actor", "anna")
        assert outcome.status == 0, outcome.err
        merged = outcome.json()
        assert merged["survivor"] == survivor
        assert merged["merged"]
        merges.append(merged["merge_id"])
    assert state_hash(scrm_command, bank) != start
    assert {a, b, c} & {row["customer_id"] for row in links(scrm_command, bank)} == {c}
    how = scrm_command("how", b, "--db", bank)
    assert c in how.out
    interaction = {
        "record": "interaction", "network": rows[0]["network"], "scope": rows[0]["scope"] or None,
        "external_id": "between", "kind": "comment", "text": "привет", "created_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    for merge_id in merges:
        assert scrm_command("unmerge", merge_id, "--db", bank).status == 0
    assert state_hash(scrm_command, bank) == start
    assert scrm_command("links", "--db", bank).out == start_links
    again = scrm_command("unmerge", merges[0], "--db", bank)
    assert again.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", again.err)
    assert scrm_command("import", "interactions", lines_file(interaction), "--db", bank).status == 0
    assert scrm_command("verify", "--db", bank).status == 0
    assert scrm_command("audit", "verify", "--db", bank).status == 0


def test_an_id_named_twice_is_one(scrm_command, make_database, customers_file):
    database = make_database("sqlite")
    path = customers_file(*({"customer_id": one, "full_name": one} for one in "ABC"))
    assert scrm_command("import", "customers", path, "--db", database).status == 0
    merged = scrm_command("merge", "A", "B", "B", "--db", database, "--json").json()
    assert merged["merged"] == ["B"]
    assert scrm_command("delete", "customers", "C", "C", "--db", database).out == "customers deleted: 1\n"
    assert scrm_command("verify", "--db", database).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "KNOWN", "KNOWN"),
        ("merge", "KNOWN", "no-such"),
        ("merge", "no-such", "KNOWN"),
        ("unmerge", "no-such"),
        ("keep-apart", "KNOWN", "KNOWN"),
        ("keep-apart", "KNOWN", "no-such"),
        ("confirm", "vk:no-such", "KNOWN"),
        ("reject", "no-colon", "KNOWN"),
        ("why", "vk:no-such", "KNOWN"),
        ("how", "no-such"),
        ("delete", "customers", "no-such"),
        ("delete", "customers", "KNOWN", "no-such"),
    ],
)
def test_an_impossible_decision_changes_nothing(scrm_command, bank, arguments):
    known = links(scrm_command, bank)[0]["customer_id"]
    before = state_hash(scrm_command, bank)
    outcome = scrm_command(*[known if one == "KNOWN" else one for one in arguments], "--db", bank)
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
    assert state_hash(scrm_command, bank) == before


def test_kept_apart_records_never_share_a_cluster(scrm_command, bank):
    def clusters():
        return list(csv.DictReader(io.StringIO(scrm_command("clusters", "--db", bank).out)))

    groups: dict[str, list[str]] = {}
    for row in clusters():
        groups.setdefault(row["cluster_id"], []).append(row["record_id"])
    for cluster, members in groups.items():
        assert cluster == min(members, key=str.encode)
    first, second = next(members[:2] for members in groups.values() if len(members) > 1)
    assert scrm_command("keep-apart", first, second, "--db", bank).status == 0
    assert scrm_command("resolve", "--db", bank).status == 0
    cluster_of = {row["record_id"]: row["cluster_id"] for row in clusters()}
    assert cluster_of[first] != cluster_of[second]
    refused = scrm_command("merge", first, second, "--db", bank)
    assert refused.status == 1

    lift = ("keep-apart", second, first, "--lift", "--db", bank)
    assert scrm_command(*lift).status == 0
    again = scrm_command(*lift)
    assert (again.status, again.err) == (1, "scrm: error: the records are not kept apart\n")
    story = scrm_command("how", first, "--db", bank, "--json").json()
    assert [(one["decision"], one["live"]) for one in story["decisions"]] == [
        ("keep_apart", False),
        ("lift_keep_apart", False),
    ]
    assert scrm_command("resolve", "--db", bank).status == 0
    cluster_of = {row["record_id"]: row["cluster_id"] for row in clusters()}
    assert cluster_of[first] == cluster_of[second]
    assert "keep_apart" not in scrm_command("export", "decisions", "--db", bank).out
    assert scrm_command("merge", first, second, "--db", bank).status == 0
    assert scrm_command("verify", "--db", bank).status == 0


def test_merged_records_are_in_one_cluster_at_once(scrm_command, database, customers_file):
    anna = {"full_name": "Анна Ковальчук", "phones": "+79164907211", "birth_date": "1987-03-04"}
    john = {"full_name": "John Smith", "phones": "+79164907212", "birth_date": "1971-11-12"}
    oleg = {"full_name": "Олег Зайцев", "phones": "+79164907213", "birth_date": "1990-06-07"}
    people = {"A1": anna, "A2": anna, "B1": john, "B2": john, "C1": oleg}
    rows = [{"customer_id": key, **values} for key, values in people.items()]
    scrm_command("import", "customers", customers_file(*rows), "--db", database)
    assert scrm_command("resolve", "--db", database).status == 0

    def clusters():
        return scrm_command("clusters", "--db", database).out.split()[1:]

    def merge(*ids):
        return scrm_command("merge", *ids, "--json", "--db", database).json()["merge_id"]

    before = ["A1,A1", "A2,A1", "B1,B1", "B2,B1", "C1,C1"]
    assert clusters() == before
    merge_id = merge("C1", "B2")
    assert clusters() == ["A1,A1", "A2,A1", "B1,B1", "B2,B1", "C1,B1"]
    other_id = merge("B1", "A2")
    assert clusters() == ["A1,A1", "A2,A1", "B1,A1", "B2,A1", "C1,A1"]
    # What a decision contradicts is given up, all but the merges.
    assert scrm_command("keep-apart", "A1", "C1", "--db", database).status == 0
    assert clusters() == ["A1,A1", "A2,A2", "B1,A2", "B2,B2", "C1,B2"]
    for one in (merge_id, other_id):
        assert scrm_command("unmerge", one, "--db", database).status == 0
    assert clusters() == before


def test_why_masks_values_and_adds_up(scrm_command, bank):
    row = next(row for row in links(scrm_command, bank) if row["tier"] == "match")
    key, *scope = account(row)
    evidence = scrm_command("why", key, row["customer_id"], *scope, "--db", bank, "--json").json()
    total = evidence["prior_weight"] + sum(part["weight"] for part in evidence["comparisons"])
    assert total == pytest.approx(evidence["match_weight"], abs=1e-6)
    assert evidence["link"]["status"] == "linked"
    text = scrm_command("why", key, row["customer_id"], *scope, "--db", bank)
    assert text.status == 0
    assert "bits" in text.out
    shown = scrm_command("why", key, row["customer_id"], *scope, "--db", bank, "--show-values").out
    assert shown != text.out


def test_search_finds_by_name_and_phone(scrm_command, database, customers_file):
    path = customers_file(
        {"customer_id": "C1", "full_name": "Екатерина Щербакова", "phones": "+79164907213", "city": "Москва"},
        {"customer_id": "C2", "full_name": "Пётр Иванов", "phones": "+79031112233", "city": "Казань"},
    )
    scrm_command("import", "customers", path, "--db", database)
    for query in (["--name", "Катя Щербакова"], ["--phone", "8 (916) 490-72-13"], ["--name", "Shcherbakova Ekaterina"]):
        hits = scrm_command("search", *query, "--db", database, "--json").json()
        assert [hit["customer_id"] for hit in hits][:1] == ["C1"], query
        complete = scrm_command("search", *query, "--complete", "--db", database, "--json").json()
        assert complete[0] == hits[0]
    assert scrm_command("search", "--name", "Зураб Церетели", "--db", database, "--json").json() == []
    birthday = scrm_command("search", "--birth-date", "--02-04", "--db", database)
    assert (birthday.status, birthday.out) == (0, "nobody found\n"), birthday.err
    for option, value in (("--birth-date", "1967-13-30"), ("--phone", "abc"), ("--email", "anna at home")):
        failed = scrm_command("search", option, value, "--db", database)
        assert failed.status == 2
        assert f"error: argument {option}: this is no " in failed.err, failed.err
        assert value not in failed.err


def test_ids_move_no_cursor(scrm_command, database, tmp_path):
    one, other = "C\x1b[31m1", "C2\u202e"
    path = tmp_path / "c.csv"
    path.write_text(f"customer_id,full_name\n{one},Anna Orlova\n{other},Boris Zimin\n", encoding="utf-8")
    assert scrm_command("import", "customers", path, "--db", database).status == 0
    said = scrm_command("merge", one, other, "--db", database).out + scrm_command("how", other, "--db", database).out
    assert "C [31m1" in said and not {"\x1b", "\u202e"} & set(said), repr(said)


def test_deleted_records_leave_as_if_they_had_never_come(scrm_command, make_database, sample_bank, tmp_path):
    lines = (sample_bank / "identities.jsonl").read_text(encoding="utf-8").splitlines()
    whole, part = make_database("sqlite"), make_database("sqlite")
    victim = json.loads(lines[0])
    rest = tmp_path / "rest.jsonl"
    rest.write_text("\n".join(lines[1:]), encoding="utf-8")
    for database, identities in ((whole, sample_bank / "identities.jsonl"), (part, rest)):
        scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database)
        assert scrm_command("import", "identities", identities, "--db", database).status == 0
        assert scrm_command("resolve", "--db", database).status == 0
    scope = ["--scope", victim["scope"]] if victim.get("scope") else []
    key = f"{victim['network']}:{victim['network_user_id']}"
    assert scrm_command("delete", "identities", key, *scope, "--db", whole).status == 0
    assert scrm_command("resolve", "--db", whole).status == 0
    assert scrm_command("links", "--db", whole).out == scrm_command("links", "--db", part).out
    assert state_hash(scrm_command, whole) == state_hash(scrm_command, part)
    assert scrm_command("verify", "--db", whole).status == 0


def test_a_network_with_a_colon_of_its_own_can_be_named(scrm_command, database, tmp_path):
    profiles = [("a:b", "c"), ("a", "b:d"), ("a:b", "d"), ("x", "1:2")]
    (tmp_path / "p.jsonl").write_text(
        "".join(
            json.dumps({"network": n, "network_user_id": i, "display_name": "Anna Lee"}) + "\n" for n, i in profiles
        )
    )
    (tmp_path / "c.csv").write_text("customer_id,full_name\n1,Anna Lee\n")
    for kind, name in (("customers", "c.csv"), ("identities", "p.jsonl")):
        assert scrm_command("import", kind, tmp_path / name, "--db", database).status == 0
    for named in ("a:b:d", "x:1:2", r"a\:b:c"):
        assert scrm_command("confirm", named, "1", "--db", database).status == 0
    confirmed = {(row["network"], row["network_user_id"]) for row in links(scrm_command, database)}
    assert confirmed == {("a:b", "c"), ("a", "b:d"), ("x", "1:2")}
    # The first colon splits, whatever else there is.
    for command in (("confirm", "a:b:c", "1"), ("why", "a:b:c", "1"), ("delete", "identities", "a:b:c")):
        outcome = scrm_command(*command, "--db", database)
        assert (outcome.status, outcome.err) == (1, "scrm: error: no such account\n")
    for wrong in (r"a\:b", r"a\:b:", ":x"):
        outcome = scrm_command("confirm", wrong, "1", "--db", database)
        assert (outcome.status, outcome.err) == (1, "scrm: error: an account is written NETWORK:ID\n")
