"""Stand-alone linkage, models, evaluation and samples, without a database."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
import scrm

PEOPLE = """id,first_name,surname,dob,city,email
1,Robert,Smith,1980-02-03,London,bob.smith@example.com
2,Bob,Smith,1980-02-03,London,bob.smith@example.com
3,Anna,Kowalska,1991-11-30,Leeds,anna.k@example.com
4,Anna,Kowalsky,1991-11-30,Leeds,
5,Peter,Jones,1975-06-17,York,pj@example.com
6,Olga,Ivanova,1968-01-09,Bath,olga@example.com
"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_dedupe_writes_a_cluster_for_every_record(scrm_command, people, tmp_path):
    outcome = scrm_command("dedupe", people, "--id", "id", "-o", tmp_path / "c.csv", "--links-out", tmp_path / "p.csv")
    assert outcome.status == 0, outcome.err
    assert "given_name=first_name" in outcome.err
    clusters = {row["record_id"]: row["cluster_id"] for row in csv.DictReader((tmp_path / "c.csv").open())}
    assert sorted(clusters) == ["1", "2", "3", "4", "5", "6"]
    assert clusters["1"] == clusters["2"] == "1"
    assert clusters["3"] == clusters["4"] == "3"
    assert len(set(clusters.values())) == 4
    pairs = list(csv.DictReader((tmp_path / "p.csv").open()))
    assert list(pairs[0]) == ["left_id", "right_id", "probability", "match_weight", "tier"]


def test_link_gives_one_match_for_a_left_record(scrm_command, people, tmp_path):
    right = tmp_path / "right.csv"
    right.write_text(
        "id;имя;фамилия;дата рождения;город\nr1;Robert;Smith;03.02.1980;London\nr2;Robert;Smith;03.02.1980;London\n",
        encoding="utf-8",
    )
    outcome = scrm_command("link", people, right, "--id", "id", "-o", tmp_path / "p.csv")
    assert outcome.status == 0, outcome.err
    rows = list(csv.DictReader((tmp_path / "p.csv").open()))
    matches = [row["left_id"] for row in rows if row["tier"] == "match"]
    assert len(matches) == len(set(matches))
    assert all(re.fullmatch(r"-?\d+\.?\d*(e-?\d+)?", row["match_weight"]) for row in rows)


def test_an_output_that_cannot_be_written_is_one_line(scrm_command, people, tmp_path):
    right = tmp_path / "right.csv"
    right.write_text("id,first_name\nr1,Robert\n", encoding="utf-8")
    for command in (["dedupe", people], ["link", people, right]):
        outcome = scrm_command(*command, "--id", "id", "-o", tmp_path / "absent" / "o.csv")
        assert outcome.status == 1
        assert re.fullmatch(r"scrm: error: .+\n", outcome.err)


def test_two_outputs_are_two_files(scrm_command, people, tmp_path):
    (tmp_path / "folder").mkdir()
    for other in ("c.csv", "./c.csv", "folder/../c.csv"):
        outcome = scrm_command(
            "dedupe", people, "--id", "id", "-o", tmp_path / "c.csv", "--links-out", f"{tmp_path}/{other}"
        )
        assert outcome.status == 2
        assert outcome.err.splitlines()[-1] == "scrm: error: arguments links_out and output name one file"
    assert not (tmp_path / "c.csv").exists()
    assert scrm_command("dedupe", people, "--id", "id", "-o", "/dev/null", "--links-out", "/dev/null").status == 0


