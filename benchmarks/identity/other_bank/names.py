# SPDX-License-Identifier: Apache-2.0
"""Names of people: how common each is, and its forms in Russian, Ukrainian and Latin letters."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from draws import Source, Weighted
from word_lists import (
    COMMON_UKRAINIAN_FAMILIES,
    ENGLISH_FEMALE_NAMES,
    ENGLISH_MALE_NAMES,
    LATIN_GIVEN_NAMES,
    SHORT_NAMES,
)

Letters = dict[str, str]


def letters_of(text: str) -> Letters:
    return {pair[0]: pair[2:] for pair in text.split()}


INFORMAL = letters_of(
    "а:a б:b в:v г:g ґ:g д:d е:e ё:e є:ye ж:zh з:z и:i і:i ї:yi й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f "
    "х:kh ц:ts ч:ch ш:sh щ:sch ъ: ы:y ь: э:e ю:yu я:ya ': ’:"
)
PASSPORT = INFORMAL | letters_of("й:i щ:shch ъ:ie ю:iu я:ia")
CHAT = INFORMAL | letters_of("ё:yo ж:j й:i х:h ц:c щ:sh ы:i")
UKRAINIAN = INFORMAL | letters_of("г:h є:ie и:y ї:i й:i х:kh щ:shch ю:iu я:ia")
# What a clerk does with a name that no list gives in Ukrainian.
CLERK_UKRAINIAN = str.maketrans({"ы": "и", "э": "е", "ё": "ьо", "ъ": "'"})

UKRAINIAN_OF_RUSSIAN = {
    "Артем": "Артем",
    "Артём": "Артем",
    "Пётр": "Петро",
    "Наталия": "Наталія",
    "Алёна": "Олена",
    "Егор": "Єгор",
    "Никита": "Микита",
    "Ирина": "Ірина",
    "Илья": "Ілля",
    "Игорь": "Ігор",
    "Надежда": "Надія",
    "Любовь": "Любов",
}
USUAL_SPELLING = {"Артем": "Артём", "Петр": "Пётр", "Наталия": "Наталья", "Данил": "Даниил"}
RUSSIAN_NAME = re.compile("[А-ЯЁ][а-яё]+")
UKRAINIAN_ENDINGS = re.compile("(енко|чук|юк|ук|ський|цький|ак|як|ко|ець|ишин|ів|ник|ало|уха)$")


def in_latin(text: str, letters: Letters) -> str:
    out = "".join(
        letters.get(one.lower(), one).capitalize() if one.isupper() else letters.get(one, one) for one in text
    )
    if letters is INFORMAL or letters is CHAT:
        out = re.sub(r"(iy|yy|ii|ij)\b", "iy" if letters is INFORMAL else "y", out)
    return out


def letters_and_digits(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


class FamilyName(NamedTuple):
    # ru, uk or en: the language in which `base`, the form of a man, is written.
    language: str
    base: str


def of_a_woman(family: str) -> str:
    if re.search("(ов|ев|ёв|ин|ын|єв|їв|ін)$", family):
        return family + "а"
    if re.search("(ський|цький)$", family):
        return family[:-2] + "а"
    if re.search("(ой|ый|ий)$", family):
        return family[:-2] + "ая"
    return family


def titled(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


class NameLists:
    """The lists of the folder names-knowledge."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read_given_names()
        self._read_families()
        self._read_diminutives()

    def _table(self, name: str, delimiter: str = ",") -> list[dict[str, str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter))

    def _counts(self, name: str) -> list[tuple[str, int]]:
        """Lines of a YAML file that are `name: count`."""
        with (self._folder / name).open(encoding="utf-8") as file:
            found = (re.fullmatch(r"(\S+): *(\d+)\s*", line) for line in file)
            return [(one[1], int(one[2])) for one in found if one]

    def _read_given_names(self) -> None:
        self._elders: dict[str, Weighted[str]] = {}
        self._young: dict[str, Weighted[str]] = {}
        for gender, old_file, new_file in (("m", "rumales", "male"), ("f", "rufemales", "female")):
            with (self._folder / f"ru-names-datacoon/{old_file}.csv").open(encoding="utf-8", newline="") as file:
                old = [(titled(row[0]), int(row[1])) for row in csv.reader(file)]
            old = [one for one in old if RUSSIAN_NAME.fullmatch(one[0])][:165]
            new = self._counts(f"ru-names-ulzr/russian_{new_file}_first_names_and_popularity.yaml")[:140]
            new = [one for one in new if RUSSIAN_NAME.fullmatch(one[0])]
            for books, counts in ((self._elders, old), (self._young, new)):
                names = [USUAL_SPELLING.get(name, name) for name, _ in counts]
                books[gender] = Weighted(names, [count for _, count in counts])
        self._english = {
            gender: Weighted(names, range(20, 20 - len(names), -1))
            for gender, names in (("m", ENGLISH_MALE_NAMES), ("f", ENGLISH_FEMALE_NAMES))
        }
        equivalents = self._table("ru-uk-diminutives-authored/ru_uk_en_equivalents.tsv", "\t")
        self._ukrainian_given = {row["ru"]: row["uk"] for row in equivalents} | UKRAINIAN_OF_RUSSIAN
        self._patronymics: dict[tuple[str, str], str] = {}
        most: dict[tuple[str, str], int] = defaultdict(int)
        for row in self._table("ru-names-datacoon/midnames.csv"):
            key, count = (row["fname"], row["gender"]), int(row["count"])
            if count > most[key]:
                most[key], self._patronymics[key] = count, row["text"]

    def _read_families(self) -> None:
        russian = self._counts("ru-names-ulzr/russian_male_last_names_and_popularity.yaml")
        russian = [(name, count) for name, count in russian if count >= 3 and len(name) > 3]
        russian_of: dict[str, str] = {}
        for row in self._table("uk-ru-names-chaplinsky/legacy_ua2ru.csv"):
            russian_of.setdefault(row["uk"], titled(row["ru"]))
        self._ukrainian_family = {russian: ukrainian for ukrainian, russian in russian_of.items()}
        rest = sorted(
            name
            for name in russian_of
            if UKRAINIAN_ENDINGS.search(name)
            and len(name) > 4
            and name[0].isupper()
            and name not in COMMON_UKRAINIAN_FAMILIES
        )
        # The list does not tell how common a name is: by lot, and the same in every bank.
        random.Random(5).shuffle(rest)
        ukrainian = COMMON_UKRAINIAN_FAMILIES + rest
        naively = str.maketrans("іїє", "иие")
        self._russian_family = {name: russian_of.get(name) or name.translate(naively) for name in ukrainian}
        english = self._table("us-census-surnames/census_surnames_2010_top10k.csv")[:2000]
        self._families = {
            "ru": Weighted([FamilyName("ru", name) for name, _ in russian], [count for _, count in russian]),
            "uk": Weighted(
                [FamilyName("uk", name) for name in ukrainian], [1 / (i + 12) ** 0.85 for i in range(len(ukrainian))]
            ),
            "en": Weighted(
                [FamilyName("en", row["name"].capitalize()) for row in english], [int(row["count"]) for row in english]
            ),
        }

    def _read_diminutives(self) -> None:
        short: dict[str, dict[str, set[str]]] = {"ru": defaultdict(set), "uk": defaultdict(set)}
        for row in self._table("ru-uk-diminutives-authored/ru_uk_diminutives.tsv", "\t"):
            short["ru" if row["lang"] == "ru" else "uk"][row["full_name"]].add(row["diminutive"])
        for name, more in SHORT_NAMES.items():
            short["ru"][name].update(more)
        self._short = {language: {name: sorted(forms) for name, forms in of.items()} for language, of in short.items()}

    def a_given_name(self, source: Source, gender: str, origin: str, year: int) -> str:
        if origin == "en":
            return self._english[gender](source)
        is_young = year > 1990 + source.random() * 12
        return (self._young if is_young else self._elders)[gender](source)

    def a_family(self, source: Source, origin: str) -> FamilyName:
        return self._families[origin](source)

    def given(self, name: str, language: str) -> str:
        """A given name, kept in Russian, as it is written in a language."""
        if name.isascii() or language == "ru":
            return name
        if name in self._ukrainian_given:
            return self._ukrainian_given[name]
        out = name.replace("ия", "ія").replace("ий", "ій").translate(CLERK_UKRAINIAN)
        return re.sub("^Е", "Є", re.sub("^И", "І", out))

    def family(self, name: FamilyName, gender: str, language: str) -> str:
        if name.language == "en":
            return name.base
        out = name.base
        if name.language == "uk" and language == "ru":
            out = self._russian_family[out]
        elif name.language == "ru" and language == "uk":
            out = self._ukrainian_family.get(out) or re.sub("^И", "І", out.translate(CLERK_UKRAINIAN))
        return of_a_woman(out) if gender == "f" else out

    def patronymic(self, father: str, gender: str, language: str) -> str:
        if father.isascii():
            return ""
        is_male = gender == "m"
        if language == "ru":
            known = self._patronymics.get((father, gender)) or self._patronymics.get((father.replace("ё", "е"), gender))
            if known:
                return known
            stem = father[:-1] if father[-1] in "йьая" else father
            if father[-1] in "йь":
                return stem + ("евич" if is_male else "евна")
            return stem + ("ович" if is_male else "овна")
        name = self.given(father, "uk")
        irregular = {"Микола": ("Миколайович", "Миколаївна"), "Ілля": ("Ілліч", "Іллівна")}
        if name in irregular:
            return irregular[name][0 if is_male else 1]
        if is_male:
            return (name[:-1] if name[-1] in "оая" else name) + "ович"
        return (name[:-1] if name[-1] in "йоьая" else name) + ("ївна" if name[-1] == "й" else "івна")

    def short_forms(self, name: str, language: str = "ru") -> list[str]:
        """Diminutives of a given name, or the name itself where none is known."""
        russian = self._short["ru"].get(name)
        if language == "ru":
            return russian or [name]
        written = self.given(name, language)
        return self._short["uk"].get(written) or russian or [written]

    def latin_given(self, source: Source, name: str, language: str, letters: Letters) -> str:
        if name.isascii():
            return name
        if name in LATIN_GIVEN_NAMES and source.happens(0.5):
            return source.choice(LATIN_GIVEN_NAMES[name])
        return in_latin(self.given(name, language), letters)
