"""Curves, lanes, strips, funnel plot, ageing, months, bars, forest and matrix: what each one promises."""

from dataclasses import replace

import pytest

from pyrometer.figures._style import BETTER, DARK, INK, LIGHT, POINT, QUIET, WORSE, WORSE_TEXT
from pyrometer.model.figure import Figure
from tests.figures.examples import FIGURES, GO, STOP, incidence, lanes
from tests.figures.reading import clashes, count, draw, outside, said, words


def test_incidence_shows_who_went_on_who_stopped_and_who_still_waits() -> None:
    drawn = said(draw(incidence([GO, STOP])))
    shares = {
        w.rpartition(" ")[0]: float(w.rpartition(" ")[2].rstrip("%")) for w in drawn if w.startswith(("Go", "St"))
    }
    assert set(shares) == {"Go on", "Stop", "Still wait"}
    assert abs(sum(shares.values()) - 100) <= 1.5


def test_where_nobody_was_seen_to_stop_no_share_of_them_is_claimed() -> None:
    nobody = {**STOP, "share": [0.0] * len(STOP["share"]), "low": [0.0] * len(STOP["share"])}
    drawn = said(draw(incidence([GO, nobody])))
    assert "Stop: none seen" in drawn
    assert not any(w.startswith("Stop") and "%" in w for w in drawn)


def test_what_all_happened_on_one_day_has_an_axis_of_days_from_the_left() -> None:
    one_day = {"label": "Go on", "ends": "gone_on", "age_days": [0], "share": [0.5], "low": [0.4], "high": [0.6]}
    drawn = said(draw(incidence([one_day], unit="hours", at_risk=[])))
    assert "days" in drawn
    assert "hours" not in drawn


def test_the_misleading_number_is_struck_through_beside_the_true_one() -> None:
    drawn = draw(FIGURES["incidence"])
    assert {"38%", "67%"} <= set(said(drawn))
    assert count(drawn, "line", stroke=QUIET) == 1


def test_curve_names_may_be_cut_but_never_their_numbers() -> None:
    for wide in (358, 1080):
        ends = [w for w in said(draw(FIGURES["incidence_groups"], wide)) if w.startswith(("Fair", "Mail", "A par"))]
        assert all(w.endswith("%") for w in ends)
        assert len(ends) == 3


def test_steps_finer_than_a_pixel_are_joined() -> None:
    ages = [i / 10 for i in range(7300)]
    share = [i / 7300 * 0.5 for i in range(7300)]
    curve = {"label": "Go on", "ends": "gone_on", "age_days": ages, "share": share, "low": share, "high": share}
    drawn = draw(incidence([curve]))
    assert len(drawn) < 60_000
    assert "Go on 50%" in said(drawn)


def test_lanes_show_each_way_with_its_count_and_those_who_stopped() -> None:
    drawn = said(draw(FIGURES["lanes"]))
    assert {"900", "640", "402", "133", "−600", "−71"} <= set(drawn)
    assert {"What we did", "What the customer did", "Rework"} <= set(drawn)


def test_lanes_draw_at_most_fourteen_actions_and_say_what_is_left_out() -> None:
    drawn = draw(FIGURES["tangle"])
    assert count(drawn, "rect", rx="3") == 14
    assert [w for w in said(drawn) if w.startswith("Left out: 6 rarer actions and")]


def test_every_drawn_action_keeps_its_largest_way_in() -> None:
    edges = [("a", "b", 1000), ("a", "c", 1)]
    nodes = [("a", "A", "we", 1000, None), ("b", "B", "customer", 1000, None), ("c", "C", "customer", 1, None)]
    drawn = draw(lanes(nodes, edges))
    assert count(drawn, "path", stroke="#aebac5") == 2


def test_lanes_without_rework_have_no_rework_lane() -> None:
    nodes = [("a", "A", "we", 10, None), ("b", "B", "customer", 8, None)]
    assert "Rework" not in said(draw(lanes(nodes, [("a", "b", 8)])))


def test_order_of_the_rows_given_does_not_change_the_lanes() -> None:
    figure = FIGURES["lanes"]
    data = {**figure.data, "nodes": figure.data["nodes"][::-1], "edges": figure.data["edges"][::-1]}
    assert draw(replace(figure, data=data)) == draw(figure)


def test_strips_say_the_latest_value_and_the_routine_range() -> None:
    drawn = said(draw(FIGURES["strip"]))
    assert {"33–45%", "45–57", "too early"} <= set(drawn)
    loud = [w.text for w in words(draw(FIGURES["strip"])) if w.fill == WORSE_TEXT]
    assert loud == ["Look: one week outside the limits"] * 2


def test_what_a_strip_says_is_wrapped_never_cut() -> None:
    figure = FIGURES["strip"]
    long = "Look: the level rose from 21 to 29 a week around 7 April 2025 (95% range 24 March 2025 to 14 April 2025)"
    rows = [row | {"says": long} for row in figure.data["rows"]]
    for wide in (358, 900):
        drawn = draw(replace(figure, data={**figure.data, "rows": rows}), wide)
        assert " ".join(said(drawn)).count(long) == 5
        assert clashes(drawn) == []


def test_the_study_decides_what_is_a_signal_where_it_says_so() -> None:
    figure = FIGURES["strip"]
    rows = [row | {"is_signal": False} for row in figure.data["rows"]]
    drawn = words(draw(replace(figure, data={**figure.data, "rows": rows})))
    assert not [w for w in drawn if w.fill == WORSE_TEXT]


