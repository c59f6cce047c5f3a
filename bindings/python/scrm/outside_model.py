"""A heavier model of the bank's own in the place of the built-in one: any callable, or an ONNX file."""

from __future__ import annotations

import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from scrm._scrm import Classifier, InvalidArgument, NotFound, Table, Unavailable
from scrm.posts import mask

__all__ = ["OnnxModel", "OutsideClassifier"]

# By head the probability of each label; of a head that says yes or no, that of yes may stand alone.
Answer = Mapping[str, Mapping[str, float] | float]
Model = Callable[[list[str]], Sequence[Answer]]

_SUM_TOLERANCE = 0.01
_POLARITIES = ("negative", "neutral", "positive")
_FLAGS = ("urgent", "lead", "churn")


# By head of the fallback the probability of each of its labels, in their order.
_Read = list[dict[str, list[float]]]


class _Call(threading.Thread):
    """One call of the model. It may end after nobody waits for it any longer, or never.

    Its answers are read here too: what a lazy answer takes is part of the call, and what it raises is its failure.
    """

    def __init__(self, model: Model, texts: list[str], read: Callable[[Any, int], _Read | None]) -> None:
        super().__init__(name="scrm outside model", daemon=True)
        self._model = model
        self._texts = texts
        self._read = read
        self.ended = threading.Event()
        self.answers: _Read | None = None
        self.error: str | None = None

    def run(self) -> None:
        try:
            # The model may do with its list what it likes, so the number of texts is counted before.
            size = len(self._texts)
            self.answers = self._read(self._model(self._texts), size)
        except BaseException as failure:  # what a callable may raise is not ours to choose
            self.error = type(failure).__name__
        self.ended.set()


def _number(value: Any) -> float:
    """Any number, those of numpy and torch too; no text."""
    if not hasattr(value, "__float__"):
        raise TypeError("no number")
    return float(value)


def _probabilities(given: Any, labels: Sequence[str]) -> list[float] | None:
    """Probabilities in the order of the labels, or None for what is none."""
    try:
        if not isinstance(given, Mapping):
            if len(labels) != 2:
                return None
            yes = _number(given)
            values = [1.0 - yes, yes]
        elif set(given) <= set(labels):
            values = [_number(given.get(label, 0.0)) for label in labels]
        else:
            return None
    except (TypeError, ValueError, OverflowError):
        return None
    if any(not math.isfinite(value) or value < 0 for value in values):
        return None
    total = sum(values)
    return [value / total for value in values] if abs(total - 1) <= _SUM_TOLERANCE else None


