"""Every definition of two real plants, judged again by plain code on their files: who met it, and when first."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from pyrometer.plant import Plant

Open = Callable[[str], Plant]
Firsts = dict[str, dict[str, datetime]]  # definition -> prospect -> when it was first met


def told(plant: Plant, milestones: dict[str, str], lost: str) -> Firsts:
    """What the plant says."""
    rows: list[dict[str, Any]] = plant.backend.to_pyarrow(plant.journeys()).to_pylist()
    found = {name: {r["name"]: r[column] for r in rows if r[column] is not None} for name, column in milestones.items()}
    ends = {r["name"]: r["lost_at"] or r["lost_before"] for r in rows}
    return {**found, lost: {who: at for who, at in ends.items() if at is not None}}


def test_every_definition_of_the_loans_is_first_met_when_the_log_says(plant: Open, shared: Path) -> None:
    acts = {
        "applied": ["A_SUBMITTED"],
        "preaccepted": ["A_PREACCEPTED"],
        "accepted": ["A_ACCEPTED"],
        "offered": ["O_SENT"],
        "answered-offer": ["O_SENT_BACK"],
        "approved": ["A_APPROVED"],
        "ended-without": ["A_DECLINED", "A_CANCELLED"],
    }
    log = shared / "data/bpic2012/bpic2012.parquet"
    asked = "SELECT case_id, min(epoch_us(timestamp)) FROM read_parquet(?) WHERE activity IN ? GROUP BY case_id"
    wanted = {}
    for name, done in acts.items():
        rows = duckdb.execute(asked, [str(log), done]).fetchall()
        wanted[name] = {who: _instant(us) for who, us in rows}
    columns = {name: "met_" + name.replace("-", "_") for name in acts if name != "ended-without"}
    found = told(plant("bpic2012"), columns, "ended-without")
    assert {name: len(who) for name, who in found.items()} == {name: len(who) for name, who in wanted.items()}
    assert found == wanted


def _instant(us: int) -> datetime:
    return datetime.fromtimestamp(us // 1_000_000, UTC).replace(tzinfo=None, microsecond=us % 1_000_000)


def test_every_definition_of_the_deals_is_first_met_on_its_day(plant: Open, shared: Path) -> None:
    wanted: Firsts = {"engaged": {}, "ordered": {}, "declined": {}}
    with (shared / "data/maven_crm/sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            who = row["opportunity_id"]
            if row["engage_date"]:
                wanted["engaged"][who] = _midnight(row["engage_date"])
            if row["deal_stage"] in ("Won", "Lost"):
                wanted["ordered" if row["deal_stage"] == "Won" else "declined"][who] = _midnight(row["close_date"])
    found = told(plant("maven"), {"engaged": "met_engaged", "ordered": "met_ordered"}, "declined")
    assert {name: len(who) for name, who in found.items()} == {"engaged": 8_300, "ordered": 4_238, "declined": 2_473}
    assert found == wanted


def _midnight(day: str) -> datetime:
    """The beginning of that day in New York."""
    local = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("America/New_York"))
    return local.astimezone(UTC).replace(tzinfo=None)
