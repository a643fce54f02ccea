"""What holds for every kind of picture: valid, readable, safe, the same each time."""

import re
from dataclasses import replace
from typing import Any

import pytest

from pyrometer import registry
from pyrometer.figures._svg import clean
from pyrometer.model.figure import Figure
from tests.figures.examples import FIGURES
from tests.figures.reading import clashes, draw, outside, root, said

WIDTHS = (358, 720, 1080)
HOSTILE = "<script>alert('x')</script>\x00\u202e\" onload='y' ]]> &amp; <b>"
# A log in which all leads to all is allowed to leave numbers out, never to put one on another.
EVERY = pytest.mark.parametrize("name", sorted(FIGURES))
WIDE = pytest.mark.parametrize("wide", WIDTHS)


def hostile(value: Any, key: str = "") -> Any:
    """The same data with every free word replaced by one that tries to break out."""
    fixed = ("starts_on", "signal", "unit", "better", "every", "ends", "lane", "outside", "since", "until", "action")
    if isinstance(value, dict):
        return {k: hostile(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(v, key) for v in value]
    return HOSTILE if isinstance(value, str) and key not in (*fixed, "start", "stop", "signals") else value


def test_every_kind_has_an_example() -> None:
    kinds = {figure.kind.replace("_", "-") for figure in FIGURES.values()}
    assert kinds == set(registry.names("pyrometer.figures"))


@EVERY
@WIDE
def test_picture_is_an_image_with_its_reading_sentence(name: str, wide: int) -> None:
    figure = FIGURES[name]
    picture = root(draw(figure, wide))
    assert picture.tag.endswith("svg")
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == figure.alt
    assert float(picture.get("width", "0")) == wide


@EVERY
@WIDE
def test_no_words_lie_on_other_words_or_leave_the_paper(name: str, wide: int) -> None:
    drawn = draw(FIGURES[name], wide)
    assert clashes(drawn) == []
    assert outside(drawn) == []


@EVERY
def test_same_data_give_the_same_picture(name: str) -> None:
    assert draw(FIGURES[name]) == draw(FIGURES[name])


@EVERY
@pytest.mark.parametrize("wide", (358, 1080))
def test_hostile_words_stay_words(name: str, wide: int) -> None:
    figure = FIGURES[name]
    bad = Figure(figure.kind, HOSTILE, HOSTILE, hostile(dict(figure.data)))
    drawn = draw(bad, wide)
    tags = {e.tag.rpartition("}")[2] for e in root(drawn).iter()}
    assert tags <= {"svg", "g", "text", "rect", "line", "path", "circle"}
    assert root(drawn).get("aria-label") == clean(HOSTILE)
    assert not [a for e in root(drawn).iter() for a in e.attrib if a.lower().startswith("on")]


@EVERY
def test_nothing_is_asked_of_the_network_and_nothing_runs(name: str) -> None:
    drawn = draw(FIGURES[name]).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|href|<style|<script|<image|<use|<foreignObject|style=", drawn)


@pytest.mark.parametrize("kind", registry.names("pyrometer.figures"))
@pytest.mark.parametrize("data", ({}, {"steps": [], "nodes": [], "points": [], "rows": [], "bars": [], "bins": []}))
def test_nothing_to_draw_is_said_not_crashed_on(kind: str, data: dict[str, Any]) -> None:
    drawn = draw(Figure(kind, "A title", "Alt.", data))
    assert "A title" in said(drawn)
    assert "Nothing to draw." in said(drawn)


@EVERY
def test_meta_line_says_n_period_and_definition(name: str) -> None:
    figure = FIGURES[name]
    meta = {"n": 1234, "n_of": "prospects", "since": "2016-10-01", "until": "2017-12-31", "definition": "gave-time v4"}
    drawn = draw(replace(figure, data={**figure.data, **meta}))
    assert "1,234 prospects; 1 Oct 2016 to 31 Dec 2017; definition gave-time v4" in said(drawn)


@EVERY
def test_picture_stays_small(name: str) -> None:
    assert len(draw(FIGURES[name]).encode()) < 30_000
