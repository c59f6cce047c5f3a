"""classify and sentiment on the command line, and scrm.sentiment in Python."""

from __future__ import annotations

import csv
import json
import pickle

import pytest
import scrm

HEADER = (
    "id,language,sentiment,p_negative,p_neutral,p_positive,intent,p_intent,product,p_product,urgent,p_urgent,"
    "lead,p_lead,churn,p_churn,brands,masked_text"
)

POSTS = [
    ("a", "Заблокировали карту, стою на кассе без денег! Верните доступ срочно!!!"),
    ("b", "Спасибо за быструю помощь, лучший банк))"),
    ("c", ""),
    ("d", "Моя карта 4111 1111 1111 1111 не работает"),
    ("e", '=cmd|"/C calc", a quoted; post\nwith two lines'),
    ("f", "x" * 1_100_000),
]


@pytest.fixture
def posts(tmp_path):
    path = tmp_path / "posts.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "text", "more"])
        writer.writerows((name, text, "1") for name, text in POSTS)
    return path


def rows_of(path):
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_classify_gives_one_row_a_text(scrm_command, posts, tmp_path):
    out = tmp_path / "out.csv"
    outcome = scrm_command("classify", posts, "--text", "text", "--id", "id", "--timing", "-o", out)
    assert outcome.status == 0, outcome.err
    timing = json.loads(outcome.err.splitlines()[-1])
    assert timing["texts"] == len(POSTS) and timing["seconds"] >= 0 and timing["threads"] >= 1
    rows = rows_of(out)
    assert ",".join(rows[0]) == HEADER
    assert [row["id"] for row in rows] == [name for name, _ in POSTS]
    for row in rows:
        shares = [float(row[f"p_{label}"]) for label in ("negative", "neutral", "positive")]
        assert sum(shares) == pytest.approx(1, abs=1e-9)
        assert max(shares) == float(row[f"p_{row['sentiment']}"])
        assert row["urgent"] in "01" and 0 <= float(row["p_urgent"]) <= 1
    assert rows[0]["sentiment"] == "negative" and rows[0]["intent"] == "complaint" and rows[0]["urgent"] == "1"
    assert rows[1]["sentiment"] == "positive" and rows[1]["intent"] == "gratitude"
    assert rows[2]["language"] == "und"
    assert "4111" not in rows[3]["masked_text"] and "не работает" in rows[3]["masked_text"]
    assert rows[4]["masked_text"].startswith("'=")


