"""What posts say: assessed as they come, listed, corrected by people, assessed anew by another model."""

from __future__ import annotations

import csv
import json
import sqlite3

import pytest

THANKS = "Огромное спасибо сотруднице отделения, всё быстро и вежливо!"
ATM = "Банкомат зажевал карту и не отдаёт, на горячей линии никто не отвечает, позор!"


def post(number, text, **more):
    return {
        "network": "vk", "external_id": str(number), "kind": "comment", "direction": "in", "op": "create", "text": text,
        "created_at": f"2026-03-{number % 28 + 1:02}T10:00:00Z", **more,
    }  # fmt: skip


def write(path, posts):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in posts), encoding="utf-8")
    return path


def rows(text):
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def scrm(scrm_command):
    """A function that runs a command and expects its status."""

    def run(*arguments, status=0):
        outcome = scrm_command(*arguments)
        assert outcome.status == status, outcome.err
        return outcome

    return run


@pytest.fixture
def posts_db(scrm, tmp_path, database):
    """A database with three posts of customers and one of the bank."""
    file = write(
        tmp_path / "posts.jsonl",
        [post(1, THANKS), post(2, ATM), post(3, ATM, network="ok"), post(4, "Добрый день!", direction="out")],
    )
    scrm("import", "interactions", file, "--db", database)
    return database


def test_an_import_assesses_what_customers_wrote(scrm, posts_db):
    said = rows(scrm("assessments", "--db", posts_db).out)
    assert [(row["network"], row["external_id"]) for row in said] == [("ok", "3"), ("vk", "1"), ("vk", "2")]
    thanks = said[1]
    assert (thanks["language"], thanks["sentiment"], thanks["intent"]) == ("ru", "positive", "gratitude")
    assert thanks["product"] == "branch_service"
    assert thanks["posted_at"] == "2026-03-02T10:00:00Z"
    scrm("verify", "--db", posts_db)


def test_the_list_is_of_what_is_asked_for(scrm, posts_db, tmp_path):
    def ids(*options):
        return [row["external_id"] for row in rows(scrm("assessments", "--db", posts_db, *options).out)]

    assert ids("--network", "vk") == ["1", "2"]
    assert ids("--product", "atm") == ["3", "2"]
    assert ids("--sentiment", "positive") == ["1"]
    assert ids("--since", "2026-03-03", "--until", "2026-03-04") == ["2"]
    assert ids("--limit", "1") == ["3"]
    assert ids("--intent", "news") == []
    out = tmp_path / "said.csv"
    assert scrm("assessments", "--db", posts_db, "-o", out).out == ""
    assert len(rows(out.read_text(encoding="utf-8"))) == 3


def test_a_person_wins_and_the_repetition_changes_nothing(scrm, posts_db):
    author = ("--db", posts_db, "--actor", "anna", "--reason", "сарказм")
    before = scrm("state-hash", "--db", posts_db).out
    assert scrm("correct", "vk:1", "sentiment", "negative", *author).out == ""
    after = scrm("state-hash", "--db", posts_db).out
    assert after != before
    scrm("correct", "vk:1", "sentiment", "negative", *author)
    assert scrm("state-hash", "--db", posts_db).out == after
    (row,) = rows(scrm("assessments", "--db", posts_db, "--network", "vk", "--limit", "1").out)
    assert (row["sentiment"], row["p_negative"], row["corrected"]) == ("negative", "1", "sentiment")
    assert json.loads(scrm("assess", "--db", posts_db, "--json").out)["assessed"] == 0
    scrm("verify", "--db", posts_db)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("vk:99", "sentiment", "negative"), 1),
        (("vk:1", "sentiment", "sad"), 1),
        (("vk:4", "sentiment", "negative"), 1),
        (("vk", "sentiment", "negative"), 1),
        (("vk:1", "mood", "negative"), 2),
    ],
)
def test_a_correction_that_cannot_be_is_one_line(scrm, posts_db, arguments, status):
    before = scrm("state-hash", "--db", posts_db).out
    failed = scrm("correct", *arguments, "--db", posts_db, status=status)
    assert failed.out == ""
    if status == 1:
        assert failed.err.count("\n") == 1
        assert failed.err.startswith("scrm: error: ")
    assert scrm("state-hash", "--db", posts_db).out == before