def test_an_output_without_a_folder_says_so(scrm_command, people, tmp_path):
    outcome = scrm_command("dedupe", people, "--id", "id", "-o", tmp_path / "none" / "c.csv")
    assert outcome.status == 1
    assert outcome.err == "scrm: error: c.csv: cannot be written (there is no such folder)\n"


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "cp866"])
def test_a_code_page_is_named_with_what_to_do(scrm_command, tmp_path, page):
    names = ["Ольга Иванова", "Пётр Сидоров", "Анна Михайловна Кузнецова", "Иван Васильев"] * 3
    rows = "".join(f"{number};{name};Нижний Новгород\n" for number, name in enumerate(names))
    people = tmp_path / "export.csv"
    people.write_bytes(("id;name;city\n" + rows).encode(page))
    hint = f"scrm: export.csv seems to be {page}, not UTF-8; convert it first: iconv -f {page} -t utf-8"
    outcome = scrm_command("dedupe", people, "--id", "id", "-o", tmp_path / "c.csv")
    assert outcome.status == 0
    assert hint in outcome.err.splitlines()
    outcome = scrm_command("classify", people, "--text", "name", "--timing", "-o", tmp_path / "said.csv")
    assert outcome.status == 0
    assert outcome.err.splitlines()[0] == hint
    assert json.loads(outcome.err.splitlines()[-1])["texts"] == len(names)
    people.write_text("id;name;city\n" + rows, encoding="utf-8")
    assert "seems to be" not in scrm_command("dedupe", people, "--id", "id", "-o", tmp_path / "c.csv").err


def test_settings_of_splink_are_no_model_yet(scrm_command, people, tmp_path):
    settings = tmp_path / "settings.json"
    settings.write_text('{"link_type": "dedupe_only", "comparisons": []}', encoding="utf-8")
    outcome = scrm_command("dedupe", people, "--id", "id", "--model", settings, "-o", tmp_path / "c.csv")
    assert outcome.status == 1
    assert "settings of Splink; read them with import-splink" in outcome.err


def test_an_id_twice_is_an_error(scrm_command, people, tmp_path):
    for arguments in (
        ["dedupe", people, people, "--id", "id", "-o", tmp_path / "o.csv"],
        ["link", people, people, "--id", "id", "-o", tmp_path / "o.csv"],
    ):
        outcome = scrm_command(*arguments)
        assert outcome.status == 1
        assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
        assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("columns", ["given_name=nope", "given_name=first_name,given_name=surname", "what=first_name"])
def test_bad_columns_are_an_error(scrm_command, people, tmp_path, columns):
    outcome = scrm_command("dedupe", people, "--id", "id", "--columns", columns, "-o", tmp_path / "o.csv")
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)


def test_files_with_other_headers_are_read_each_by_its_own(scrm_command, people, tmp_path):
    other, third = tmp_path / "other.csv", tmp_path / "third.csv"
    other.write_text("id,nm,fam,dob\n11,Robert,Smith,1980-02-03\n", encoding="utf-8")
    third.write_text("id,nm,fam,dob\n21,Anna,Kowalska,1991-11-30\n", encoding="utf-8")
    command = ["dedupe", people, other, third, "--id", "id", "-o", tmp_path / "c.csv"]
    outcome = scrm_command(*command)
    assert outcome.status == 0, outcome.err
    lines = [line for line in outcome.err.splitlines() if "columns" in line]
    assert len(lines) == 2
    assert lines[0].startswith("scrm: columns of people.csv: given_name=first_name,")
    assert lines[1] == "scrm: columns of other.csv, third.csv: birth_date=dob"

    columns = "given_name=first_name,given_name=nm,family_name=surname,family_name=fam,birth_date=dob"
    outcome = scrm_command(*command, "--columns", columns)
    assert outcome.status == 0, outcome.err
    assert "columns of other.csv, third.csv: given_name=nm,family_name=fam,birth_date=dob\n" in outcome.err
    clusters = {row["record_id"]: row["cluster_id"] for row in csv.DictReader((tmp_path / "c.csv").open())}
    assert clusters["1"] == clusters["11"]
    assert clusters["3"] == clusters["21"]
    assert scrm_command("dedupe", other, "--id", "id", "--columns", columns, "-o", tmp_path / "c.csv").status == 1

    many = []
    for number in range(8):
        many.append(tmp_path / f"n{number}.csv")
        many[-1].write_text(f"id,first_name,surname,c{number}\nn{number},A,B{number},C\n", encoding="utf-8")
    cities = ",".join(f"city=c{number}" for number in range(8))
    outcome = scrm_command(
        "dedupe", *many, "--id", "id", "--columns", f"family_name=surname,{cities}", "-o", tmp_path / "c.csv"
    )
    assert outcome.status == 0, outcome.err
    assert outcome.err.count("\n") <= 5
    assert outcome.err.endswith("scrm: 5 more files have other columns again\n")


