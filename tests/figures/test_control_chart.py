"""The control chart: what is marked, named and left alone."""

from dataclasses import replace
from typing import Any

import pytest

from pyrometer.figures._style import BETTER, INK, POINT, WORSE, WORSE_TEXT
from pyrometer.model.figure import Figure
from tests.figures.examples import CONTROL_CHART, FIGURES, waves, weeks
from tests.figures.reading import clashes, count, draw, outside, said, words


def chart(**more: Any) -> Figure:
    return replace(CONTROL_CHART, data={**CONTROL_CHART.data, **more})


def simple(values: list[float | None], **more: Any) -> Figure:
    points = [{"starts_on": on, "value": v} for on, v in zip(weeks("2026-01-05", len(values)), values, strict=True)]
    phase = {"starts_on": "2026-01-05", "centre": 0.3, "lower": 0.2, "upper": 0.4}
    data = {"unit": "share", "better": "up", "every": "week", "points": points, "phases": [phase]}
    return Figure("control_chart", "Share that answered", "Routine.", data | more)


def test_routine_points_are_small_dots_without_words() -> None:
    drawn = draw(simple([0.3, 0.31, 0.29] * 8))
    assert count(drawn, "circle", fill=POINT) == 24
    assert count(drawn, "path", fill=WORSE) == 0
    assert not [w for w in words(drawn) if w.fill == WORSE_TEXT]


def test_signals_are_shaped_and_coloured_by_what_is_better() -> None:
    drawn = draw(CONTROL_CHART)
    assert count(drawn, "path", fill=WORSE) == 2  # two triangles that point down
    assert count(drawn, "circle", stroke=BETTER) == 9  # nine open rings above the average
    down = draw(chart(better="down"))
    assert count(down, "path", fill=BETTER) == 2
    assert count(down, "circle", stroke=WORSE) == 9


def test_a_cause_stands_beside_its_point_and_a_date_where_none_is_known() -> None:
    found = {w.text: w for w in words(draw(CONTROL_CHART))}
    assert found["Mail server down 3 days"].weight == 400
    assert found["12 Oct"].weight == 600
    assert found["12 Oct"].fill == WORSE_TEXT


def test_limits_average_and_target_are_named_with_their_value() -> None:
    drawn = said(draw(CONTROL_CHART))
    for name, value in (("Upper limit", "44.9"), ("Average", "38.7"), ("Target", "40.0"), ("Lower limit", "32.6")):
        assert drawn[drawn.index(name) + 1] == value


def test_a_change_is_an_upright_with_date_and_name() -> None:
    drawn = draw(CONTROL_CHART)
    assert {"Baseline", "Change, 30 Mar 2026", "Two-question reply form (PDSA-7)"} <= set(said(drawn))
    assert count(drawn, "line", stroke=INK, stroke_width="1") == 1


def test_ranges_are_drawn_below_when_given_and_only_then() -> None:
    assert "Week to week" in said(draw(CONTROL_CHART))
    assert "Week to week" not in said(draw(simple([0.3] * 20)))


def test_limits_that_step_are_drawn_point_by_point() -> None:
    drawn = draw(FIGURES["stepped"])
    assert drawn.count("H") > 40
    assert "Oct 2024" in said(drawn)


def test_a_signal_points_to_the_limit_it_is_beyond_not_to_its_side_of_the_average() -> None:
    points = [{"starts_on": on, "value": 0.3} for on in weeks("2026-01-05", 13)]
    points[6] |= {"value": 0.35, "lower": 0.4, "upper": 0.6, "signal": "beyond"}
    data = {**simple([]).data, "points": points}
    drawn = draw(Figure("control_chart", "t", "a", data))
    assert count(drawn, "path", fill=WORSE) == 1
    assert count(drawn, "path", fill=BETTER) == 0


def test_a_missing_lower_limit_is_not_drawn() -> None:
    phase = {"starts_on": "2026-01-05", "centre": 0.3, "lower": None, "upper": 0.4}
    drawn = draw(simple([0.3] * 14, phases=[phase]))
    assert "Lower limit" not in said(drawn)
    assert "Upper limit" in said(drawn)


