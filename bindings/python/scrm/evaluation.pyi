from collections.abc import Sequence
from typing import Any

from scrm._scrm import Dedupe, Link, MatchModel, Table, _Bound, _Columns, _Path, _Progress, _TableLike
from scrm.charts.page import Chart

__all__ = [
    "Accuracy",
    "ClusterReport",
    "accuracy",
    "accuracy_from_labels",
    "cluster_report",
    "comparison_patterns",
    "estimate_cluster_accuracy",
    "review_sample",
    "term_frequencies",
    "unlinkables",
    "unlinkables_of_files",
]

class Accuracy(_Bound):
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...
    def __len__(self) -> int: ...
    def at(self, match_weight: float) -> dict[str, Any] | None: ...
    def plot(self) -> Chart: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_pandas(self) -> Any: ...
    @property
    def basis(self) -> str: ...
    @property
    def best(self) -> dict[str, Any] | None: ...
    @property
    def matches(self) -> float: ...

class ClusterReport(_Bound):
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...
    def __len__(self) -> int: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_pandas(self) -> Any: ...
    @property
    def bridges(self) -> Table: ...
    @property
    def clusters(self) -> Table: ...

def accuracy(
    pairs: Dedupe | Link | _TableLike,
    truth: _Path | _TableLike | None = None,
    *,
    missed: float = 0.0,
) -> Accuracy: ...
def accuracy_from_labels(labels: _TableLike, *, missed: float = 0.0) -> Accuracy: ...
def cluster_report(result: Dedupe, *, min_probability: float | None = None) -> ClusterReport: ...
def comparison_patterns(result: Dedupe | Link, *, examples: int = 3, values: bool = True) -> list[dict[str, Any]]: ...
def estimate_cluster_accuracy(
    people: _TableLike, found: _TableLike, *, sampling: str = "by_record"
) -> dict[str, Any]: ...
def review_sample(pairs: Dedupe | Link | _TableLike, size: int = 200, *, strata: int = 10, seed: int = 1) -> Table: ...
def term_frequencies(
    records: Dedupe | _TableLike,
    comparison: str,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> Table: ...
def unlinkables(
    records: Dedupe | _TableLike,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> Table: ...
def unlinkables_of_files(
    files: Sequence[_Path],
    *,
    id_column: str = "id",
    columns: _Columns | None = None,
    model: MatchModel | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> Table: ...