def test_couples_of_one_telephone_stay_two(scrm_command, tmp_path):
    rows = []
    for home in range(400):
        family = f"{'bcdfghklmn'[home % 10]}a{'rstvzbdgkl'[home // 10 % 10]}i{'mnrl'[home // 100]}ov"
        for person in range(1 + home % 2):
            born = f"{1940 + (home * 7 + person * 3) % 60}-{1 + home % 12:02}-{1 + (home * 5 + person * 11) % 28:02}"
            row = f"{home}-{person},{born},{family},+7916{2000000 + home * 41}"
            rows += [f"a{row}", f"b{row}"] if (home * 31 + person) % 7 < 4 else [f"a{row}"]
    path = tmp_path / "homes.csv"
    path.write_text("\n".join(["id,birth_date,surname,phone", *rows, ""]), encoding="utf-8")
    outcome = scrm_command("dedupe", path, "--id", "id", "-o", tmp_path / "c.csv")
    assert outcome.status == 0, outcome.err
    clusters = {row["record_id"]: row["cluster_id"] for row in csv.DictReader((tmp_path / "c.csv").open())}
    wrong = sum(clusters[f"a{home}-0"] == clusters[f"a{home}-1"] for home in range(1, 400, 2))
    assert wrong <= 20, "of 200 couples"
    twice = [record for record in clusters if record.startswith("b")]
    assert all(clusters[record] == clusters[f"a{record[1:]}"] for record in twice)


def test_a_file_of_fathers_and_sons_is_warned_of(scrm_command, tmp_path):
    rows = []
    for home in range(60):
        family = f"{'bcdfghklmn'[home % 10]}a{'rstvzbdgkl'[home // 10]}i{'mnrl'[home % 4]}ov"
        given = ("Oleg", "Ivan", "Boris", "Viktor", "Kirill", "Maxim", "Roman")[home % 7]
        town = ("Omsk", "Tula", "Penza", "Samara", "Perm", "Tomsk", "Kursk", "Tver", "Orel")[home % 9]
        for row, year in ("a", 1940), ("b", 1970):
            born = f"{year + home % 25}-{1 + (home + (year == 1970)) % 12:02}-{1 + home * 5 % 28:02}"
            rows.append(f"{row}{home},{given},{family},{born},{town},+7916{2000000 + home * 41},{family}{home}@mail.ru")
    path = tmp_path / "homes.csv"
    header = "id,first_name,surname,birth_date,city,phone,email"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    outcome = scrm_command("dedupe", path, "--id", "id", "-o", tmp_path / "c.csv")
    assert outcome.status == 0, outcome.err
    said, columns = outcome.err.splitlines()
    assert re.fullmatch(r"scrm: training: birth_date: of the pairs that passed .* % differ in it, .* households", said)
    assert columns.startswith("scrm: columns: ")
    clusters = {row["record_id"]: row["cluster_id"] for row in csv.DictReader((tmp_path / "c.csv").open())}
    assert not [home for home in range(60) if clusters[f"a{home}"] == clusters[f"b{home}"]]


