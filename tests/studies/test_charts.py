"""What the page of kept charts says: what people wrote, by number and signature, and which signals have no cause."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.chart_plan import Aside, ChartPlan, Held, Kept, KnownCause, Phase
from pyrometer.model.finding import Finding
from tests.studies import _tiny
from tests.studies.test_stability import plant

CHANGE = date(2025, 10, 13)  # week 40 of the tiny plant
TOLD = ChartPlan(
    phases=(Phase(CHANGE, "New mail text", recorded_on=date(2025, 11, 3), by="Ann"),),
    set_aside=(Aside(date(2025, 12, 24), "Closed for Christmas", recorded_on=date(2026, 1, 8)),),
    causes=(KnownCause(date(2025, 3, 19), "Fair in Hanover", by="Ben"),),
)


@pytest.fixture(scope="module")
def changed() -> _tiny.Fake:
    return _tiny.ask(plant(20, 34))


def page(ask: _tiny.Fake, **plans: ChartPlan) -> Finding:
    plug = registry.find("pyrometer.studies", "charts")
    named = {name.replace("_", "-"): plan for name, plan in plans.items()}
    return plug.answer(replace(ask, process=replace(ask.process, charts=named)), plug.settings())


def test_where_no_chart_is_kept_one_line_says_how(changed: _tiny.Fake) -> None:
    found = page(changed)
    assert found.verdict == "routine" and not found.figures
    assert "pyrometer chart entered --keep" in found.headline and "No chart is kept yet" in found.headline


def test_every_kept_chart_is_drawn_with_what_is_written_on_it(changed: _tiny.Fake) -> None:
    found = page(changed, entered=TOLD, won_share=ChartPlan(kept=Kept("month")))
    assert [f.title for f in found.figures] == ["Replied, a week", "Won of the won and lost, a month"]
    notes = found.figures[0].data["notes"]
    assert [(n["number"], n["kind"], n["says"], n["by"]) for n in notes] == [
        (1, "cause", "Fair in Hanover", "Ben"),
        (2, "new limits", "New mail text", "Ann"),
        (3, "set aside", "Closed for Christmas", ""),
    ]
    starts = [p["starts_on"] for p in found.figures[0].data["points"]]
    assert [starts[n["at"]] for n in notes] == ["2025-03-17", "2025-10-13", "2025-12-22"]
    assert [p["label"] for p in found.figures[0].data["phases"]] == ["", "New mail text"]
    assert [tuple(r.values())[:3] for r in found.tables["notes"]][1] == ("Replied, a week", 2, CHANGE)


def test_who_signed_is_said_and_who_did_not(changed: _tiny.Fake) -> None:
    found = page(changed, entered=TOLD)
    caution = next(c for c in found.cautions if c.code == "unsigned-notes")
    assert caution.n == 1 and caution.text == "1 note on these charts is signed by nobody."
    drawn = registry.find("pyrometer.figures", "control-chart").draw(found.figures[0], 1000)
    for words in ("Fair in Hanover (Ben)", "New mail text (Ann, 3 Nov 2025)", "(not signed, 8 Jan 2026)"):
        assert words in drawn


def test_a_signal_without_a_cause_leads_and_one_with_a_cause_is_left_alone(changed: _tiny.Fake) -> None:
    bare = page(changed, entered=ChartPlan(kept=Kept()))
    assert bare.verdict == "signal" and "it shows a signal without a cause" in bare.headline
    assert "rose from 21 to 34" in bare.headline
    assert bare.next_step.endswith('pyrometer chart entered --phase 2025-10-13 "the cause"')
    assert len(bare.tables["without_cause"]) > 0
    left = page(changed, entered=TOLD)
    (row,) = left.tables["without_cause"]  # one week beyond the limits of the new phase
    assert f"--note {row['to_on']}" in left.next_step
    cause = KnownCause(row["from_on"], "A newspaper wrote about us", by="Ann")
    told = page(changed, entered=replace(TOLD, causes=(*TOLD.causes, cause)))
    assert told.verdict == "routine" and "no signal is without its cause" in told.headline
    assert len(told.tables["without_cause"]) == 0


def test_a_held_baseline_is_one_of_the_notes(changed: _tiny.Fake) -> None:
    found = page(changed, entered=ChartPlan(held=Held(date(2025, 8, 4), by="Ann")))
    (note,) = found.figures[0].data["notes"]
    assert (note["kind"], note["on"], note["by"]) == ("baseline held", "2025-08-04", "Ann")


def test_a_file_about_no_measure_is_said_and_does_not_stop_the_report(changed: _tiny.Fake) -> None:
    found = page(changed, entred=TOLD)
    caution = next(c for c in found.cautions if c.code == "stray-charts")
    assert "charts/entred.toml is about no measure of this plant" in caution.text


def test_a_kept_chart_too_short_to_draw_says_what_it_needs() -> None:
    found = page(_tiny.ask(plant(weeks=5, change=3)), entered=TOLD)
    assert found.verdict == "too_early" and "needs at least 8 whole periods" in found.headline


def test_the_alarms_that_chance_would_give_are_added_up(changed: _tiny.Fake) -> None:
    found = page(changed, entered=TOLD, won=ChartPlan(kept=Kept()))
    total = sum(r["false_alarms"] for r in found.tables["charts"])
    assert np.isfinite(total) and f"about {total:.1f} would show by chance" in found.headline