def test_corrections_travel_with_decisions_to_another_database(scrm, posts_db, tmp_path):
    scrm("correct", "vk:2", "urgent", "yes", "--db", posts_db)
    decisions = tmp_path / "decisions.jsonl"
    scrm("export", "decisions", "--db", posts_db, "-o", decisions)
    interactions = tmp_path / "interactions.jsonl"
    scrm("export", "interactions", "--db", posts_db, "-o", interactions)
    other = tmp_path / "other.db"
    scrm("import", "interactions", interactions, "--db", other)
    scrm("import", "decisions", decisions, "--db", other)
    assert scrm("state-hash", "--db", other).out == scrm("state-hash", "--db", posts_db).out


def test_corrections_become_a_model_of_the_bank(scrm, tmp_path, database):
    db = database
    file = write(tmp_path / "posts.jsonl", [post(i, f"{THANKS if i % 2 else ATM} № {i}") for i in range(1, 25)])
    scrm("import", "interactions", file, "--db", db)
    for number in range(1, 25):
        scrm("correct", f"vk:{number}", "intent", "idea" if number % 2 else "question", "--db", db)
    out = tmp_path / "corrections.csv"
    assert scrm("sentiment", "corrections", "--db", db, "--weight", "3", "-o", out).err == (
        "scrm: 24 corrected posts\n"
    )
    written = rows(out.read_text(encoding="utf-8"))
    assert {row["intent"] for row in written} == {"idea", "question"}
    assert {row["weight"] for row in written} == {"3"}
    assert {row["sentiment"] for row in written} == {""}
    model = tmp_path / "intent.textmodel"
    columns = ("--text", "text", "--label", "intent")
    scrm("sentiment", "train", out, *columns, "--weight", "weight", "--time", "time", "-o", model)
    evaluated = json.loads(scrm("sentiment", "evaluate", out, "--model", model, *columns, "--json").out)
    assert evaluated["n"] == 24
    assert evaluated["accuracy"] > 0.9
    # A model of one question cannot answer all of them.
    failed = scrm("assess", "--db", db, "--model", model, status=1)
    assert failed.err.startswith("scrm: error: ")


OWN = """
def leads(texts):
    if any("позор" in text for text in texts):
        raise RuntimeError("down: " + texts[0])
    return [{"lead": 0.875, "sentiment": {"neutral": 1.0}} for _ in texts]
"""


def test_a_model_of_your_own_assesses_from_the_command_line(scrm, posts_db, tmp_path, monkeypatch):
    (tmp_path / "bank_models.py").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    own = ("assess", "--db", posts_db, "--own", "leads-1=bank_models:leads", "--batch", "1")
    before = {row["external_id"]: row for row in rows(scrm("assessments", "--db", posts_db).out)}
    done = scrm(*own, "--json")
    assert done.err == "scrm: the built-in model answered in place of your own: 2 error\n"
    report = json.loads(done.out)
    assert (report["model"], report["assessed"], report["fallbacks"]) == ("own:leads-1", 3, {"error": 2})
    after = {row["external_id"]: row for row in rows(scrm("assessments", "--db", posts_db).out)}
    assert (after["1"]["model"], after["1"]["lead"], after["1"]["sentiment"]) == ("own:leads-1", "1", "neutral")
    assert after["1"]["intent"] == before["1"]["intent"]
    assert after["2"]["model"] == before["2"]["model"]
    assert json.loads(scrm(*own, "--json").out)["assessed"] == 2, "those that it did not answer are asked for again"
    assert scrm(*own).out == "posts: 0 assessed by model own:leads-1, 1 before\n", "what fell back is another's answer"
    scrm("verify", "--db", posts_db)
    # Without it nothing is taken back; another one may be put in force.
    assert "own" in scrm("assess", "--db", posts_db, status=1).err
    back = json.loads(scrm("assess", "--db", posts_db, "--model", "default", "--json").out)
    assert back["assessed"] == 1 and back["fallbacks"] == {}
    scrm("assess", "--db", posts_db, "--own", "leads-1=bank_models:none", status=1)
    scrm("assess", "--db", posts_db, "--own", "leads", status=2)
    scrm("assess", "--db", posts_db, "--own", "a=bank_models:leads", "--model", "default", status=2)


