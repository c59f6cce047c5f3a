"""Streams of posts, and what is said of one post besides its classification, in Python and on the command line."""

from __future__ import annotations

import csv
import json
import math
import pickle
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
import scrm
from scrm import sentiment

POST = "Сбербанк снова поднял комиссию за переводы, клиенты в бешенстве и уходят"
START = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = [
    *("карта", "перевод", "приложение", "поддержка", "ставка", "вклад", "кредит", "очередь", "отделение", "банкомат"),
    *("кэшбэк", "счёт", "деньги", "оператор", "лимит", "комиссия", "доллар", "курс", "терминал", "звонок", "менеджер"),
    *("договор", "платёж", "вход", "код", "ошибка", "заявка", "справка"),
]


def spans_of(text, spans):
    return [text[begin:end] for begin, end in spans]


def test_language_is_told():
    assert sentiment.language("Третий день не могу дозвониться") == ("ru", pytest.approx(1, abs=0.2))
    assert sentiment.language("Чому не працює застосунок?")[0] == "uk"
    assert sentiment.language(b"my card was declined")[0] == "en"
    assert sentiment.language("")[0] == "und"
    with pytest.raises(TypeError):
        sentiment.language(5)


def test_masking_follows_its_policy():
    text = "карта 4111 1111 1111 1111, a@b.ru, +7 912 345-67-89"
    assert sentiment.mask(text) == "карта [CARD 1111], [EMAIL], [PHONE]"
    assert sentiment.mask(text, emails=False, last_digits_of_cards=False, last_digits_of_others=True) == (
        "карта [CARD], a@b.ru, [PHONE 6789]"
    )
    assert sentiment.mask(b"\xff 4111111111111111") == "\ufffd [CARD 1111]"
    assert sentiment.mask(sentiment.mask(text)) == sentiment.mask(text)


def test_rules_say_what_they_found_and_where():
    text = "😀 Закрываю счёт в Тинькофф, ужасный сервис"
    found = sentiment.RuleBook().evaluate(text)
    assert found["verdict"]["churn"] and found["verdict"]["sentiment"] == "negative"
    assert spans_of(text, [brand["span"] for brand in found["brands"]]) == ["Тинькофф"]
    blame = [hit for hit in found["hits"] if hit["head"] == "sentiment" and hit["label"] == "negative"]
    assert any("ужасн" in text[slice(*hit["span"])] for hit in blame)
    as_bytes = sentiment.RuleBook().evaluate(text.encode())
    begin, end = as_bytes["brands"][0]["span"]
    assert text.encode()[begin:end].decode() == "Тинькофф"


def test_a_bank_edits_its_brands():
    brands = sentiment.BrandConfiguration.built_in()
    brands.add_brand("Ромашка", ["ромашка-банк*"], ambiguous=["ромашка"])
    brands.add_product("cards", ["лепесток*"])
    brands.set_own("Ромашка")
    again = sentiment.BrandConfiguration.from_json(brands.to_json())
    assert again.brands == brands.brands and again.products == brands.products
    assert [brand["name"] for brand in again.brands if brand["own"]] == ["Ромашка"]
    rules = sentiment.RuleBook(again)
    assert rules.brands.brands == again.brands
    found = rules.evaluate("Ромашка-банк: лепесток не работает")
    assert found["brands"][0] == {"brand": "Ромашка", "own": True, "span": (0, 12)}
    assert found["verdict"]["product"] == "cards"
    with pytest.raises(scrm.NotFound):
        brands.set_own("Никакой")
    with pytest.raises(scrm.InvalidArgument):
        brands.add_product("тапки", ["тапок"])
    with pytest.raises(scrm.InvalidArgument):
        sentiment.BrandConfiguration.from_json('{"brands": 1}')


def test_rules_and_brands_go_to_other_processes():
    brands = sentiment.BrandConfiguration()
    brands.add_brand("Kell", ["kell"], own=True)
    brands.add_product("cards", ["kellcard"])
    rules = pickle.loads(pickle.dumps(sentiment.RuleBook(brands)))
    assert rules.brands.brands == brands.brands
    assert pickle.loads(pickle.dumps(brands)).to_json() == brands.to_json()
    assert rules.evaluate("the kellcard of kell") == sentiment.RuleBook(brands).evaluate("the kellcard of kell")


