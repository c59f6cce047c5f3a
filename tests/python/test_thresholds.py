"""Choosing a threshold: clerical review, curves from labels and from the model, unlinkables, shapes of clusters."""

from __future__ import annotations

import csv
import json

import pytest
import scrm


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    scrm.identity.write_sample(folder, customers=2500, identities=10, seed=6)
    return folder


@pytest.fixture(scope="module")
def people(bank):
    with open(bank / "truth.csv", encoding="utf-8") as rows:
        return {
            row["customer_id"]: row["person_id"] for row in csv.DictReader(rows) if row["record_kind"] == "customer"
        }


@pytest.fixture(scope="module")
def groups(bank):
    return scrm.identity.dedupe(scrm.read_csv(bank / "customers.csv"), id="customer_id", min_probability=1e-6)


def judged(sample, people):
    columns = sample.to_dict()
    columns["is_match"] = [
        "да" if people[left] == people[right] else "нет"
        for left, right in zip(columns["left_id"], columns["right_id"], strict=True)
    ]
    return columns


def test_the_model_expects_about_what_the_truth_shows(bank, groups):
    expected = scrm.identity.accuracy(groups)
    met = scrm.identity.accuracy(groups, bank / "truth.csv")
    assert (expected.basis, met.basis) == ("model", "truth")
    assert expected.matches == pytest.approx(met.matches, rel=0.05)
    for weight in (0.0, 5.0, 10.0):
        assert expected.at(weight)["precision"] == pytest.approx(met.at(weight)["precision"], abs=0.03)
        assert expected.at(weight)["recall"] == pytest.approx(met.at(weight)["recall"], abs=0.05)
    assert met.at(1000.0) is None
    assert met.best["f1"] == max(f1 for f1 in met.to_dict()["f1"] if f1 is not None)


def test_truths_of_clusters_and_of_pairs_agree(groups, people):
    clusters = {"record_id": list(people), "cluster_id": list(people.values())}
    members = {}
    for record, person in people.items():
        members.setdefault(person, []).append(record)
    pairs = [(a, b) for group in members.values() for i, a in enumerate(group) for b in group[i + 1 :]]
    listed = {"left_id": [b for _, b in pairs], "right_id": [a for a, _ in pairs]}
    assert scrm.identity.accuracy(groups, clusters).to_dict() == scrm.identity.accuracy(groups, listed).to_dict()


def test_a_judged_sample_holds_the_truth(bank, groups, people):
    met = scrm.identity.accuracy(groups, bank / "truth.csv")
    sample = scrm.identity.review_sample(groups, 150, seed=3)
    assert sample.to_dict() == scrm.identity.review_sample(groups.pairs, 150, seed=3).to_dict()
    estimated = scrm.identity.accuracy_from_labels(judged(sample, people))
    assert estimated.basis == "sample"
    point = estimated.at(2.0)
    low, high = point["precision_interval"]
    assert low <= met.at(2.0)["precision"] <= high
    low, high = point["recall_interval"]
    assert low - 0.01 <= met.at(2.0)["recall"] <= high


def test_a_review_that_ended_early_is_used_as_far_as_it_went(groups, people):
    columns = judged(scrm.identity.review_sample(groups, 100), people)
    columns["is_match"] = [cell if place < 80 else "" for place, cell in enumerate(columns["is_match"])]
    assert len(scrm.identity.accuracy_from_labels(columns)) <= 80
    columns["is_match"] = [""] * 100
    with pytest.raises(scrm.InvalidArgument, match="stratum has no labelled pair"):
        scrm.identity.accuracy_from_labels(columns)


def test_labels_that_cannot_be_read_name_their_row(groups, people):
    columns = judged(scrm.identity.review_sample(groups, 20), people)
    for name, cell in (("is_match", "maybe"), ("match_weight", "much"), ("stratum", "0"), ("stratum_pairs", "1.5")):
        wrong = {**columns, name: [str(value) for value in columns[name]]}
        wrong[name][4] = cell
        with pytest.raises(scrm.UnreadableInput, match=rf"column {name}, row 5"):
            scrm.identity.accuracy_from_labels(wrong)
    with pytest.raises(scrm.NotFound, match="no column 'match_weight'"):
        scrm.identity.accuracy({"left_id": ["1"], "right_id": ["2"]})


