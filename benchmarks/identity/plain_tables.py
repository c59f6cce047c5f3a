"""Tables as people have them: few columns, offices, couples, fathers and sons. What dedupe finds without a setting.

    PYTHONPATH=build/release/python python benchmarks/identity/plain_tables.py [PERSONS…]

Each person is written down once, a quarter again, a quarter of these once more; of a later row 15 % of the cells are
misspelt, empty or another's. Everything is made here, by seed. Pairs of one cluster are counted.
"""

from __future__ import annotations

import random
import string
import sys
from collections import Counter, defaultdict
from collections.abc import Callable

from scrm import identity

Row = dict[str, str]
Change = Callable[[random.Random, Row, int], Row]


def words(text: str) -> list[str]:
    return text.split()


GIVEN = words(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph "
    "Jessica Thomas Sarah Charles Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Steven Kimberly Paul "
    "Emily Andrew Donna Kevin Michelle Brian Carol George Amanda"
)
FAMILY = words(
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White "
    "Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell "
    "Mitchell Carter Roberts Phillips Evans Turner Parker"
)
SYLLABLES = words("ba cor du fen gis ho jun kel lo mar nim par ques ro sab tul van wex yor zin")
CITIES = words("Springfield Riverside Franklin Greenville Bristol Clinton Fairview Salem Madison Georgetown")


def word(source: random.Random, syllables: int) -> str:
    return "".join(source.choices(SYLLABLES, k=syllables)).title()


def day(source: random.Random, year: int) -> str:
    return f"{year}-{source.randrange(1, 13):02d}-{source.randrange(1, 29):02d}"


def person(source: random.Random) -> Row:
    given = source.choice(GIVEN)
    family = source.choice(FAMILY) if source.random() < 0.6 else word(source, 3)
    login = f"{given[0]}{family}{source.randrange(1, 999)}".lower()
    return {
        "first_name": given,
        "surname": family,
        "dob": day(source, source.randrange(1940, 2006)),
        "email": f"{login}@{source.choice(['gmail', 'yahoo', 'mail'])}.com",
        "phone": f"+1 {source.randrange(201, 989)} {source.randrange(200, 999)} {source.randrange(10_000):04d}",
        "address": f"{source.randrange(1, 999)} {word(source, 2)} {source.choice(['St', 'Ave', 'Road'])}",
        "city": source.choice(CITIES),
    }


def misspelt(source: random.Random, text: str) -> str:
    if len(text) < 3:
        return text
    at, letter = source.randrange(1, len(text)), source.choice(string.ascii_lowercase)
    return source.choice(
        [text[:at] + letter + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + letter + text[at:]]
    )


def again(source: random.Random, row: Row) -> Row:
    other, out = person(source), dict(row)
    for column in out:
        if source.random() < 0.15:
            kind = source.random()
            moved = column in ("address", "city", "phone", "email")
            if kind < 0.25:
                out[column] = ""
            else:
                out[column] = other[column] if moved and kind > 0.75 else misspelt(source, out[column])
    return out


def as_they_are(_: random.Random, row: Row, __: int) -> Row:
    return row


def couples() -> Change:
    """Every other one has the home of the one before."""
    homes: list[Row] = []

    def change(_: random.Random, row: Row, number: int) -> Row:
        if number % 2 == 0:
            homes.append(row)
            return row
        return row | {column: homes[-1][column] for column in ("surname", "phone", "address", "city")}

    return change


def in_every_row(column: str, value: str) -> Change:
    """Everybody works for one firm, or was born on the date that stands for none."""
    return lambda _, row, number: row | {column: value}


def offices(share: float, staff: int) -> Change:
    """So many give the telephone, the addresses and the city of their office."""

    def change(source: random.Random, row: Row, number: int) -> Row:
        office = int(number * share) // staff
        if source.random() >= share:
            return row
        shared = {"phone": f"+1 415 {200 + office // 100} {office * 37 % 10_000:04d}", "city": "Salem"}
        return row | shared | {"address": f"{office + 1} Office Plaza", "email": f"info{office}@corp.com"}

    return change


