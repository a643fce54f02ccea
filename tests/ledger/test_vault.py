"""Vault: personal data lie apart; erasing a person leaves every count unchanged, at every mark."""

from pathlib import Path

from pyrometer.ledger.vault import Vault
from tests.ledger.small import backend, events, new, prospects, read, record

ROWS = [
    record("acme", 0, "created", person="ann.miller@example.com"),
    record("acme", 1, "replied", person="ann.miller@example.com", source_id="m-1"),
    record("bolt", 2, "created", person="Bob Stone"),
]


def test_the_ledger_itself_never_holds_the_name_of_a_person(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    read(ledger, [ROWS[1] | {"amount": 1.0}])  # kept aside as a conflict
    outside = [p for p in (tmp_path / "ledger").rglob("*") if p.is_file() and p.parent.name != "vault"]
    assert not [p for p in outside if b"miller" in p.read_bytes()]
    kept = ledger.conflicts()["person"].to_pylist()
    assert kept == [ledger.vault.opaque("ann.miller@example.com")]


def test_a_person_is_one_person_and_found_by_name(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    words = ledger.tables(backend()).words
    assert len(words.persons) == 2
    first, second, third = (words.persons[e["person"]] for e in events(ledger))
    assert first == second == ledger.vault.opaque("ann.miller@example.com")
    assert ledger.vault.get(third) == {"name": "Bob Stone"}


def test_persons_keep_their_codes_when_more_come(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    before = list(ledger.tables(backend()).words.persons)
    for day in range(5):
        read(ledger, [record("cord", day, "called", person=f"aa {day}", account=f"account {day}")])
    words = ledger.tables(backend()).words
    assert list(words.persons)[:2] == before
    assert words.persons[2:] == tuple(ledger.vault.opaque(f"aa {day}") for day in range(5))
    assert list(words.accounts) == [f"account {day}" for day in range(5)]


def test_erasing_a_person_leaves_every_count_unchanged(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    before = (events(ledger), prospects(ledger))
    ann = ledger.vault.opaque("ann.miller@example.com")
    assert ledger.vault.erase(ann) == 1
    assert ledger.vault.get(ann) == {}
    assert (events(ledger), prospects(ledger)) == before
    assert not [p for p in (tmp_path / "ledger").rglob("*") if p.is_file() and b"miller" in p.read_bytes()]
    assert ledger.vault.erase(ann) == 0


def test_the_erased_do_not_come_back_with_the_next_reading(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    ann = ledger.vault.opaque("ann.miller@example.com")
    assert ledger.vault.erase("ann.miller@example.com") == 1  # by name, as by id
    assert read(ledger, ROWS).n_new == 0
    assert read(ledger, [record("acme", 9, "ordered", person="ann.miller@example.com")]).n_new == 1
    ledger.vault.put(ann, {"name": "Ann Miller"})
    assert ledger.vault.get(ann) == {}
    assert {e["person"] for e in events(ledger) if e["name"] == "acme"} == {events(ledger)[0]["person"]}


def test_facts_are_kept_and_replaced(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    vault.put("p1", {"name": "Ann", "mail": "a@x"})
    vault.put("p1", {"mail": "b@x"})
    assert vault.get("p1") == {"mail": "b@x", "name": "Ann"}
    assert vault.get("p2") == {}


def test_another_ledger_gives_the_same_person_another_id(tmp_path: Path) -> None:
    one, two = Vault(tmp_path / "one"), Vault(tmp_path / "two")
    assert one.opaque("Ann") == one.opaque("Ann") != two.opaque("Ann")
