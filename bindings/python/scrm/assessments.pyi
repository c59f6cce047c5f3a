from collections.abc import Callable
from os import PathLike
from typing import Any, Never, TypeAlias

from scrm._scrm import Classifier
from scrm.outside_model import OutsideClassifier

__all__ = ["Assessments"]

class _BoundType(type): ...

class _Bound(metaclass=_BoundType):
    def __init__(self, *args: Never, **kwargs: Never) -> None: ...

_Target: TypeAlias = str | PathLike[str] | int
_Progress: TypeAlias = Callable[[int, int, str], object] | bool
_Text: TypeAlias = str | None

class Assessments(_Bound):
    def correct(
        self,
        interaction: str,
        field: str,
        value: str,
        *,
        scope: _Text = None,
        actor: str = "operator",
        reason: str = "",
    ) -> None: ...
    def count(self) -> int: ...
    def count_by_model(self) -> dict[str, int]: ...
    def get(self, interaction: str, *, scope: _Text = None) -> dict[str, Any] | None: ...
    def list(
        self,
        *,
        network: _Text = None,
        sentiment: _Text = None,
        intent: _Text = None,
        product: _Text = None,
        since: _Text = None,
        until: _Text = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]: ...
    def reassess(
        self,
        *,
        model: Classifier | None = None,
        own: OutsideClassifier | None = None,
        name: _Text = None,
        threads: int = 0,
        progress: _Progress | None = None,
    ) -> dict[str, Any]: ...
    def use(self, own: OutsideClassifier, *, name: str) -> None: ...
    def write_corrections(self, target: _Target, *, weight: float = 1.0) -> int: ...
    def write_csv(
        self,
        target: _Target,
        *,
        network: _Text = None,
        sentiment: _Text = None,
        intent: _Text = None,
        product: _Text = None,
        since: _Text = None,
        until: _Text = None,
        limit: int = 0,
    ) -> None: ...
    @property
    def model(self) -> str: ...