def test_m_from_labels_and_the_prior_from_rules(scrm_command, people, tmp_path):
    labels, model = tmp_path / "labels.csv", tmp_path / "model.json"
    labels.write_text("left_id,right_id,is_match\n1,2,yes\n4,3,1\n1,3,no\n5,6,\n", encoding="utf-8")
    train = ["model", "train", people, "--id", "id", "-o"]
    assert scrm_command(*train, tmp_path / "plain.json").status == 0
    rules = ["--prior-rule", "email", "--prior-rule", "birth_date + city", "--recall", "0.5"]
    outcome = scrm_command(*train, model, "--labels", labels, *rules)
    assert outcome.status == 0, outcome.err
    assert re.fullmatch(r"scrm: prior 0\.267, 95% between 0\.\d+ and 0\.\d+: the rules find 2 pairs\n", outcome.err)
    plain, learnt = (json.loads(file.read_text(encoding="utf-8")) for file in (tmp_path / "plain.json", model))
    assert learnt["prior"] == pytest.approx(2 / 15 / 0.5)

    def levels(described, name):
        return next(one["levels"] for one in described["comparisons"] if one["name"] == name)

    # Both pairs agree in the date of birth.
    own = levels(plain, "birth_date")
    share = own[0]["m"] / sum(level["m"] for level in own)
    assert levels(learnt, "birth_date")[0]["m"] == pytest.approx((2 + len(own) * share) / (2 + len(own)))
    assert [level["u"] for level in levels(learnt, "birth_date")] == [level["u"] for level in own]
    assert scrm_command("dedupe", people, "--id", "id", "--model", model, "-o", tmp_path / "c.csv").status == 0

    who = tmp_path / "who.csv"
    said = ["who", "a", "a", "b", "b", "c", ""]
    rows = [f"{row},{label}\n" for row, label in zip(PEOPLE.splitlines(), said, strict=True)]
    who.write_text("".join(rows), encoding="utf-8")
    outcome = scrm_command("model", "train", who, "--id", "id", "-o", model, "--label-column", "who")
    assert outcome.status == 0, outcome.err
    assert levels(json.loads(model.read_text(encoding="utf-8")), "birth_date") == levels(learnt, "birth_date")

    for wrong, status in (
        (["--label-column", "nope"], 1),
        (["--label-column", "city", "--labels", labels], 2),
        (["--prior-rule", "email"], 2),
        (["--recall", "0.5"], 2),
        (["--prior-rule", "emial", "--recall", "0.5"], 1),
        (["--prior-rule", "national_id", "--recall", "0.5"], 1),
        (["--prior-rule", "email", "--recall", "2"], 2),
    ):
        outcome = scrm_command(*train, tmp_path / "wrong.json", *wrong)
        assert outcome.status == status, wrong
        assert not (tmp_path / "wrong.json").exists()


@pytest.mark.parametrize("header", ["id,first_name,first_name", "id,id,first_name", "id,phone,phone"])
def test_a_column_that_stands_twice_is_an_error(scrm_command, tmp_path, header):
    path = tmp_path / "twice.csv"
    path.write_text(f"{header}\n1,a,b\n2,c,d\n", encoding="utf-8")
    outcome = scrm_command("dedupe", path, "--id", "id", "-o", tmp_path / "o.csv")
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .*twice.*\n", outcome.err)
    assert not (tmp_path / "o.csv").exists()


