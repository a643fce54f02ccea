"""Journeys: when prospects entered, met milestones, and how it ended."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.errors import PlantError, UnknownName
from pyrometer.sensors import journal
from tests.process.plants import DEFINITIONS, PATH, milestone, of_batches, plant

THREE = """
; who: acme
2026-01-05 09:00 customer replied
2026-01-07 09:00 customer met
2026-01-12 09:00 customer ordered amount=1200 EUR
; who: bolt
2026-01-05 10:00 customer replied
2026-01-20 10:00 seller:ben declined
; who: coil
2026-01-06 10:00 customer replied
2026-02-01 10:00 seller:ann called
; who: duct
2026-01-06 10:00 seller:ann called
"""


def test_who_never_met_the_first_milestone_has_no_journey(tmp_path: Path) -> None:
    names = [row["name"] for row in plant(tmp_path, THREE).rows("journeys")]
    assert names == ["acme", "bolt", "coil"]


def test_a_journey_ends_won_lost_or_not_yet(tmp_path: Path) -> None:
    rows = {row["name"]: row for row in plant(tmp_path, THREE).rows("journeys")}
    assert {name: row["outcome"] for name, row in rows.items()} == {"acme": 1, "bolt": 2, "coil": 0}
    assert {name: row["ended_how"] for name, row in rows.items()} == {"acme": "ordered", "bolt": "lost", "coil": None}
    assert rows["acme"]["ended_at"] == rows["acme"]["won_at"] == datetime(2026, 1, 12, 9)
    assert rows["bolt"]["ended_at"] == rows["bolt"]["lost_at"] == datetime(2026, 1, 20, 10)
    assert rows["coil"]["ended_at"] is None
    assert rows["coil"]["last_at"] == datetime(2026, 2, 1, 10)
    assert rows["coil"]["last_customer_at"] == datetime(2026, 1, 6, 10)


def test_an_order_outranks_an_earlier_loss(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-05 09:00 customer replied
    2026-01-10 09:00 seller declined
    2026-02-05 09:00 customer ordered amount=5
    """
    row = plant(tmp_path, text).journey("acme")
    assert (row["outcome"], row["ended_at"], row["amount"]) == (1, datetime(2026, 2, 5, 9), 5.0)


def test_a_loss_before_entry_belongs_to_an_earlier_journey(tmp_path: Path) -> None:
    text = "; who: acme\n2026-01-05 09:00 seller declined\n2026-02-05 09:00 customer replied"
    assert plant(tmp_path, text).journey("acme")["outcome"] == 0


def test_on_records_of_dates_a_loss_on_the_day_of_entry_counts(tmp_path: Path) -> None:
    text = "; who: acme\n2026-02-05 09:00 customer replied\n2026-02-05 seller declined"
    built = plant(tmp_path, text)
    assert built.process().facts.grain == "day"
    assert built.journey("acme")["outcome"] == 2
    assert built.spells(-1) == [(2, 0.0, 0.0)]


def test_the_seller_is_the_one_as_of_entry(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller:ann called
    2026-01-02 09:00 seller:ben called
    2026-01-05 09:00 customer replied
    2026-01-06 09:00 seller:cat called
    ; who: bolt
    2026-01-05 09:00 customer replied
    2026-01-06 09:00 seller:cat called
    2026-01-07 09:00 seller:ann called
    ; who: coil
    2026-01-05 09:00 customer replied
    """
    built = plant(tmp_path, text)
    words = built.process().words.actors
    sellers = [row["seller"] for row in built.rows("journeys")]
    assert [None if code is None else words[code] for code in sellers] == ["ben", "cat", None]


def test_what_is_said_after_entry_is_not_a_field_as_of_entry(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller called trade=steel
    2026-01-05 09:00 customer replied trade=copper size=
    2026-01-06 09:00 seller called trade=tin size=big
    """
    row = plant(tmp_path, text, settings={"segments": ("trade", "size")}).journey("acme")
    assert (row["field_trade"], row["field_size"]) == ("copper", None)


def test_the_account_is_a_field_by_its_name(tmp_path: Path) -> None:
    text = "; who: a\n2026-01-05 09:00 customer replied account=ACME\n; who: b\n2026-01-05 09:00 customer replied"
    built = plant(tmp_path, text, settings={"segments": ("account",)})
    assert [row["field_account"] for row in built.rows("journeys")] == ["ACME", None]


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        ("2026-01-07 09:00 customer ordered amount=10\n2026-01-07 09:00 customer signed amount=5", 15.0),
        ("2026-01-06 09:00 seller quoted amount=7\n2026-01-07 09:00 customer ordered", 7.0),
        ("2026-01-07 09:00 customer ordered\n2026-01-08 09:00 seller billed amount=9", None),
        ("2026-01-06 09:00 seller quoted amount=7", None),
    ],
    ids=["all that the winning instant carries", "else the latest before", "never a later one", "none while open"],
)
def test_the_amount_of_an_order(tmp_path: Path, lines: str, amount: float | None) -> None:
    assert plant(tmp_path, f"; who: a\n2026-01-05 09:00 customer replied\n{lines}").journey("a")["amount"] == amount


def test_a_journey_begins_at_the_milestone_configured(tmp_path: Path) -> None:
    built = plant(tmp_path, THREE, settings={"start": "met"})
    assert built.process().facts.milestones == ("met", "ordered")
    assert [(row["name"], row["entered_at"]) for row in built.rows("journeys")] == [("acme", datetime(2026, 1, 7, 9))]


