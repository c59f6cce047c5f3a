# SPDX-License-Identifier: Apache-2.0
"""The bank's two files and the truth about them: who is a customer, who was seen, who copies whom."""

from __future__ import annotations

import copy
import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from customers import COLUMNS, Clerks, CustomerRow
from draws import Source
from kinds import KINDS
from names import NameLists
from people import Person, World
from profiles import NEWEST_ID, Members, Profile

PEOPLE_FOR_A_CUSTOMER = 8
COPIES = 0.005

Account = tuple[str, str, str]


@dataclass(frozen=True)
class Truth:
    """About an account: whose it is, by number, and whether what it shows could single out a customer."""

    person: int
    is_copy: bool
    is_findable: bool


class Bank:
    def __init__(self, lists: NameLists, kind: str, seed: int, customers: int, profiles: int) -> None:
        self._kind = KINDS[kind]
        self._source = Source(f"{seed} {kind}")
        self._world = World(self._source, lists, self._kind, customers * PEOPLE_FOR_A_CUSTOMER)
        self._members = Members(self._world)
        persons = self._customers(customers)
        self._rows = self._written_down(persons)
        self._profiles = self._published(persons, profiles)
        self.person_of_customer = {row.cells["customer_id"]: row.person.number for row in self._rows}
        self.truth = self._truth()

    def write(self, folder: Path) -> None:
        """Into customers.csv and identities.jsonl."""
        with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(row.cells for row in self._rows)
        with (folder / "identities.jsonl").open("w", encoding="utf-8") as file:
            for profile in self._profiles:
                file.write(json.dumps(profile.published, ensure_ascii=False) + "\n")

    def _customers(self, count: int) -> list[Person]:
        """Members of one household often bank together."""
        source = self._source
        persons: list[Person] = []
        homes = list(self._world.households.values())
        source.shuffle(homes)
        for home in homes:
            if len(persons) >= count * 0.955:
                break
            if source.happens(0.22):
                first = source.choice(home)
                persons += [first, *(one for one in home if one is not first and source.happens(0.3))]
        return persons

    def _written_down(self, persons: list[Person]) -> list[CustomerRow]:
        clerks, source = Clerks(self._world), self._source
        rows = [clerks.row(person) for person in persons]
        rows += [clerks.row(person, is_duplicate=True) for person in persons if source.happens(0.047)]
        source.shuffle(rows)
        for number, row in enumerate(rows):
            row.cells["customer_id"] = f"K{1_000_000 + number * 3 + source.randint(0, 2):07d}"
        return rows

    def _published(self, customers: list[Person], count: int) -> list[Profile]:
        source = self._source
        copies = round(count * COPIES)
        owned = round((count - copies) * self._kind.owned)
        numbers = {person.number for person in customers}
        strangers = [person for person in self._world.people if person.number not in numbers]
        of_customers = self._seen(customers, owned)
        profiles = of_customers + self._seen(strangers, count - copies - owned)
        impostors, missing = self._impostors(of_customers, copies)
        self._greet_relatives(profiles)
        profiles = [profile for profile in profiles if profile.key not in missing] + impostors
        source.shuffle(profiles)
        return profiles

    def _seen(self, persons: list[Person], count: int) -> list[Profile]:
        """Profiles of persons by lot, the younger ones more often."""
        profiles: list[Profile] = []
        for person in self._source.sample(persons, len(persons)):
            if len(profiles) >= count:
                break
            if self._source.happens(0.9 if person.age < 45 else 0.5):
                profiles += self._members.profiles(person)
        return profiles[:count]

    def _impostors(self, of_customers: list[Profile], count: int) -> tuple[list[Profile], set[Account]]:
        """Copies of customers' profiles, and which of the copied ones the bank never saw."""
        source = self._source
        models = [profile for profile in of_customers if profile.shows_family and profile.network in NEWEST_ID]
        models = source.sample(models, min(count, len(models)))
        impostors = [self._impostor(model) for model in models]
        missing = {model.key for model in models if source.happens(self._kind.missing_originals)}
        return impostors, missing

    def _impostor(self, model: Profile) -> Profile:
        source, network = self._source, model.network
        published = copy.deepcopy(model.published)
        # Opened after all others, with few followers, and silent about how to reach the person.
        published["network_user_id"] = str(int(NEWEST_ID[network] * (1 + source.random() * 0.02)) + 1)
        if model.login:
            published["handle"] = self._like(network, model.login)
            if "url" in published:
                published["url"] = published["url"].replace(model.login, published["handle"])
        elif "handle" in published:
            published["handle"] = f"id{published['network_user_id']}"
            published.pop("url", None)
        if "followers" in published:
            published["followers"] = source.randint(0, 14)
        for hidden in ("phones", "emails", "links"):
            published.pop(hidden, None)
        if model.phones or model.emails:
            published.pop("bio", None)
        published["observed_at"] = f"2025-11-{source.randint(1, 28):02d}T10:00:00Z"
        return Profile(model.person, published, is_copy=True)

    def _like(self, network: str, login: str) -> str:
        """A free handle that is easily taken for another one."""
        source, taken = self._source, self._members.handles
        handle = login
        while handle == login or (network, handle) in taken:
            handle = source.choice(
                [
                    f"{login}_",
                    f"{login}{source.randint(0, 9)}",
                    login.replace("o", "0", 1),
                    login.replace("l", "1", 1),
                    f"{login}_official",
                    login.replace(".", "_", 1),
                    login + login[-1],
                    f"real_{login}",
                ]
            )
        taken.add((network, handle))
        return handle

    def _greet_relatives(self, profiles: list[Profile]) -> None:
        """A biography that names the account of a husband or a wife is no link between accounts of one person."""
        accounts: dict[int, list[Profile]] = defaultdict(list)
        for profile in profiles:
            if "handle" in profile.published:
                accounts[profile.person.number].append(profile)
        for profile in profiles:
            if profile.network in ("instagram", "vk") and self._source.happens(0.05):
                handles = [
                    account.published["handle"]
                    for relative in self._world.households[profile.person.household]
                    if relative is not profile.person
                    for account in accounts[relative.number]
                    if account.network == profile.network
                ]
                if handles:
                    profile.say(f"❤️ @{handles[0]}")

    def _truth(self) -> dict[Account, Truth]:
        rows: dict[int, list[CustomerRow]] = defaultdict(list)
        for row in self._rows:
            rows[row.person.number].append(row)
        return {
            profile.key: Truth(
                profile.person.number, profile.is_copy, _is_findable(profile, rows[profile.person.number])
            )
            for profile in self._profiles
        }


def _is_findable(profile: Profile, rows: list[CustomerRow]) -> bool:
    """Both names anywhere, or a contact that the bank has too."""
    if profile.is_copy or not rows:
        return False
    phones = {phone for row in rows for phone in row.phones}
    emails = {email for row in rows for email in row.emails}
    return (
        (profile.shows_given and profile.shows_family)
        or not phones.isdisjoint(profile.phones)
        or not emails.isdisjoint(profile.emails)
        or (profile.login != "" and profile.login in {email.split("@")[0] for email in emails})
    )