def test_a_gap_in_a_strip_stays_a_gap() -> None:
    row = FIGURES["strip"].data["rows"][1]
    one = replace(FIGURES["strip"], data={"rows": [row], "every": "week"})
    assert count(draw(one), "path") == 2


def test_funnel_plot_names_no_group_inside_the_limits() -> None:
    figure = FIGURES["funnel_plot"]
    groups = [g | {"label": f"Seller {i}"} for i, g in enumerate(figure.data["groups"])]
    drawn = said(draw(replace(figure, data={**figure.data, "groups": groups})))
    assert [w for w in drawn if w.startswith("Seller")] == ["Seller 8"]


def test_funnel_plot_without_labels_is_dots_only() -> None:
    figure = FIGURES["funnel_plot"]
    groups = [g | {"label": None} for g in figure.data["groups"]]
    drawn = draw(replace(figure, data={**figure.data, "groups": groups}))
    assert count(drawn, "circle", fill=POINT) == 10
    assert count(drawn, "path", fill=BETTER) == 1
    assert "Team North" not in said(drawn)


def test_a_limit_beyond_the_last_bar_is_pointed_at_and_not_drawn_at_the_edge() -> None:
    figure = FIGURES["ageing"]
    bins = [{**b, "to_days": b["to_days"] or 400} for b in figure.data["bins"]]
    beyond = replace(figure, data={**figure.data, "bins": bins, "too_long_days": 4000})
    uprights = [count(draw(f), "line", stroke=INK) for f in (figure, beyond)]
    assert uprights == [1, 0]
    assert "4,000 days: longer than 85% of those who went on →" in said(draw(beyond))


def test_ageing_counts_who_waits_too_long() -> None:
    drawn = said(draw(FIGURES["ageing"]))
    assert "42 too long (22%)" in drawn
    assert count(draw(FIGURES["ageing"]), "rect", fill=WORSE) == 6


def test_months_marks_only_positions_outside_the_range_of_chance() -> None:
    drawn = draw(FIGURES["months"])
    assert "171" in said(drawn)
    assert count(drawn, "circle", fill=POINT) == 11


def test_pareto_orders_adds_up_and_cuts() -> None:
    figure = FIGURES["pareto"]
    shuffled = replace(figure, data={**figure.data, "bars": figure.data["bars"][::-1]})
    assert draw(shuffled) == draw(figure)
    assert {"28%", "47%", "64%", "100%"} <= set(said(draw(figure)))
    assert (count(draw(figure), "rect", fill=DARK), count(draw(figure), "rect", fill=LIGHT)) == (3, 5)


def test_forest_says_why_an_estimate_is_missing() -> None:
    drawn = said(draw(FIGURES["forest"]))
    assert "too few: needs 20, has 6" in drawn
    assert {"41%", "36–46%", "n 512"} <= set(drawn)


def test_matrix_writes_every_number_and_outlines_the_marked_ones() -> None:
    drawn = draw(FIGURES["matrix"])
    numbers = [w for w in said(drawn) if w.replace(",", "").isdigit()]
    assert len(numbers) == 16
    assert count(drawn, "rect", stroke=WORSE) == 2


def test_words_of_any_length_do_not_collide() -> None:
    for name in ("flow", "bars", "pareto", "forest", "matrix", "strip"):
        figure = FIGURES[name]
        long = {k: v for k, v in figure.data.items()}
        for key in ("steps", "bars", "rows"):
            if isinstance(long.get(key), list) and isinstance(long[key][0], dict):
                long[key] = [
                    r | {k: "Extraordinarily long words of a customer " * 2 for k in ("name", "label") if k in r}
                    for r in long[key]
                ]
        for wide in (358, 1080):
            assert clashes(draw(replace(figure, data=long), wide)) == [], (name, wide)


def test_the_last_week_alone_is_said_as_one() -> None:
    figure = FIGURES["strip"]
    rows = [{**figure.data["rows"][0], "values": [0.3], "signals": [""]}]
    assert "Last week" in said(draw(replace(figure, data={**figure.data, "rows": rows})))


def test_one_case_is_said_as_one() -> None:
    from pyrometer.figures._frame import meta_line

    assert meta_line({"n": 1, "n_of": "customers"}) == "1 customer"
    assert meta_line({"n": 2, "n_of": "customers"}) == "2 customers"
    assert meta_line({"n": 1, "n_of": "won or lost"}) == "1 won or lost"


@pytest.mark.parametrize("wide", [358, 720, 1080])
def test_the_longest_names_in_cells_are_cut_and_touch_nothing(wide: int) -> None:
    name = "the-customer-has-now-very-thoroughly-and-with-much-patience-completed-part-one v1"
    bars = [{"label": name, "value": 300, "cells": ["action", name, "nobody"]}] * 2
    figure = Figure("bars", "Words", "Alt.", {"bars": bars, "columns": ["Kind", "Definition", "Signed by"]})
    assert clashes(draw(figure, wide)) == []
    assert outside(draw(figure, wide)) == []


@pytest.mark.parametrize("wide", [358, 720])
def test_what_too_long_means_stands_over_the_numbers_of_the_bars(wide: int) -> None:
    bins = [{"from_days": 10 * i, "to_days": 10 * i + 10, "n": 1, "n_too_long": int(i > 1)} for i in range(9)]
    long = "longer than any who ever reached 'The customer has now very thoroughly and with much patience completed'"
    figure = Figure("ageing", "Ages", "Alt.", {"bins": bins, "too_long_days": 21, "too_long": long})
    assert clashes(draw(figure, wide)) == []