def test_a_period_without_value_is_a_gap_in_the_line() -> None:
    whole, gap = draw(simple([0.3, 0.31, 0.32, 0.3])), draw(simple([0.3, None, 0.32, 0.3]))
    assert count(gap, "circle", fill=POINT) == 3
    assert count(gap, "path") == count(whole, "path") + 1


def test_too_early_for_limits_is_said_on_a_run_chart() -> None:
    drawn = said(draw(FIGURES["run"]))
    assert "Too early for limits: 9 points; limits need 12" in drawn
    assert "Median" in drawn
    assert "Upper limit" not in drawn


def test_a_run_chart_never_draws_limits() -> None:
    figure = replace(CONTROL_CHART, kind="run")
    assert not {"Upper limit", "Lower limit", "Range limit"} & set(said(draw(figure)))


def test_axis_never_goes_below_a_possible_value() -> None:
    drawn = said(
        draw(simple([0.01, 0.0, 0.02] * 5, phases=[{"starts_on": "2026-01-05", "centre": 0.01, "upper": 0.04}]))
    )
    assert not [w for w in drawn if w.startswith("−")]


def test_three_to_six_ticks_and_no_grid() -> None:
    for seed in range(12):
        drawn = words(draw(simple(list(waves(30, 0.3, 0.001 * 3 ** (seed % 6), seed + 3)))))
        ticks = [w for w in drawn if w.right < 40 and w.text.endswith("%")]
        assert 3 <= len(ticks) <= 7, [t.text for t in ticks]


def test_very_long_series_still_fit() -> None:
    drawn = draw(simple(list(waves(600, 0.3, 0.02))), 358)
    assert len(drawn) < 90_000


NOTES = [
    {"number": 1, "at": 4, "on": "2025-10-29", "kind": "cause", "says": "Mail server down", "by": "Ann"},
    {"number": 2, "at": 9, "on": "2025-12-02", "kind": "set aside", "says": "Closed", "recorded_on": "2026-01-08"},
    {"number": 3, "at": 12, "on": "2025-12-22", "kind": "baseline held", "says": "Limits rest on what came before"},
]


def noted(width: int) -> str:
    figure = CONTROL_CHART
    points = [dict(p) for p in figure.data["points"]]
    points[4]["note"], points[9]["note"], points[9]["is_aside"] = "Mail server down", "Closed", True
    return draw(replace(figure, data={**figure.data, "points": points, "notes": NOTES}), width)


@pytest.mark.parametrize("width", [358, 1080])
def test_what_people_wrote_stands_below_the_chart_with_who_signed(width: int) -> None:
    told = " ".join(said(noted(width)))
    assert "Written on this chart" in told
    assert "Mail server down (Ann)" in told
    assert "No limit rests on it: Closed (not signed, 8 Jan 2026)" in told
    assert "Limits rest on what came before (not signed)" in told
    assert clashes(noted(width)) == [] and outside(noted(width)) == []


@pytest.mark.parametrize("width", [358, 1080])
def test_each_note_has_its_number_beside_its_point(width: int) -> None:
    words = said(noted(width))
    assert len([w for w in words if w.startswith("1") and ("Mail" in w or w == "1")]) == 2  # at the point, in the list
    assert words.count("3") == 2


def test_a_point_set_aside_is_an_open_square() -> None:
    assert count(noted(1080), "rect", stroke=POINT) == 1
    assert count(draw(CONTROL_CHART), "rect", stroke=POINT) == 0


def test_forty_years_by_the_quarter_name_years_only() -> None:
    points = [{"starts_on": f"{1986 + i // 4}-{1 + 3 * (i % 4):02d}-01", "value": float(i % 7)} for i in range(160)]
    names = said(draw(Figure("run", "Won, a quarter", "", {"every": "quarter", "unit": "count", "points": points})))
    assert "1986" in names and not [n for n in names if n.startswith("Q")]
