"""Values of options: what ``argparse`` calls for them, and what it says of a wrong one."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # typing takes as long to import as all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Number = TypeVar("_Number", int, float)


def _between(
    read: Callable[[str], _Number], name: str, allowed: Callable[[_Number], bool], bounds: str
) -> Callable[[str], _Number]:
    """A reader of numbers that ``allowed`` accepts; ``name`` is what a usage message calls the value."""

    def value(text: str) -> _Number:
        number = read(text)
        if not allowed(number):
            raise argparse.ArgumentTypeError(f"must be {bounds}")
        return number

    value.__name__ = name
    return value


count = _between(int, "count", lambda n: 0 <= n < 2**63, "between 0 and 2^63 - 1")
positive = _between(int, "count", lambda n: 1 <= n < 2**31, "between 1 and 2^31 - 1")
seed = _between(int, "seed", lambda n: 0 <= n < 2**63, "between 0 and 2^63 - 1")
threads = _between(int, "thread count", lambda n: 1 <= n <= 1024, "between 1 and 1024")
days = _between(int, "number of days", lambda n: 1 <= n <= 3660, "between 1 and 3660")
limit = _between(int, "limit", lambda n: 1 <= n <= 10_000, "between 1 and 10,000")
probability = _between(float, "probability", lambda x: 0.0 <= x <= 1.0, "between 0 and 1")
similarity = _between(float, "similarity", lambda x: 0.0 < x <= 1.0, "above 0 and at most 1")
rate = _between(float, "rate", lambda x: 0.0 < x <= 0.5, "above 0 and at most 0.5")
cost = _between(float, "cost", lambda x: 0.0 < x <= 1e6, "above 0, at most 1,000,000")
prior = _between(float, "prior", lambda x: 0.0 < x <= 1e6, "above 0, at most 1,000,000")
timeout = _between(float, "number of seconds", lambda x: 0.0 < x <= 86_400, "above 0, at most 86,400")
weight = _between(float, "weight", lambda x: 0.0 <= x < 1e6, "at least 0, below 1,000,000")


def columns(text: str) -> str:
    """``attribute=column`` pairs with commas between them."""
    for part in text.split(","):
        attribute, equals, column = part.partition("=")
        if not (attribute.strip() and equals and column.strip()):
            raise argparse.ArgumentTypeError("must be attribute=column pairs with commas between them")
    return text


_MOMENT = r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?"


def moment(text: str) -> str:
    """A date or a time as files have them: 2026-03-31, 2026-03-31T01:30Z, 2026-03-31 01:30:05+03:00."""
    import re
    from datetime import datetime

    if not re.fullmatch(_MOMENT, text, re.ASCII):
        raise ValueError(text)
    datetime.fromisoformat(text)
    return text


def zone(text: str) -> str:
    """The name of a time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError):
        raise argparse.ArgumentTypeError("must be a time zone, such as Europe/Moscow") from None
    return text


moment.__name__ = "date or time"


def own_model(text: str) -> tuple[str, str, str]:
    """``NAME=MODULE:CALLABLE`` in its parts."""
    name, _, path = text.partition("=")
    module, _, member = path.partition(":")
    if not (name and module and member):
        raise argparse.ArgumentTypeError("must be NAME=MODULE:CALLABLE")
    return name, module, member
