from collections.abc import Sequence
from typing import Any

from scrm._scrm import MatchModel, PairEvidence, Table, _Bound, _Columns, _Path, _Progress, _TableLike, _Target

__all__ = [
    "Dedupe",
    "Link",
    "analyze_blocking",
    "analyze_blocking_files",
    "dedupe",
    "dedupe_files",
    "explain",
    "link",
    "link_files",
    "train",
    "train_files",
]

class Dedupe(_Bound):
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...
    def __len__(self) -> int: ...
    def explain(self, left_id: str, right_id: str) -> PairEvidence: ...
    def record(self, record_id: str) -> dict[str, list[str]]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_pandas(self) -> Any: ...
    def write_clusters(self, target: _Target) -> None: ...
    def write_pairs(self, target: _Target) -> None: ...
    @property
    def clusters(self) -> Table: ...
    @property
    def columns(self) -> str: ...
    @property
    def columns_of_tables(self) -> list[str]: ...
    @property
    def join_weight(self) -> float: ...
    @property
    def model(self) -> MatchModel: ...
    @property
    def pairs(self) -> Table: ...

class Link(_Bound):
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...
    def __len__(self) -> int: ...
    def explain(self, left_id: str, right_id: str) -> PairEvidence: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_pandas(self) -> Any: ...
    def write_pairs(self, target: _Target) -> None: ...
    @property
    def columns(self) -> str: ...
    @property
    def model(self) -> MatchModel: ...
    @property
    def pairs(self) -> Table: ...

def analyze_blocking(
    records: _TableLike,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    count_new_pairs: bool = False,
    largest_blocks: int = 5,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def analyze_blocking_files(
    files: Sequence[_Path],
    *,
    id_column: str = "id",
    columns: _Columns | None = None,
    model: MatchModel | None = None,
    count_new_pairs: bool = False,
    largest_blocks: int = 5,
    threads: int = 0,
    progress: _Progress | None = None,
) -> dict[str, Any]: ...
def dedupe(
    records: _TableLike,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    min_probability: float | None = None,
    method: str = "average_linkage",
    cluster_probability: float | None = None,
    duplicate_free: bool = False,
    progress: _Progress | None = None,
) -> Dedupe: ...
def dedupe_files(
    files: Sequence[_Path],
    *,
    id_column: str = "id",
    columns: _Columns | None = None,
    model: MatchModel | None = None,
    threads: int = 0,
    min_probability: float | None = None,
    method: str = "average_linkage",
    cluster_probability: float | None = None,
    duplicate_free: bool = False,
    progress: _Progress | None = None,
) -> Dedupe: ...
def explain(
    left: _TableLike,
    right: _TableLike,
    left_id: str,
    right_id: str,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> PairEvidence: ...
def link(
    left: _TableLike,
    right: _TableLike,
    model: MatchModel | None = None,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    many: bool = False,
    min_probability: float | None = None,
    progress: _Progress | None = None,
) -> Link: ...
def link_files(
    left: _Path,
    right: _Path,
    *,
    id_column: str = "id",
    columns: _Columns | None = None,
    model: MatchModel | None = None,
    threads: int = 0,
    many: bool = False,
    min_probability: float | None = None,
    progress: _Progress | None = None,
) -> Link: ...
def train(
    model: MatchModel,
    records: _TableLike,
    *,
    id: str = "id",
    columns: _Columns | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> MatchModel: ...
def train_files(
    files: Sequence[_Path],
    *,
    id_column: str = "id",
    columns: _Columns | None = None,
    model: MatchModel | None = None,
    threads: int = 0,
    progress: _Progress | None = None,
) -> MatchModel: ...
