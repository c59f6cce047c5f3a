"""A chat desk: whose profile writes, while customers and profiles keep coming.

python 04_live.py FOLDER
"""

import sys
from pathlib import Path
from typing import Any

from scrm.identity import FrozenModel, LiveResolver


def customer(number: int) -> dict[str, str]:
    given = ["Anna", "Boris", "Clara", "David", "Elena", "Fedor"][number % 6]
    family = ["Lomov", "Vershinin", "Gurenko", "Makarov", "Sidorov", "Petrov", "Zharov"][number % 7]
    return {
        "id": f"C-{number}",
        "full_name": f"{given} {family}",
        "birth_date": f"{1950 + number % 50}-0{1 + number % 9}-1{number % 10}",
        "phone": f"+7916{1000000 + 7919 * number}",
        "city": ["Kazan", "Omsk", "Tver"][number // 11 % 3],
    }


def profile(number: int) -> dict[str, str]:
    """What its owner shows in a network; every other one belongs to nobody in the bank."""
    owner = customer(number if number % 2 else 1000 + number)
    shown = {"id": f"ok:{number}", "network": "ok", "full_name": owner["full_name"], "city": owner["city"]}
    return shown | ({"phone": owner["phone"]} if number % 3 else {})


def tell(change: dict[str, Any]) -> None:
    for decision in change["decisions"]:
        after = decision["after"]
        if after and after["candidates"]:
            best = after["candidates"][0]
            print(f"  {after['profile']}: {after['tier']}, {best['customer']} with {best['probability']:.2f}")


def run(folder: Path) -> None:
    customers = [customer(number) for number in range(200)]
    profiles = [profile(number) for number in range(60)]
    # Once: what the bank approves. A model frozen on all its records knows how common each name is.
    model = FrozenModel.freeze(profiles, customers)
    model.save(folder / "model")

    live = LiveResolver.open(folder / "live", model)
    live.add_customer(customers)
    live.process_redo()
    live.observe(tell)

    print("a profile writes:")
    live.add_profile({"id": "vk:7", "network": "vk", "full_name": "Борис Вершинин", "phone": customers[43]["phone"]})
    print("its owner leaves the bank:")
    live.remove_customer("C-43")
    print("and comes back:")
    live.add_customer(customers[43])

    for part in live.why("vk:7", "C-43")["comparisons"]:
        if part["weight"]:
            print(f"  {part['weight']:+6.1f} bits  {part['comparison']}: {part['level']}")
    print("found by phone:", live.search(phone=customers[5]["phone"], limit=1)[0]["customer"])

    digest = live.digest()
    del live
    assert LiveResolver.open(folder / "live").digest() == digest
    print("and as it was after a restart")


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "scrm-live")
    target.mkdir(exist_ok=True)
    run(target)
