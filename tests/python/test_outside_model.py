"""A model of the bank's own: a callable, and an ONNX session."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from fractions import Fraction
from types import SimpleNamespace

import pytest
import scrm
from scrm.sentiment import Classifier, OnnxModel, OutsideClassifier

POSTS = ["Ужасный банк, украли деньги", "Спасибо за помощь!", "Какая ставка?", "Приложение не работает", "bye"]
PRAISE = {"sentiment": {"negative": 0.1, "neutral": 0.2, "positive": 0.7}}


def test_one_text_and_a_fallback_of_another_kind_are_refused():
    with pytest.raises(scrm.InvalidArgument, match="not one text"):
        OutsideClassifier(lambda texts: [{} for _ in texts]).classify("Ужасный банк")
    with pytest.raises(scrm.InvalidArgument, match="a fallback is a Classifier"):
        OutsideClassifier(lambda texts: [], fallback="x")


def test_its_answers_take_the_place_of_the_built_in_ones():
    batches = []

    def model(texts):
        batches.append(len(texts))
        return [{**PRAISE, "intent": {"idea": 1.0}, "churn": 0.9} for _ in texts]

    classifier = OutsideClassifier(model, batch=2)
    said = classifier.classify(POSTS).to_dict()
    built_in = Classifier().classify(POSTS).to_dict()
    assert batches == [2, 2, 1]
    assert said["sentiment"] == ["positive"] * 5 and said["p_positive"] == pytest.approx([0.7] * 5)
    assert said["intent"] == ["idea"] * 5 and said["p_intent"] == [1.0] * 5
    assert said["churn"] == [1] * 5 and said["p_churn"] == [0.9] * 5
    assert said["fallback"] == [""] * 5
    for column in ("language", "product", "p_product", "urgent", "p_lead", "masked_text"):
        assert said[column] == built_in[column]
    assert list(said) == [*built_in, "fallback"]
    assert classifier.report["answered"] == classifier.report["texts"] == 5
    assert classifier.report["fallbacks"] == {}


def test_it_sees_masked_texts_unless_told_otherwise():
    seen = []
    text = "карта 4111 1111 1111 1111"

    def model(texts):
        seen.extend(texts)
        return [{} for _ in texts]

    OutsideClassifier(model).classify([text])
    OutsideClassifier(model, masked=False).classify([text, b"\xff"])
    assert seen == ["карта [CARD 1111]", text, "\ufffd"]


@pytest.mark.parametrize(
    "answers",
    [
        None,
        5,
        [],
        [PRAISE],
        [5] * 5,
        [{"mood": {"a": 1.0}}] * 5,
        [{"sentiment": {"great": 1.0}}] * 5,
        [{"sentiment": {"positive": 0.5}}] * 5,
        [{"sentiment": {"positive": math.nan}}] * 5,
        [{"sentiment": {"positive": 2.0, "negative": -1.0}}] * 5,
        [{"sentiment": {"positive": "much"}}] * 5,
        [{"sentiment": 0.5}] * 5,
        [{"urgent": 1.5}] * 5,
        [{"urgent": 10**400}] * 5,
        [{"sentiment": {"positive": 10**400}}] * 5,
        [{"urgent": "0.9"}] * 5,
        [{"urgent": None}] * 5,
        [PRAISE] * 6,
        itertools.repeat(PRAISE),
    ],
)
def test_an_answer_that_is_none_falls_back(answers):
    classifier = OutsideClassifier(lambda texts: answers)
    said = classifier.classify(POSTS).to_dict()
    assert said["fallback"] == ["invalid_answer"] * 5
    assert classifier.report["fallbacks"] == {"invalid_answer": 5}
    assert said["p_negative"] == Classifier().classify(POSTS).to_dict()["p_negative"]


def test_an_error_falls_back_and_names_its_class_only():
    calls = []

    def model(texts):
        calls.append(texts)
        if len(calls) == 2:
            raise ValueError(f"cannot read {texts[0]}")
        return [PRAISE for _ in texts]

    classifier = OutsideClassifier(model, batch=2)
    assert classifier.classify(POSTS).to_dict()["fallback"] == ["", "", "error", "error", ""]
    assert classifier.report["errors"] == {"ValueError": 1}
    assert classifier.report["answered"] == 3
    assert POSTS[2] not in str(classifier.report)


def test_a_model_may_do_with_its_list_what_it_likes():
    def empties(texts):
        texts.clear()
        return []

    def pads(texts):
        texts += [""] * (8 - len(texts))
        return [PRAISE for _ in texts]

    def pads_and_cuts(texts):
        size = len(texts)
        return pads(texts)[:size]

    for model, reason in ((empties, "invalid_answer"), (pads, "invalid_answer"), (pads_and_cuts, "")):
        classifier = OutsideClassifier(model)
        assert classifier.classify(POSTS).to_dict()["fallback"] == [reason] * 5
        assert classifier.report["answered"] == (0 if reason else 5)


class Refuses(Mapping):
    """An answer that raises, with the text of a customer, when it is read."""

    def __init__(self, text, read):
        self.text, self.read = text, read

    def _raise(self, when):
        if self.read == when:
            raise RuntimeError(self.text)

    def __getitem__(self, key):
        self._raise("item")
        return PRAISE[key]

    def __iter__(self):
        self._raise("keys")
        return iter(PRAISE)

    def __len__(self):
        return len(PRAISE)


def test_what_an_answer_raises_while_it_is_read_is_the_models_error():
    def generates(texts):
        yield PRAISE
        raise RuntimeError(texts[1])

    models = [generates]
    models += [lambda texts, when=when: [Refuses(text, when) for text in texts] for when in ("item", "keys")]
    models += [lambda texts: [{"sentiment": Refuses(text, "keys")} for text in texts]]
    for model in models:
        classifier = OutsideClassifier(model)
        assert classifier.classify(POSTS).to_dict()["fallback"] == ["error"] * 5
        assert classifier.report["errors"] == {"RuntimeError": 1}


def test_an_answer_is_read_within_the_time_of_its_call():
    release = threading.Event()

    def slowly(texts):
        for _ in texts:
            release.wait(10)
            yield PRAISE

    classifier = OutsideClassifier(slowly, batch=2, timeout=0.5)
    started = time.monotonic()
    assert classifier.classify(POSTS).to_dict()["fallback"] == ["timeout", "timeout", "busy", "busy", "busy"]
    assert time.monotonic() - started < 9
    release.set()


def test_any_number_is_a_probability():
    class Share:
        def __float__(self):
            return 0.75

    for one in (0.75, Fraction(3, 4), Share()):
        said = OutsideClassifier(lambda texts, one=one: [{"urgent": one} for _ in texts]).classify(POSTS).to_dict()
        assert said["p_urgent"] == [0.75] * 5 and said["fallback"] == [""] * 5
    numpy = pytest.importorskip("numpy")
    for kind in (numpy.float32, numpy.float64, numpy.float16):
        answers = [{"urgent": kind(0.75), "sentiment": {"positive": kind(1)}}] * 5
        assert OutsideClassifier(lambda texts, it=answers: it).classify(POSTS).to_dict()["p_urgent"] == [0.75] * 5


def test_a_late_call_is_left_alone():
    release = threading.Event()
    calls = []

    def model(texts):
        calls.append(len(texts))
        if len(calls) == 1:
            release.wait(10)
        return [PRAISE for _ in texts]

    classifier = OutsideClassifier(model, batch=2, timeout=1.0)
    started = time.monotonic()
    assert classifier.classify(POSTS).to_dict()["fallback"] == ["timeout", "timeout", "busy", "busy", "busy"]
    assert time.monotonic() - started < 9
    assert classifier.report["seconds"] >= 1.0 and calls == [2]
    release.set()
    time.sleep(1.0)
    assert classifier.classify(POSTS).to_dict()["fallback"] == [""] * 5


def test_a_call_that_never_ends_does_not_keep_the_process():
    program = (
        "import time, scrm\n"
        "c = scrm.sentiment.OutsideClassifier(lambda texts: time.sleep(600), timeout=0.1)\n"
        "print(c.classify(['x']).to_dict()['fallback'])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "['timeout']\n", "")


def test_impossible_options_are_refused():
    for wrong in ({"batch": 0}, {"timeout": 0}, {"timeout": -1.0}):
        with pytest.raises(scrm.InvalidArgument):
            OutsideClassifier(lambda texts: [], **wrong)
    with pytest.raises(scrm.InvalidArgument):
        OutsideClassifier(None)
    other = scrm.sentiment.train(["да"] * 20 + ["нет"] * 20, ["a"] * 20 + ["b"] * 20)
    with pytest.raises(scrm.InvalidArgument):
        OutsideClassifier(lambda texts: [], fallback=other)
    assert len(OutsideClassifier(lambda texts: []).classify([])) == 0


class FakeSession:
    """Counts letters: what an onnxruntime session shows of itself."""

    def __init__(self):
        self.asked = []

    def get_inputs(self):
        return [SimpleNamespace(name="input_ids")]

    def run(self, outputs, inputs):
        self.asked.append((outputs, sorted(inputs)))
        logits = [[float(len(row)), 0.0, 1.0] for row in inputs["input_ids"]]
        return [logits] if outputs is None or len(outputs) == 1 else [logits, [[0.25, 0.75] for _ in logits]]


def tokenizer(texts):
    return {"input_ids": [[ord(letter) for letter in text] for text in texts], "token_type_ids": [0]}


def test_an_onnx_session_answers():
    session = FakeSession()
    model = OnnxModel(session, tokenizer, {"sentiment": ["negative", "neutral", "positive"]})
    said = OutsideClassifier(model).classify(["длинный плохой пост", ""]).to_dict()
    assert said["sentiment"] == ["negative", "positive"] and said["fallback"] == ["", ""]
    e = math.e
    assert said["p_positive"][1] == pytest.approx(e / (1 + 1 + e))
    assert session.asked == [(None, ["input_ids"])]


def test_onnx_outputs_are_named_by_head():
    session = FakeSession()
    model = OnnxModel(
        session,
        tokenizer,
        {"sentiment": ["negative", "neutral", "positive"], "urgent": ["0", "1"]},
        outputs={"sentiment": "logits", "urgent": "urgency"},
        activation="none",
    )
    assert model(["a"])[0]["urgent"] == {"0": 0.25, "1": 0.75}
    assert session.asked[0][0] == ["logits", "urgency"]
    with pytest.raises(scrm.InvalidArgument):
        OnnxModel(session, tokenizer, {"sentiment": []}, outputs={})
    with pytest.raises(scrm.InvalidArgument):
        OnnxModel(session, tokenizer, {}, activation="sigmoid")
    few = OnnxModel(session, tokenizer, {"sentiment": ["negative"]})
    assert OutsideClassifier(few).classify(["a"]).to_dict()["fallback"] == ["error"]


def test_every_head_has_an_onnx_output():
    class Told(FakeSession):
        def get_outputs(self):
            return [SimpleNamespace(name="logits")]

    heads = {"sentiment": ["negative", "neutral", "positive"], "urgent": ["0", "1"]}
    with pytest.raises(scrm.InvalidArgument, match="1 outputs for 2 heads"):
        OnnxModel(Told(), tokenizer, heads)
    with pytest.raises(scrm.InvalidArgument, match="no output of a name"):
        OnnxModel(Told(), tokenizer, heads, outputs={"sentiment": "logits", "urgent": "urgency"})
    OnnxModel(Told(), tokenizer, {"sentiment": heads["sentiment"]}, outputs={"sentiment": "logits"})
    # A session that tells no outputs is found out when it answers.
    untold = OutsideClassifier(OnnxModel(FakeSession(), tokenizer, heads))
    assert untold.classify(["a"]).to_dict()["fallback"] == ["error"]


def test_an_onnx_file_needs_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(scrm.Unavailable, match=r"scrm\[onnx\]"):
        OnnxModel(tmp_path / "model.onnx", tokenizer, {"sentiment": ["negative"]})
