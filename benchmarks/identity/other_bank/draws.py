# SPDX-License-Identifier: Apache-2.0
"""One source of random draws for a whole bank: the same seed makes the same bank."""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Source(random.Random):
    def happens(self, share: float) -> bool:
        return self.random() < share

    def among(self, weights: Mapping[Item, float]) -> Item:
        return self.choices(list(weights), list(weights.values()))[0]

    def letters(self, least: int, most: int) -> str:
        return "".join(self.choices(string.ascii_lowercase, k=self.randint(least, most)))


class Weighted(Generic[Item]):
    """Items that are drawn as often as their weights say."""

    def __init__(self, items: Sequence[Item], weights: Iterable[float]) -> None:
        self.items = items
        self._cumulative = list(itertools.accumulate(weights))

    def __call__(self, source: Source) -> Item:
        return source.choices(self.items, cum_weights=self._cumulative)[0]


def misspelt(source: Source, text: str) -> str:
    """Two letters exchanged, one missing, doubled or wrong."""
    if len(text) < 4:
        return text
    at, kind = source.randrange(1, len(text) - 1), source.random()
    if kind < 0.35:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.6:
        return text[:at] + text[at + 1 :]
    if kind < 0.8:
        return text[:at] + text[at] + text[at:]
    return text[:at] + source.choice("aeionrtskl" if text[at].isascii() else "аеиоунтсркл") + text[at + 1 :]
