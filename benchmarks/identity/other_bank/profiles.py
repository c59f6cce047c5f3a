# SPDX-License-Identifier: Apache-2.0
"""Profiles of a person in social networks: display names, logins, what a biography says, links between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from draws import misspelt
from names import CHAT, INFORMAL, PASSPORT, UKRAINIAN, FamilyName, in_latin, letters_and_digits
from people import HANDLE_PATTERNS, Person, World
from word_lists import EMOJI, NICKNAME_ADJECTIVES, NICKNAME_WORDS, PHRASES, SERVICES

Weights = dict[str, float]

# Where people have profiles.
NETWORKS: dict[str, Weights] = {
    "RU": {"vk": 36, "ok": 17, "telegram": 18, "instagram": 9, "facebook": 3, "google_play": 6, "app_store": 3,
           "youtube": 2, "forum": 2, "whatsapp": 2, "x": 1, "max": 1},
    "UA": {"facebook": 28, "instagram": 22, "telegram": 22, "viber": 10, "google_play": 7, "app_store": 3,
           "youtube": 3, "x": 2, "forum": 2, "whatsapp": 1, "vk": 1, "ok": 1},
}  # fmt: skip
# What a display name is made of, by network. `nick` has nothing of the name, `trade` a given name and a service.
STYLES: dict[str, Weights] = {
    "vk": {"full": 60, "short_family": 13, "latin": 9, "reversed": 2, "given": 2, "nick": 5, "given_initial": 2,
           "given_patronymic": 1, "both_families": 2},
    "ok": {"full": 66, "short_family": 8, "latin": 2, "reversed": 5, "given": 3, "nick": 3, "given_patronymic": 3,
           "both_families": 8},
    "facebook": {"full": 45, "short_family": 6, "latin": 38, "reversed": 1, "nick": 2, "both_families": 4},
    "telegram": {"full": 27, "short_family": 6, "latin": 13, "given": 24, "short": 10, "nick": 13,
                 "given_initial": 4, "trade": 3},
    "instagram": {"full": 20, "short_family": 5, "latin": 25, "given": 13, "short": 5, "nick": 20, "trade": 12},
    "google_play": {"full": 44, "latin": 15, "given": 14, "nick": 15, "initial_family": 4, "given_initial": 4,
                    "reversed": 4},
    "app_store": {"nick": 62, "latin": 10, "full": 8, "given": 20},
    "forum": {"nick": 76, "given": 10, "full": 8, "latin": 6},
    "youtube": {"full": 30, "latin": 20, "nick": 45, "given": 5},
    "x": {"full": 22, "latin": 25, "nick": 40, "given": 13},
    "whatsapp": {"full": 32, "given": 38, "short": 12, "nick": 8, "latin": 10},
    "viber": {"full": 38, "given": 32, "short": 10, "nick": 8, "latin": 12},
    "max": {"full": 60, "given": 30, "latin": 10},
}  # fmt: skip
# Shares of the profiles of a network that have a handle, a city and so on.
HAS_HANDLE = {"vk": 0.42, "ok": 0.1, "telegram": 0.75, "instagram": 1, "facebook": 0.6, "x": 1, "youtube": 0.6,
              "forum": 1, "max": 0.2}  # fmt: skip
HAS_CITY = {"vk": 0.66, "ok": 0.72, "facebook": 0.5, "x": 0.25, "forum": 0.3}
HAS_BIRTH_DATE = {"vk": 0.55, "ok": 0.6, "facebook": 0.22}
HAS_BIOGRAPHY = {"vk": 0.2, "ok": 0.06, "instagram": 0.6, "telegram": 0.25, "facebook": 0.2, "x": 0.5, "youtube": 0.3}
HAS_EMOJI = {"vk": 0.03, "ok": 0.06, "instagram": 0.14, "telegram": 0.12}
# Mean of the logarithm of the followers. The other networks do not tell.
FOLLOWERS = {"vk": 4.5, "instagram": 5.2, "x": 4, "youtube": 2.5, "ok": 4.4}
# Numbers of accounts grow with time: the newest ones are about so large.
NEWEST_ID = {"vk": 900_000_000, "ok": 600_000_000_000, "telegram": 7_500_000_000, "instagram": 60_000_000_000,
             "facebook": 100_090_000_000_000}  # fmt: skip
ADDRESSES = {"vk": "vk.com/", "ok": "ok.ru/", "telegram": "t.me/", "instagram": "www.instagram.com/"}
LINKS = {"vk": "vk.com/", "telegram": "t.me/", "instagram": "instagram.com/", "x": "x.com/",
         "youtube": "youtube.com/@", "facebook": "facebook.com/"}  # fmt: skip
CALLED = {"vk": "вк", "telegram": "тг", "instagram": "inst", "x": "twitter", "youtube": "youtube", "facebook": "fb"}
HAS_NAME_FIELDS = ("vk", "ok", "max", "telegram", "facebook")
# A second login of a name follows another pattern, but for these.
USED_ONCE = ("{family}_{given:.1}", "{given}{full_year}", "{given:.3}{family:.3}{number}")
OTHER_PATTERNS = [pattern for pattern in HANDLE_PATTERNS if pattern not in USED_ONCE]


@dataclass
class Profile:
    """What is published, and what of it could single out its owner."""

    person: Person
    published: dict[str, Any]
    shows_given: bool = False
    shows_family: bool = False
    login: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    is_copy: bool = False

    @property
    def network(self) -> str:
        return str(self.published["network"])

    @property
    def key(self) -> tuple[str, str, str]:
        return self.network, self.published.get("scope", ""), self.published["network_user_id"]

    def say(self, text: str) -> None:
        self.published["bio"] = f"{self.published.get('bio', '')} {text}".strip()


class Members:
    """They open accounts and fill them in."""

    def __init__(self, world: World) -> None:
        self._world, self._source, self._names = world, world.source, world.names
        self._ids: set[tuple[str, str]] = set()
        self.handles: set[tuple[str, str]] = set()

    def profiles(self, person: Person) -> list[Profile]:
        source = self._source
        count = source.choices([1, 2, 3, 4], [50, 28, 15, 7])[0]
        weights = dict(NETWORKS[person.country])
        weights["ok"] *= 2.2 if person.age > 50 else 0.4 if person.age < 30 else 1
        for network in ("instagram", "telegram"):
            weights[network] *= 1.6 if person.age < 30 else 1
        networks: list[str] = []
        while len(networks) < count:
            network = source.among(weights)
            if network not in networks:
                networks.append(network)
        profiles = [self._profile(person, network) for network in networks]
        for profile in profiles:
            others = [
                other
                for other in profiles
                if other is not profile and other.network in LINKS and "handle" in other.published
            ]
            if others and profile.network in LINKS and source.happens(0.28):
                self._link(profile, source.choice(others))
        return profiles

    def _link(self, profile: Profile, other: Profile) -> None:
        handle, draw = other.published["handle"], self._source.random()
        if draw < 0.55:
            profile.published["links"] = [f"https://{LINKS[other.network]}{handle}"]
        elif draw < 0.8:
            profile.say(f"{LINKS[other.network]}{handle}")
        else:
            profile.say(f"{CALLED[other.network]}: @{handle}")

    def _profile(self, person: Person, network: str) -> Profile:
        source = self._source
        profile = Profile(person, {"network": network})
        is_own_language = source.happens(0.8)
        other_language = source.choice(["ru", "uk"]) if person.country == "UA" else "ru"
        language = person.language if is_own_language else other_language
        style = self._style(person, network)
        shown_family = person.maiden if person.maiden and source.happens(0.16) else person.family
        self._show_name(profile, style, shown_family, language)
        profile.published["network_user_id"] = self._new_id(network)
        self._show_handle(profile, style)
        self._show_city(profile, language)
        self._show_birth_date(profile)
        if source.happens({"vk": 0.95, "ok": 0.95, "facebook": 0.4}.get(network, 0)):
            profile.published["gender"] = person.gender
        self._show_biography(profile)
        self._show_contacts(profile)
        if network == "viber":
            profile.published["scope"] = "bank-bot"
        if network in FOLLOWERS and source.happens(0.5 if network == "ok" else 0.8):
            profile.published["followers"] = int(source.lognormvariate(FOLLOWERS[network], 1.15))
        profile.published["kind"] = "person"
        if source.happens(0.01):
            profile.published["state"] = source.choice(["deleted", "private"])
        day = f"2025-{source.randint(1, 11):02d}-{source.randint(1, 28):02d}"
        profile.published["observed_at"] = f"{day}T10:00:00Z"
        return profile

    def _style(self, person: Person, network: str) -> str:
        weights = dict(STYLES[network])
        weights["latin"] *= self._world.kind.latin_profiles
        style = self._source.among(weights)
        if style == "nick" and not person.nickname:
            style = self._source.choice(["given", "nick", "full"])
        return "full" if style == "both_families" and not person.maiden else style

    def _show_name(self, profile: Profile, style: str, shown: FamilyName, language: str) -> None:
        source, names, person = self._source, self._names, profile.person
        given, family = names.given(person.given, language), names.family(shown, person.gender, language)
        profile.shows_given = style not in ("nick", "initial_family")
        profile.shows_family = style in (
            "full", "reversed", "short_family", "latin", "both_families", "initial_family"
        )  # fmt: skip
        if style in ("short_family", "short"):
            given = source.choice(names.short_forms(person.given, language))
        if style == "latin":
            letters = source.choices([INFORMAL, PASSPORT, CHAT], [6, 2, 2])[0]
            given = self._world.latin_given(person, letters)
            family = self._world.latin_family(person, shown, letters)
        elif style == "both_families" and person.maiden:
            now = names.family(person.family, person.gender, language)
            family = f"{now} ({names.family(person.maiden, person.gender, language)})"
        elif style == "given_initial":
            family = family[0] + source.choice([".", ""])
        elif style == "initial_family":
            given = given[0] + "."
        elif style == "given_patronymic":
            family = names.patronymic(person.father, person.gender, language) or family
        elif style == "given" and source.happens(0.3):
            given = in_latin(given, INFORMAL)
        has_one_word = style in ("given", "short", "trade", "nick")
        if profile.network in HAS_NAME_FIELDS and style != "nick":
            profile.published["given_name"] = given
            if not has_one_word:
                profile.published["family_name"] = family
        if style == "nick":
            display = self._nickname(person)
        elif style == "trade":
            place = person.city.russian if source.happens(0.6) else ""
            display = f"{given} | {source.choice(SERVICES)} {place}".strip()
        elif has_one_word:
            display = given
        else:
            display = f"{family} {given}" if style == "reversed" else f"{given} {family}"
        profile.published["display_name"] = self._decorated(display, profile.network, style)

    def _nickname(self, person: Person) -> str:
        source = self._source
        nick = person.nickname or f"{source.choice(NICKNAME_ADJECTIVES)} {source.choice(NICKNAME_WORDS)}"
        return nick if source.happens(0.6) else nick.replace("_", " ").title()

    def _decorated(self, display: str, network: str, style: str) -> str:
        source = self._source
        if style != "nick" and source.happens(0.008):
            display = misspelt(source, display)
        if source.happens(HAS_EMOJI.get(network, 0.01)):
            emoji = source.choice(EMOJI)
            display = f"{display} {emoji}" if source.happens(0.7) else emoji + display
        if source.happens(0.03):
            display = display.lower() if source.happens(0.6) else display.upper()
        return display

    def _new_id(self, network: str) -> str:
        while True:
            number = str(int(NEWEST_ID.get(network, 10**12) * self._source.random() ** 0.7) + 1)
            if (network, number) not in self._ids:
                self._ids.add((network, number))
                return number

    def _show_handle(self, profile: Profile, style: str) -> None:
        source, person, network = self._source, profile.person, profile.network
        if source.happens(HAS_HANDLE.get(network, 0)):
            draw = source.random()
            if draw > 0.93:
                wanted = source.letters(5, 9) + (str(source.randint(1, 99)) if source.happens(0.5) else "")
            elif person.nickname and draw < (0.6 if style == "nick" else 0.3):
                wanted = person.nickname
            else:
                pattern = "" if source.happens(0.65) else source.choice(OTHER_PATTERNS)
                wanted = self._world.handle_of_name(person, pattern)
                self._note_name_in(profile, wanted)
            if network == "telegram" or (network == "vk" and source.happens(0.3)):
                wanted = wanted.replace(".", "_")
            profile.login = profile.published["handle"] = self._free_handle(network, wanted, person)
        elif network == "vk" and source.happens(0.5):
            profile.published["handle"] = f"id{profile.published['network_user_id']}"
        if network in ADDRESSES and "handle" in profile.published and source.happens(0.6):
            profile.published["url"] = f"https://{ADDRESSES[network]}{profile.published['handle']}"

    def _free_handle(self, network: str, wanted: str, person: Person) -> str:
        source, handle = self._source, wanted
        while (network, handle) in self.handles or len(handle) < 5:
            year, number = f"{person.year % 100:02d}", str(source.randint(1, 999))
            handle = wanted + source.choice([year, number, f"_{source.randint(1, 99)}"])
        self.handles.add((network, handle))
        return handle

    def _note_name_in(self, profile: Profile, handle: str) -> None:
        """The family name may be in the login alone, and the given name with it."""
        person = profile.person
        if profile.shows_family:
            return
        for family in (person.family, person.maiden):
            written = self._names.family(family, person.gender, person.language) if family else ""
            for letters in (INFORMAL, UKRAINIAN):
                spelling = letters_and_digits(in_latin(written, letters))
                if spelling and spelling in handle:
                    profile.shows_family = True
                    rest = len(re.sub("[^a-z]", "", handle)) - len(spelling)
                    profile.shows_given = profile.shows_given or rest >= 4
                    return

    def _show_city(self, profile: Profile, language: str) -> None:
        source, person, network = self._source, profile.person, profile.network
        if not source.happens(HAS_CITY.get(network, 0) * (1.35 - 0.7 * person.privacy)):
            return
        city = person.city
        if person.former_city and source.happens(0.4):
            city = person.former_city
        elif source.happens(0.03):
            city = source.choice(self._world.cities)
        draw = source.random()
        if city.colloquial and draw < 0.12:
            written = source.choice(city.colloquial)
        elif draw < (0.5 if network == "facebook" else 0.2):
            written = city.english
        else:
            written = city.russian if language == "ru" else city.ukrainian
        profile.published["city"] = written
        if source.happens(0.5):
            countries = {"RU": ["Россия", "RU"], "UA": ["Україна", "Украина", "UA"]}
            profile.published["country"] = source.choice(countries[city.country])

    def _show_birth_date(self, profile: Profile) -> None:
        source, person, network = self._source, profile.person, profile.network
        share = HAS_BIRTH_DATE.get(network, 0) * self._world.kind.birth_dates * (1.35 - 0.7 * person.privacy)
        if not source.happens(min(0.97, share)):
            return
        year, month, day = person.year, person.month, person.day
        if source.happens(0.021):
            year += source.choice([-1, 1, -2, 2, -5, 5, 10])
        if source.happens(0.015):
            month, day = source.randint(1, 12), source.randint(1, 28)
        has_year = source.happens(0.65 if network == "ok" else 0.48)
        profile.published["birth_date"] = (
            f"{year:04d}-{month:02d}-{day:02d}" if has_year else f"--{month:02d}-{day:02d}"
        )

    def _show_biography(self, profile: Profile) -> None:
        source, person, parts = self._source, profile.person, []
        if not source.happens(HAS_BIOGRAPHY.get(profile.network, 0)):
            return
        if source.happens(0.5):
            work = person.occupation
            parts.append(source.choice([work, work.capitalize(), f"✨ {work}"]))
        if source.happens(0.18):
            city = person.city
            is_colloquial = city.colloquial and source.happens(0.3)
            parts.append(f"📍{source.choice(city.colloquial) if is_colloquial else city.russian}")
        if source.happens(0.05):
            parts.append(f"🎂 {person.day:02d}.{person.month:02d}")
        if person.employer and source.happens(0.08):
            parts.append(f"работаю в {person.employer}")
        if source.happens(0.4):
            parts.append(source.choice(PHRASES))
        if source.happens(0.07):
            phone = person.phone if source.happens(0.85) else person.second_phone or person.phone
            before = source.choice(["тел ", "📞", "запись: ", "WhatsApp "])
            parts.append(before + self._world.written_phone(phone))
            profile.phones.append(phone)
        if person.email and source.happens(0.06):
            parts.append(source.choice(["почта: ", "✉ ", ""]) + person.email)
            profile.emails.append(person.email)
        if source.happens(0.015):
            parts.append("горячая линия 8 800 555-35-35")
        if parts:
            profile.published["bio"] = source.choice([" | ", " ", ", ", "\n"]).join(parts)

    def _show_contacts(self, profile: Profile) -> None:
        source, person, network = self._source, profile.person, profile.network
        if network in ("vk", "ok", "facebook"):
            if source.happens(0.025):
                profile.published["phones"] = [self._world.written_phone(person.phone)]
                profile.phones.append(person.phone)
            if person.email and source.happens(0.02):
                profile.published["emails"] = [person.email]
                profile.emails.append(person.email)
        elif source.happens({"whatsapp": 1, "viber": 0.35, "telegram": 0.04}.get(network, 0)):
            profile.published["phones"] = [f"+{person.phone}"]
            profile.phones.append(person.phone)