class OutsideClassifier:
    """Answers by a callable where it answers, by the built-in model where it does not, and says which.

    The callable gets a list of texts and returns as many dicts: by head (``sentiment``, ``intent``, ``product``,
    ``urgent``, ``lead``, ``churn``) the probability of each label. Heads that it leaves out are the fallback's. It runs
    on a thread of its own, one batch at a time, and its answer is read there; a call that times out is left to end by
    itself, and until then no other is made.

    Parameters
    ----------
    model : callable
    batch : int
        Texts a call.
    timeout : float
        Seconds for one call, its answer read.
    masked : bool
        Mask cards, phones and other private numbers before a text is handed over.
    fallback : Classifier, optional
        Default: the built-in model.

    Examples
    --------
    >>> import scrm
    >>> def shouting(texts):
    ...     return [{"sentiment": {"negative": 0.9, "neutral": 0.1}} if t.isupper() else {} for t in texts]
    >>> classifier = scrm.sentiment.OutsideClassifier(shouting)
    >>> classifier.classify(["ГДЕ ДЕНЬГИ", "Спасибо за помощь!"]).to_dict()["sentiment"]
    ['negative', 'positive']
    >>> classifier.report["answered"]
    2
    """

    def __init__(
        self,
        model: Model,
        *,
        batch: int = 32,
        timeout: float = 5.0,
        masked: bool = True,
        fallback: Classifier | None = None,
    ) -> None:
        if not callable(model):
            raise InvalidArgument("an outside model is a callable")
        if batch < 1 or not timeout > 0:
            raise InvalidArgument("a batch has at least one text, and a timeout is above 0")
        self._model = model
        self._batch = batch
        self._timeout = timeout
        self._masked = masked
        if fallback is not None and not isinstance(fallback, Classifier):
            raise InvalidArgument("a fallback is a Classifier")
        self._fallback = fallback or Classifier()
        self._heads = self._fallback.heads
        if "sentiment" not in self._heads:
            raise InvalidArgument("a fallback has the built-in heads")
        self._last: _Call | None = None
        self._lock = threading.Lock()
        #: Of the last classify: texts, answered, fallbacks (texts by reason: error, timeout, busy, invalid_answer),
        #: errors (calls by class of the exception), seconds spent waiting.
        self.report: dict[str, Any] = {}

    @property
    def batch(self) -> int:
        """Texts a call."""
        return self._batch

    def classify(self, texts: Iterable[str | bytes], *, threads: int = 0) -> Table:
        """Say what each text is about.

        Parameters
        ----------
        texts : iterable of str or bytes
        threads : int
            For the fallback.

        Returns
        -------
        Table
            As :meth:`Classifier.classify`, and ``fallback``: why the built-in model answered, empty where it did not.
        """
        table, self.report = self.classify_and_report(texts, threads=threads)
        return table

    def classify_and_report(self, texts: Iterable[str | bytes], *, threads: int = 0) -> tuple[Table, dict[str, Any]]:
        """Return what :meth:`classify` does, and the report of this call. Thread-safe: calls wait for each other."""
        if isinstance(texts, str | bytes):
            raise InvalidArgument("texts must be a sequence, not one text")
        with self._lock:
            return self._classified(list(texts), threads)

    def _classified(self, given: list[str | bytes], threads: int) -> tuple[Table, dict[str, Any]]:
        table = self._fallback.classify(given, threads=threads)
        columns = table.to_dict()
        reasons = [""] * len(given)
        errors: Counter[str] = Counter()
        seconds = 0.0
        for first in range(0, len(given), self._batch):
            part = given[first : first + self._batch]
            texts = [self._handed_over(text) for text in part]
            started = time.monotonic()
            reason, answers = self._ask(texts, errors)
            seconds += time.monotonic() - started
            for place in range(len(part)):
                reasons[first + place] = reason
                if answers is not None:
                    for head, values in answers[place].items():
                        self._take(columns, first + place, head, values)
        fallbacks = Counter(reason for reason in reasons if reason)
        report = {
            "texts": len(given),
            "answered": len(given) - sum(fallbacks.values()),
            "fallbacks": dict(fallbacks),
            "errors": dict(errors),
            "seconds": seconds,
        }
        columns["fallback"] = reasons
        return (table.with_columns(columns) if given else table), report

    def _handed_over(self, text: str | bytes) -> str:
        if self._masked:
            return mask(text)
        return text if isinstance(text, str) else text.decode("utf-8", "replace")

    def _ask(self, texts: list[str], errors: Counter[str]) -> tuple[str, _Read | None]:
        if self._last is not None and not self._last.ended.is_set():
            return "busy", None
        self._last = call = _Call(self._model, texts, self._checked)
        call.start()
        if not call.ended.wait(self._timeout):
            return "timeout", None
        if call.error is not None:
            errors[call.error] += 1
            return "error", None
        return ("", call.answers) if call.answers is not None else ("invalid_answer", None)

    def _checked(self, answers: Any, size: int) -> _Read | None:
        try:
            given = iter(answers)
        except TypeError:
            return None
        # One more than there should be tells enough of an answer that may have no end.
        listed = list(islice(given, size + 1))
        if len(listed) != size:
            return None
        checked: _Read = []
        for answer in listed:
            if not isinstance(answer, Mapping) or not set(answer) <= set(self._heads):
                return None
            read = {}
            for head in answer:
                values = _probabilities(answer[head], self._heads[head])
                if values is None:
                    return None
                read[head] = values
            checked.append(read)
        return checked

    def _take(self, columns: dict[str, Any], row: int, head: str, values: list[float]) -> None:
        best = max(range(len(values)), key=values.__getitem__)
        if head in _FLAGS:
            columns[head][row] = best
            columns[f"p_{head}"][row] = values[1]
            return
        columns[head][row] = self._heads[head][best]
        if head != "sentiment":
            columns[f"p_{head}"][row] = values[best]
            return
        for label, value in zip(_POLARITIES, values, strict=True):
            columns[f"p_{label}"][row] = value


