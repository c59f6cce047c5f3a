"""The live resolver from Python: records in, decisions out, on disk and back."""

import runpy
import threading
from pathlib import Path

import pytest
import scrm
from scrm.identity import FrozenModel, LiveResolver

GIVEN = ["Anna", "Boris", "Clara", "David", "Elena", "Fedor"]
FAMILY = ["Lomov", "Vershinin", "Gurenko", "Makarov", "Sidorov", "Petrov", "Zharov"]


def customer(number: int) -> dict[str, str]:
    return {
        "id": f"C-{number}",
        "given_name": GIVEN[number % len(GIVEN)],
        "family_name": FAMILY[number % len(FAMILY)],
        "phone": f"+7916{1000000 + 7919 * number}",
        "birth_date": f"19{50 + number % 50}-0{1 + number % 9}-1{number % 10}",
    }


def profile(number: int) -> dict[str, str]:
    owner = customer(number)
    return {
        "id": f"vk\x1f\x1f{number}",
        "network": "vk",
        "full_name": f"{owner['given_name']} {owner['family_name']}",
        "phone": owner["phone"],
    }


@pytest.fixture(scope="module")
def model() -> FrozenModel:
    return FrozenModel.freeze([profile(n) for n in range(40)], [customer(n) for n in range(120)])


def test_records_come_change_and_go(model: FrozenModel) -> None:
    live = LiveResolver(model)
    live.add_customer(customer(n) for n in range(120))
    live.add_profile(profile(3))
    assert live.process_redo() == 0
    found = live.resolve(profile(3)["id"])
    assert found["tier"] == "match"
    assert found["candidates"][0]["customer"] == "C-3"
    assert live.resolve(profile(4))["candidates"][0]["customer"] == "C-4"
    with pytest.raises(scrm.NotFound):
        live.resolve(profile(4)["id"])

    assert live.get("customer", "C-3") == customer(3)
    assert live.get("customer", "nobody") is None
    assert live.search(phone=customer(5)["phone"])[0]["customer"] == "C-5"
    why = live.why(profile(3)["id"], "C-3")
    assert any(part["comparison"] == "phone" and part["weight"] > 0 for part in why["comparisons"])
    assert live.how("C-3")["profiles"] == [profile(3)["id"]]

    assert live.remove_customer("C-3")
    assert not live.remove_customer("C-3")
    assert live.resolve(profile(3)["id"])["tier"] != "match"
    with pytest.raises(scrm.NotFound):
        live.why(profile(3)["id"], "C-3")


