"""What the trust study finds wrong with records."""

from datetime import date, timedelta

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from tests.studies import _tiny
from tests.studies.test_yield import steady

T = _tiny.table
NEVER = _tiny.NEVER
DAYS = [_tiny.START + timedelta(days=i) for i in range(364)]


def heartbeat(counts: list[int], source: str = "crm") -> object:
    """The measure heartbeat for one source."""

    def measure(period: str = "day") -> Table:
        if period == "day":
            return T(source=[source] * len(counts), starts_on=DAYS[: len(counts)], n=counts)
        weeks = [sum(counts[i : i + 7]) for i in range(0, len(counts), 7)]
        return T(source=[source] * len(weeks), starts_on=DAYS[: len(counts) : 7], n=weeks)

    return measure


def office(*, silent: range = range(0), each: int = 5) -> list[int]:
    """So many records each working day, none on weekends, none on the silent days."""
    return [0 if i % 7 > 4 or i in silent else each for i in range(364)]


def heaping(hours: dict[int, int], days: dict[int, int] | None = None) -> Table:
    rows = [("hour", h, n) for h, n in hours.items()] + [("day_of_month", d, n) for d, n in (days or {}).items()]
    return T(source=["crm"] * len(rows), kind=[r[0] for r in rows], value=[r[1] for r in rows], n=[r[2] for r in rows])


def reading(**more: int) -> Table:
    counts = {"n_rows": 1300, "n_events": 1300, "n_same": 0, "n_refused": 0, "n_conflicts": 0}
    own = {"n_of_others": 0, "n_clock_shown_twice": 0, "n_clock_never_shown": 0}
    return T(source=["crm"], **{name: [n] for name, n in (counts | own | more).items()})


CLEAN = {
    "heartbeat": heartbeat(office()),
    "lateness": T(
        source=["crm"], n=[1300], n_recorded=[1300], n_late=[5], median_days=[0.1], p90_days=[0.4], n_before=[0]
    ),
    "heaping": heaping({h: 50 for h in range(24)}, {d: 40 for d in range(1, 29)}),
    "ties": T(source=["crm"], n_events=[1300], n_tied=[0], n_tied_order_unknown=[0]),
    "fill": T(
        field=["owner"],
        n_prospects=[100],
        n_filled=[95],
        n_values=[4],
        top_value=["a"],
        top_share=[0.3],
        n_filled_after_end=[0],
    ),
    "reading": reading(),
    "refused": T(source=[], file=[], row=[], code=[], reason=[]),
}


def study(cases: _tiny.Cases | None = None, **tables: object) -> Finding:
    plug = registry.find("pyrometer.studies", "trust")
    ask = _tiny.ask(cases or steady(until=363), **{**CLEAN, **tables})
    return plug.answer(ask, plug.settings())


def check(finding: Finding, name: str) -> dict[str, object]:
    return next(r for r in finding.tables["checks"] if r["check"] == name)


def test_clean_records_call_for_no_look() -> None:
    found = study()
    assert found.verdict == "routine"
    assert found.headline.startswith("None of ")


def test_weekends_are_no_dead_sensor() -> None:
    assert check(study(), "dead sensor")["verdict"] == "fine"


def test_a_silence_of_two_weeks_is_a_dead_sensor_with_its_dates() -> None:
    found = study(heartbeat=heartbeat(office(silent=range(100, 114))))
    silence = check(found, "dead sensor")
    assert silence["verdict"] == "look"
    assert "gave nothing for 14 days, from 16 April 2025 to 29 April 2025" in silence["says"]
    (row,) = list(found.tables["silences"])
    assert row["silent_days"] == 14 and row["p"] < 0.01


def test_a_source_that_is_seldom_heard_may_be_silent_long() -> None:
    rng = np.random.default_rng(3)
    found = study(heartbeat=heartbeat((rng.random(364) < 0.08).astype(int).tolist()))
    assert check(found, "dead sensor")["verdict"] == "fine"


def test_few_days_do_not_tell_how_often_a_source_is_silent() -> None:
    """Five days of records in five weeks, or one a month, are too little to call three weeks of silence dead."""
    sparse = [1, 0, 0, 1, 0, 0, 0, 1, *([0] * 22), 1, 0, 1]
    assert check(study(heartbeat=heartbeat(sparse)), "dead sensor")["verdict"] == "cannot tell"
    seldom = [(np.random.default_rng(seed).random(364) < 0.03).astype(int).tolist() for seed in range(20)]
    alarms = [check(study(heartbeat=heartbeat(days)), "dead sensor")["verdict"] for days in seldom]
    assert alarms.count("look") <= 1


def test_where_recording_times_are_not_kept_lateness_cannot_be_seen() -> None:
    none = T(source=["crm"], n=[1300], n_recorded=[0], n_late=[0], median_days=[None], p90_days=[None], n_before=[0])
    late = check(study(lateness=none), "late records")
    assert late["verdict"] == "cannot tell"
    assert "does not keep when a record was made" in late["says"]


