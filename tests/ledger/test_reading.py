"""Reading: each event once, in an order that the rows' order never decides, and nothing new makes no new mark."""

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pyrometer.errors import LedgerError
from pyrometer.ledger.store import Ledger
from pyrometer.sensors._batch import Batch
from tests.ledger.small import DAY0, READ_AT, backend, bad_row, batch, events, new, paths, prospects, read, record

DEALS = [
    record("acme", 0, "created", side=1, actor="Kim", row=1),
    record("acme", 3, "replied", about={"channel": "mail", "area": "north"}, row=2),
    record("bolt", 1, "created", side=1, actor="Lee", row=3),
    record("bolt", 1.5, "replied", known_at=DAY0 + timedelta(days=2), row=4),
    record("bolt", 9, "ordered", amount=120.5, currency="EUR", row=5),
]
HOW = ("name", "seq", "happened_at", "action", "prev_action", "since_prev_us", "actor", "amount", "about", "side")


def said(ledger: Ledger, mark: int | None = None) -> list[dict[str, object]]:
    return [{key: event[key] for key in HOW} for event in events(ledger, mark)]


def test_an_event_comes_out_as_it_went_in(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    found = read(ledger, DEALS)
    assert (found.n_rows, found.n_events, found.n_new, found.mark) == (5, 5, 5, 1)
    ordered = events(ledger)[-1]
    assert ordered["name"] == "bolt"
    assert ordered["happened_at"] == DAY0 + timedelta(days=9)
    assert (ordered["amount"], ordered["currency"], ordered["file"], ordered["row"]) == (120.5, "EUR", "deals.csv", 5)
    assert (ordered["grade"], ordered["side"], ordered["precision"], ordered["run"]) == (2, 0, 0, 0)
    replied = events(ledger)[3]
    assert replied["known_at"] == DAY0 + timedelta(days=2)
    assert dict(events(ledger)[1]["about"]) == {"channel": "mail", "area": "north"}


def test_an_event_knows_the_one_before_it(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS)
    created, replied, ordered = events(ledger)[2:]
    assert (created["seq"], created["prev_action"], created["since_prev_us"]) == (0, None, None)
    assert (replied["seq"], replied["prev_action"], replied["since_prev_us"]) == (1, "created", 43_200_000_000)
    assert (ordered["seq"], ordered["prev_action"], ordered["since_prev_us"]) == (2, "replied", 648_000_000_000)


def test_prospects_are_numbered_in_order_of_birth_and_summed_up(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, reversed(DEALS))
    acme, bolt = prospects(ledger)
    assert (acme["prospect"], acme["name"], acme["n_events"]) == (0, "acme", 2)
    assert (bolt["prospect"], bolt["name"], bolt["n_events"]) == (1, "bolt", 3)
    assert (bolt["first_at"], bolt["last_at"]) == (DAY0 + timedelta(days=1), DAY0 + timedelta(days=9))


def test_tables_know_how_far_the_records_reach(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    nothing = ledger.tables(backend())
    assert (nothing.since, nothing.until, nothing.n_events, nothing.events.count().execute()) == (None, None, 0, 0)
    read(ledger, DEALS)
    tables = ledger.tables(backend())
    assert (tables.since, tables.until) == (DAY0, DAY0 + timedelta(days=9))
    assert (tables.n_events, tables.n_prospects, tables.mark) == (5, 2, 1)


def test_reading_the_same_again_makes_no_new_mark(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS, [bad_row(6, "x;y")])
    before = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*"))
    again = read(ledger, DEALS, [bad_row(6, "x;y")])
    assert (again.n_new, again.n_same, again.n_refused, again.mark) == (0, 5, 1, 1)
    assert Ledger.open(tmp_path / "ledger").mark == 1
    assert sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*")) == before
    assert ledger.refused().num_rows == 1


def test_the_order_of_rows_never_changes_anything(tmp_path: Path) -> None:
    tied = [record("acme", 3, action, source_seq=0) for action in ("called", "visited", "asked")]
    records = DEALS + tied + [record("acme", 3, "visited", actor=name) for name in ("Lee", "Kim", "Mo")]
    answers = []
    for seed in range(4):
        Random(seed).shuffle(records)
        ledger = new(tmp_path / str(seed))
        read(ledger, records)
        answers.append((said(ledger), prospects(ledger)))
    assert all(answer == answers[0] for answer in answers)


def test_a_tie_is_broken_by_the_source_then_the_word_of_the_action(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "zeta"), record("a", 1, "start")])  # 'zeta' and 'start' have the lowest codes
    read(ledger, [record("a", 1, "alpha"), record("a", 1, "late", source_seq=2), record("a", 1, "zeta", source_seq=1)])
    assert paths(ledger)["a"] == ["zeta", "alpha", "start", "zeta", "late"]