def test_a_record_is_checked(model: FrozenModel) -> None:
    live = LiveResolver(model)
    with pytest.raises(scrm.InvalidArgument):
        live.add_customer({"full_name": "Olga"})
    with pytest.raises(scrm.InvalidArgument):
        live.add_customer({"id": "", "full_name": "Olga"})
    with pytest.raises(TypeError):
        live.add_customer({"id": "1", "full_name": 7})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="the id of a record is text"):
        live.add_customer({"id": 1, "full_name": "Olga"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="a list of texts"):
        live.add_customer({"id": "1", "phone": [79160000000]})  # type: ignore[list-item]
    with pytest.raises(TypeError, match="a record is a dict"):
        live.add_customer([("1", "Olga")])  # type: ignore[list-item]
    with pytest.raises(scrm.InvalidArgument):
        live.get("nobody", "1")
    assert live.counts["customers"] == 0


def test_a_misspelt_attribute_is_no_silent_loss(model: FrozenModel) -> None:
    live = LiveResolver(model)
    with pytest.raises(scrm.InvalidArgument, match=r"unknown attribute 'phones'; attributes are full_name, .*phone"):
        live.add_customer({"id": "1", "phones": "+79160000000"})
    with pytest.raises(scrm.InvalidArgument, match="unknown attribute 'name'"):
        live.search(name="Olga")
    with pytest.raises(scrm.InvalidArgument, match="unknown attribute 'display_name'"):
        live.resolve({"id": "1", "display_name": "Olga"})
    with pytest.raises(scrm.InvalidArgument, match="unknown attribute 'dob'"):
        FrozenModel.freeze([], [{"id": "1", "dob": "1990-01-01"}])
    live.add_customer({"id": "1", "other:segment": "mass", "full_name": "Olga"})
    assert live.get("customer", "1") == {"id": "1", "other:segment": "mass", "full_name": "Olga"}


def test_what_an_observer_raises_comes_out_of_a_whole_write(model: FrozenModel) -> None:
    live = LiveResolver(model)
    live.add_profile(profile(3))
    number = live.observe(lambda change: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        live.add_customer(customer(3))
    live.forget(number)
    number = live.observe(lambda change: live.remove_customer("C-3"))
    with pytest.raises(scrm.Conflict):
        live.add_customer({**customer(3), "id": "C-4"})
    live.forget(number)
    assert live.counts["customers"] == 2


def test_observers_hear_before_and_after(model: FrozenModel) -> None:
    live = LiveResolver(model)
    live.add_profile(profile(3))
    heard: list[dict[str, object]] = []
    number = live.observe(heard.append)
    live.add_customer(customer(3))
    (change,) = heard
    (decision,) = change["decisions"]  # type: ignore[misc]
    assert decision["before"]["candidates"] == []
    assert decision["after"]["candidates"][0]["customer"] == "C-3"
    assert change["persons"] == [{"customer": "C-3", "before": None, "after": "C-3"}]
    live.forget(number)
    live.remove_customer("C-3")
    assert len(heard) == 1


def test_people_decide(model: FrozenModel, tmp_path: Path) -> None:
    live = LiveResolver.open(tmp_path / "live", model)
    vk = profile(3)["id"]
    assert live.reject(vk, "C-3")  # before the records come
    assert not live.reject(vk, "C-3")
    live.add_customer(customer(n) for n in range(60))
    live.add_profile(profile(3))
    live.process_redo()
    found = {one["customer"]: one for one in live.resolve(vk)["candidates"]}
    assert found["C-3"]["rejected"]
    assert found["C-3"]["tier"] == "none"

    assert live.confirm(vk, "C-5")
    best = live.resolve(vk)["candidates"][0]
    assert (best["customer"], best["confirmed"], best["probability"]) == ("C-5", True, 1.0)
    assert live.how("C-5")["profiles"] == [vk]

    assert live.merge("C-7", "C-8")
    assert live.persons()["C-8"] == live.persons()["C-7"]
    with pytest.raises(scrm.Conflict):
        live.keep_apart("C-8", "C-7")
    assert live.unmerge("C-7", "C-8")
    with pytest.raises(scrm.NotFound):
        live.unmerge("C-7", "C-8")
    with pytest.raises(scrm.NotFound):
        live.lift_keep_apart("C-8", "C-7")
    assert live.keep_apart("C-8", "C-7")
    assert live.lift_keep_apart("C-7", "C-8")
    assert live.keep_apart("C-8", "C-7")
    assert live.unlink(vk, "C-6")
    decisions = live.decisions()
    assert [one["kind"] for one in decisions] == ["reject", "confirm", "keep_apart", "unlink"]
    assert decisions[0] == {"kind": "reject", "profile": vk, "customer": "C-3"}
    assert live.counts["decisions"] == 4
    digest = live.digest()
    del live
    again = LiveResolver.open(tmp_path / "live")
    assert again.decisions() == decisions
    assert again.digest() == digest


def test_a_folder_is_opened_again(model: FrozenModel, tmp_path) -> None:
    live = LiveResolver.open(tmp_path / "live", model)
    live.add_customer(customer(n) for n in range(60))
    live.add_profile(profile(n) for n in range(20))
    live.process_redo()
    digest = live.digest()
    with pytest.raises(scrm.Unavailable):
        LiveResolver.open(tmp_path / "live")
    del live
    again = LiveResolver.open(tmp_path / "live")
    assert again.digest() == digest
    again.snapshot()
    again.remove_profile(profile(0)["id"])
    digest = again.digest()
    del again
    assert LiveResolver.open(tmp_path / "live").digest() == digest
    with pytest.raises(scrm.NotFound):
        LiveResolver.open(tmp_path / "absent")
    model.save(tmp_path / "model")
    assert FrozenModel.load(tmp_path / "model").digest == model.digest


def test_threads_read_while_one_writes(model: FrozenModel) -> None:
    live = LiveResolver(model)
    live.add_customer(customer(n) for n in range(120))
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                found = live.resolve(profile(7))
                assert found["candidates"][0]["customer"] == "C-7"
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(20, 40):
        live.add_profile(profile(n))
        live.remove_profile(profile(n)["id"])
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_the_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = Path(__file__).parents[2] / "examples" / "04_live.py"
    runpy.run_path(str(example))["run"](tmp_path)
    said = capsys.readouterr().out
    assert "vk:7: match, C-43" in said
    assert "found by phone: C-5" in said
    assert "as it was after a restart" in said


@pytest.mark.parametrize("wrong", [{"max_candidates": 0}, {"min_probability": 2}, {"min_probability": float("nan")}])
def test_options_out_of_range_are_refused(model: FrozenModel, tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(scrm.InvalidArgument, match=next(iter(wrong))):
        LiveResolver(model, **wrong)
    with pytest.raises(scrm.InvalidArgument, match=next(iter(wrong))):
        LiveResolver.open(tmp_path / "live", model, **wrong)
    assert not (tmp_path / "live").exists()