def test_a_service_imports_by_a_model_of_its_own(tmp_path):
    import threading

    import scrm as package

    threads = set()

    def calm(texts):
        threads.add(threading.current_thread().name)
        return [{"urgent": 0.125} for _ in texts]

    own = package.sentiment.OutsideClassifier(calm, batch=2)
    crm = package.open(tmp_path / "own.db")
    crm.assessments.use(own, name="calm-1")
    crm.interactions.import_jsonl(write(tmp_path / "posts.jsonl", [post(1, THANKS), post(2, ATM)]))
    assert {one["model"] for one in crm.assessments.list()} == {"own:calm-1"}
    assert {one["p_urgent"] for one in crm.assessments.list()} == {0.125}
    assert crm.counters()["fallbacks"] == 0
    assert threads == {"scrm outside model"}
    for wrong in ({"own": own}, {"own": calm, "name": "calm-2"}, {"own": own, "name": "two words"}):
        with pytest.raises(package.InvalidArgument):
            crm.assessments.reassess(**wrong)
    ruled = package.sentiment.Classifier().with_rules(package.sentiment.RuleBook())
    with pytest.raises(package.InvalidArgument):
        crm.assessments.reassess(model=ruled)
    crm.close()


LUCK = ("бонус", "кешбэк", "подарок", "баллы", "скидку", "приз", "возврат", "процент")
PLACES = ("в приложении", "за покупку", "на карте", "с утра", "за перевод", "у соседа")


@pytest.fixture
def lights_db(scrm, tmp_path, database):
    """Forty-eight posts with a word of this bank's own that people set right, and one that nobody did."""
    texts = [f"Светофор принёс {luck} {place}" for place in PLACES for luck in LUCK]
    posts = [post(i, text) for i, text in enumerate(texts, 1)] + [post(100, "А мне принёс светофор"), post(101, ATM)]
    scrm("import", "interactions", write(tmp_path / "lights.jsonl", posts), "--db", database)
    for number in range(1, len(texts) + 1):
        scrm("correct", f"vk:{number}", "sentiment", "positive", "--db", database)
    return database


def test_corrections_refit_the_whole_model(scrm, lights_db, tmp_path):
    before = {row["external_id"]: row for row in rows(scrm("assessments", "--db", lights_db).out)}
    assert before["100"]["sentiment"] != "positive"
    corrections = tmp_path / "corrections.csv"
    scrm("sentiment", "corrections", "--db", lights_db, "-o", corrections)
    model = tmp_path / "bank.textmodel"
    done = scrm("sentiment", "refit", corrections, "--json", "-o", model)
    reports = {report["head"]: report for report in json.loads(done.out)}
    assert reports["sentiment"]["verdict"] in ("better", "untested")
    assert reports["sentiment"]["labels"] == 48
    assert {reports[head]["verdict"] for head in reports if head != "sentiment"} == {"untouched"}
    again = tmp_path / "again.textmodel"
    scrm("sentiment", "refit", corrections, "--threads", "1", "-o", again)
    assert again.read_bytes() == model.read_bytes()

    scrm("assess", "--db", lights_db, "--model", model)
    after = {row["external_id"]: row for row in rows(scrm("assessments", "--db", lights_db).out)}
    assert after["100"]["sentiment"] == "positive"
    assert after["100"]["model"] != before["100"]["model"]
    for column in ("intent", "product", "p_product"):
        assert after["101"][column] == before["101"][column]
    # The intent is read in the light of the sentiment, and lead, churn and urgent in that of the intent.
    for column in ("p_intent", "p_urgent", "p_lead", "p_churn"):
        assert float(after["101"][column]) == pytest.approx(float(before["101"][column]), abs=1e-3)
    assert after["101"]["sentiment"] == "negative"
    scrm("verify", "--db", lights_db)
    # Further, on top of the bank's own model.
    scrm("sentiment", "refit", corrections, "--base", model, "-o", again)
    assert again.read_bytes() != model.read_bytes()