def test_a_model_is_trained_shown_and_frozen(scrm_command, sample_bank, tmp_path, make_database):
    database = make_database("sqlite")
    scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database)
    scrm_command("import", "identities", sample_bank / "identities.jsonl", "--db", database)
    model = tmp_path / "m.json"
    outcome = scrm_command("model", "train", "--db", database, "-o", model)
    assert outcome.status == 0, outcome.err
    text = model.read_text(encoding="utf-8")
    for key in ("match_probability", "match_margin", "review_probability"):
        assert f'"{key}"' in text
    shown = scrm_command("model", "show", model, "--json")
    assert shown.status == 0, shown.err
    assert shown.json()["comparisons"]
    assert scrm_command("model", "show").status == 0
    reports = [
        scrm_command("resolve", "--db", database, "--model", model, "--json").json()["model_digest"] for _ in range(2)
    ]
    assert len(set(reports)) == 1
    broken = tmp_path / "broken.json"
    broken.write_text(text[: len(text) // 2], encoding="utf-8")
    assert scrm_command("resolve", "--db", database, "--model", broken).status == 1


def test_sample_is_seeded_and_evaluated(scrm_command, sample_bank, tmp_path, make_database):
    again = tmp_path / "again"
    arguments = ["--customers", 600, "--identities", 300, "--interactions", 100, "--seed", 7, "-o", again]
    assert scrm_command("sample", *arguments).status == 0
    for name in ("customers.csv", "identities.jsonl", "interactions.jsonl", "truth.csv"):
        assert (again / name).read_bytes() == (sample_bank / name).read_bytes()
    rows = list(csv.DictReader(io.StringIO((again / "customers.csv").read_text(encoding="utf-8"))))
    assert len(rows) >= 600
    assert len((again / "identities.jsonl").read_text(encoding="utf-8").splitlines()) == 300

    database = make_database("sqlite")
    scrm_command("import", "customers", again / "customers.csv", "--db", database)
    scrm_command("import", "identities", again / "identities.jsonl", "--db", database)
    links, clusters = tmp_path / "l.csv", tmp_path / "c.csv"
    assert scrm_command("resolve", "--db", database, "--links-out", links).status == 0
    assert scrm_command("clusters", "--db", database, "-o", clusters).status == 0
    scores = scrm_command("evaluate", "--truth", again / "truth.csv", "--links", links, "--json").json()
    assert scores["precision"] >= 0.9
    scores = scrm_command("evaluate", "--truth", again / "truth.csv", "--clusters", clusters, "--json").json()
    assert {"precision", "recall", "f1"} <= set(scores)


def test_evaluate_counts_pairs(scrm_command, tmp_path):
    truth, found = tmp_path / "t.csv", tmp_path / "c.csv"
    truth.write_text("record_id,cluster_id\na,1\nb,1\nc,1\nd,2\n", encoding="utf-8")
    found.write_text("record_id,cluster_id\na,x\nb,x\nc,y\nd,y\n", encoding="utf-8")
    scores = scrm_command("evaluate", "--truth", truth, "--clusters", found, "--json").json()
    assert scores["precision"] == pytest.approx(1 / 2)
    assert scores["recall"] == pytest.approx(1 / 3)
    assert scores["f1"] == pytest.approx(2 / 5)
    assert json.dumps(scores)
    assert scrm_command("evaluate", "--truth", truth, "--clusters", tmp_path / "no.csv").status == 1


def test_blocking_is_analysed_before_a_run(scrm_command, people):
    outcome = scrm_command("model", "blocking", people, "--id", "id", "--new-pairs", "--json")
    assert outcome.status == 0, outcome.err
    analysis = json.loads(outcome.out)
    assert analysis["all_pairs"] == 15
    assert analysis["compares_all"]
    rules = {rule["rule"]: rule for rule in analysis["rules"]}
    assert rules["birth_date"]["pairs"] == 2
    assert rules["birth_date"]["largest"][0]["key"] in {"1980-02-03", "1991-11-30"}
    assert sum(rule["new_pairs"] for rule in analysis["rules"]) == analysis["rules"][-1]["cumulative_new_pairs"]
    shown = scrm_command("model", "blocking", people, "--id", "id")
    assert shown.status == 0
    assert "1980-02-03" in shown.out


def test_tables_of_other_languages_are_recognised(scrm_command, tmp_path):
    file, out = tmp_path / "kunden.csv", tmp_path / "out.csv"
    file.write_text(
        "Nr;Name;Vorname;Geburtsdatum;Straße;PLZ;Ort;Telefon 1;Telefon 2;E-Mail-Adresse\n"
        "1;Müller;Jürgen;03.02.1980;Hauptstr. 5;10115;Berlin;030 1234987;;j.mueller@web.de\n"
        "2;Mueller;Juergen;03.02.1980;Hauptstraße 5;10115;Berlin;;030 1234987;\n",
        encoding="utf-8",
    )
    outcome = scrm_command("dedupe", file, "--id", "Nr", "-o", out)
    assert outcome.status == 0, outcome.err
    assert outcome.err.splitlines()[-1] == (
        "scrm: columns: family_name=Name,given_name=Vorname,birth_date=Geburtsdatum,street=Straße,postcode=PLZ,"
        "city=Ort,phone=Telefon 1,phone=Telefon 2,email=E-Mail-Adresse"
    )
    assert out.read_text(encoding="utf-8").splitlines() == ["record_id,cluster_id", "1,1", "2,1"]


def phone_level(left, right, **more):
    tables = [{"id": [name], "phone": [phone], **more} for name, phone in (("1", left), ("2", right))]
    evidence = scrm.identity.explain(*tables, "1", "2").to_dict()
    return next(one["level"] for one in evidence["comparisons"] if one["comparison"] == "phone")


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("13891827465", "13891827465", "same"),
        ("(11) 91827-5678", "11 918275678", "same"),
        ("2905567435", "290-556-74-35", "same"),
        ("(11) 91827-5678", "+5511918275678", "same_tail"),
        ("2905567435", "2905567436", "one_digit"),
        ("2905567435", "2901234987", "different"),
        # What fills a form, or is too short, says nothing.
        ("1111111", "1111111", "no evidence"),
        ("1234567", "1234567", "no evidence"),
        ("0000000000", "0000000000", "no evidence"),
        ("123456", "123456", "no evidence"),
        ("2905", "2905", "no evidence"),
        ("+7916302187", "+7916302187", "no evidence"),
    ],
)
def test_a_number_that_no_plan_reads_is_known_by_its_digits(left, right, level):
    assert phone_level(left, right) == level