def test_a_classifier_reads_with_the_banks_rules_also_when_pickled():
    brands = sentiment.BrandConfiguration()
    brands.add_brand("Ромашка", ["ромашка-банк*"])
    plain = sentiment.Classifier()
    own = plain.with_rules(sentiment.RuleBook(brands))
    posts = ["Ромашка-банк и Тинькофф"]
    assert plain.classify(posts).to_dict()["brands"] == ["Тинькофф"]
    for classifier in (own, pickle.loads(pickle.dumps(own))):
        assert classifier.classify(posts).to_dict()["brands"] == ["Ромашка-банк"]
        assert classifier.digest == plain.digest
    assert pickle.loads(pickle.dumps(plain)).classify(posts).to_dict()["brands"] == ["Тинькофф"]
    with pytest.raises(TypeError):
        plain.with_rules(None)


def test_aspects_are_clauses_with_spans():
    text = "Приложение удобное, но поддержка ужасная 😡"
    first, second = sentiment.aspects(text)
    assert (first["product"], first["polarity"]) == ("online_banking_app", "positive")
    assert (second["product"], second["polarity"]) == ("call_center", "negative")
    assert spans_of(text, [first["target"], *first["evidence"]]) == ["Приложение", "удобное"]
    assert text[slice(*second["clause"])].startswith("но поддержка")
    brand = sentiment.aspects("Сбербанк отвратителен")[0]["brand"]
    assert brand in [entry["name"] for entry in sentiment.BrandConfiguration.built_in().brands]
    complaint = "Третий день не могу войти в приложение"
    assert sentiment.aspects(complaint, model=sentiment.Classifier())[0]["polarity"] == "negative"
    other = sentiment.train(["да"] * 20 + ["нет"] * 20, ["a"] * 20 + ["b"] * 20)
    with pytest.raises(scrm.InvalidArgument):
        sentiment.aspects(complaint, model=other)


def test_near_duplicates_of_a_list_and_of_a_stream_agree():
    posts = [POST, "спасибо", f"RT @x: {POST} https://t.co/1", POST.replace("бешенстве", "ярости"), "спасибо"]
    table = sentiment.near_duplicates(posts, threads=2).to_dict()
    assert table["original"] == [0, 1, 0, 0, 4]
    assert table["copy"] == [1, 1, 1, 0, 1]
    assert 0.6 <= table["similarity"][3] < 1
    index = sentiment.DuplicateIndex(similarity=0.6)
    assert [index.add(post)[0] for post in posts] == table["original"]
    assert len(index) == 5
    with pytest.raises(scrm.InvalidArgument):
        sentiment.DuplicateIndex(similarity=0)
    with pytest.raises(TypeError):
        sentiment.near_duplicates("one text")


def stream(seed=1):
    """Six weeks of three posts an hour; an outage of the terminals in the last one."""
    draw = random.Random(seed)
    posts = [
        (START + timedelta(hours=hour, minutes=draw.randrange(60)), " ".join(draw.choices(WORDS, k=8)), "прочее")
        for hour in range(6 * 168)
        for _ in range(3)
    ]
    outage = START + timedelta(hours=5 * 168 + 15)
    posts += [
        (outage + timedelta(minutes=i), "эквайринг упал " + " ".join(draw.choices(WORDS, k=6)), "сбой")
        for i in range(50)
    ]
    posts += [(outage + timedelta(hours=30 + i), f"RT @u{i}: {POST} https://t.co/{i}", "прочее") for i in range(20)]
    return posts


def test_topics_of_a_stream():
    times, texts, topics = zip(*stream(), strict=True)
    report = sentiment.report_topics(texts, times, topics)
    assert (report["from"], report["to"]) == ("2026-04-06T00:00:00Z", "2026-04-13T00:00:00Z")
    assert report["terms"][0]["text"] in ("эквайринг упал", "эквайринг", "упал")
    assert all("эквайринг" in texts[number] for number in report["terms"][0]["examples"])
    assert report["topics"][0]["topic"] == "сбой" and report["topics"][0]["before"] == 0
    assert any(spike["from"] == "2026-04-06T15:00:00Z" for spike in report["spikes"])
    story = next(story for story in report["stories"] if story["from"] == "2026-04-06T15:00:00Z")
    assert "эквайринг" in texts[story["earliest"]] and topics[story["earliest"]] == "сбой"
    assert {"эквайринг", "упал"} & set(story["terms"][0]["text"].split())
    assert len(report["groups"][0]["posts"]) == 20
    with pytest.raises(scrm.InvalidArgument):
        sentiment.report_topics(texts, times[1:])
    with pytest.raises(scrm.NotFound):
        sentiment.report_topics(texts, times, zone="Mars/Olympus")


