"""Golden records by a bank's own policy; losing values are kept and still matched on."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
import scrm

RECORDS = [
    {"source": "crm", "record_id": "C1", "as_of": "2018-01-01", "fields": {"city": "Тула", "phones": ["+79160000001"]}},
    {"source": "crm", "record_id": "C2", "as_of": "2024-01-01", "fields": {"city": "Омск", "phones": ["+79160000002"]}},
    {"source": "vk", "record_id": "vk:7", "as_of": "2026-01-01", "fields": {"city": "Сочи", "gender": None}},
]


def policy(**members):
    return scrm.identity.SurvivorshipPolicy.from_json(json.dumps(members))


def survivors(records, *arguments, **options):
    golden = scrm.identity.golden_record(records, *arguments, **options)
    return {field["attribute"]: field["value"] for field in golden if field["survives"]}


@pytest.mark.parametrize(
    ("strategy", "city"),
    [("most_recent", "Сочи"), ("source_priority", "Омск"), ("minimum", "Омск"), ("maximum", "Тула")],
)
def test_strategies_decide(strategy, city):
    rules = [{"fields": ["city"], "strategy": strategy}]
    assert survivors(RECORDS, policy(rules=rules, source_priority=["crm"]))["city"] == city


@pytest.mark.parametrize(
    ("rule", "said"),
    [({"fields": ["city"], "strategy": "newest"}, "newest"), ({"fields": ["citty"], "strategy": "longest"}, "citty")],
)
def test_what_is_unknown_in_a_policy_is_named(rule, said):
    with pytest.raises(scrm.Error, match=said):
        policy(rules=[rule])


def test_trust_decays_with_the_moment_that_is_asked_for():
    trust = [{"source": "crm", "highest": 0.9, "half_life_days": 365}, {"source": "vk", "highest": 0.5}]
    decaying = policy(rules=[{"fields": ["city"], "strategy": "trust"}], trust=trust)
    # C2 has 0.9 · 2^(−age in years): above 0.5 until ten months after it was written.
    assert survivors(RECORDS, decaying, now="2024-06-01")["city"] == "Омск"
    assert survivors(RECORDS, decaying, now="2026-01-01")["city"] == "Сочи"
    assert survivors(RECORDS, decaying)["city"] == "Сочи"


def test_losing_values_stay_with_their_source():
    golden = scrm.identity.golden_record(RECORDS)
    lost = [(field["value"], field["source"]) for field in golden if not field["survives"]]
    assert lost == [("Тула", "crm:C1"), ("Сочи", "vk:vk:7")]
    assert {field["strategy"] for field in golden if field["attribute"] == "phones"} == {"every_value"}


def test_a_pinned_value_goes_first():
    pins = [{"record_id": "C1", "field": "city", "values": ["Ялта"]}]
    golden = scrm.identity.golden_record(RECORDS, policy(pinned=pins), id="C1")
    city = next(field for field in golden if field["attribute"] == "city")
    assert (city["value"], city["source"], city["strategy"]) == ("Ялта", "pinned:C1", "pinned")


def test_policies_are_values(tmp_path):
    standard = scrm.identity.SurvivorshipPolicy.standard()
    file = tmp_path / "policy.json"
    file.write_text(standard.to_json(), encoding="utf-8")
    assert scrm.identity.SurvivorshipPolicy.load(file) == standard
    assert pickle.loads(pickle.dumps(standard)) == standard == copy.deepcopy(standard)
    assert standard != policy()
    with pytest.raises(scrm.NotFound):
        scrm.identity.SurvivorshipPolicy.load(tmp_path / "absent.json")
    for wrong in ({"rules": 1}, {"rule": []}, {"trust": [{"source": "crm", "half_life_days": -1}]}):
        with pytest.raises(scrm.UnreadableInput):
            policy(**wrong)
    with pytest.raises(scrm.InvalidArgument):
        scrm.identity.golden_record([{"source": "crm"}])
    with pytest.raises(scrm.InvalidArgument):
        scrm.identity.golden_record(RECORDS, now="yesterday")


HEADER = "customer_id,full_name,given_name,family_name,birth_date,phones,emails,city,created_at\n"
MERGED = (
    "C1,Ким Олег,Олег,Ким,1980-02-03,+79160000001,oleg@mail.example,Тула,2018-01-01\n"
    "C2,Кимов Олег,Олег,Кимов,1980-02-03,+79160000002,olegk@mail.example,Омск,2024-01-01\n"
)


@pytest.fixture
def bank(database, tmp_path):
    """Two records of one customer, merged, among others."""
    others = "".join(
        f"X{i},Person{i} Family{i},Person{i},Family{i},19{50 + i % 40}-0{1 + i % 9}-1{i % 9},"
        f"+7495{1000000 + i},p{i}@x.example,Пермь,2020-01-01\n"
        for i in range(60)
    )
    (tmp_path / "customers.csv").write_text(HEADER + MERGED + others, encoding="utf-8")
    with scrm.open(database) as crm:
        assert crm.customers.import_csv(tmp_path / "customers.csv").quarantined == 0
        crm.resolution.merge("C2", ["C1"])
        yield crm


def test_a_value_that_lost_is_still_found_and_linked(bank, tmp_path):
    recent = [{"fields": [name], "strategy": "most_recent"} for name in ("phones", "city", "family_name")]
    golden = bank.customers.golden("C1", policy=policy(rules=recent), losing=True)
    phones = [(field["value"], field["survives"]) for field in golden if field["attribute"] == "phones"]
    assert phones == [("+79160000002", True), ("+79160000001", False)]
    # The losing phone and name belong to C1, whose owner is C2: a search by them ends there,
    hits = bank.customers.search(phone="+79160000001", name="Ким Олег")
    assert hits[0].owner == "C2"
    # and so does a profile that shows them.
    profile = {
        **{"network": "vk", "network_user_id": "501", "kind": "person", "observed_at": "2026-01-01T00:00:00Z"},
        **{"display_name": "Олег Ким", "given_name": "Олег", "family_name": "Ким", "birth_date": "1980-02-03"},
        **{"phones": ["+79160000001"], "emails": ["oleg@mail.example"], "city": "Тула"},
    }
    (tmp_path / "identities.jsonl").write_text(json.dumps(profile) + "\n", encoding="utf-8")
    bank.identities.import_jsonl(tmp_path / "identities.jsonl")
    bank.resolution.run()
    best = max(bank.resolution.links(), key=lambda link: link.match_weight)
    assert bank.customers.owner(best.customer_id) == "C2"
    assert best.tier == "match"


def test_how_shows_the_golden_record_of_a_policy(scrm_command, bank, database, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text('{"rules": [{"fields": ["city"], "strategy": "minimum"}]}', encoding="utf-8")
    bank.close()
    outcome = scrm_command("how", "C1", "--db", database, "--policy", file, "--json")
    assert outcome.status == 0, outcome.err
    golden = {field["attribute"]: field["value"] for field in outcome.json()["golden"]}
    assert golden["city"] == "Омск"
    file.write_text('{"rules": [{"fields": ["city"], "strategy": "newest"}]}', encoding="utf-8")
    outcome = scrm_command("how", "C1", "--db", database, "--policy", file)
    assert (outcome.status, outcome.err.count("\n")) == (1, 1)


def test_blanks_are_no_value_and_times_are_compared_by_the_moment():
    policy = scrm.identity.SurvivorshipPolicy.from_json(
        json.dumps(
            {
                "source_priority": ["crm", "vk"],
                "rules": [
                    {"fields": ["city"], "strategy": "most_recent"},
                    {"fields": ["created_at"], "strategy": "minimum"},
                ],
            }
        )
    )
    records = [
        {
            **{"source": "crm", "record_id": "1", "as_of": "2024-01-01"},
            "fields": {"city": "Омск", "created_at": "2024-01-01T00:00:00+03:00"},
        },
        {
            **{"source": "vk", "record_id": "2", "as_of": "2026-01-01"},
            "fields": {"city": " \u00a0", "created_at": "2023-12-31T22:00:00Z"},
        },
    ]
    golden = scrm.identity.golden_record(records, policy, id="C")
    assert {field["attribute"]: field["value"] for field in golden if field["survives"]} == {
        "city": "Омск",
        "created_at": "2024-01-01T00:00:00+03:00",
    }
    assert [field["attribute"] for field in golden if not field["survives"]] == ["created_at"]