def test_late_and_early_records_are_counted() -> None:
    some = T(
        source=["crm"], n=[1000], n_recorded=[1000], n_late=[200], median_days=[0.1], p90_days=[9.0], n_before=[80]
    )
    found = study(lateness=some)
    assert (check(found, "late records")["n"], check(found, "recorded before")["n"]) == (200, 80)
    assert "late-records" in {c.code for c in found.cautions}


@pytest.mark.parametrize(
    ("table", "name", "words"),
    [
        (heaping({0: 900, 1: 10, 23: 10, 12: 300}), "midnight", "dates without a time"),
        (heaping({0: 1200}), "midnight", "All times are midnight"),
        (heaping({h: 50 for h in range(24)}, {**{d: 30 for d in range(1, 31)}, 31: 80}), "month's turn", "Day 31"),
    ],
)
def test_heaps_of_dates_are_found(table: Table, name: str, words: str) -> None:
    found = check(study(heaping=table), name)
    assert found["verdict"] == "look"
    assert words in found["says"]


def test_day_31_is_rare_because_few_months_have_it() -> None:
    even = {d: round(100 * (12 if d < 29 else 11 if d < 31 else 7) / 12) for d in range(1, 32)}
    assert check(study(heaping=heaping({h: 50 for h in range(24)}, even)), "heaps")["verdict"] == "fine"


def test_a_bulk_edit_is_found() -> None:
    counts = office()
    counts[200] = 400
    bulk = check(study(heartbeat=heartbeat(counts)), "bulk edit")
    assert bulk["n"] == 400
    assert "400 records fall on 25 July 2025, a usual day has 5" in bulk["says"]


def test_refused_repeated_and_conflicting_rows_are_counted() -> None:
    read = T(
        source=["crm"], n_rows=[1300], n_events=[1200], n_same=[900], n_repeated=[83], n_refused=[17], n_conflicts=[2]
    )
    found = study(reading=read)
    assert [check(found, n)["n"] for n in ("refused", "repeated", "conflicts")] == [17, 83, 2]
    assert "refused-rows" in {c.code for c in found.cautions}


def test_what_the_newest_export_no_longer_has_calls_for_a_look() -> None:
    found = study(reading=reading(n_superseded=7, n_gone=3, n_unsaid=30, n_order_unsure=4, n_alike=2, n_cut_off=9))
    assert str(check(found, "taken back")["says"]).startswith("7 events were taken back by a newer export")
    gone, unsaid = check(found, "no longer there"), check(found, "not told again")
    assert [(row["verdict"], row["n"]) for row in (gone, unsaid)] == [("look", 3), ("look", 30)]
    assert "whole = true" in str(gone["says"])
    order = check(found, "order unknown")
    assert (order["verdict"], order["n"]) == ("look", 4)
    assert "Write the day of each into its name" in str(order["says"])
    assert [check(found, name)["n"] for name in ("names alike", "cut off")] == [2, 9]
    assert {"no-longer-there", "not-told-again", "export-order-unknown"} <= {c.code for c in found.cautions}


def test_hours_that_no_clock_shows_speak_against_the_zone() -> None:
    found = study(reading=reading(n_clock_never_shown=1, n_clock_shown_twice=9))
    row = check(found, "clock change")
    assert (row["verdict"], row["n"]) == ("look", 1)
    assert str(row["says"]).startswith("1 time lies in an hour that the clock skips")
    assert found.next_step.startswith("Correct zone in the sensor's file")


def test_hours_shown_twice_and_rows_of_others_are_told_and_call_for_nothing() -> None:
    found = study(reading=reading(n_clock_shown_twice=9, n_of_others=1))
    assert str(check(found, "clock change")["says"]).startswith("9 times lie in an hour that the clock shows twice")
    assert check(found, "left out")["says"] == "1 row of 1,300 left out as others' business, as the sensor says."
    assert found.verdict == "routine"


def test_ties_without_an_order_call_for_a_look() -> None:
    tied = T(source=["crm"], n_events=[1000], n_tied=[300], n_tied_order_unknown=[200])
    ordered = T(source=["crm"], n_events=[1000], n_tied=[300], n_tied_order_unknown=[0])
    assert check(study(ties=tied), "ties")["verdict"] == "look"
    assert check(study(ties=ordered), "ties")["verdict"] == "fine"


def test_fields_filled_after_the_end_foretell_nothing() -> None:
    fill = T(
        field=["reason", "budget"],
        n_prospects=[100, 100],
        n_filled=[60, 20],
        n_values=[3, 9],
        top_value=["a", "b"],
        top_share=[0.5, 0.5],
        n_filled_after_end=[58, 0],
    )
    found = study(fill=fill)
    assert check(found, "missing")["says"].startswith("Mostly empty: budget (20% filled)")
    assert "reason" in check(found, "filled late")["says"]