def test_times_are_read_as_python_writes_them():
    zone = timezone(timedelta(hours=3))
    hours = [START + timedelta(hours=hour) for hour in range(5 * 168) for _ in range(2)]
    burst = [START + timedelta(hours=4 * 168 + 15, seconds=i) for i in range(40)]
    expected = sentiment.find_spikes(hours + burst)
    assert [spike["posts"] for spike in expected["spikes"]] == [42]
    for written in (
        lambda t: t.replace(tzinfo=None),
        lambda t: t.astimezone(zone),
        lambda t: t.isoformat(),
        lambda t: t.isoformat().replace("+00:00", "Z"),
    ):
        assert sentiment.find_spikes([written(time) for time in hours + burst]) == expected
    assert sentiment.find_spikes([])["hours"] == 0
    for wrong in (["вчера"], [5], "2026-01-01"):
        with pytest.raises((TypeError, scrm.InvalidArgument)):
            sentiment.find_spikes(wrong)
    pandas = pytest.importorskip("pandas")
    with pytest.raises(scrm.InvalidArgument, match="a time is missing"):
        sentiment.find_spikes([START, pandas.NaT])
    ratio, p = sentiment.compare_counts(10, 1, 0, 1)
    assert ratio == pytest.approx(21) and p == pytest.approx(2 / 1024)


def test_spam_scores_have_reasons():
    spam = sentiment.score_post("Займ всем! https://a.ru #займ #кредит #деньги #срочно", other_authors=20, p_promo=0.9)
    assert spam["score"] > 0.8
    assert {"links", "hashtags", "many_voices", "advert"} <= {reason["code"] for reason in spam["reasons"]}
    assert sentiment.score_post("Я жду ответа третий час, ужас")["score"] < 0.2
    times = [START + timedelta(minutes=7 * i) for i in range(60)]
    robot = sentiment.score_author(times, originals=[0] * 60, links=[True] * 60, scores=[0.7] * 60)
    assert robot["score"] > 0.9
    assert sentiment.score_author(times[:3], followers=10, following=20)["score"] == 0
    with pytest.raises(scrm.InvalidArgument):
        sentiment.score_author(times, originals=[0])
    for wrong in ({"p_promo": math.nan}, {"p_promo": 5}, {"other_authors": -5}, {"by_same_author": -1}):
        with pytest.raises(scrm.InvalidArgument):
            sentiment.score_post("Займ всем!", **wrong)
    for wrong in (
        {"scores": [math.nan] * 60},
        {"scores": [2] * 60},
        {"originals": [-1] * 60},
        {"originals": [math.nan] * 60},
        {"originals": [0.5] * 60},
        {"originals": [2**40] * 60},
        {"followers": -1},
    ):
        with pytest.raises(scrm.InvalidArgument):
            sentiment.score_author(times, **wrong)


def test_a_brand_that_cannot_be_looked_for_is_refused_at_once():
    brands = sentiment.BrandConfiguration()
    brands.add_brand("Речной", ["речбанк~"])
    before = brands.to_json()
    for wrong, said in (
        (("Лесной", ["!"]), r'brands\[1\] "Лесной": aliases\[0\]'),
        (("Лесной", ["ок", "а*б"]), r'brands\[1\] "Лесной": aliases\[1\]'),
        (("Лесной", ["Речбанк"]), r'is an alias of brands\[0\] "Речной" too'),
        (("Речной", []), r"has the name of brands\[0\]"),
    ):
        with pytest.raises(scrm.InvalidArgument, match=said):
            brands.add_brand(*wrong)
    with pytest.raises(scrm.InvalidArgument, match=r"products\[0\]"):
        brands.add_product("cards", ["*"])
    assert brands.to_json() == before


