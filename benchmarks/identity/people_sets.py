"""The one default recipe on sets of records of many kinds: F1 (pairwise), B³ and the best F1 that any threshold gives.

    PYTHONPATH=build/release/python python benchmarks/identity/people_sets.py ../shared/data/identity [SEED…]

Generated, by seed: 50,000 rows with heavy errors, 20,000 with many fields missing or wrong, names in two scripts with
half of the birth dates, the same names alone, two censuses of households. Public: logins of one person in two networks
(social-congress), articles (DBLP-ACM), songs (musicbrainz20k). Rows are shuffled, ids mean nothing, nothing is trained
on labels. The spellings of names come from the folder's name lists; what goes wrong in a row is written here.
"""

from __future__ import annotations

import csv
import datetime
import random
import string
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scrm import identity

Row = dict[str, str]


class Words:
    """Words by Zipf's law: the first ones are common."""

    def __init__(self, random_: random.Random, words: Sequence[str], exponent: float) -> None:
        self._random, self._words = random_, words
        self._weights = [1 / (i + 3) ** exponent for i in range(len(words))]

    def __call__(self) -> str:
        return self._random.choices(self._words, self._weights)[0]


class Errors:
    """What goes wrong when a value is written down."""

    def __init__(self, random_: random.Random, nicknames: dict[str, list[str]]) -> None:
        self._random, self._nicknames = random_, nicknames

    def happens(self, share: float) -> bool:
        return self._random.random() < share

    def letter(self, text: str) -> str:
        """One letter wrong, missing, added, or two exchanged."""
        if len(text) < 3:
            return text
        i, letter = self._random.randrange(1, len(text)), self._random.choice(string.ascii_lowercase)
        return self._random.choice(
            [
                text[:i] + letter + text[i + 1 :],
                text[:i] + text[i + 1 :],
                text[:i] + letter + text[i:],
                text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :],
            ]
        )

    def digit(self, text: str) -> str:
        places = [i for i, c in enumerate(text) if c.isdigit()]
        i = self._random.choice(places)
        return text[:i] + self._random.choice(string.digits) + text[i + 1 :]

    def nickname(self, given: str) -> str:
        return self._random.choice(self._nicknames.get(given.lower(), [given]))

    def missing(self, value: str, share: float) -> str:
        return "" if self.happens(share) else value