def test_unlinkables_of_a_result_and_of_tables_agree(bank, groups):
    table = scrm.read_csv(bank / "customers.csv")
    found = scrm.identity.unlinkables(groups).to_dict()
    assert found == scrm.identity.unlinkables(table, groups.model, id="customer_id").to_dict()
    assert found["share"][0] == 0.0
    assert found["share"] == sorted(found["share"])
    assert found["unlinkable"][-1] == len(table)


def test_reports_of_clusters(groups):
    report = scrm.identity.cluster_report(groups)
    shapes = report.to_dict()
    sizes = {}
    for cluster in groups.to_dict()["cluster_id"]:
        sizes[cluster] = sizes.get(cluster, 0) + 1
    assert dict(zip(shapes["cluster_id"], shapes["records"], strict=True)) == {c: n for c, n in sizes.items() if n > 1}
    strict = scrm.identity.cluster_report(groups, min_probability=0.999999).to_dict()
    assert sum(strict["pairs"]) < sum(shapes["pairs"])
    with pytest.raises(scrm.InvalidArgument):
        scrm.identity.cluster_report(groups, min_probability=2)


@pytest.mark.parametrize("method", ["connected_components", "single_best_link", "unique_mapping"])
def test_methods_of_clustering(bank, groups, method):
    table = scrm.read_csv(bank / "customers.csv")
    found = scrm.identity.dedupe(table, groups.model, id="customer_id", method=method)
    ours, average = (set(zip(*one.to_dict().values(), strict=True)) for one in (found, groups))
    assert len(ours & average) > 0.98 * len(average)
    if method == "unique_mapping":
        assert max(scrm.identity.cluster_report(found).to_dict()["records"]) == 2


def test_files_without_duplicates(people):
    columns = {"first_name": ["Anna", "Anna"], "surname": ["Kowalska", "Kowalska"], "dob": ["1990-01-02", "1990-01-02"]}
    left, right = {"id": ["a1", "a2"], **columns}, {"id": ["b1", "b2"], **columns}
    found = scrm.identity.dedupe([left, right], method="single_best_link", duplicate_free=True).to_dict()
    assert found["cluster_id"] == ["a1", "a2", "a1", "a2"]
    for wrong in ({"duplicate_free": True}, {"method": "centroid"}):
        with pytest.raises(scrm.InvalidArgument):
            scrm.identity.dedupe([left, right], **wrong)
    with pytest.raises(scrm.InvalidArgument, match="one table"):
        scrm.identity.dedupe(left, method="unique_mapping", duplicate_free=True)


def test_patterns_show_the_values_only_when_asked(groups):
    patterns = scrm.identity.comparison_patterns(groups, examples=1)
    assert "values" in patterns[0]["examples"][0]
    for pattern in scrm.identity.comparison_patterns(groups, examples=1, values=False):
        assert set(pattern["examples"][0]) == {"left_id", "right_id", "match_weight", "probability"}


def test_a_result_explains_its_pairs(bank, groups):
    pairs = groups.pairs.to_dict()
    evidence = groups.explain(pairs["left_id"][0], pairs["right_id"][0])
    assert evidence.match_weight == pytest.approx(pairs["match_weight"][0], abs=1e-6)
    assert groups.record(pairs["left_id"][0])["full_name"]
    with pytest.raises(scrm.NotFound):
        groups.explain("no such", pairs["right_id"][0])
    with pytest.raises(scrm.NotFound):
        groups.record("no such")


def test_people_of_a_sample_estimate_the_whole(groups, people):
    members = {}
    for record, person in people.items():
        members.setdefault(person, []).append(record)
    drawn = sorted({people[record] for record in list(people)[::7]})
    sample = {
        "record_id": [record for person in drawn for record in members[person]],
        "cluster_id": [person for person in drawn for _ in members[person]],
    }
    estimated = scrm.identity.estimate_cluster_accuracy(sample, groups)
    assert estimated["people"] == len(drawn)
    assert estimated["precision"] > 0.9
    assert estimated["precision_interval"][0] <= estimated["precision"] <= estimated["precision_interval"][1]
    with pytest.raises(scrm.InvalidArgument):
        scrm.identity.estimate_cluster_accuracy(sample, groups, sampling="at will")


