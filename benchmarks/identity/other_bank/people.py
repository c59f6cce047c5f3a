# SPDX-License-Identifier: Apache-2.0
"""The people of a country and its neighbour: families, cities, birth dates, contacts and the logins they like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from draws import Source, Weighted
from kinds import Kind
from names import CHAT, INFORMAL, UKRAINIAN, FamilyName, Letters, NameLists, in_latin, letters_and_digits
from word_lists import (
    EMPLOYERS,
    NICKNAME_ADJECTIVES,
    NICKNAME_WORDS,
    OCCUPATIONS,
    RUSSIAN_CITIES,
    RUSSIAN_MOBILE_CODES,
    UKRAINIAN_CITIES,
    UKRAINIAN_MOBILE_CODES,
    City,
)

THIS_YEAR = 2025
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# How people make a login of their name, and in a hundred how many.
HANDLE_PATTERNS = {
    "{given}{family}": 10,
    "{given}.{family}": 12,
    "{family}.{given}": 6,
    "{given}_{family}": 10,
    "{given:.1}.{family}": 10,
    "{family}_{given:.1}": 4,
    "{short}_{family}": 8,
    "{family}{year}": 8,
    "{given}.{family}{two_digits}": 7,
    "{given}{full_year}": 5,
    "{family}{number}": 8,
    "{given:.3}{family:.3}{number}": 12,
}
MAIL_SERVERS = {
    "RU": {"mail.ru": 2, "yandex.ru": 2, "gmail.com": 2, "bk.ru": 1, "inbox.ru": 1, "rambler.ru": 1},
    "UA": {"gmail.com": 3, "ukr.net": 2, "i.ua": 1, "meta.ua": 1},
}


@dataclass(eq=False)
class Person:
    number: int
    household: int
    gender: str
    origin: str
    family: FamilyName
    given: str
    father: str
    year: int
    month: int
    day: int
    city: City
    former_city: City | None
    language: str
    phone: str
    old_phone: str
    second_phone: str
    employer: str
    occupation: str
    # 0: shows everything, 1: shows little.
    privacy: float
    maiden: FamilyName | None = None
    nickname: str = ""
    handle_pattern: str = ""
    handle_number: str = ""
    has_full_year_in_handle: bool = False
    has_maiden_name_in_handle: bool = False
    email: str = ""
    second_email: str = ""

    @property
    def country(self) -> str:
        return self.city.country

    @property
    def age(self) -> int:
        return THIS_YEAR - self.year


class World:
    """Households of singles, couples, widowers and grown children, at least `size` people."""

    def __init__(self, source: Source, names: NameLists, kind: Kind, size: int) -> None:
        self.source, self.names, self.kind = source, names, kind
        self.people: list[Person] = []
        self.households: dict[int, list[Person]] = defaultdict(list)
        self._settle(kind)
        while len(self.people) < size:
            self._add_household()
        for person in self.people:
            self._give_habits(person)
        self._recycle_phones()

    def _settle(self, kind: Kind) -> None:
        self.cities = RUSSIAN_CITIES[: kind.russian_cities] + UKRAINIAN_CITIES[: kind.ukrainian_cities]
        thousands: dict[str, int] = defaultdict(int)
        for city in self.cities:
            thousands[city.country] += city.thousands
        shares = {"RU": 1 - kind.share_in_ukraine, "UA": kind.share_in_ukraine}
        self._city = Weighted(
            self.cities, [shares[city.country] * city.thousands / thousands[city.country] for city in self.cities]
        )

    def _phone(self, country: str) -> str:
        source = self.source
        codes = {"RU": ("7", RUSSIAN_MOBILE_CODES), "UA": ("380", UKRAINIAN_MOBILE_CODES)}
        prefix, operators = codes[country]
        return f"{prefix}{source.choice(operators)}{source.randrange(10**7):07d}"

    def _add(self, household: int, gender: str, year: int, city: City, origin: str, family: FamilyName, father: str,
             given: str = "") -> Person:  # fmt: skip
        source = self.source
        month = source.randint(1, 12)
        day = source.randint(1, DAYS[month - 1])
        if source.happens(0.006):
            month = day = 1
        person = Person(
            number=len(self.people),
            household=household,
            gender=gender,
            origin=origin,
            family=family,
            given=given or self.names.a_given_name(source, gender, origin, year),
            father=father,
            year=year,
            month=month,
            day=day,
            city=city,
            former_city=self._city(source) if source.happens(0.22) else None,
            language="ru" if city.country == "RU" or source.happens(0.38) else "uk",
            phone=self._phone(city.country),
            old_phone=self._phone(city.country) if source.happens(0.35) else "",
            second_phone=self._phone(city.country) if source.happens(0.12) else "",
            employer=source.choice(EMPLOYERS) if source.happens(0.5) else "",
            occupation=source.choice(OCCUPATIONS),
            privacy=source.betavariate(2, 2),
        )
        self.people.append(person)
        self.households[household].append(person)
        return person

    def _origin(self, country: str) -> str:
        draw = self.source.random()
        if draw < 0.004:
            return "en"
        return "uk" if draw < (0.09 if country == "RU" else 0.68) else "ru"

    def _add_household(self) -> None:
        source, names, number = self.source, self.names, len(self.households)
        city = self._city(source)
        origin = self._origin(city.country)
        family = names.a_family(source, origin)
        year = THIS_YEAR - min(85, max(18, int(source.gauss(41, 14.5))))
        father = names.a_given_name(source, "m", origin, year - 27)
        draw = source.random()
        if draw < 0.27:
            self._add(number, source.choice("mf"), year, city, origin, family, father)
            return
        husband = self._add(number, "m", year, city, origin, family, father)
        if draw < 0.93:
            self._add_wife(husband)
        if year < 1982 and source.happens(0.55):
            self._add_children(husband)
        home = self.households[number]
        if len(home) > 1 and source.happens(0.18):
            home[1].phone = husband.phone

    def _add_wife(self, husband: Person) -> None:
        source, names = self.source, self.names
        year = min(2007, husband.year + int(source.gauss(1.5, 3.5)))
        is_alike = husband.origin == "en" or source.happens(0.8)
        origin = husband.origin if is_alike else source.choice(["ru", "uk"])
        own = names.a_family(source, origin)
        father = names.a_given_name(source, "m", origin, year - 27)
        wife = self._add(husband.household, "f", year, husband.city, origin, husband.family, father)
        if source.happens(0.86):
            wife.maiden = own
        else:
            wife.family = own

    def _add_children(self, father: Person) -> None:
        source = self.source
        are_twins = source.happens(0.03)
        before: Person | None = None
        for _ in range(2 if source.happens(0.4) else 1):
            gender, year = source.choice("mf"), min(2007, father.year + source.randint(20, 33))
            junior = father.given if gender == "m" and source.happens(0.045) else ""
            child = self._add(
                father.household, gender, year, father.city, father.origin, father.family, father.given, junior
            )
            if before and are_twins:
                child.year, child.month, child.day = before.year, before.month, before.day
            if gender == "f" and source.happens(0.3):
                child.maiden, child.family = child.family, self.names.a_family(source, father.origin)
            if source.happens(0.25):
                child.former_city, child.city = child.city, self._city(source)
            before = child

    def _recycle_phones(self) -> None:
        """Some numbers that were given up belong to somebody else now."""
        for person in self.people:
            if person.old_phone and self.source.happens(0.10):
                other = self.source.choice(self.people)
                if other.country == person.country:
                    other.phone = person.old_phone

    def _give_habits(self, person: Person) -> None:
        source = self.source
        if source.happens(0.55):
            person.nickname = self._nickname(person)
        person.handle_pattern = source.among(HANDLE_PATTERNS)
        person.handle_number = str(source.randint(1, 99)) if source.happens(0.5) else f"{person.year % 100:02d}"
        person.has_full_year_in_handle = source.happens(0.5)
        person.has_maiden_name_in_handle = person.maiden is not None and source.happens(0.2)
        if source.happens(0.85):
            person.email = self._email(person)
        if source.happens(0.15):
            person.second_email = self._email(person)

    def _nickname(self, person: Person) -> str:
        source, word, draw = self.source, self.source.choice(NICKNAME_WORDS), self.source.random()
        short = letters_and_digits(in_latin(source.choice(self.names.short_forms(person.given)), CHAT))
        if draw < 0.12:
            return word
        if draw < 0.35:
            return f"{source.choice(NICKNAME_ADJECTIVES)}_{word}"
        if draw < 0.5:
            return f"{short}_{word}"
        if draw < 0.75:
            return f"{short}{source.choice(['ok', 'chik', 'ka', 'usik', ''])}{source.randint(1, 999)}"
        return f"{word}{source.choice([f'{person.year % 100:02d}', str(person.year), str(source.randint(1, 999))])}"

    def _email(self, person: Person) -> str:
        source, draw = self.source, self.source.random()
        if person.nickname and draw < 0.42:
            login = person.nickname
        elif draw < 0.85:
            login = self.handle_of_name(person) + (person.handle_number if source.happens(0.35) else "")
        else:
            login = f"{source.letters(5, 8)}{source.randint(1, 9999)}"
        return f"{login.strip('_.')}@{source.among(MAIL_SERVERS[person.country])}"

    def _letters(self, person: Person, letters: Letters) -> Letters:
        return UKRAINIAN if person.language == "uk" and self.source.happens(0.6) else letters

    def latin_given(self, person: Person, letters: Letters) -> str:
        return self.names.latin_given(self.source, person.given, person.language, self._letters(person, letters))

    def latin_family(self, person: Person, family: FamilyName, letters: Letters) -> str:
        written = self.names.family(family, person.gender, person.language)
        return in_latin(written, self._letters(person, letters))

    def handle_of_name(self, person: Person, pattern: str = "") -> str:
        family = person.maiden if person.maiden and person.has_maiden_name_in_handle else person.family
        year = f"{person.year % 100:02d}"
        return (pattern or person.handle_pattern).format(
            given=letters_and_digits(self.latin_given(person, INFORMAL)),
            family=letters_and_digits(self.latin_family(person, family, INFORMAL)),
            short=letters_and_digits(in_latin(self.source.choice(self.names.short_forms(person.given)), CHAT)),
            year=person.year if person.has_full_year_in_handle else year,
            two_digits=year,
            full_year=person.year,
            number=person.handle_number,
        )

    def written_phone(self, phone: str) -> str:
        """A number in one of the ways that people write theirs."""
        if phone[0] == "7":
            a, b, c, d = phone[1:4], phone[4:7], phone[7:9], phone[9:]
            return self.source.choice(
                [f"+7{a}{b}{c}{d}", f"+7{a}{b}{c}{d}", f"8{a}{b}{c}{d}", f"8 ({a}) {b}-{c}-{d}",
                 f"+7 {a} {b} {c} {d}", f"+7({a}){b}-{c}{d}"]
            )  # fmt: skip
        a, b, c, d = phone[3:5], phone[5:8], phone[8:10], phone[10:]
        national = f"0{a}{b}{c}{d}" if self.source.happens(0.5) else f"+380 {a} {b} {c} {d}"
        return self.source.choice([f"+380{a}{b}{c}{d}", f"+380{a}{b}{c}{d}", national, f"+38 (0{a}) {b}-{c}-{d}"])
