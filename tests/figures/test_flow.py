"""The flow: boxes, ways as thick as customers, who waits, who stops, and the ladder of days."""

from typing import Any
from xml.etree import ElementTree

import pytest

from pyrometer.figures._style import STOPPED, WAITING, WAY, WORSE
from pyrometer.model.figure import Figure
from tests.figures.examples import FIGURES, FLOW_STEPS, flow
from tests.figures.reading import SVG, clashes, count, draw, outside, root, said, words


def rects(drawn: str, fill: str) -> list[ElementTree.Element]:
    return [e for e in root(drawn).iter(f"{SVG}rect") if e.get("fill") == fill]


def test_every_step_says_its_share_with_range_waiting_days_and_hours() -> None:
    drawn = said(draw(FIGURES["flow"]))
    for told in ("38%", "33–42%", "176 wait", "74 too long", "21 days", "85% within 58", "188 h", "75 stopped"):
        assert told in drawn


def test_only_the_constraint_is_outlined_and_named() -> None:
    drawn = draw(FIGURES["flow"])
    assert said(drawn).count("Constraint") == 1
    assert count(drawn, "rect", stroke=WORSE) == 1


def test_no_constraint_is_named_when_it_cannot_be_told() -> None:
    drawn = draw(flow(FLOW_STEPS, constraint=None))
    assert "Constraint" not in said(drawn)
    assert count(drawn, "rect", stroke=WORSE) == 0


def test_ways_are_as_thick_as_customers() -> None:
    ways = [float(e.get("height", "0")) for e in rects(draw(FIGURES["flow"]), WAY) if float(e.get("width", "0")) < 60]
    assert ways[0] / ways[1] == pytest.approx(2140 / 688, rel=0.05)


def test_waiting_bars_and_their_hot_part_are_as_long_as_who_waits() -> None:
    drawn = draw(FIGURES["flow"])
    bars = [float(e.get("width", "0")) for e in rects(drawn, WAITING)]
    hot = [float(e.get("width", "0")) for e in rects(drawn, WORSE) if e.get("height") == "4"]
    assert bars[2] / bars[0] == pytest.approx(176 / 311, rel=0.02)
    assert hot[2] / bars[2] == pytest.approx(74 / 176, rel=0.02)


def test_those_who_stop_drop_out_of_every_box() -> None:
    assert len(rects(draw(FIGURES["flow"]), STOPPED)) == 5


def test_who_was_taken_up_again_and_who_came_back_is_told_under_the_box_and_nobody_else() -> None:
    drawn = said(draw(FIGURES["flow_again"]))
    again = [w for w in drawn if w.endswith(("taken up again", "back from later"))]
    assert again == ["31 taken up again", "9 back from later", "1,204 taken up again", "12 back from later",
                     "2 taken up again", "1 back from later"]  # fmt: skip
    assert not [w for w in said(draw(FIGURES["flow"])) if "again" in w or "back" in w]


@pytest.mark.parametrize("wide", [358, 1080])
def test_ways_back_touch_no_other_words(wide: int) -> None:
    assert clashes(draw(FIGURES["flow_again"], wide)) == []


def test_the_longest_name_of_the_end_stays_in_the_picture_on_a_phone() -> None:
    end = "the customer has now very thoroughly and with much patience completed the last part of the procedure"
    assert outside(draw(flow(FLOW_STEPS, out_name=end), 358)) == []


def test_what_cannot_be_told_yet_is_said_in_the_box() -> None:
    drawn = said(draw(FIGURES["flow_long"]))
    assert {"cannot be", "told yet", "half: not yet", "85%: not yet"} <= set(drawn)
    assert "Information 7 not yet" in drawn


def test_a_step_taken_on_the_same_day_is_not_said_to_take_0_days() -> None:
    drawn = said(draw(flow([{**FLOW_STEPS[0], "median_days": 0.0, "p85_days": 0.0}])))
    assert "same day" in drawn
    assert "85% the same day" in drawn


def test_hours_are_left_out_where_no_minutes_are_recorded() -> None:
    assert not [w for w in said(draw(FIGURES["flow_long"])) if w.endswith(" h")]


def test_who_skips_a_step_is_counted_between_the_boxes() -> None:
    steps: list[dict[str, Any]] = [FLOW_STEPS[0] | {"n_on": 700}, FLOW_STEPS[1]]
    assert "12 skip" in said(draw(flow(steps, constraint=None)))


def test_boxes_stand_under_each_other_on_a_phone() -> None:
    names = [w for w in words(draw(FIGURES["flow"], 358)) if w.text in {s["name"] for s in FLOW_STEPS}]
    assert len({w.left for w in names}) == 1
    assert [w.top for w in names] == sorted(w.top for w in names)


def test_eight_steps_take_two_rows_with_no_box_lost() -> None:
    names = [w for w in words(draw(FIGURES["flow_long"])) if w.text in {"Attention 1", "Money 5", "Time 8"}]
    assert len(names) == 3
    assert len({w.top for w in names}) == 2


def test_total_of_the_ladder_is_only_what_the_study_gives() -> None:
    assert "57" in said(draw(FIGURES["flow"]))
    assert "57" not in said(draw(flow(FLOW_STEPS)))


def test_a_single_step_can_be_drawn_and_needs_no_ladder() -> None:
    figure: Figure = flow(FLOW_STEPS[:1], constraint=None)
    assert "Attention" in said(draw(figure))
    assert "Days" not in said(draw(figure))


@pytest.mark.parametrize("name", ["flow", "flow_again", "flow_long", "flow_six", "flow_two"])
@pytest.mark.parametrize("wide", [358, 720, 1080])
def test_no_words_cross_the_edge_of_a_box(name: str, wide: int) -> None:
    drawn = draw(FIGURES[name], wide)
    boxes = [
        [float(e.get(k, "0")) for k in ("x", "y", "width", "height")] for e in rects(drawn, "#ffffff") if e.get("rx")
    ]
    assert boxes
    for x, y, w, h in boxes:
        for word in words(drawn):
            is_beside = word.right <= x or word.left >= x + w
            is_apart = word.bottom <= y or word.top >= y + h
            is_inside = x <= word.left and word.right <= x + w and y <= word.top and word.bottom <= y + h
            assert is_beside or is_apart or is_inside, word.text


def test_numbers_in_a_narrow_box_go_under_each_other_rather_than_be_cut() -> None:
    steps = [s | {"p85_days": 1 / 24, "median_days": 0.1734, "n_too_long": 41_234} for s in FLOW_STEPS]
    for wide in (620, 1080):
        drawn = said(draw(flow(steps), wide))
        assert "85% within 1 h" in drawn
        assert "4.2 hours" in drawn
        assert "41,234 too long" in drawn
