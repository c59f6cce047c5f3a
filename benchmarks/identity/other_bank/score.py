# SPDX-License-Identifier: Apache-2.0
"""Links between profiles and customers against the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from bank import Account, Bank, Truth
from scrm import IdentityLink

DECILES = 10


@dataclass
class Decile:
    candidates: int = 0
    right: int = 0
    stated: float = 0.0

    def add(self, other: Decile) -> None:
        self.candidates += other.candidates
        self.right += other.right
        self.stated += other.stated


@dataclass(frozen=True)
class Answer:
    """What is said of one account: the best link comes first."""

    truth: Truth
    links: list[IdentityLink]
    right: list[bool]


@dataclass(frozen=True)
class Score:
    findable: int
    precision: float
    recall: float
    copies: int
    copies_linked: int
    in_review: int
    right_in_review: int
    # Recall of the findable at a precision, the best links of all accounts sorted by probability.
    recall_at: Mapping[float, float]
    deciles: list[Decile]

    @property
    def calibration_error(self) -> float:
        candidates = sum(one.candidates for one in self.deciles)
        return sum(abs(one.right - one.stated) for one in self.deciles) / max(candidates, 1)


def score(bank: Bank, links: Iterable[IdentityLink]) -> Score:
    """Any row of the right person is right; nothing is right for a copy."""
    of_account: dict[Account, list[IdentityLink]] = defaultdict(list)
    for link in links:
        of_account[link.network, link.scope, link.network_user_id].append(link)
    answers: list[Answer] = []
    for account, found in of_account.items():
        truth = bank.truth[account]
        found.sort(key=lambda link: -link.probability)
        right = [not truth.is_copy and bank.person_of_customer[link.customer_id] == truth.person for link in found]
        answers.append(Answer(truth, found, right))
    findable = sum(truth.is_findable for truth in bank.truth.values())
    matches = [
        (answer.truth, right)
        for answer in answers
        for link, right in zip(answer.links, answer.right, strict=True)
        if link.tier == "match"
    ]
    # A profile that is linked already needs no review.
    in_review = [
        any(right for link, right in zip(answer.links, answer.right, strict=True) if link.tier == "review")
        for answer in answers
        if answer.links[0].tier != "match" and any(link.tier == "review" for link in answer.links)
    ]
    return Score(
        findable=findable,
        precision=sum(right for _, right in matches) / max(len(matches), 1),
        recall=sum(right and truth.is_findable for truth, right in matches) / max(findable, 1),
        copies=sum(truth.is_copy for truth in bank.truth.values()),
        copies_linked=sum(truth.is_copy for truth, _ in matches),
        in_review=len(in_review),
        right_in_review=sum(in_review),
        recall_at={target: _recall_at(target, answers, findable) for target in (0.99, 0.97)},
        deciles=_deciles(bank, answers),
    )


def _recall_at(target: float, answers: list[Answer], findable: int) -> float:
    """Of the longest head of the list that is so precise. Equal probabilities are not told apart."""
    best = sorted(answers, key=lambda answer: -answer.links[0].probability)
    taken = right = found = 0
    recall = 0.0
    for _, group in groupby(best, key=lambda answer: answer.links[0].probability):
        for answer in group:
            taken += 1
            right += answer.right[0]
            found += answer.right[0] and answer.truth.is_findable
        if right >= target * taken:
            recall = found / max(findable, 1)
    return recall


def _deciles(bank: Bank, answers: list[Answer]) -> list[Decile]:
    """Of several rows of one person the most probable one counts."""
    deciles = [Decile() for _ in range(DECILES)]
    for answer in answers:
        seen: set[int] = set()
        for link, right in zip(answer.links, answer.right, strict=True):
            person = bank.person_of_customer[link.customer_id]
            if person not in seen:
                seen.add(person)
                at = min(DECILES - 1, int(link.probability * DECILES))
                deciles[at].add(Decile(1, int(right), link.probability))
    return deciles
