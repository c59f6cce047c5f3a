from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from os import PathLike
from typing import Any, Never, TypeAlias

from scrm._scrm import Classifier, Table

__all__ = [
    "BrandConfiguration",
    "DuplicateIndex",
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
    "write_aspects",
    "write_reposts",
]

_Path: TypeAlias = str | PathLike[str]
# A path, or the number of an open file descriptor.
_Target: TypeAlias = _Path | int
# Called with (done, total, stage), at most ten times a second; True draws a bar on a terminal.
_Progress: TypeAlias = Callable[[int, int, str], object] | bool
# Naive datetimes are UTC; texts are RFC 3339.
_Time: TypeAlias = datetime | str

class _BoundType(type): ...

class _Bound(metaclass=_BoundType):
    def __init__(self, *args: Never, **kwargs: Never) -> None: ...

class BrandConfiguration(_Bound):
    def __init__(self) -> None: ...
    def __getstate__(self) -> str: ...
    def __setstate__(self, state: str) -> None: ...
    @staticmethod
    def built_in() -> BrandConfiguration: ...
    @staticmethod
    def from_json(text: str) -> BrandConfiguration: ...
    def to_json(self) -> str: ...
    def set_own(self, name: str) -> None: ...
    def add_brand(
        self,
        name: str,
        aliases: Sequence[str],
        *,
        own: bool = False,
        ambiguous: Sequence[str] = [],
        capitalised: Sequence[str] = [],
    ) -> None: ...
    def add_product(self, product: str, aliases: Sequence[str]) -> None: ...
    @property
    def brands(self) -> list[dict[str, Any]]: ...
    @property
    def products(self) -> list[dict[str, Any]]: ...

class RuleBook(_Bound):
    def __init__(self, brands: BrandConfiguration | None = None) -> None: ...
    def __getstate__(self) -> str: ...
    def __setstate__(self, state: str) -> None: ...
    def evaluate(self, text: str | bytes) -> dict[str, Any]: ...
    @property
    def brands(self) -> BrandConfiguration: ...

class DuplicateIndex(_Bound):
    def __init__(self, *, similarity: float = 0.6) -> None: ...
    def __len__(self) -> int: ...
    def add(self, text: str | bytes) -> tuple[int, float, bool]: ...

def language(text: str | bytes) -> tuple[str, float]: ...
def mask(
    text: str | bytes,
    *,
    cards: bool = True,
    phones: bool = True,
    emails: bool = True,
    ibans: bool = True,
    accounts: bool = True,
    passports: bool = True,
    last_digits_of_cards: bool = True,
    last_digits_of_others: bool = False,
) -> str: ...
def aspects(
    text: str | bytes, *, rules: RuleBook | None = None, model: Classifier | None = None
) -> list[dict[str, Any]]: ...
def write_aspects(
    file: _Path,
    target: _Target,
    *,
    text: str,
    id: str | None = None,
    rules: RuleBook | None = None,
    model: Classifier | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def near_duplicates(
    texts: Iterable[str | bytes],
    *,
    similarity: float = 0.6,
    threads: int = 0,
    progress: _Progress | None = None,
) -> Table: ...
def refit(
    texts: Iterable[str | bytes],
    labels: dict[str, Iterable[str | None]],
    *,
    weights: Sequence[float] | None = None,
    times: Sequence[float] | None = None,
    base: Classifier | None = None,
    prior: float = 2.0,
    fair_sample: bool = False,
    hold_out: float = 0.2,
    seed: int = 1,
    threads: int = 0,
    progress: _Progress | None = None,
) -> tuple[Classifier, list[dict[str, Any]]]: ...
def refit_file(
    file: _Path,
    *,
    text: str = "text",
    weight: str | None = None,
    time: str | None = None,
    sidecar: _Path | None = None,
    base: Classifier | None = None,
    prior: float = 2.0,
    fair_sample: bool = False,
    hold_out: float = 0.2,
    seed: int = 1,
    threads: int = 0,
    progress: _Progress | None = None,
) -> tuple[Classifier, list[dict[str, Any]]]: ...
def write_reposts(
    file: _Path,
    target: _Target,
    *,
    text: str,
    id: str | None = None,
    similarity: float = 0.6,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def semantic_core(
    period: Iterable[str | bytes],
    reference: Iterable[str | bytes],
    *,
    longest: int = 3,
    min_posts: int = 5,
    min_g2: float = 15.13,
    limit: int = 50,
    examples: int = 3,
    threads: int = 0,
    progress: _Progress | None = None,
) -> list[dict[str, Any]]: ...
def find_spikes(
    times: Iterable[_Time],
    *,
    until: _Time | None = None,
    zone: str = "UTC",
    false_alarm_rate: float = 0.0001,
    weeks: int = 8,
    min_weeks: int = 3,
    min_posts: int = 5,
) -> dict[str, Any]: ...
def compare_counts(now: int, hours_now: float, before: int, hours_before: float) -> tuple[float, float]: ...
def report_topics(
    texts: Iterable[str | bytes],
    times: Iterable[_Time],
    topics: Iterable[str] | None = None,
    *,
    hours: int = 168,
    limit: int = 50,
    zone: str = "UTC",
    false_alarm_rate: float = 0.0001,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def report_topics_file(
    file: _Path,
    *,
    text: str,
    time: str,
    topic: str | None = None,
    hours: int = 168,
    limit: int = 50,
    zone: str = "UTC",
    false_alarm_rate: float = 0.0001,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def score_post(
    text: str | bytes,
    *,
    by_same_author: int = 0,
    other_authors: int = 0,
    p_promo: float | None = None,
    rules: RuleBook | None = None,
) -> dict[str, Any]: ...
def score_author(
    times: Iterable[_Time],
    *,
    originals: Iterable[int] | None = None,
    scores: Iterable[float] | None = None,
    links: Iterable[bool] | None = None,
    followers: int | None = None,
    following: int | None = None,
    verified: bool = False,
) -> dict[str, Any]: ...