def test_texts_that_are_none_are_named():
    for wrong, said in (
        ([1], r"texts\[0\] must be str or bytes"),
        (["a", None], r"texts\[1\]"),
        ("a", "texts must be"),
    ):
        with pytest.raises(TypeError, match=said):
            sentiment.near_duplicates(wrong)
    with pytest.raises(TypeError, match=r"reference\[0\]"):
        sentiment.semantic_core(["a"], [5])


NOT_READ = "scrm: 2 rows could not be read and count as empty texts, the first is row 1 (wrong_column_count)\n"


def test_rows_that_cannot_be_read_are_told_of(scrm_command, tmp_path):
    broken = tmp_path / "c.csv"
    broken.write_text('id,text\n1,Здравствуйте, карту заблокировали\n2,ok\n"3,спасибо\n4,спасибо\n', encoding="utf-8")
    options = (broken, "--text", "text", "--id", "id", "-o", "-")
    for command, rows in (("classify", 4), ("aspects", None), ("reposts", 4)):
        outcome = scrm_command(command, *options)
        assert outcome.status == 0 and outcome.err.startswith(NOT_READ), outcome.err
        assert rows is None or len(outcome.out.splitlines()) == rows + 1
    timed = scrm_command("classify", *options, "--timing")
    assert set(json.loads(timed.err.splitlines()[-1])) == {"texts", "seconds", "threads"}
    said = sentiment.Classifier().classify_file(broken, tmp_path / "out.csv", text="text")
    assert (said["unreadable"], said["first_unreadable"], said["reason"]) == (2, 1, "wrong_column_count")
    for write in (sentiment.write_aspects, sentiment.write_reposts):
        assert write(broken, tmp_path / "out.csv", text="text")["unreadable"] == 2
    for write in (sentiment.Classifier().classify_file, sentiment.write_aspects, sentiment.write_reposts):
        seen: list[tuple[int, int, str]] = []
        write(broken, tmp_path / "out.csv", text="text", progress=lambda *step, seen=seen: seen.append(step))
        assert seen and seen[-1][0] == seen[-1][1], write
    whole = tmp_path / "whole.csv"
    whole.write_text("text,id,text\na,1,b\n", encoding="utf-8")
    said = sentiment.Classifier().classify_file(whole, tmp_path / "out.csv", text="id")
    assert (said["unreadable"], said["first_unreadable"], said["reason"]) == (0, None, None)
    for command in ("classify", "aspects", "reposts"):
        outcome = scrm_command(command, whole, "--text", "text", "-o", "-")
        assert (outcome.status, outcome.err) == (1, "scrm: error: column 'text' occurs twice\n")


@pytest.fixture
def posts_file(tmp_path):
    path = tmp_path / "posts.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "at", "text", "topic"])
        for number, (time, text, topic) in enumerate(stream()):
            writer.writerow([f"p{number}", time.isoformat(), text + " карта 4111111111111111", topic])
    return path


def test_the_command_topics(scrm_command, posts_file):
    options = ("topics", posts_file, "--text", "text", "--time", "at", "--topic", "topic")
    outcome = scrm_command(*options, "--json", "--threads", 2)
    assert outcome.status == 0, outcome.err
    report = outcome.json()
    assert "эквайринг" in report["terms"][0]["text"] or "упал" in report["terms"][0]["text"]
    assert report["topics"][0]["topic"] == "сбой"
    assert report["groups"][0]["posts"] == 20
    assert "эквайринг" in report["stories"][0]["earliest"] and "[CARD 1111]" in report["stories"][0]["earliest"]
    assert "4111111111111111" not in outcome.out and "[CARD 1111]" in outcome.out
    shown = scrm_command(*options)
    assert shown.status == 0 and shown.err == ""
    assert "spike in" in shown.out and "its terms" in shown.out and "4111111111111111" not in shown.out
    assert scrm_command(*options, "--json", "--threads", 1).out == outcome.out