def test_classify_numbers_rows_and_reads_anything(scrm_command, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_bytes(b'text\n"\xff\xfe bad"\na\x00b\n"open quote\nlast\n')
    out = tmp_path / "out.csv"
    assert scrm_command("classify", path, "--text", "text", "-o", out).status == 0
    rows = rows_of(out)
    assert [row["row"] for row in rows] == ["1", "2", "3", "4"]
    assert "\ufffd" in rows[0]["masked_text"] and "\ufffd" in rows[1]["masked_text"]


def test_classify_is_the_same_for_any_thread_count(scrm_command, posts, tmp_path):
    for threads in (1, 3):
        done = scrm_command(
            "classify", posts, "--text", "text", "--threads", threads, "-o", tmp_path / f"{threads}.csv"
        )
        assert done.status == 0
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()


def test_classify_explains_with_spans_of_the_text(scrm_command, posts, tmp_path):
    out = tmp_path / "out.csv"
    assert scrm_command("classify", posts, "--text", "text", "--explain", "-o", out).status == 0
    why = json.loads(rows_of(out)[0]["explanation"])
    assert set(why) == {"sentiment", "intent", "product", "urgent", "lead", "churn"}
    text = POSTS[0][1].encode()
    begin, end, weight = max(why["sentiment"]["spans"], key=lambda span: span[2])
    assert weight > 0 and text[begin:end].decode()


def test_classify_says_what_is_wrong(scrm_command, posts, tmp_path):
    out = tmp_path / "out.csv"
    missing = scrm_command("classify", posts, "--text", "nothing", "-o", out)
    assert missing.status == 1 and missing.err.startswith("scrm: error: ") and not out.exists()
    (tmp_path / "m").write_bytes(b"no model")
    damaged = scrm_command("classify", posts, "--text", "text", "--model", tmp_path / "m", "-o", out)
    assert damaged.status == 1 and damaged.err.count("\n") == 1
    assert scrm_command("classify", posts, "--text", "text", "--threads", "-1", "-o", out).status == 2


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.csv"
    lines = ["text,topic,weight,time"]
    for i in range(60):
        lines.append(f"банкомат не выдал деньги {i},cash,1,2024-01-{i % 28 + 1:02d}")
        lines.append(f"приложение не открывается {i},app,0.5,2024-02-{i % 28 + 1:02d}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_train_and_evaluate_any_labels(scrm_command, labelled, tmp_path):
    model = tmp_path / "topics.model"
    common = ["--text", "text", "--label", "topic"]
    for extra in ([], ["--base", "default", "--weight", "weight"], ["--sidecar", labelled, "--seed", "3"]):
        done = scrm_command("sentiment", "train", labelled, *common, *extra, "-o", model)
        assert done.status == 0, done.err
        outcome = scrm_command("sentiment", "evaluate", labelled, "--model", model, *common, "--json")
        result = outcome.json()
        assert list(result)[:5] == ["macro_f1", "accuracy", "f1", "n", "ece"]
        assert set(result) == {"macro_f1", "accuracy", "f1", "n", "ece", "head", "unlabelled"}
        assert (result["head"], result["unlabelled"]) == ("label", 0)
        assert result["n"] == 120 and result["macro_f1"] > 0.95 and set(result["f1"]) == {"app", "cash"}
    out = tmp_path / "out.csv"
    assert scrm_command("classify", labelled, "--text", "text", "--model", model, "-o", out).status == 0
    rows = rows_of(out)
    assert rows[0]["label"] == "cash" and float(rows[0]["p_label"]) > 0.5
    assert "sentiment" not in rows[0]


def test_evaluate_measures_the_head_that_is_meant(scrm_command, tmp_path):
    posts = tmp_path / "ev.csv"
    posts.write_text(
        "text,churn,flag\nЗакрываю все счета и ухожу в Альфу,1,1\nКарту съел банкомат на вокзале,0,0\nещё,,0\n",
        encoding="utf-8",
    )
    common = ("sentiment", "evaluate", posts, "--model", "default", "--text", "text")
    outcome = scrm_command(*common, "--label", "churn", "--json")
    result = outcome.json()
    assert (result["head"], result["accuracy"], result["n"], result["unlabelled"]) == ("churn", 1, 2, 1)
    assert outcome.err == "scrm: 1 rows have no label and are left out\n"
    assert "head churn: macro F1 1.0000" in scrm_command(*common, "--label", "churn").out
    unclear = scrm_command(*common, "--label", "flag")
    assert unclear.status == 1 and "urgent, lead, churn" in unclear.err and "--head" in unclear.err
    assert scrm_command(*common, "--label", "flag", "--head", "churn", "--json").json()["head"] == "churn"
    assert scrm_command(*common, "--label", "churn", "--head", "lead", "--json").json()["head"] == "lead"
    unknown = scrm_command(*common, "--label", "flag", "--head", "mood")
    assert unknown.status == 1 and "urgent" in unknown.err
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("text,churn\nа,\n", encoding="utf-8")
    none = scrm_command(*common[:2], nothing, *common[3:], "--label", "churn")
    assert none.status == 1 and none.err.startswith("scrm: error: ")


def test_evaluate_measures_what_classify_answers():
    texts = [
        "Откройте вклад под 20% и получите карту в подарок! Переходите по ссылке https://bank.ru",
        "Сбербанк объявил о снижении ставок по ипотеке",
        "Карта не проходит, стою на кассе",
        "Когда уже починят приложение?",
        "Спасибо, деньги вернули",
        "хочу закрыть карту",
    ]
    classifier = scrm.sentiment.Classifier()
    said = classifier.classify(texts).to_dict()
    for head in classifier.heads:
        result = classifier.evaluate(texts, [str(answer) for answer in said[head]], head=head)
        assert (result["head"], result["accuracy"]) == (head, 1), head
    with pytest.raises(scrm.InvalidArgument):
        classifier.evaluate([], [])
    with pytest.raises(scrm.NotFound):
        classifier.evaluate(texts, said["intent"], head="mood")


def test_values_of_a_wrong_column_stay_out_of_messages(scrm_command, tmp_path):
    posts = tmp_path / "posts.csv"
    rows = [f"ужас {i},{'+79123456789' if i % 2 else 'ivan@mail.ru'},a" for i in range(40)]
    posts.write_text("\n".join(["text,phone,topic", *rows]), encoding="utf-8")
    model = tmp_path / "m"
    done = scrm_command("sentiment", "train", posts, "--text", "text", "--label", "phone", "-o", model)
    assert done.status == 0 and "7912" not in done.err
    outcome = scrm_command("sentiment", "evaluate", posts, "--model", model, "--text", "text", "--label", "topic")
    assert outcome.status == 1 and "7912" not in outcome.err and "mail" not in outcome.err
    assert "2 others" in outcome.err


def test_training_says_what_it_leaves_out_and_refuses_nonsense(scrm_command, labelled, tmp_path):
    model = tmp_path / "m"
    some = tmp_path / "some.csv"
    some.write_text(labelled.read_text(encoding="utf-8") + "\nбез метки,,1,\n", encoding="utf-8")
    sidecar = tmp_path / "dev.csv"
    sidecar.write_text("text,topic\nбанкомат,cash\nприложение,app\nвклад,deposit\n", encoding="utf-8")
    common = ("--text", "text", "--label", "topic", "-o", model)
    done = scrm_command("sentiment", "train", some, *common, "--sidecar", sidecar)
    assert done.status == 0
    assert done.err.splitlines()[1:] == [
        "scrm: 1 rows have no label and are left out",
        "scrm: 1 rows of dev.csv have a label that no row of some.csv has: they are left out",
    ]
    assert scrm.sentiment.Classifier.load(model).heads == {"label": ["app", "cash"]}
    _, reports = scrm.sentiment.train_file(some, text="text", label="topic", sidecar=sidecar)
    assert (reports[0]["unlabelled"], reports[0]["foreign"], reports[0]["held_out"]["n"]) == (1, 1, 2)

    zero = tmp_path / "zero.csv"
    zero.write_text("text,topic,weight\nраз,a,0\nдва,b,0\n", encoding="utf-8")
    refused = scrm_command("sentiment", "train", zero, *common, "--weight", "weight")
    assert refused.status == 1 and "weight" in refused.err
    wrong = scrm_command("sentiment", "train", labelled, *common, "--cost", "1e300")
    assert wrong.status == 2 and "at most 1,000,000" in wrong.err
    texts, labels = ["раз", "два"] * 10, ["a", "b"] * 10
    for options in ({"weights": [0.0] * 20}, {"times": [float("nan")] * 20}, {"times": [1.0] * 19 + [float("inf")]}):
        with pytest.raises(scrm.InvalidArgument):
            scrm.sentiment.train(texts, labels, **options)
    with pytest.raises(scrm.InvalidArgument, match=r"times\[19\]"):
        scrm.sentiment.refit(texts, {"urgent": ["0"] * 20}, times=[1.0] * 19 + [float("nan")])
    with pytest.raises(scrm.InvalidArgument, match="cost"):
        scrm.sentiment.train(texts, labels, cost=float("inf"))
    for call in (scrm.sentiment.train, scrm.sentiment.Classifier().evaluate):
        with pytest.raises(TypeError, match=r"labels\[0\] must be str or bytes"):
            call(texts, [1, 2] * 10)


def test_training_twice_gives_the_same_file(scrm_command, labelled, tmp_path):
    for name, threads in (("a", 1), ("b", 2)):
        common = ["--text", "text", "--label", "topic", "--time", "time", "--threads", threads]
        done = scrm_command("sentiment", "train", labelled, *common, "-o", tmp_path / name)
        assert done.status == 0, done.err
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_training_refuses_what_it_cannot_read(scrm_command, labelled, tmp_path):
    model = tmp_path / "m"
    one = tmp_path / "one.csv"
    one.write_text("text,topic\nраз,a\nдва,a\n", encoding="utf-8")
    assert scrm_command("sentiment", "train", one, "--text", "text", "--label", "topic", "-o", model).status == 1
    bad = tmp_path / "bad.csv"
    bad.write_text("text,topic,weight\nраз,a,1\nдва,b,much\n", encoding="utf-8")
    outcome = scrm_command(
        "sentiment", "train", bad, "--text", "text", "--label", "topic", "--weight", "weight", "-o", model
    )
    assert outcome.status == 1 and "row 2" in outcome.err and "much" not in outcome.err
    assert not model.exists()


def test_python_mirrors_the_command(tmp_path):
    classifier = scrm.sentiment.Classifier()
    assert list(classifier.heads) == ["sentiment", "intent", "product", "urgent", "lead", "churn"]
    table = classifier.classify(["верните деньги, карту заблокировали", "спасибо, всё отлично"])
    rows = table.to_pandas()
    assert list(rows["sentiment"]) == ["negative", "positive"]
    again = pickle.loads(pickle.dumps(classifier))
    assert again.digest == classifier.digest
    with pytest.raises(TypeError):
        classifier.classify("one text")
    with pytest.raises(scrm.NotFound):
        scrm.sentiment.Classifier.load(tmp_path / "nothing")


def test_python_trains(tmp_path):
    texts = [f"{word} {i}" for i in range(30) for word in ("тариф вырос", "курьер опоздал")]
    labels = ["price", "delivery"] * 30
    own = scrm.sentiment.train(texts, labels, seed=5, bits=14)
    assert own.heads == {"label": ["delivery", "price"]}
    assert own.evaluate(texts, labels)["accuracy"] == 1
    own.save(tmp_path / "own.model")
    assert scrm.sentiment.Classifier.load(tmp_path / "own.model").digest == own.digest
    with pytest.raises(scrm.InvalidArgument):
        scrm.sentiment.train(texts, labels[:-1])


def test_python_tells_what_the_held_out_texts_chose(scrm_command, tmp_path):
    posts = tmp_path / "posts.csv"
    rows = [
        f"{word} {i},{label}"
        for i in range(30)
        for word, label in (("тариф вырос", "price"), ("курьер опоздал", "late"))
    ]
    posts.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    chosen, reports = scrm.sentiment.train_file(posts, text="text", label="label", seed=5, bits=14)
    assert (reports[0]["fit"], reports[0]["cost"], reports[0]["signals"]) == ("svm", 0.1, True)
    same, _ = scrm.sentiment.train_file(posts, text="text", label="label", seed=5, bits=14, fit="svm", cost=0.1)
    assert same.digest == chosen.digest
    # A table of its own leaves no room for the built-in model; without one that is tried too.
    assert not reports[0]["base"]
    _, reports = scrm.sentiment.train_file(posts, text="text", label="label")
    assert reports[0]["base"]
    alone, reports = scrm.sentiment.train_file(posts, text="text", label="label", try_built_in=False)
    assert not reports[0]["base"]
    model = tmp_path / "alone.textmodel"
    assert (
        scrm_command(
            "sentiment", "train", posts, "--text", "text", "--label", "label", "--base", "none", "-o", model
        ).status
        == 0
    )
    assert scrm.sentiment.Classifier.load(model).digest == alone.digest


def test_python_refits_and_keeps_what_nobody_corrected():
    import scrm

    base = scrm.sentiment.Classifier()
    texts = [f"Светофор принёс {what} {where}" for what in ("бонус", "приз", "баллы") for where in "абвгдежзик"]
    model, reports = scrm.sentiment.refit(texts, {"sentiment": ["positive"] * 29 + [None], "urgent": [None] * 30})
    assert reports[0]["verdict"] in ("better", "untested")
    assert reports[0]["labels"] == 29 and reports[0]["silent"] == 1
    other = ["Банкомат зажевал карту, позор!"]
    before, after = base.classify(other).to_dict(), model.classify(other).to_dict()
    assert {name: after[name] for name in after if not name.startswith("p_")} == {
        name: before[name] for name in before if not name.startswith("p_")
    }
    # The intent is read in the light of the sentiment, and lead, churn and urgent in that of the intent.
    for name in ("p_intent", "p_urgent", "p_lead", "p_churn"):
        assert after[name] == pytest.approx(before[name], abs=1e-3)
    assert after["p_product"] == before["p_product"]
    strong, _ = scrm.sentiment.refit(texts, {"sentiment": ["positive"] * 30}, prior=1e6)
    assert strong.classify(["светофор"]).to_dict()["p_positive"][0] == pytest.approx(
        base.classify(["светофор"]).to_dict()["p_positive"][0], abs=0.05
    )
    for wrong in ({"mood": ["a"] * 30}, {"sentiment": ["good"] * 30}, {"sentiment": ["positive"]}):
        with pytest.raises(scrm.InvalidArgument):
            scrm.sentiment.refit(texts, wrong)


def test_an_empty_line_of_one_column_is_an_empty_text(scrm_command, tmp_path):
    file, out = tmp_path / "posts.csv", tmp_path / "out.csv"
    file.write_text("text\nСпасибо за помощь\n\nУжасный банк\n", encoding="utf-8")
    outcome = scrm_command("classify", file, "--text", "text", "-o", out)
    assert outcome.status == 0, outcome.err
    rows = rows_of(out)
    assert [(row["row"], row["masked_text"]) for row in rows] == [
        ("1", "Спасибо за помощь"),
        ("2", ""),
        ("3", "Ужасный банк"),
    ]


def test_scores_are_written_as_they_are_meant(scrm_command, tmp_path):
    file, out = tmp_path / "posts.csv", tmp_path / "out.csv"
    texts = ["Приложение отличное, но поддержка ужасная и хамская", "Карта супер, всё очень удобно и быстро"]
    file.write_text("id,text\n" + "".join(f'{i},"{text}"\n' for i, text in enumerate(texts)), encoding="utf-8")
    outcome = scrm_command("aspects", file, "--text", "text", "--words-only", "-o", out)
    assert outcome.status == 0, outcome.err
    written = [row["score"] for row in rows_of(out)]
    assert any(float(score) for score in written)
    assert max(len(score.lstrip("-")) for score in written) <= 8
    given = [one["score"] for text in texts for one in scrm.sentiment.aspects(text)]
    assert [str(score).removesuffix(".0") for score in given] == written