def relatives(share: float, other: Callable[[random.Random, Row, Row], Row]) -> Change:
    """So many are somebody else of the home of the one before."""
    before: list[Row] = []

    def change(source: random.Random, row: Row, _: int) -> Row:
        if before and source.random() < share:
            return other(source, before.pop(), row)
        before[:] = [row]
        return row

    return change


def son_of_his_name(source: random.Random, father: Row, row: Row) -> Row:
    return father | {"dob": day(source, int(father["dob"][:4]) + 27), "email": row["email"]}


def twin(source: random.Random, first: Row, row: Row) -> Row:
    given = source.choice([name for name in GIVEN if name != first["first_name"]])
    phone = source.choice([first["phone"], row["phone"]])
    return first | {"first_name": given, "email": row["email"], "phone": phone}


def table(persons: int, change: Change) -> tuple[list[Row], list[int]]:
    source = random.Random(persons)
    rows: list[Row] = []
    truth: list[int] = []
    for number in range(persons):
        row = change(source, person(source), number)
        rows.append(row)
        truth.append(number)
        for _ in range(2):
            if source.random() >= 0.25:
                break
            rows.append(again(source, row))
            truth.append(number)
    order = source.sample(range(len(rows)), len(rows))
    return [rows[i] for i in order], [truth[i] for i in order]


def pairs(counts: Counter[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def report(name: str, rows: list[Row], truth: list[int], columns: list[str]) -> None:
    cells = {column: [row[column] for row in rows] for column in columns}
    found = identity.dedupe({"id": [str(i) for i in range(len(rows))], **cells})
    clusters: dict[str, Counter[int]] = defaultdict(Counter)
    result = found.clusters.to_dict()
    for record, cluster in zip(result["record_id"], result["cluster_id"], strict=True):
        clusters[cluster][truth[int(record)]] += 1
    right = sum(pairs(of_cluster) for of_cluster in clusters.values())
    joined = sum(pairs(Counter({0: of_cluster.total()})) for of_cluster in clusters.values())
    true = pairs(Counter(truth))
    warned = "warned" if found.model.warnings else ""
    print(
        f"| {name} | {len(rows):,} | {right / max(joined, 1):.3f} | {right / true:.3f} | {joined - right} | {warned} |"
    )


def main(arguments: list[str]) -> None:
    everything = list(person(random.Random(0)))
    names = ["first_name", "surname"]
    print("| columns | rows | precision | recall | wrong pairs | |\n|---|---|---|---|---|---|")
    for persons in [int(one) for one in arguments] or [300, 4000]:
        rows, truth = table(persons, as_they_are)
        for rest in (["email"], ["phone"], ["dob"], ["address", "city"], everything[2:]):
            report(f"names, {', '.join(rest)}", rows, truth, names + rest)
        for alone in (["email"], ["phone"], ["phone", "email"], ["surname", "dob"]):
            report(f"{', '.join(alone)} alone", rows, truth, alone)
        for name, change in (
            ("couples", couples()),
            ("three in ten in offices of 30", offices(0.3, 30)),
            ("three in ten in one office", offices(0.3, persons)),
            ("sons of their fathers' names, 3 in 1,000", relatives(0.003, son_of_his_name)),
        ):
            rows, truth = table(persons, change)
            report(f"{name}: all columns", rows, truth, everything)
            report(f"{name}: names, phone, address", rows, truth, [*names, "phone", "address"])
        for column, value in (("employer", "Acme Corp"), ("dob", "1900-01-01"), ("address", "1 Main Street")):
            rows, truth = table(persons, in_every_row(column, value))
            report(f"one {column} in every row: names, email, {column}", rows, truth,
                   [*names, "email", column])  # fmt: skip
        for name, other in (("sons of their fathers' names", son_of_his_name), ("twins", twin)):
            for share in (0.02, 0.1):
                rows, truth = table(persons, relatives(share, other))
                report(f"{name}, {share:.0%}: all columns", rows, truth, everything)
                report(f"{name}, {share:.0%}: names, dob, phone", rows, truth, [*names, "dob", "phone"])


if __name__ == "__main__":
    main(sys.argv[1:])