class Generator:
    """Makes the sets of one seed from name lists."""

    def __init__(self, data: Path, seed: int) -> None:
        knowledge = data / "names-knowledge"
        self.random = random.Random(seed)
        with (knowledge / "us-census-surnames/census_surnames_2010_top10k.csv").open(encoding="utf-8") as file:
            self.families = [row[0].title() for row in csv.reader(file)][1:]
        with (knowledge / "us-names-538/new-top-firstNames.csv").open(encoding="utf-8") as file:
            self.givens = [row[1].title() for row in csv.reader(file)][1:]
        nicknames: dict[str, list[str]] = defaultdict(list)
        with (knowledge / "en-nicknames/names.csv").open(encoding="utf-8") as file:
            for row in csv.reader(file):
                nicknames[row[0].lower()] += [one.title() for one in row[1:] if one and one != "has_nickname"]
        self.errors = Errors(self.random, nicknames)
        with (data / "names-translit-wikidata/wd_russian_pairs.tsv").open(encoding="utf-8") as file:
            pairs = [line.rstrip("\n").split("\t") for line in file][1:]
        self.pairs = [(latin, cyrillic, int(count)) for latin, cyrillic, count in pairs if len(latin) > 2]

    def _day(self, first: int, days: int) -> str:
        return (datetime.date(first, 1, 1) + datetime.timedelta(days=self.random.randrange(days))).isoformat()

    def heavy_errors(self) -> list[Row]:
        """People of past centuries in ten records each."""
        r, e = self.random, self.errors
        given, family = Words(r, self.givens[:800], 0.9), Words(r, self.families[:6000], 0.7)
        places = [name + end for name in self.families[100:400] for end in (" Regis", "ton", "ham")][:400]
        place = Words(r, places, 0.9)
        occupation = Words(
            r,
            ["politician", "cleric", "painter", "writer", "cricketer", "lawyer", "physician", "botanist", "actor"],
            0.9,
        )
        letters = string.ascii_lowercase
        codes = {
            one: [f"{''.join(r.choices(letters, k=2))}{r.randrange(1, 30)} {r.randrange(1, 10)}xy" for _ in range(30)]
            for one in places
        }
        rows: list[Row] = []
        person = 0
        while len(rows) < 50_000:
            person += 1
            g, middle, f, p, o = given(), given(), family(), place(), occupation()
            year, code, sex = r.randrange(1650, 1930), r.choice(codes[p]), r.choice(["male", "female"])
            born = f"{year}-01-01" if e.happens(0.25) else self._day(year, 365)
            for _ in range(max(1, min(30, int(r.expovariate(0.1))))):
                first = e.nickname(g) if e.happens(0.12) else g
                first = e.letter(first) if e.happens(0.15) else first[:1] if e.happens(0.04) else first
                last = e.letter(f) if e.happens(0.15) else family() if e.happens(0.04) else f
                second = middle if person % 2 == 0 and e.happens(0.4) else ""
                day = born
                if e.happens(0.12):
                    day = e.digit(day)
                elif e.happens(0.06):
                    day = day[:4] + "-01-01"
                elif e.happens(0.05):
                    day = str(int(day[:4]) + r.choice([-1, 1])) + day[4:]
                near = code[:-1] + r.choice(letters) if e.happens(0.5) else r.choice(codes[p])
                names = (e.missing(first, 0.06), second, e.missing(last, 0.05))
                rows.append(
                    {
                        "truth": str(person),
                        "full_name": " ".join(one for one in names if one).lower(),
                        "dob": e.missing(day, 0.2),
                        "birth_place": e.missing(
                            p if e.happens(0.8) else e.letter(p) if e.happens(0.4) else place(), 0.2
                        ),
                        "postcode": e.missing(code if e.happens(0.7) else near, 0.2),
                        "gender": e.missing(sex, 0.2),
                        "occupation": e.missing(o if e.happens(0.75) else occupation(), 0.25),
                    }
                )
        return rows[:50_000]

    def missing_fields(self) -> list[Row]:
        r, e = self.random, self.errors
        given, family = Words(r, self.givens[:500], 0.8), Words(r, self.families[:4000], 0.8)
        city = Words(r, [name + "ville" for name in self.families[500:700]], 1.0)
        streets = [f"{name} {kind}" for name in self.families[1000:1800] for kind in ("Street", "Road", "Avenue")]
        rows: list[Row] = []
        person = 0
        while len(rows) < 20_000:
            person += 1
            g, f, born, town = given(), family(), self._day(1930, 27_000), city()
            street = f"{r.randrange(1, 200)} {r.choice(streets)}"
            mail = f"{g.lower()}.{f.lower()}{r.randrange(1, 99)}@{r.choice(['gmail.com', 'mail.com', 'corp.org'])}"
            phone = "07" + "".join(r.choices(string.digits, k=9))
            for _ in range(r.choices([1, 2, 3, 4], [0.4, 0.3, 0.2, 0.1])[0]):
                first = given() if e.happens(0.05) else e.letter(g) if e.happens(0.2) else g
                last = family() if e.happens(0.05) else e.letter(f) if e.happens(0.2) else f
                day = self._day(1930, 27_000) if e.happens(0.05) else e.digit(born) if e.happens(0.2) else born
                rows.append(
                    {
                        "truth": str(person),
                        "first_name": e.missing(first, 0.25),
                        "surname": e.missing(last, 0.25),
                        "dob": e.missing(day, 0.3),
                        "city": e.missing(
                            e.letter(town) if e.happens(0.15) else city() if e.happens(0.2) else town, 0.25
                        ),
                        "street": e.missing(e.letter(street) if e.happens(0.2) else street, 0.5),
                        "email": e.missing(e.letter(mail) if e.happens(0.2) else mail, 0.45),
                        "phone": e.missing(e.digit(phone) if e.happens(0.15) else phone, 0.5),
                    }
                )
        return rows[:20_000]

    def two_scripts(self, dates: bool) -> tuple[list[Row], list[Row]]:
        r, e = self.random, self.errors
        common = sorted(self.pairs, key=lambda pair: -pair[2])[:3000]
        weights = [pair[2] for pair in common]
        left: list[Row] = []
        right: list[Row] = []
        for person in range(5000):
            given = r.choices(common, weights)[0]
            family = r.choice(self.pairs) if e.happens(0.7) else r.choices(common, weights)[0]
            born = self._day(1900, 36_000)
            left.append({"truth": str(person), "name": f"{given[0].title()} {family[0].title()}"})
            if dates:
                left[-1]["birth_date"] = e.missing(born, 0.5)
            if e.happens(0.2):
                continue
            words = (given[1].title(), family[1].title())
            name = " ".join(words) if e.happens(0.7) else ", ".join(reversed(words))
            right.append({"truth": str(person), "name": name})
            if dates:
                right[-1]["birth_date"] = e.missing(born, 0.5)
        return left, right

    def census(self) -> tuple[list[Row], list[Row]]:
        """Households of one town, ten years apart."""
        r, e = self.random, self.errors
        given, family = Words(r, self.givens[:120], 1.1), Words(r, self.families[:900], 1.0)
        parish = Words(r, [name + " Parish" for name in self.families[2000:2030]], 0.8)
        work = ["farmer", "labourer", "servant", "weaver", "shoemaker", "smith", "teacher", "tailor", "miner", "clerk"]
        left: list[Row] = []
        right: list[Row] = []

        def person(born: int, sex: str, name: str) -> dict[str, Any]:
            self.last_person += 1
            trade = r.choice(work) if born < 1856 else ""
            return {"id": self.last_person, "given": given(), "family": name, "sex": sex, "born": born,
                    "parish": parish(), "work": trade}  # fmt: skip

        def written(one: dict[str, Any], year: int, address: str) -> Row:
            first = e.letter(one["given"]) if e.happens(0.15) else one["given"]
            first = e.nickname(first) if e.happens(0.08) else first
            born = one["born"] + (r.choice([-3, -2, -1, 1, 2]) if e.happens(0.3) else 0)
            return {
                "truth": str(one["id"]),
                "first_name": first,
                "surname": e.letter(one["family"]) if e.happens(0.15) else one["family"],
                "sex": one["sex"],
                "birth_year": str(min(born, year)),
                "birth_place": one["parish"] if e.happens(0.8) else parish(),
                "occupation": one["work"] if e.happens(0.6) else r.choice(work) if e.happens(0.6) else "",
                "address": address,
            }

        self.last_person = 0

        def street() -> str:
            return f"{r.randrange(1, 150)} {r.choice(self.families[3000:3060])} Street"

        while len(left) < 8000:
            name, father = family(), r.randrange(1810, 1848)
            home = [person(father, "M", name), person(father + r.randrange(-4, 8), "F", name)]
            for k in range(r.randrange(0, 6)):
                born = father + 22 + 2 * k
                if born < 1871:
                    home.append(person(born, r.choice("MF"), name))
            address = street()
            left += [written(one, 1871, address) for one in home]
            if e.happens(0.15):
                continue
            later = address if e.happens(0.5) else street()
            for one in home:
                if not e.happens(0.75):
                    continue
                is_bride = one["sex"] == "F" and one["born"] > 1850 and e.happens(0.3)
                right.append(written({**one, "family": family()} if is_bride else one, 1881, later))
            for k in range(r.randrange(0, 3)):
                right.append(written(person(1872 + 2 * k, r.choice("MF"), name), 1881, later))
        return left, right