def test_equal_numbers_of_an_unknown_country_bring_rows_together():
    count = 1700
    table = {
        "id": [str(i) for i in range(count + 1)],
        "phone": [f"{2_905_567_435 + 7_919 * i}" for i in range(count)] + ["(290) 556-7435"],
    }
    groups = scrm.identity.dedupe(table)
    pairs = groups.pairs.to_dict()
    assert list(zip(pairs["left_id"], pairs["right_id"], strict=True)) == [("0", str(count))]


def test_errors_say_what_is_wrong(scrm_command, tmp_path):
    people = {"id": ["1", "2"], "first_name": ["Anna", "Olga"]}
    for call in (
        lambda: scrm.identity.dedupe(people, threads=-1),
        lambda: scrm.identity.link(people, people, threads=-(2**80)),
    ):
        with pytest.raises(scrm.InvalidArgument, match=r"^threads must not be below zero$"):
            call()
    crm = scrm.open(str(tmp_path / "bank.db"))
    with pytest.raises(scrm.InvalidArgument, match=r"^limit must not be below zero$"):
        crm.customers.search(name="Anna", limit=-1)
    with pytest.raises(TypeError, match="incompatible function arguments"):
        scrm.identity.dedupe(people, threads="two")
    settings = {"link_type": "dedupe_only", "comparisons": [{"secret": "x"}]}
    with pytest.raises(scrm.UnreadableInput, match=r"^Splink settings: ") as refusal:
        scrm.identity.MatchModel.from_splink(json.dumps(settings).encode())
    assert "secret" not in str(refusal.value)
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("record_id,cluster_id\n1,1\n", encoding="utf-8")
    outcome = scrm_command("evaluate", "--truth", tmp_path / "t.csv", "--clusters", tmp_path / "c.csv")
    assert outcome.status == 1
    assert "record_id and cluster_id; left_id and right_id" in outcome.err


def test_a_rule_of_what_no_record_has_is_refused():
    people = {"id": ["1", "2"], "first_name": ["Anna", "Olga"]}

    def with_rule(key):
        model = json.loads(scrm.identity.MatchModel.person().to_json())
        model["blocking_rules"].append({"keys": [key]})
        return scrm.identity.MatchModel.from_json(json.dumps(model))

    for key in ("bio", "source", "fone"):
        with pytest.raises(scrm.InvalidArgument, match=f"the blocking key '{key}' is no key"):
            scrm.identity.dedupe(people, with_rule(key))
    assert len(scrm.identity.dedupe(people, with_rule("public_phone"))) == 2