def test_topics_refuses_in_one_line(scrm_command, posts_file, tmp_path):
    for arguments, said in (
        (("--text", "words", "--time", "at"), "no column 'words'"),
        (("--text", "text", "--time", "id"), "row 1: the time cannot be read"),
        (("--text", "text", "--time", "at", "--days", 300), "no reference"),
    ):
        outcome = scrm_command("topics", posts_file, *arguments)
        assert outcome.status == 1 and outcome.err.count("\n") == 1 and said in outcome.err, outcome.err
        assert outcome.err.startswith("scrm: error: ")
    for wrong in (("--days", 0), ("--days", "x"), ("--false-alarms", 2), ("--limit", -1), ("--zone", "Mars/Olympus")):
        outcome = scrm_command("topics", posts_file, "--text", "text", "--time", "at", *wrong)
        assert outcome.status == 2, wrong


def test_the_command_reposts(scrm_command, posts_file, tmp_path):
    out = tmp_path / "reposts.csv"
    outcome = scrm_command("reposts", posts_file, "--text", "text", "--id", "id", "-o", out)
    assert outcome.status == 0, outcome.err
    assert outcome.err.startswith("scrm: ") and outcome.err.count("\n") == 1
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert list(rows[0]) == ["id", "original", "similarity", "copy"]
    ids = [row["id"] for row in rows]
    assert ids == [f"p{number}" for number in range(len(stream()))]
    assert len({row["original"] for row in rows[-20:]}) == 1
    assert scrm_command("reposts", posts_file, "--text", "text", "--similarity", 0, "-o", out).status == 2
    assert scrm_command("reposts", posts_file, "--text", "none", "-o", out).status == 1


def test_the_command_aspects(scrm_command, tmp_path):
    posts = tmp_path / "posts.csv"
    text = "Приложение удобное, но поддержка ужасная"
    posts.write_text(f'id,text\na,"{text}"\nb,Оператор бросает трубку\nc,\n', encoding="utf-8")
    out = tmp_path / "aspects.csv"
    options = ("aspects", posts, "--text", "text", "--id", "id", "-o", out)
    outcome = scrm_command(*options)
    assert outcome.status == 0 and outcome.err == "scrm: 3 clauses\n"
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["id"], row["product"], row["polarity"]) for row in rows] == [
        ("a", "online_banking_app", "positive"),
        ("a", "call_center", "negative"),
        ("b", "call_center", "negative"),
    ]
    assert text[int(rows[1]["begin"]) : int(rows[1]["end"])] == rows[1]["clause"] == "но поддержка ужасная"
    assert rows[2]["by_model"] == "1"
    assert scrm_command(*options, "--words-only", "--threads", 2).status == 0
    assert {row["by_model"] for row in csv.DictReader(out.open(encoding="utf-8"))} == {"0"}
    assert scrm_command("aspects", posts, "--text", "none", "-o", out).status == 1


def test_the_command_line_reads_brands_that_a_bank_edited(scrm_command, tmp_path):
    file = tmp_path / "brands.json"
    assert scrm_command("sentiment", "brands", "-o", file).status == 0
    brands = json.loads(file.read_text(encoding="utf-8"))
    brands["brands"].append({"name": "Ромашка", "own": True, "aliases": ["ромашка-банк*"]})
    file.write_text(json.dumps(brands, ensure_ascii=False), encoding="utf-8")
    posts = tmp_path / "posts.csv"
    posts.write_text("text\nРомашка-банк молчит\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    outcome = scrm_command("classify", posts, "--text", "text", "--brands", file, "-o", out)
    assert outcome.status == 0, outcome.err
    assert next(csv.DictReader(out.open(encoding="utf-8")))["brands"] == "Ромашка-банк"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(brands).encode())
    assert scrm_command("classify", posts, "--text", "text", "--brands", file, "-o", out).status == 0
    file.write_text('{"brands": [\n{"name": "А"}\n{"name": "Б"}]}', encoding="utf-8")
    outcome = scrm_command("aspects", posts, "--text", "text", "--brands", file, "-o", out)
    assert outcome.err == "scrm: error: brand configuration: line 3: bad_json\n"
    for text in ("{}x", '{"brands": [{}]}', "\xff"):
        file.write_bytes(text.encode("latin-1"))
        outcome = scrm_command("classify", posts, "--text", "text", "--brands", file, "-o", out)
        assert outcome.status == 1 and outcome.err.count("\n") == 1, outcome.err
    outcome = scrm_command("classify", posts, "--text", "text", "--brands", tmp_path / "none.json", "-o", out)
    assert outcome.status == 1 and outcome.err.startswith("scrm: error: ")
