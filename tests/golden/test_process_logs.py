"""Public event logs, read into a real ledger: the numbers that two independent process mining libraries agree on."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pyrometer.config import ProcessSettings
from pyrometer.model.definition import Definition
from pyrometer.sensors._batch import EVENTS, REFUSED, Batch
from pyrometer.statistics import survival
from tests.process.plants import Plant, milestone, of_batches

LOGS = ("running-example.csv", "receipt.csv", "interval_event_log.csv", "bpic2012.xes.gz")
PATH = ("A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "O_SENT_BACK", "A_APPROVED")
SIDES = ("customer", "seller", "marketing", "system")


def golden(shared: Path) -> dict[str, Any]:
    """The published numbers by log."""
    return json.loads((shared / "golden" / "process_logs.json").read_text())  # type: ignore[no-any-return]


def batch(columns: dict[str, Any]) -> Batch:
    """A batch of events that say who, what and when; all else is as a log leaves it."""
    n = len(columns["prospect"])
    plain: dict[str, Any] = {"source": "log", "precision": 0, "side": 1, "grade": 0, "file": "log", "source_seq": 0}
    rows = {
        field.name: columns.get(field.name, pa.array([plain.get(field.name)] * n, field.type)) for field in EVENTS
    } | {"row": pa.array(range(1, n + 1), pa.int64())}
    events = pa.table(
        {
            name: pc.cast(pa.array(values) if isinstance(values, list) else values, EVENTS.field(name).type)
            for name, values in rows.items()
        },
        schema=EVENTS,
    )
    return Batch(events, pa.Table.from_pylist([], REFUSED), n)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a CSV file."""
    with path.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def instant(text: str) -> datetime:
    """A time with an offset as naive UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def of_csv(path: Path, *, from_start: bool = False) -> Batch:
    """A log of one event a line; with `from_start` an event happens when it begins and lasts until its stamp."""
    lines = list(rows(path))
    stamps = [instant(line["time:timestamp"]) for line in lines]
    begins = [instant(line["start_timestamp"]) for line in lines] if from_start else stamps
    place = Counter[str]()
    ids, seqs = [], []
    for line in lines:
        case = line["case:concept:name"]
        seqs.append(place[case])
        ids.append(f"{case}:{place[case]}")
        place[case] += 1
    minutes = [(end - start) / timedelta(minutes=1) for start, end in zip(begins, stamps, strict=True)]
    return batch(
        {
            "prospect": [line["case:concept:name"] for line in lines],
            "action": [line["concept:name"] for line in lines],
            "happened_at": pa.array(begins, pa.timestamp("us")),
            "source_id": ids,
            "source_seq": seqs,
            **({"minutes": minutes} if from_start else {}),
        }
    )


def of_bpic(path: Path) -> Batch:
    """The loan log, its traces in order."""
    log = pq.read_table(path)
    case, index = log["case_id"].cast(pa.string()), log["event_index"]
    by_customer = pc.is_in(log["activity"], pa.array(["A_SUBMITTED", "A_PARTLYSUBMITTED", "O_SENT_BACK"]))
    return batch(
        {
            "prospect": case.combine_chunks(),
            "action": log["activity"].cast(pa.string()).combine_chunks(),
            "happened_at": log["timestamp"].cast(pa.timestamp("us")).combine_chunks(),
            "source_id": pc.binary_join_element_wise(case, index.cast(pa.string()), ":").combine_chunks(),
            "source_seq": index.combine_chunks(),
            "actor": log["resource"].cast(pa.string()).combine_chunks(),
            "side": pc.if_else(by_customer, 0, 1).combine_chunks(),
        }
    )


def slug(activity: str) -> str:
    """An activity as the name of a definition."""
    return activity.lower().replace("_", "-")


def definitions() -> tuple[Definition, ...]:
    """The path of a loan, and its two ways of being lost."""
    path = [milestone(slug(activity), activity, sides=SIDES) for activity in PATH]
    return (*path, milestone("lost", "A_DECLINED", "A_CANCELLED", sides=SIDES))


@pytest.fixture(scope="session")
def plants(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Log name -> its plant, made when first asked for."""
    logs = shared / "data" / "process_logs"

    @cache
    def made(name: str) -> Plant:
        folder = tmp_path_factory.mktemp("log")
        if name == "bpic2012.xes.gz":
            settings = ProcessSettings(tuple(map(slug, PATH)), won="a-approved", lost="lost", grade=0)
            found = [of_bpic(shared / "data" / "bpic2012" / "bpic2012.parquet")]
            return of_batches(folder, found, definitions=definitions(), process=settings, zone="Europe/Amsterdam")
        if name == "from start":
            return of_batches(folder, [of_csv(logs / "interval_event_log.csv", from_start=True)])
        return of_batches(folder, [of_csv(logs / name)])

    return made


