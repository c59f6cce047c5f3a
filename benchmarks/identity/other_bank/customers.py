# SPDX-License-Identifier: Apache-2.0
"""Rows of the bank's customers: old telephones and names, typing errors, the same person twice."""

from __future__ import annotations

from dataclasses import dataclass

from draws import misspelt
from names import INFORMAL, PASSPORT, UKRAINIAN, in_latin
from people import Person, World
from word_lists import REGIONS, STREETS, words

COLUMNS = words(
    "customer_id kind full_name given_name family_name patronymic gender birth_date phones emails city region country "
    "address employer segment branch created_at"
)
COUNTRIES = {"RU": "Россия", "UA": "Україна"}


@dataclass
class CustomerRow:
    person: Person
    cells: dict[str, str]
    phones: list[str]
    emails: list[str]


class Clerks:
    """They write customers down, and some again after years: worse, and with older contacts."""

    def __init__(self, world: World) -> None:
        self._world, self._source, self._names = world, world.source, world.names
        self._addresses: dict[int, str] = {}

    def row(self, person: Person, is_duplicate: bool = False) -> CustomerRow:
        source = self._source
        language = person.language if source.happens(0.85) else "ru"
        is_latin = source.happens(max(0.15 if is_duplicate else 0, self._world.kind.latin_customers))
        phones, emails = self._phones(person, is_duplicate), self._emails(person)
        cells = dict.fromkeys(COLUMNS, "")
        cells |= self._name(person, language, is_latin, is_duplicate)
        cells |= self._place(person, language, is_latin)
        cells["gender"] = person.gender if source.happens(0.9) else ""
        cells["birth_date"] = self._birth_date(person) if source.happens(0.8 if is_duplicate else 0.93) else ""
        cells["phones"] = ";".join(self._world.written_phone(phone) for phone in phones)
        cells["emails"] = ";".join(emails)
        cells["employer"] = person.employer if source.happens(0.6) else ""
        cells["segment"] = source.among({"mass": 3, "affluent": 1, "vip": 1})
        cells["branch"] = f"B{source.randint(1, 60):03d}"
        day = f"{source.randint(2008, 2025)}-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}"
        cells["created_at"] = f"{day}T{source.randint(6, 17):02d}:{source.randint(0, 59):02d}:00Z"
        return CustomerRow(person, cells, phones, emails)

    def _name(self, person: Person, language: str, is_latin: bool, is_duplicate: bool) -> dict[str, str]:
        source, names = self._source, self._names
        written = person.maiden if person.maiden and source.happens(0.10) else person.family
        family = names.family(written, person.gender, language)
        given = names.given(person.given, language)
        patronymic = names.patronymic(person.father, person.gender, language) if source.happens(0.9) else ""
        if source.happens(0.09 if is_duplicate else 0.025):
            family = misspelt(source, family)
        if source.happens(0.03 if is_duplicate else 0.008):
            given = misspelt(source, given)
        parts = [family, given, patronymic]
        if source.happens(0.4):
            parts = [part.replace("ё", "е").replace("Ё", "Е") for part in parts]
        if is_latin:
            letters = UKRAINIAN if language == "uk" else source.choice([PASSPORT, PASSPORT, INFORMAL])
            parts = [in_latin(part, letters) for part in parts]
            if not source.happens(0.3):
                parts[2] = ""
        if source.happens(0.5 if is_latin else 0.06):
            parts = [part.upper() for part in parts]
        if source.happens(0.15):
            return {"full_name": " ".join(part for part in parts if part)}
        return dict(zip(("family_name", "given_name", "patronymic"), parts, strict=True))

    def _birth_date(self, person: Person) -> str:
        source = self._source
        year, month, day = person.year, person.month, person.day
        if source.happens(0.015):
            draw = source.random()
            if draw < 0.35 and day <= 12:
                month, day = day, month
            elif draw < 0.7:
                year += source.choice([-1, 1, 10, -10])
            else:
                day = max(1, min(28, day + source.choice([-1, 1, 10, -10])))
        return f"{year:04d}-{month:02d}-{day:02d}"

    def _phones(self, person: Person, is_duplicate: bool) -> list[str]:
        source, phones = self._source, []
        if source.happens(0.95):
            is_old = person.old_phone and source.happens(0.5 if is_duplicate else 0.25)
            phones.append(person.old_phone if is_old else person.phone)
        if person.second_phone and source.happens(0.5):
            phones.append(person.second_phone)
        return phones

    def _emails(self, person: Person) -> list[str]:
        source = self._source
        if not person.email or not source.happens(0.62):
            return []
        email = person.second_email if person.second_email and source.happens(0.4) else person.email
        if source.happens(0.01):
            email = email.replace("mail.ru", "mial.ru").replace("gmail.com", "gmai.com")
        return [email]

    def _place(self, person: Person, language: str, is_latin: bool) -> dict[str, str]:
        source, cells = self._source, {}
        city = person.former_city if person.former_city and source.happens(0.25) else person.city
        if source.happens(0.96):
            in_own_letters = city.russian if language == "ru" else city.ukrainian
            cells["city"] = city.english if is_latin and source.happens(0.7) else in_own_letters
            if city.russian in REGIONS and source.happens(0.3):
                cells["region"] = REGIONS[city.russian]
            if source.happens(0.6):
                cells["country"] = source.choice([city.country, COUNTRIES[city.country]])
        if source.happens(0.7):
            cells["address"] = self._address(person.household)
        return cells

    def _address(self, household: int) -> str:
        source = self._source
        if household not in self._addresses:
            street, house, flat = source.choice(STREETS), source.randint(1, 180), source.randint(1, 300)
            self._addresses[household] = f"ул. {street}, д. {house}, кв. {flat}"
        return self._addresses[household]