class OnnxModel:
    """A model in ONNX format as a callable for :class:`OutsideClassifier`. Needs the extra ``scrm[onnx]``.

    Parameters
    ----------
    model : path or session
        An ONNX file, or anything with ``run`` and ``get_inputs`` as ``onnxruntime.InferenceSession`` has them.
    tokenizer : callable
        From a list of texts to the inputs of the model by name, as arrays; inputs that the model does not have are left
        out.
    heads : mapping of str to sequence of str
        By head its labels, in the order of the model's output.
    outputs : mapping of str to str, optional
        By head the output that answers it. Default: the outputs in order.
    activation : str
        ``softmax`` for outputs that are logits, ``none`` for probabilities.
    threads : int
        Threads of one call, for a file.
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Callable[[list[str]], Mapping[str, Any]],
        heads: Mapping[str, Sequence[str]],
        *,
        outputs: Mapping[str, str] | None = None,
        activation: str = "softmax",
        threads: int = 1,
    ) -> None:
        if activation not in ("softmax", "none"):
            raise InvalidArgument("activation is softmax or none")
        if outputs is not None and set(outputs) != set(heads):
            raise InvalidArgument("every head needs an output")
        self._session = model if hasattr(model, "run") else _session(model, threads)
        self._tokenizer = tokenizer
        self._heads = {head: list(labels) for head, labels in heads.items()}
        self._outputs = [outputs[head] for head in heads] if outputs is not None else None
        self._activation = activation
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._require_outputs()

    def _require_outputs(self) -> None:
        """Refuse heads that no output would answer, where the session tells its outputs."""
        if not hasattr(self._session, "get_outputs"):
            return
        names = [one.name for one in self._session.get_outputs()]
        if self._outputs is None and len(names) < len(self._heads):
            raise InvalidArgument(f"the model has {len(names)} outputs for {len(self._heads)} heads")
        if self._outputs is not None and not set(self._outputs) <= set(names):
            raise InvalidArgument("the model has no output of a name that a head is given")

    def __call__(self, texts: list[str]) -> list[dict[str, dict[str, float]]]:
        """Return the probabilities of each text by head and label."""
        given = self._tokenizer(texts)
        found = self._session.run(self._outputs, {name: given[name] for name in given if name in self._inputs})
        if len(found) < len(self._heads):
            raise InvalidArgument("the model answered fewer outputs than there are heads")
        answers: list[dict[str, dict[str, float]]] = [{} for _ in texts]
        # A model may have more outputs, such as hidden states, behind those of the heads.
        for (head, labels), output in zip(self._heads.items(), found, strict=False):
            rows = output.tolist() if hasattr(output, "tolist") else output
            for answer, row in zip(answers, rows, strict=True):
                values = _softmax(row) if self._activation == "softmax" else row
                answer[head] = dict(zip(labels, values, strict=True))
        return answers


def _softmax(row: Sequence[float]) -> list[float]:
    most = max(row)
    powers = [math.exp(value - most) for value in row]
    total = sum(powers)
    return [power / total for power in powers]


def _session(path: Any, threads: int) -> Any:
    try:
        import onnxruntime
    except ImportError:
        raise Unavailable("a model in ONNX format needs onnxruntime: install scrm[onnx]") from None
    if not os.path.isfile(path):
        raise NotFound("there is no such model file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