def counted(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """What was counted, without zeros."""
    return {key: n for key, n in pairs if n}


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_events_prospects_and_actions_are_all_there(plants: Any, shared: Path, name: str) -> None:
    expected, facts = golden(shared)[name], plants(name).process().facts
    assert (facts.n_events, facts.n_prospects) == (expected["events"], expected["cases"])
    assert len(plants(name).ask("nodes")) == expected["activities"]


@pytest.mark.shared
@pytest.mark.parametrize("name", [*LOGS[:2], "bpic2012.xes.gz"])
def test_what_directly_follows_what_and_how_long_after(plants: Any, shared: Path, name: str) -> None:
    expected, graph = golden(shared)[name], plants(name).ask("graph")
    assert (len(graph), sum(graph["n"])) == (expected["dfg_edges"], expected["dfg_sum"])
    found = {(row["action"], row["next_action"]): row for row in graph}
    for (action, following), n, mean, median in expected["dfg_top10"]:
        row = found[action, following]
        assert row["n"] == n
        assert row["mean_seconds"] == pytest.approx(mean, rel=1e-9)
        assert row["median_seconds"] == pytest.approx(median, rel=1e-9)


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_first_and_last_actions(plants: Any, shared: Path, name: str) -> None:
    expected, nodes = golden(shared)[name], plants(name).ask("nodes")
    assert counted(zip(nodes["action"], nodes["n_start"], strict=True)) == expected["start"]
    assert counted(zip(nodes["action"], nodes["n_end"], strict=True)) == expected["end"]


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_variants(plants: Any, shared: Path, name: str) -> None:
    expected, variants = golden(shared)[name], plants(name).ask("variants", top=5)
    assert set(variants["n_variants"]) == {expected["variants"]}
    assert variants["n"] == expected["variant_counts_top5"]
    assert len(plants(name).ask("variants", top=0)) == expected["variants"]


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_durations(plants: Any, shared: Path, name: str) -> None:
    expected, (row,) = golden(shared)[name], plants(name).ask("durations")
    assert row["n"] == expected["cases"]
    for ours, theirs in (("mean_days", "dur_mean"), ("median_days", "dur_median"), ("sum_days", "dur_sum")):
        assert row[ours] * 86_400 == pytest.approx(expected[theirs], rel=1e-9)


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_rework_is_counted_in_prospects(plants: Any, shared: Path, name: str) -> None:
    nodes = plants(name).ask("nodes")
    assert counted(zip(nodes["action"], nodes["n_rework"], strict=True)) == golden(shared)[name]["rework"]


@pytest.mark.shared
@pytest.mark.parametrize("name", [*LOGS[:2], "bpic2012.xes.gz"])
def test_what_sooner_or_later_follows_what(plants: Any, shared: Path, name: str) -> None:
    expected, pairs = golden(shared)[name], plants(name).ask("follows")
    assert (len(pairs), sum(pairs["n"])) == (expected["ef_pairs"], expected["ef_sum"])


@pytest.mark.shared
@pytest.mark.parametrize("name", LOGS)
def test_arrivals(plants: Any, shared: Path, name: str) -> None:
    (row,) = plants(name).ask("arrivals")
    assert row["mean_seconds"] == pytest.approx(golden(shared)[name]["arrival_avg"], rel=1e-12)


@pytest.mark.shared
def test_events_that_take_time_are_ordered_by_when_they_began(plants: Any, shared: Path) -> None:
    expected, log = golden(shared)["interval_event_log.csv"], plants("from start")
    graph = log.ask("graph", apart=True)
    assert (len(graph), sum(graph["n"])) == (expected["dfg_edges"], expected["dfg_sum"])
    found = {(row["action"], row["next_action"]): row for row in graph}
    for (action, following), n, mean, median in expected["dfg_top10"]:
        row = found[action, following]
        assert row["n"] == n
        assert row["mean_seconds"] == pytest.approx(mean, rel=1e-9)
        assert row["median_seconds"] == pytest.approx(median, rel=1e-9)
    pairs = log.ask("follows", apart=True)
    assert (len(pairs), sum(pairs["n"])) == (expected["ef_pairs"], expected["ef_sum"])


@pytest.mark.shared
def test_service_times(plants: Any, shared: Path) -> None:
    services = plants("from start").ask("services")
    expected = golden(shared)["interval_event_log.csv"]["service_time"]
    found = {row["action"]: row["mean_minutes"] * 60 for row in services}
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.shared
def test_cycle_time_but_for_the_last_stretch_of_work_which_the_peer_forgets(plants: Any, shared: Path) -> None:
    (row,) = plants("from start").ask("busy")
    expected = golden(shared)["interval_event_log.csv"]
    last_stretch = 409  # seconds from 11:04:16 to 11:11:05 on the last day, when nothing else was going on
    assert row["busy_minutes"] * 60 - last_stretch == pytest.approx(expected["cycle_time"] * 1266, abs=1e-3)
    assert row["cycle_minutes"] == pytest.approx(row["busy_minutes"] / 1266)


@pytest.mark.shared
def test_the_path_of_a_loan(plants: Any) -> None:
    log = plants("bpic2012.xes.gz")
    assert log.ask("moves")["n_met"] == [13_087, 7_367, 5_113, 5_015, 3_254, 2_246]
    (total,) = log.ask("groups", by="seller")
    assert (total["n_won"], total["n_lost"], total["n_open"]) == (2_246, 10_442, 399)
    assert sum(log.ask("ageing")["n"]) == 399
    assert log.ask("occupancy")["n_waiting"][-1] == 96
    entered = log.ask("series", of="entered", period="month")
    assert sum(entered["n"]) == 13_087


@pytest.mark.shared
def test_approval_of_a_loan_with_open_ones_censored(plants: Any) -> None:
    table = plants("bpic2012.xes.gz").ask("risk-table")
    exits = {"won": table["n_gone_on"], "lost": table["n_stopped"]}
    curve = survival.incidence(table["age_days"], exits, table["n_open"])
    at_30 = survival.at(curve, "won", 30, width=1 / 24)
    assert at_30.value == pytest.approx(0.161875, abs=5e-7)  # type: ignore[union-attr]
    assert curve.cumulative["won"][-1] == pytest.approx(0.179915, abs=5e-7)


@pytest.mark.shared
def test_ties_of_a_loan_log_are_counted_and_decided_by_the_trace(plants: Any) -> None:
    (row,) = plants("bpic2012.xes.gz").ask("ties")
    assert (row["n_events"], row["n_tied"], row["n_tied_order_unknown"]) == (262_200, 25_369, 0)


@pytest.fixture(scope="session")
def crm(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """A CRM export whose dates are days: engaged, then won, lost or still open."""
    lines = [line for line in rows(shared / "data" / "maven_crm" / "sales_pipeline.csv") if line["engage_date"]]
    events = [(line, "engage_date", "engaged") for line in lines]
    events += [(line, "close_date", line["deal_stage"]) for line in lines if line["close_date"]]
    found = batch(
        {
            "prospect": [line["opportunity_id"] for line, _, _ in events],
            "action": [action for _, _, action in events],
            "happened_at": pa.array([datetime.fromisoformat(line[on]) for line, on, _ in events], pa.timestamp("us")),
            "precision": pa.array([1] * len(events), pa.int8()),
            "actor": [line["sales_agent"] for line, _, _ in events],
            "amount": pa.array([float(line["close_value"]) if a == "Won" else None for line, _, a in events]),
        }
    )
    path = (
        milestone("engaged", sides=SIDES),
        milestone("won", "Won", sides=SIDES),
        milestone("lost", "Lost", sides=SIDES),
    )
    settings = ProcessSettings(("engaged", "won"), won="won", lost="lost", grade=0)
    return of_batches(tmp_path_factory.mktemp("crm"), [found], definitions=path, process=settings)


@pytest.mark.shared
def test_yield_of_a_crm_export_by_day_138(crm: Plant) -> None:
    table = crm.ask("risk-table", milestone="engaged")
    exits = {"won": table["n_gone_on"], "lost": table["n_stopped"]}
    curve = survival.incidence(table["age_days"], exits, table["n_open"])
    assert survival.at(curve, "won", 138).value == pytest.approx(0.5194, abs=5e-5)  # type: ignore[union-attr]
    assert crm.ask("risk-table") == table


@pytest.mark.shared
def test_most_open_deals_of_a_crm_export_are_older_than_any_that_closed(crm: Plant) -> None:
    table = crm.ask("risk-table")
    oldest = max(row["age_days"] for row in table if row["n_gone_on"] or row["n_stopped"])
    ages = crm.ask("ageing")
    assert oldest == 138
    assert sum(ages["n"]) == 1_589
    assert sum(row["n"] for row in ages if row["age_days"] > 138) == 1_291


@pytest.mark.shared
def test_losses_of_a_crm_export_vanish_in_the_third_month_of_a_quarter(crm: Plant) -> None:
    closed = crm.ask("closed", period="month")
    third = sum(row["n_lost"] for row in closed if row["starts_on"].month % 3 == 0)
    second = sum(row["n_lost"] for row in closed if row["starts_on"].month % 3 == 2)
    assert (sum(closed["n_lost"]), third, second) == (2_473, 498, 1_068)