def test_winning_is_the_end_of_the_path_even_when_it_is_not_listed(tmp_path: Path) -> None:
    built = plant(tmp_path, THREE, settings={"milestones": ("replied", "met")})
    assert built.process().facts.milestones == PATH


def test_without_milestones_a_journey_is_all_that_is_known_of_a_prospect(tmp_path: Path) -> None:
    built = plant(tmp_path, THREE, settings={"milestones": (), "won": "", "lost": None})
    assert [(row["name"], row["outcome"]) for row in built.rows("journeys")] == [
        ("acme", 0),
        ("bolt", 0),
        ("coil", 0),
        ("duct", 0),
    ]


def test_a_milestone_without_a_definition_is_named_with_the_near_one(tmp_path: Path) -> None:
    built = plant(tmp_path, THREE, settings={"milestones": ("repliet", "met", "ordered")})
    with pytest.raises(UnknownName, match=r"No definition named 'repliet'. Did you mean 'replied'\?"):
        built.process()


def test_an_empty_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlantError, match="holds no events"):
        of_batches(tmp_path, [], definitions=DEFINITIONS).process()


def test_as_known_then_leaves_out_what_was_recorded_later(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-05 09:00 customer replied trade=tin
    2026-01-10 09:00 customer ordered known=2026-02-01
    2026-01-12 09:00 seller called
    ; who: bolt
    2026-01-06 09:00 customer replied
    2026-03-01 09:00 customer ordered
    """
    built = plant(tmp_path, text)
    then = built.process(as_known=datetime(2026, 1, 20))
    rows = then.journeys.to_pyarrow().to_pylist()
    assert [(row["name"], row["outcome"], row["n_events"]) for row in rows] == [("acme", 0, 2), ("bolt", 0, 1)]
    assert then.facts.until == datetime(2026, 1, 20)
    assert then.facts.n_events == 3
    events = then.events.order_by(["prospect", "seq"]).to_pyarrow().to_pylist()
    names = [None if e["prev_action"] is None else then.words.actions[e["prev_action"]] for e in events]
    assert [(e["seq"], name) for e, name in zip(events, names, strict=True)] == [(0, None), (1, "replied"), (0, None)]
    assert events[1]["since_prev_us"] == 7 * 86_400_000_000
    assert [row["outcome"] for row in built.rows("journeys")] == [1, 1]


def test_ways_are_told_apart_again_when_events_are_left_out(tmp_path: Path) -> None:
    text = "".join(
        f"; who: {who}\n2026-01-05 09:00 customer replied\n2026-01-{day} 09:00 customer {what}\n"
        for who, day, what in [("a", "06", "met"), ("b", "07", "met"), ("c", "08", "ordered"), ("d", "20", "met")]
    )
    then = plant(tmp_path, text).process(as_known=datetime(2026, 1, 10))
    ways = [row["variant"] for row in then.prospects.order_by("prospect").to_pyarrow().to_pylist()]
    assert ways[0] == ways[1]
    assert len({ways[0], ways[2], ways[3]}) == 3


def test_records_reach_to_the_end_of_the_day_configured(tmp_path: Path) -> None:
    text = THREE.replace("\n; who: duct", "\n2026-01-31 23:30 customer met\n; who: duct")
    built = plant(tmp_path, text, zone="Europe/Berlin", until=datetime(2026, 1, 31).date())
    facts = built.process().facts
    assert facts.until == datetime(2026, 1, 31, 22, 59, 59, 999999)
    assert facts.n_events == 8
    assert built.journey("coil")["met_met"] == datetime(2026, 1, 31, 22, 30)


def test_an_instant_with_a_zone_is_taken_as_what_it_is(tmp_path: Path) -> None:
    built = plant(tmp_path, THREE, until=datetime(2026, 1, 12, 12, tzinfo=UTC))
    assert built.process().facts.until == datetime(2026, 1, 12, 12)


def test_definitions_stand_beside_the_facts(tmp_path: Path) -> None:
    facts = plant(tmp_path, THREE, definitions=(*DEFINITIONS, milestone("other"))).process().facts
    assert [d.name for d in facts.definitions] == ["replied", "met", "ordered", "lost"]
    assert (facts.n_prospects, facts.n_events) == (4, 8)


EVENT = st.tuples(
    st.sampled_from("abc"),
    st.integers(1, 9),
    st.sampled_from(["replied", "met", "ordered", "declined", "called"]),
    st.sampled_from(["customer", "seller:ann", "seller:ben"]),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, min_size=1, max_size=12, unique_by=lambda e: e[:3]), data=st.data())
def test_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int, str, str]], data: st.DataObject
) -> None:
    def built(order: list[tuple[str, int, str, str]]) -> list[dict[str, object]]:
        lines = "".join(f"; who: {w}\n2026-01-0{d} 09:00 {s} {a}\n" for w, d, a, s in order)
        parsed = [_unplaced(event) for event in journal.parse(lines)]
        folder = tmp_path_factory.mktemp("plant")
        made = plant(folder, "", events=parsed)
        return [*made.rows("journeys"), *made.rows("spells")]

    assert built(events) == built(data.draw(st.permutations(events)))


def _unplaced(event: journal.Event) -> journal.Event:
    """The event without its place in the text."""
    from dataclasses import replace

    return replace(event, source_seq=0)
