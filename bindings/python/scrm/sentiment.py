"""What posts say, one by one and as a stream.

Sentiment, intent, product, urgency, lead and churn, or any labels of your own; language, masking, rules and brands;
aspects by clause; reposts, semantic core, spikes and trends, spam; and a heavier model of your own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scrm._scrm import Classifier, train_classifier, train_classifier_file
from scrm.outside_model import OnnxModel, OutsideClassifier
from scrm.posts import (
    BrandConfiguration,
    DuplicateIndex,
    RuleBook,
    aspects,
    compare_counts,
    find_spikes,
    language,
    mask,
    near_duplicates,
    refit,
    refit_file,
    report_topics,
    report_topics_file,
    score_author,
    score_post,
    semantic_core,
    write_aspects,
    write_reposts,
)

__all__ = [
    "BrandConfiguration",
    "Classifier",
    "DuplicateIndex",
    "OnnxModel",
    "OutsideClassifier",
    "RuleBook",
    "aspects",
    "compare_counts",
    "find_spikes",
    "language",
    "mask",
    "near_duplicates",
    "refit",
    "refit_file",
    "report_topics",
    "report_topics_file",
    "score_author",
    "score_post",
    "semantic_core",
    "train",
    "train_file",
    "write_aspects",
    "write_reposts",
]


def train(
    texts: Iterable[str],
    labels: Iterable[str],
    *,
    weights: list[float] | None = None,
    times: list[float] | None = None,
    base: Classifier | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    **options: Any,
) -> Classifier:
    """Fit a classifier on labelled texts.

    Parameters
    ----------
    texts, labels : iterable of str
        One label a text; any label set.
    weights : list of float, optional
        How much each text counts; other sources usually count for less.
    times : list of float, optional
        When each text was written: the latest fifth then calibrates, instead of a fifth by lot.
    base : Classifier, optional
        A model to build on, for example ``Classifier()``; its scores become features.
    progress : callable, optional
        Called with done, total and stage.
    **options
        ``fit`` (auto, logistic, margin, svm, blend), ``cost``, ``balance``, ``bits`` (a table of 2**bits buckets) or
        ``buckets`` (1,024 to 1,048,576), ``seed``, ``threads``.
        With ``auto``, the default, the held-out texts choose the fit, the cost of its machines and whether rules
        and lexicons take part and, where no table is asked for, the scores of the built-in model (``try_built_in``:
        true). ``cost`` is that of the fit: by default 4 for logistic (also the one that auto tries) and blend, 3 for
        margin, 0.25 for svm.
    """
    classifier, _ = train_classifier(
        texts, labels, weights=weights, times=times, base=base, progress=progress, **options
    )
    return classifier


def train_file(path: Any, *, text: str, label: str, **options: Any) -> tuple[Classifier, list[dict[str, Any]]]:
    """Fit a classifier on two columns of a CSV; return it and a report of its heads.

    Takes the options of :func:`train`, and ``weight`` and ``time`` (columns) and ``sidecar`` (a second CSV that only
    calibrates). The report also says how many rows are left out: ``unlabelled`` ones, and ``foreign`` ones of the
    sidecar, whose label no row of the file has.
    """
    return train_classifier_file(path, text=text, label=label, **options)