def test_exact_duplicates_without_ids_are_one_event(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    twin = record("acme", 0, "created", row=7, file="other.csv", about={"b": "1", "a": "2"})
    found = read(ledger, [twin, twin | {"row": 3}, twin | {"about": {"a": "2", "b": "1"}}, record("acme", 0, "asked")])
    assert (found.n_events, found.n_new, found.n_same) == (4, 2, 2)
    assert [e["row"] for e in events(ledger) if e["action"] == "created"] == [3]


def test_text_run_together_does_not_make_two_events_one(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    odd = ['a","b', "a", 'a"', "", "a,b", "\x1f", "NULL"]
    records = [record("p", 0, "set", actor=x, account=y, about={x: y}) for x in odd for y in odd]
    assert read(ledger, records).n_new == len(odd) ** 2


def test_an_empty_word_is_not_a_missing_one(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    assert read(ledger, [record("p", 0, "set", actor=""), record("p", 0, "set", actor=None)]).n_new == 2
    assert sorted(str(e["actor"]) for e in events(ledger)) == ["", "None"]


def test_a_grown_file_adds_only_its_new_events(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS)
    grown = read(ledger, [*DEALS, record("acme", 12, "ordered"), record("cord", 13, "created")])
    assert (grown.n_new, grown.n_same, grown.mark) == (2, 5, 2)
    whole = new(tmp_path / "whole")
    read(whole, [*DEALS, record("acme", 12, "ordered"), record("cord", 13, "created")])
    assert said(ledger) == said(whole)
    assert [e["run"] for e in events(ledger)] == [0, 0, 1, 0, 0, 0, 1]


def test_a_backdated_row_takes_its_place_in_time(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS)
    read(ledger, [record("acme", 1, "called")])
    assert paths(ledger)["acme"] == ["created", "called", "replied"]
    replied = events(ledger)[2]
    assert (replied["seq"], replied["prev_action"], replied["since_prev_us"]) == (2, "called", 172_800_000_000)
    assert prospects(ledger)[0]["n_events"] == 3


def test_numbers_and_codes_stay_when_more_is_read(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS)
    read(ledger, [record("aaaa", -99, "aaaa", actor="Aaa")])
    assert [(p["prospect"], p["name"]) for p in prospects(ledger)] == [(0, "acme"), (1, "bolt"), (2, "aaaa")]
    assert ledger.tables(backend()).words.actions == ("created", "ordered", "replied", "aaaa")


def test_the_same_id_with_the_same_content_is_one_event(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    mail = record("acme", 1, "replied", source_id="m-1")
    assert read(ledger, [mail, mail | {"row": 9}]).n_same == 1
    assert read(ledger, [mail | {"file": "again.csv"}]).n_same == 1
    assert read(ledger, [mail | {"source": "mailbox"}]).n_new == 1  # the id of another source


@pytest.mark.parametrize("change", [{"prospect": "bolt"}, {"amount": 1.0}, {"about": {"a": "b"}}, {"source_seq": 4}])
def test_the_same_id_with_other_content_is_kept_aside(tmp_path: Path, change: dict[str, object]) -> None:
    ledger = new(tmp_path)
    mail = record("acme", 1, "replied", source_id="m-1")
    read(ledger, [mail, record("bolt", 0, "created")])
    before = said(ledger)
    found = read(ledger, [mail | change])
    assert (found.n_new, found.n_same, found.n_conflicts, found.mark) == (0, 0, 1, 2)
    assert said(ledger) == before
    kept = ledger.conflicts().to_pylist()
    assert [(k["source_id"], k["run"]) for k in kept] == [("m-1", 1)]
    again = read(ledger, [mail | change])
    assert (again.n_conflicts, again.mark, ledger.conflicts().num_rows) == (1, 2, 1)


def test_of_conflicting_records_read_together_the_first_known_is_the_event(tmp_path: Path) -> None:
    early = record("acme", 1, "replied", source_id="m-1", known_at=DAY0 + timedelta(days=2))
    late = early | {"known_at": DAY0 + timedelta(days=5), "amount": 7.0}
    for number, rows in enumerate([[early, late, late], [late, early, late]]):
        ledger = new(tmp_path / str(number))
        found = read(ledger, rows)
        assert (found.n_new, found.n_conflicts) == (1, 2)
        assert [e["amount"] for e in events(ledger)] == [None]
        assert ledger.conflicts()["amount"].to_pylist() == [7.0]


def test_prospects_fill_segments_and_a_late_event_touches_only_one(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=10)
    many = [record(f"p{i:02d}", i + j / 10, f"step {j}") for i in range(12) for j in range(3)]
    read(ledger, many)
    assert {p["segment"] for p in prospects(ledger)} == {0, 1, 2, 3}
    files = set((tmp_path / "ledger" / "events").glob("*.parquet"))
    read(ledger, [record("p01", 50, "ordered")])
    assert len(set((tmp_path / "ledger" / "events").glob("*.parquet")) - files) == 1
    whole = new(tmp_path / "whole")
    read(whole, [*many, record("p01", 50, "ordered")])
    assert said(ledger) == said(whole)


def test_segments_grow_by_and_by_and_never_split_a_prospect(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=5)
    for day in range(8):
        read(ledger, [record(f"p{i}", day + i / 10, "called") for i in range(day + 1)])
    segments: dict[object, set[object]] = {}
    for event in events(ledger):
        segments.setdefault(event["name"], set()).add(event["segment"])
    assert all(len(found) == 1 for found in segments.values())
    assert {p["name"]: p["n_events"] for p in prospects(ledger)} == {f"p{i}": 8 - i for i in range(8)}
    assert len({s for found in segments.values() for s in found}) > 2


def test_a_segment_that_grows_too_large_is_split(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=20)
    read(ledger, [record(f"p{i}", i / 10, "created") for i in range(10)])
    read(ledger, [record("p3", 1, "merged_into", about={"into": "p7"})])
    for day in range(1, 12):
        read(ledger, [record(f"p{i}", day + i / 10, f"step {day}") for i in range(10)])
    whole = new(tmp_path / "whole")
    read(whole, [dict(e, person=None, source_id=None, about=e["about"]) for e in _plain(ledger)])
    assert paths(ledger) == paths(whole)
    sizes: dict[object, int] = {}
    for prospect in prospects(ledger):
        sizes[prospect["segment"]] = sizes.get(prospect["segment"], 0) + prospect["n_events"]
    assert len(sizes) > 3
    assert max(sizes.values()) <= 60
    assert sum(sizes.values()) == 121
    read(ledger, [record("late", 50, "created")])
    assert prospects(ledger)[-1]["name"] == "late"


def _plain(ledger: Ledger) -> list[dict[str, object]]:
    """The ledger's events as records, under the prospect they have now; merges left out of effect."""
    return [
        {key: value for key, value in event.items() if key not in ("prospect", "about")}
        | {"prospect": event["name"], "about": None if event["action"] == "merged_into" else event["about"]}
        for event in events(ledger)
    ]


def test_refused_rows_are_kept_once_even_when_rows_shift(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS, [bad_row(6, "x;y"), bad_row(7, "x;y")])
    assert ledger.refused().num_rows == 2  # two bad rows that read alike are two
    again = read(ledger, [], [bad_row(16, "x;y"), bad_row(17, "x;y")])
    assert (again.n_refused, again.mark, ledger.refused()["row"].to_pylist()) == (2, 1, [6, 7])
    more = read(ledger, [], [bad_row(26, "x;y"), bad_row(27, "x;y"), bad_row(28, "x;y")])
    assert (more.mark, ledger.refused().num_rows) == (2, 3)


def test_a_row_that_can_be_read_at_last_is_refused_no_more(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, DEALS, [bad_row(6, "x;y"), bad_row(7, "z")])
    read(ledger, [record("cord", 1, "created", row=6)], [bad_row(7, "z", code="bad-time")])
    assert [(r["row"], r["code"]) for r in ledger.refused().to_pylist()] == [(7, "bad-time")]
    assert ledger.refused(mark=1).num_rows == 2


def test_runs_tell_when_an_event_was_first_read(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    zone = timezone(timedelta(hours=2))
    ledger.read([batch(DEALS)], backend(), source="crm", read_at=datetime(2024, 7, 1, 1, tzinfo=zone))
    ledger.read([batch([record("z", 0, "a")])], backend(), source="mail", read_at=READ_AT)
    runs = ledger.runs().to_pylist()
    assert [(r["run"], r["mark"], r["source"], r["n_new"]) for r in runs] == [(0, 1, "crm", 5), (1, 2, "mail", 1)]
    assert runs[0]["read_at"] == datetime(2024, 6, 30, 23)


def test_what_a_sensor_counts_is_kept_with_the_reading(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    told = [
        replace(batch([record(name, 1, "replied")]), counts=counts)
        for name, counts in (
            ("a", {"clock-never-shown": 2}),
            ("b", {"clock-never-shown": 1, "of-others": 7}),
            ("c", {}),
        )
    ]
    found = ledger.read(told, backend(), source="crm", read_at=READ_AT)
    assert found.counts == {"clock-never-shown": 3, "of-others": 7}
    (run,) = ledger.runs().to_pylist()
    assert dict(run["counts"]) == {"clock-never-shown": 3, "of-others": 7}
    read(ledger, [record("d", 2, "replied")])
    assert [dict(run["counts"]) for run in ledger.runs().to_pylist()] == [found.counts, {}]


def test_a_ledger_from_before_the_counts_is_read_and_grows_on(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    for day in range(20):  # more parts than are kept apart
        read(ledger, [record(f"p{day}", day, "replied")])
        for part in (tmp_path / "ledger" / "side").glob("runs-*.parquet") if day == 3 else ():
            parquet.write_table(parquet.read_table(part).drop_columns(["counts"]), part)
    assert ledger.runs()["run"].to_pylist() == list(range(20))


def test_nothing_read_is_no_mark(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    found = ledger.read([], backend(), source="crm", read_at=READ_AT)
    assert (found.n_rows, found.mark) == (0, 0)
    assert ledger.tables(backend()).events.count().execute() == 0


def test_a_number_that_is_none_counts_as_not_given(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "ordered", amount=float("nan"))])
    assert events(ledger)[0]["amount"] is None
    assert read(ledger, [record("a", 0, "ordered")]).n_same == 1


def test_a_sensor_that_gives_other_columns_is_told_so(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    good = batch(DEALS)
    with pytest.raises(LedgerError, match="A sensor gave the columns .* the ledger takes"):
        ledger.read([Batch(good.events.drop_columns(["row"]), good.refused, 1)], backend(), source="x", read_at=READ_AT)
    nameless = good.events.set_column(3, "prospect", [[None] * 5])
    with pytest.raises(LedgerError, match="A sensor gave 5 records without 'prospect'; it must refuse such rows."):
        ledger.read([Batch(nameless, good.refused, 5)], backend(), source="x", read_at=READ_AT)
    assert Ledger.open(tmp_path / "ledger").mark == 0
    assert not list((tmp_path / "ledger" / "staging").iterdir())


def test_another_engine_is_told_that_it_cannot(tmp_path: Path) -> None:
    class Spark:
        name = "spark"

    for look in (new(tmp_path).tables, lambda engine: read_with(engine, tmp_path)):
        with pytest.raises(LedgerError, match="The engine 'spark' cannot open a ledger. Write in .engine.: kind = "):
            look(Spark())


def read_with(engine: object, place: Path) -> None:
    Ledger.open(place / "ledger").read([], engine, source="x", read_at=READ_AT)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its zone for a test")
def test_the_zone_of_the_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for zone in ("UTC", "Pacific/Auckland", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        ledger = new(tmp_path / zone.replace("/", "-"))
        read(ledger, [record("a", 69.1, "spring"), record("a", 69.15, "forward"), *DEALS])
        answers.append((said(ledger), ledger.tables(backend()).until, prospects(ledger)))
        assert read(ledger, DEALS).n_new == 0
    monkeypatch.delenv("TZ")
    time.tzset()
    assert all(answer == answers[0] for answer in answers)
    assert os.environ.get("TZ") is None


@pytest.mark.parametrize("name", ["it's here", "with [brackets]", "ünï çode", "star * ?", "segment=7"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    ledger = new(tmp_path / name)
    read(ledger, DEALS)
    read(ledger, [record("acme", 20, "asked")])
    assert len(events(Ledger.open(tmp_path / name / "ledger"))) == 6


ACTIONS = st.sampled_from(["a", "b", "c"])
RECORDS = st.lists(
    st.builds(
        lambda p, day, action, key, actor: record(p, day, action, source_id=key, actor=actor),
        st.sampled_from(["x", "y", "z"]),
        st.integers(0, 3),
        ACTIONS,
        st.sampled_from([None, None, "1", "2"]),
        st.sampled_from([None, "k"]),
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, data=st.data())
def test_shuffling_doubling_and_reading_again_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]], data: st.DataObject
) -> None:
    plain = new(tmp_path_factory.mktemp("plain"))
    found = read(plain, records)
    assert found.n_events == found.n_new + found.n_same + found.n_conflicts == len(records)
    other = new(tmp_path_factory.mktemp("other"), target=4)
    shuffled = data.draw(st.permutations(records))
    doubled = read(other, [*shuffled, *records])
    assert doubled.n_new == found.n_new
    assert said(other) == said(plain)
    assert read(other, shuffled).n_new == 0
    assert said(other) == said(plain)


@settings(max_examples=15, deadline=None)
@given(records=RECORDS, cut=st.integers(0, 12))
def test_reading_in_two_parts_gives_the_same_events(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]], cut: int
) -> None:
    without_ids = [r | {"source_id": None} for r in records]
    whole = new(tmp_path_factory.mktemp("whole"))
    read(whole, without_ids)
    parts = new(tmp_path_factory.mktemp("parts"), target=3)
    read(parts, without_ids[:cut])
    read(parts, without_ids)
    assert paths(parts) == paths(whole)
    assert {p["name"]: p["variant"] is None for p in prospects(parts)} == dict.fromkeys(paths(whole), False)


def test_the_columns_said_are_the_columns_there(tmp_path: Path) -> None:
    ledger, engine = new(tmp_path), backend()
    for day in range(2):
        tables = ledger.tables(engine)
        for table in (tables.events, tables.prospects):
            assert {n: str(k) for n, k in table.schema().items()} == {
                n: str(k) for n, k in engine.table(table.op().name).schema().items()
            }
        read(ledger, [record("a", day, "created")])


def test_refused_rows_are_kept_in_the_order_of_their_files(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    rows = [bad_row(i, f"no {i}") for i in range(5_000)]
    shuffled = Random(3).sample(rows, len(rows))
    read(ledger, [record("a", 0, "created", row=9_999)], shuffled)
    assert ledger.refused()["row"].to_pylist() == list(range(5_000))
    read(ledger, [record("a", 0, "created", row=9_999), record("b", 0, "created", row=7)], rows[:7])
    assert 7 not in ledger.refused()["row"].to_pylist()  # it can be read at last
    read(ledger, [record("a", 0, "created", row=9_999)], [bad_row(i, f"new {i}") for i in (6_003, 6_001, 6_002)])
    assert ledger.refused()["row"].to_pylist()[-3:] == [6_001, 6_002, 6_003]
    assert ledger.refused()["row"].to_pylist() == sorted(ledger.refused()["row"].to_pylist())