def test_a_refit_that_is_no_better_writes_nothing(scrm, tmp_path):
    wrong = tmp_path / "wrong.csv"
    thanks = [f"Огромное спасибо сотруднице за {luck} {place}" for place in PLACES for luck in LUCK]
    wrong.write_text("text,sentiment\n" + "".join(f"{text},negative\n" for text in thanks), encoding="utf-8")
    right = tmp_path / "right.csv"
    praise = [f"Спасибо сотруднице, дала {luck} {place}" for place in PLACES for luck in LUCK]
    right.write_text("text,sentiment\n" + "".join(f'"{text}",positive\n' for text in praise), encoding="utf-8")
    model = tmp_path / "m.textmodel"
    failed = scrm("sentiment", "refit", wrong, "--sidecar", right, "-o", model, status=1)
    assert failed.err == "scrm: error: on the held-out texts the base is no worse, so nothing is written\n"
    loose = tmp_path / "loose.csv"
    loose.write_text(f"text,sentiment\n{THANKS},negative\n", encoding="utf-8")
    assert "loose.csv: row 1 cannot be read" in scrm("sentiment", "refit", loose, "-o", model, status=1).err
    silent = tmp_path / "silent.csv"
    silent.write_text("text,sentiment\nа,\n", encoding="utf-8")
    assert "nothing is written" in scrm("sentiment", "refit", silent, "-o", model, status=1).err
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("text,sentiment\nа,negative\nб,secret\n", encoding="utf-8")
    failed = scrm("sentiment", "refit", unknown, "-o", model, status=1)
    assert "row 2" in failed.err and "secret" not in failed.err
    assert not model.exists()
    scrm("sentiment", "refit", wrong, "--prior", "0", "-o", model, status=2)


def test_deleted_interactions_leave_nothing(scrm, posts_db, tmp_path):
    scrm("correct", "vk:1", "intent", "idea", "--db", posts_db)
    assert scrm("delete", "interactions", "vk:1", "--db", posts_db).out == "interactions deleted: 1\n"
    assert len(rows(scrm("assessments", "--db", posts_db).out)) == 2
    assert scrm("export", "decisions", "--db", posts_db).out == "\n"
    scrm("delete", "interactions", "vk:1", "--db", posts_db, status=1)
    scrm("verify", "--db", posts_db)


@pytest.mark.parametrize("mask", ["cards", "all"])
def test_what_is_masked_in_texts_is_a_choice(scrm, tmp_path, database, mask):
    db = database
    text = "Карта 4111 1111 1111 1111, звоните +7 916 123-45-67 или anna@example.org"
    file = tmp_path / "posts.jsonl"
    write(file, [post(1, text)])
    file.write_text(file.read_text(encoding="utf-8") + '{"text":"+7 916 123-45-67"}\n', encoding="utf-8")
    scrm("import", "interactions", file, "--db", db, "--mask", mask, status=3)
    stored = json.loads(scrm("export", "interactions", "--db", db).out)["text"]
    refused = scrm("export", "quarantine", "--db", db, "--raw").out
    assert "4111" not in stored
    for private in ("916 123-45-67", "anna@example.org"):
        assert (private in stored) == (mask == "cards")
    assert ("916 123-45-67" in refused) == (mask == "cards")
    if mask == "all":
        assert stored == "Карта [CARD 1111], звоните [PHONE] или [EMAIL]"


def test_a_database_from_before_is_assessed_after_its_migration(scrm, tmp_path):
    db = tmp_path / "bank.db"
    scrm("import", "interactions", write(tmp_path / "posts.jsonl", [post(1, THANKS), post(2, ATM)]), "--db", db)
    before = scrm("state-hash", "--db", db).out
    with sqlite3.connect(db) as old:
        for statement in (
            "drop table scrm_search_block", "drop table scrm_search_key", "drop table scrm_search_record",
            "drop table scrm_assessment", "drop table scrm_correction", "drop table scrm_text_model",
            "alter table scrm_decision drop column external_id", "alter table scrm_decision drop column field",
            "alter table scrm_decision drop column value_commitment", "delete from scrm_migration where version >= 4",
            "pragma user_version = 3",
        ):  # fmt: skip
            old.execute(statement)
    old.close()
    assert "scrm migrate" in scrm("assess", "--db", db, status=1).err
    scrm("migrate", "--db", db)
    assert rows(scrm("assessments", "--db", db).out) == []
    assert json.loads(scrm("assess", "--db", db, "--json").out)["assessed"] == 2
    assert len(rows(scrm("assessments", "--db", db).out)) == 2
    assert scrm("state-hash", "--db", db).out == before
    scrm("verify", "--db", db)


def test_commands_on_assessments_make_no_database(scrm, tmp_path):
    for command in (("assess",), ("assessments",), ("correct", "vk:1", "intent", "idea")):
        scrm(*command, "--db", tmp_path / "none.db", status=1)
        assert not (tmp_path / "none.db").exists()
