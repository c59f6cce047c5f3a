"""The docstrings: NumPy style where users begin, and every example of theirs runs."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import scrm
import scrm._scrm as extension
import scrm.charts
import scrm.identity
import scrm.sentiment

# Where a reader of the documentation starts: each has parameters or returns, and an example.
STARTING_POINTS = [
    "Crm.open",
    "RecordFile",
    "Customers.import_csv",
    "Identities.import_jsonl",
    "Resolution.run",
    "Resolution.links",
    "Resolution.review_queue",
    "Resolution.confirm",
    "Resolution.merge",
    "Resolution.why",
    "Classifier.classify",
    "Classifier.evaluate",
    "Assessments.reassess",
    "Assessments.use",
    "Assessments.list",
    "Assessments.correct",
    "OutsideClassifier",
    "aspects",
    "find_spikes",
    "language",
    "mask",
    "near_duplicates",
    "refit",
    "score_author",
    "score_post",
    "semantic_core",
    "dedupe",
    "link",
    "accuracy",
    "accuracy_from_labels",
    "cluster_report",
    "comparison_patterns",
    "estimate_cluster_accuracy",
    "golden_record",
    "review_sample",
    "term_frequencies",
    "unlinkables",
    "charts.match_weights",
]


def documented(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Name and docstring of what a module offers, and of the members of its classes."""
    yield module.__name__, module.__doc__ or ""
    for name, value in vars(module).items():
        if name.startswith("_") or not str(getattr(value, "__module__", "")).startswith("scrm"):
            continue
        if inspect.isclass(value):
            yield name, value.__doc__ or ""
            for member in vars(value):
                entry = getattr(value, member)
                if not member.startswith("_") and (callable(entry) or isinstance(entry, property)):
                    yield f"{name}.{member}", entry.__doc__ or ""
        elif callable(value):
            yield name, value.__doc__ or ""


DOCSTRINGS: dict[str, str] = {}
for part in (extension, scrm.identity, scrm.sentiment, scrm):
    DOCSTRINGS.update(documented(part))
# A chart is named as what it draws.
DOCSTRINGS.update((f"charts.{name}", text) for name, text in documented(scrm.charts))


@pytest.fixture
def opened(sample_bank: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A folder with the sample bank, and `crm` open on it, resolved."""
    for file in ("customers.csv", "identities.jsonl", "interactions.jsonl"):
        (tmp_path / file).write_bytes((sample_bank / file).read_bytes())
    monkeypatch.chdir(tmp_path)
    crm = scrm.open("bank.db")
    crm.customers.import_csv("customers.csv")
    crm.identities.import_jsonl("identities.jsonl")
    crm.interactions.import_jsonl("interactions.jsonl")
    crm.resolution.run()
    return {"crm": crm}


@pytest.mark.parametrize("name", sorted(name for name, text in DOCSTRINGS.items() if ">>>" in text))
def test_examples_run(name: str, opened: dict[str, Any]) -> None:
    examples = doctest.DocTestParser().get_doctest(DOCSTRINGS[name], opened, name, None, 0)
    said: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(examples, out=said.append)
    assert outcome.failed == 0, "".join(said)


@pytest.mark.parametrize("name", STARTING_POINTS)
def test_the_starting_points_are_explained(name: str) -> None:
    text = DOCSTRINGS[name]
    assert "Returns\n" in text or "Parameters\n" in text
    assert "Examples\n" in text


def test_everything_offered_has_a_docstring() -> None:
    assert [name for name, text in DOCSTRINGS.items() if not text.strip()] == []
