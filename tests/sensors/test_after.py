"""`after`: what happened on a day that a row does not tell is dated after the last that is told, and marked so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from pyrometer.model.event import PRECISIONS

WIDE = """
prospect = "id"
[[event]]
happened_at = "opened"
action = "entered"
side = "seller"
[[event]]
where = { stage = "Lost" }
happened_at = "closed"
after = "opened"
action = "declined"
side = "customer"
"""
DEALS = """id,opened,closed,stage
a,2026-01-05,2026-02-01,Lost
b,2026-01-06,,Lost
c,,,Lost
d,2026-01-07,soon,Lost
"""
LOG = """
prospect = "id"
row_is = "event"
[[event]]
where = { stage = "Lost", on = "" }
happened_at = "on"
after = "on"
action = "{stage}"
side = "seller"
[[event]]
happened_at = "on"
action = "{stage}"
side = "seller"
"""
MOVES = """id,on,stage
a,,Lost
a,2026-01-05,New
b,2026-03-01,New
a,2026-02-05,Offer
c,,Lost
b,,Offer
"""


def told(given: Any, action: str) -> dict[str, tuple[datetime, str]]:
    return {
        e["prospect"]: (e["happened_at"], PRECISIONS[e["precision"]]) for e in given.events if e["action"] == action
    }


def test_a_row_without_a_day_says_after_what_it_happened(read: Callable[..., Any]) -> None:
    given = read(DEALS, WIDE)
    assert told(given, "declined") == {"a": (datetime(2026, 2, 1), "day"), "b": (datetime(2026, 1, 6), "after")}
    assert [(r["row"], r["code"]) for r in given.refused] == [(4, "bad-time"), (3, "no-time")]


def test_in_a_log_it_is_after_the_last_that_is_told_of_them(read: Callable[..., Any]) -> None:
    for rows in (MOVES, "\n".join([MOVES.split("\n")[0], *reversed(MOVES.strip().split("\n")[1:])]) + "\n"):
        given = read(rows, LOG)
        assert told(given, "Lost") == {"a": (datetime(2026, 2, 5), "after")}
        assert told(given, "Offer") == {"a": (datetime(2026, 2, 5), "day")}
        assert sorted(r["raw"] for r in given.refused) == ["b,,Offer", "c,,Lost"]


@pytest.mark.parametrize("shape", ["wide", "log"])
def test_start_takes_losses_without_a_day_as_losses(tmp_path: Any, shape: str) -> None:
    import pyrometer

    lines = ["deal,opened,closed,stage"] if shape == "wide" else ["deal,day,stage"]
    for i in range(60):
        opened, closed, stage = f"2026-01-{1 + i % 28:02}", f"2026-03-{1 + i % 28:02}", ("Won", "Lost", "Open")[i % 3]
        over = "" if stage == "Open" or i % 6 == 1 else closed
        if shape == "wide":
            lines.append(f"d{i},{opened},{over},{stage}")
            continue
        lines += [f"d{i},{opened},Open", f"d{i},2026-02-{1 + i % 28:02},Offer"]
        lines += [f"d{i},{over},{stage}"] if stage != "Open" else []
    (tmp_path / "deals.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plant = pyrometer.start(tmp_path / "deals.csv", folder=tmp_path / "plant", zone="UTC")
    assert plant.facts.n_undated == 10
    table = plant.measure("groups")
    assert [sum(table[c]) for c in ("n_entered", "n_won", "n_lost", "n_open")] == [60, 20, 20, 20]
    finding = plant.study("work-in-process")
    assert [c.n for c in finding.cautions if c.code == "undated-losses"] == [10]
    assert "refused-rows" not in {c.code for c in finding.cautions}


def test_the_records_of_a_prospect_show_what_has_no_day(tmp_path: Any) -> None:
    import pyrometer
    from pyrometer.plant import _records

    rows = [f"d{i},2026-01-{1 + i:02},{'' if i % 2 else '2026-03-01'},{'Lost' if i % 2 else 'Won'}" for i in range(24)]
    (tmp_path / "deals.csv").write_text("\n".join(["deal,opened,closed,stage", *rows]) + "\n", encoding="utf-8")
    plant = pyrometer.start(tmp_path / "deals.csv", folder=tmp_path / "plant", zone="UTC")
    deeds = _records.deeds(plant, "d3")
    assert dict(zip(deeds["action"], map(str, deeds["happened_at"]), strict=True)) == {
        "entered": "2026-01-04",
        "declined": "after 2026-01-04",
    }
    codes = {c.code: c.n for c in plant.study("trust").cautions}
    assert codes["undated-losses"] == 12