def test_a_history_cut_at_the_start_of_the_export_is_found(maven: _tiny.Cases) -> None:
    cut = check(study(maven), "cut history")
    assert cut["verdict"] == "look"
    assert "first win or loss is dated 1 March 2017" in cut["says"]
    assert "about 465 of them" in cut["says"]
    assert "observed_from = 2017-03-01" in cut["says"]


def test_a_history_that_is_whole_or_declared_cut_is_fine(maven: _tiny.Cases) -> None:
    assert check(study(), "cut history")["verdict"] == "fine"
    plug = registry.find("pyrometer.studies", "trust")
    declared = plug.answer(_tiny.ask(maven, **CLEAN, observed_from=date(2017, 3, 1)), plug.settings())
    assert check(declared, "cut history")["verdict"] == "fine"


def test_olist_wins_before_5_december_2017_are_missing(shared: object) -> None:
    import pandas as pd

    folder = shared / "data" / "olist"  # type: ignore[operator]
    leads = pd.read_csv(folder / "olist_marketing_qualified_leads_dataset.csv.gz", parse_dates=["first_contact_date"])
    deals = pd.read_csv(folder / "olist_closed_deals_dataset.csv.gz", parse_dates=["won_date"])
    rows = leads.merge(deals, on="mql_id", how="left")
    start = date(2017, 6, 12)
    entered, ordered = (
        (rows[c].dt.normalize() - pd.Timestamp(start)).dt.days.to_numpy(float)
        for c in ("first_contact_date", "won_date")
    )
    never = np.full(len(rows), np.nan)
    cases = _tiny.Cases(
        {"contacted": entered, "ordered": np.maximum(ordered, entered)}, never, np.nanmax(ordered), start=start
    )
    cut = check(study(cases), "cut history")
    assert cut["verdict"] == "look"
    assert "first win or loss is dated 5 December 2017" in cut["says"]


def test_who_entered_lately_is_immature_not_lost() -> None:
    young = check(study(), "immature")
    assert young["verdict"] == "fine"
    assert 0 < young["n"] < young["of"]
    assert "never count as a no" in young["says"]


def test_entries_that_stop_before_the_records_do_are_found() -> None:
    cases = steady(until=363)
    early = cases.met["replied"] < 330
    part = _tiny.Cases({m: t[early] for m, t in cases.met.items()}, cases.lost[early], 363)
    found = study(part)
    assert check(found, "entries stop")["verdict"] == "look"
    assert "Nobody entered after 1 December 2025" in check(found, "entries stop")["says"]
    assert "entries stop" not in study(cases).tables["checks"]["check"]


def test_where_nobody_is_young_there_is_nothing_to_beware_of() -> None:
    entered = np.linspace(0, 300, 400)
    cases = _tiny.Cases({"replied": entered, "ordered": entered}, np.full(400, NEVER), 364)
    found = study(cases)
    assert check(found, "immature")["n"] == 0
    assert "immature" not in {c.code for c in found.cautions}


def test_of_a_handful_of_records_nothing_is_called_fine_that_cannot_be_told() -> None:
    """Two deals, then nothing for a year and a half: no dead sensor, and no clean bill either."""
    few = steady(2, until=20)
    cases = _tiny.Cases(few.met, few.lost, 600)
    silent = [0] * 364
    silent[2] = silent[9] = silent[12] = 1
    found = study(cases, heartbeat=heartbeat(silent), heaping=heaping({}, {3: 1, 10: 1, 13: 1}))
    for name in ("dead sensor", "heaps", "cut history", "immature"):
        assert check(found, name)["verdict"] == "cannot tell", name
    assert "four cannot be made" in found.headline


def test_trust_and_time_tell_one_usual_time() -> None:
    """Half of the young are open: among those won so far 85% took less than 85% of those who will be."""
    rng = np.random.default_rng(2)
    entered = rng.uniform(0, 100, 3000)
    cases = _tiny.Cases({"replied": entered, "ordered": entered + rng.exponential(50, 3000)}, np.full(3000, NEVER), 100)
    plug = registry.find("pyrometer.studies", "time")
    row = next(iter(plug.answer(_tiny.ask(cases), plug.settings()).tables["from_entry"]))
    assert f"within the last {row['slow_days']:.0f} days" in check(study(cases), "immature")["says"]


def test_an_export_of_closed_cases_alone_is_seen_by_its_entries() -> None:
    plain = steady(4000, until=363)
    found = study(_tiny.closed_only(plain))
    assert check(found, "closed only")["verdict"] == "look"
    assert "Read an export that holds the open ones too" in found.next_step
    assert "closed only" not in study(plain).tables["checks"]["check"]


def test_entries_that_stop_long_before_the_end_are_no_closed_cases_alone() -> None:
    """Nobody entered in the last half year, and all who did are over: nobody was taken in."""
    early = steady(4000, until=600)
    kept = early.met["replied"] < 300
    cases = _tiny.Cases({m: t[kept] for m, t in early.met.items()}, early.lost[kept], 900)
    checks = study(cases).tables["checks"]["check"]
    assert "entries stop" in checks and "closed only" not in checks