def test_the_commands(scrm_command, bank, people, tmp_path):
    pairs, review = tmp_path / "pairs.csv", tmp_path / "review.csv"
    made = scrm_command(
        "dedupe", bank / "customers.csv", "--id", "customer_id", "-o", tmp_path / "c.csv", "--links-out", pairs,
        "--min-probability", "0.0001", "--cluster-report", tmp_path / "shapes.csv",
    )  # fmt: skip
    assert made.status == 0, made.err
    assert (tmp_path / "shapes.csv").read_text("utf-8").startswith("cluster_id,records,pairs,density")
    drawn = scrm_command("threshold", "sample", pairs, "--size", "60", "-o", review)
    assert (drawn.status, drawn.err) == (0, "")
    with review.open(encoding="utf-8") as rows:
        filled = [dict(row) for row in csv.DictReader(rows)]
    assert len(filled) == 60
    for row in filled:
        row["is_match"] = "yes" if people[row["left_id"]] == people[row["right_id"]] else "no"
    with review.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(filled[0]))
        writer.writeheader()
        writer.writerows(filled)
    for arguments, basis in (
        (["--labels", review], "sample"),
        (["--pairs", pairs], "model"),
        (["--pairs", pairs, "--truth", bank / "truth.csv"], "truth"),
    ):
        outcome = scrm_command("threshold", "accuracy", *arguments, "--json", "--chart", tmp_path / "curve.html")
        assert outcome.status == 0, outcome.err
        assert outcome.json()["basis"] == basis
        assert outcome.json()["best"]["f1"] > 0.8
        assert scrm_command("threshold", "accuracy", *arguments).out.count("best") == 1
    assert b"echarts" in (tmp_path / "curve.html").read_bytes()
    points = tmp_path / "points.csv"
    assert scrm_command("threshold", "accuracy", "--pairs", pairs, "-o", points).status == 0
    assert points.read_text("utf-8").startswith("match_weight,probability,pairs,true_positive")
    outcome = scrm_command("threshold", "unlinkables", bank / "customers.csv", "--id", "customer_id", "--json")
    assert outcome.json()[-1]["share"] == 1.0


def test_mistakes_of_the_commands(scrm_command, tmp_path):
    broken = tmp_path / "broken.csv"
    broken.write_text("left_id,right_id,match_weight\n1,2,3\n4,5\n", encoding="utf-8")
    for arguments, status in (
        (["accuracy"], 2),
        (["accuracy", "--labels", broken, "--truth", broken], 2),
        (["sample", broken, "--size", "0", "-o", tmp_path / "s.csv"], 2),
        (["accuracy", "--pairs", broken], 1),
        (["accuracy", "--pairs", tmp_path / "absent.csv"], 1),
        (["sample", broken, "-o", tmp_path / "absent" / "s.csv"], 1),
    ):
        outcome = scrm_command("threshold", *arguments)
        assert outcome.status == status, (arguments, outcome.err)
        if status == 1:
            assert outcome.err.startswith("scrm: error: ")
            assert outcome.err.count("\n") == 1
    assert scrm_command("dedupe", broken, "--id", "left_id", "--duplicate-free", "-o", tmp_path / "c.csv").status == 2


def test_charts_of_the_commands(scrm_command, tmp_path):
    page = tmp_path / "weights.html"
    assert scrm_command("model", "show", "--chart", page).status == 0
    assert (
        json.loads(page.read_text("utf-8").split('id="chart-data">')[1].split("</script>")[0])["kind"]
        == "match_weights"
    )
    outcome = scrm_command("model", "show", "--chart", tmp_path / "absent" / "x.html")
    assert (outcome.status, outcome.err.count("\n")) == (1, 1)