def f1(right: float, found: float, true: float) -> str:
    precision, recall = right / max(found, 1), right / max(true, 1)
    return f"{precision:.4f} | {recall:.4f} | {2 * precision * recall / max(precision + recall, 1e-9):.4f}"


def pairs_in(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def written_to(folder: Path, name: str, rows: list[Row], order: random.Random) -> tuple[Path, dict[str, str]]:
    """The rows in a random order under ids that mean nothing, without their truth; and that by id."""
    order.shuffle(rows)
    path, truth = folder / f"{name}.csv", {}
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [column for column in rows[0] if column != "truth"]
        writer = csv.DictWriter(file, ["id", *columns], extrasaction="ignore")
        writer.writeheader()
        for number, row in enumerate(rows):
            truth[f"{name}{number}"] = row["truth"]
            writer.writerow({**row, "id": f"{name}{number}"})
    return path, truth


def report(name: str, figures: str, extra: str, began: float) -> None:
    print(f"| {name} | {figures} | {extra} | {time.perf_counter() - began:.1f} s |", flush=True)


def deduplicate(name: str, rows: list[Row], columns: dict[str, str] | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, truth = written_to(Path(folder), "r", rows, random.Random(1))
        began = time.perf_counter()
        found = identity.dedupe_files([path], id_column="id", columns=columns).clusters.to_dict()
    clusters: dict[str, list[str]] = defaultdict(list)
    for record, cluster in zip(found["record_id"], found["cluster_id"], strict=True):
        clusters[cluster].append(truth[record])
    sizes = Counter(truth.values())
    right = pairs_in(n for cluster in clusters.values() for n in Counter(cluster).values())
    shares = [(n, len(cluster), sizes[one]) for cluster in clusters.values() for one, n in Counter(cluster).items()]
    precision = sum(n * n / size for n, size, _ in shares) / len(truth)
    recall = sum(n * n / size for n, _, size in shares) / len(truth)
    figures = f1(right, pairs_in(map(len, clusters.values())), pairs_in(sizes.values()))
    report(name, figures, f"B³ {2 * precision * recall / (precision + recall):.4f}", began)


def link(name: str, left: list[Row], right: list[Row], columns: dict[str, str] | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        left_path, left_truth = written_to(Path(folder), "l", left, random.Random(1))
        right_path, right_truth = written_to(Path(folder), "r", right, random.Random(2))
        began = time.perf_counter()
        pairs = identity.link_files(
            left_path, right_path, id_column="id", columns=columns, min_probability=1e-5
        ).pairs.to_dict()
    owners = Counter(right_truth.values())
    true = sum(owners[one] for one in left_truth.values())
    scored = sorted(
        zip(pairs["match_weight"], pairs["left_id"], pairs["right_id"], pairs["tier"], strict=True), reverse=True
    )
    matches = [left_truth[a] == right_truth[b] for _, a, b, tier in scored if tier == "match"]
    used: set[str] = set()
    best = right_ones = taken = 0.0
    for _, a, b, _ in scored:
        if a in used or b in used:
            continue
        used |= {a, b}
        taken, right_ones = taken + 1, right_ones + (left_truth[a] == right_truth[b])
        best = max(best, 2 * right_ones / (taken + true))
    report(name, f1(sum(matches), len(matches), true), f"best threshold, one to one: {best:.4f}", began)


def public_sets(data: Path) -> None:
    with (data / "social-congress/persons_social.csv").open(encoding="utf-8") as file:
        members = list(csv.DictReader(file))
    for networks in (("twitter", "facebook"), ("twitter", "instagram"), ("facebook", "instagram")):
        sides = [
            [
                {"truth": row["entity_id"], "handle": row[f"{network}_username"]}
                for row in members
                if row[f"{network}_username"]
            ]
            for network in networks
        ]
        link(f"social-congress, logins alone: {networks[0]}, {networks[1]}", *sides)
    folder = data / "dblp-acm"
    with (folder / "gt.csv").open(encoding="utf-8") as file:
        same = dict(line.strip().replace("%", "|").split("|")[::-1] for line in file if line[0].isdigit())
    articles: list[list[Row]] = []
    for name in ("dblp", "acm"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="%"))
        for row in rows:
            key = row.pop("id")
            row["truth"] = key if name == "dblp" else same.get(key, f"acm {key}")
        articles.append(rows)
    link("DBLP-ACM", *articles, {f"other:{one}": one for one in ("title", "authors", "venue", "year")})
    with (data / "musicbrainz20k/musicbrainz_20k.csv").open(encoding="utf-8") as file:
        songs = [{"truth": row["CID"], **row} for row in csv.DictReader(file)]
    kept = ("number", "title", "length", "artist", "album", "year", "language")
    songs = [{"truth": row["truth"], **{one: row[one] for one in kept}} for row in songs]
    deduplicate("musicbrainz20k", songs, {f"other:{one}": one for one in kept})


def main(arguments: list[str]) -> None:
    data, seeds = Path(arguments[0]), [int(one) for one in arguments[1:]] or [1]
    print("| set | precision | recall | F1 | | time |\n|---|---|---|---|---|---|")
    for seed in seeds:
        made = [Generator(data, 100 * seed + number) for number in range(5)]
        deduplicate(f"heavy errors, seed {seed}", made[0].heavy_errors())
        deduplicate(f"fields missing or wrong, seed {seed}", made[1].missing_fields())
        link(f"two scripts, half the birth dates, seed {seed}", *made[2].two_scripts(dates=True))
        link(f"two scripts, names alone, seed {seed}", *made[3].two_scripts(dates=False))
        link(f"census households, seed {seed}", *made[4].census())
    public_sets(data)


if __name__ == "__main__":
    main(sys.argv[1:])
