"""JSON, CSV, SVG and PNG: public names, nothing a reader of JSON chokes on, nothing a spreadsheet runs."""

import csv
import io
import json
import math
import struct
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from pyrometer import registry
from pyrometer.model.figure import Figure
from pyrometer.model.table import Column, Table
from pyrometer.views._plain import plain
from tests.views.findings import ALL, CHART, FLOW, REFUSED, YIELD

KEYS = [
    "study",
    "question",
    "verdict",
    "headline",
    "reading",
    "tables",
    "figures",
    "cautions",
    "provenance",
    "next_step",
]


def render(view: str, *findings: Any) -> Any:
    return registry.find("pyrometer.views", view).render(findings)


def test_json_of_a_finding_has_the_public_shape() -> None:
    found = json.loads(render("json", FLOW))
    assert list(found) == KEYS
    assert found["tables"]["steps"]["columns"][2] == {
        "name": "share_gone_on",
        "unit": "share",
        "meaning": "go on within 90 days; who is still open counts as watched so far",
    }
    assert found["tables"]["steps"]["rows"][2]["share_gone_on"] == 0.38
    assert found["tables"]["steps"]["rows"][4]["median_days"] is None
    assert found["cautions"][0] == {"code": "open-cases", "text": FLOW.cautions[0].text, "n": 696}
    assert found["figures"][0]["kind"] == "flow"
    assert set(found["provenance"]) == {
        *("definitions", "ledger_mark", "period", "zone", "as_known", "methods", "settings", "queries"),
    }
    assert found["provenance"]["period"] == ["2025-09-22T00:00:00Z", "2026-11-02T00:00:00Z"]


def test_one_finding_is_an_object_and_several_are_a_list() -> None:
    assert isinstance(json.loads(render("json", FLOW)), dict)
    assert [f["study"] for f in json.loads(render("json", *ALL))] == [f.study for f in ALL]
    assert json.loads(render("json")) == []


def test_json_has_no_nan_and_no_infinity() -> None:
    data = {"a": math.nan, "b": [math.inf, 1.5], "c": {"d": -math.inf}}
    bad = replace(CHART, figures=(Figure("strip", "t", "a", data),))
    found = json.loads(render("json", bad), parse_constant=lambda word: pytest.fail(word))
    assert found["figures"][0]["data"] == {"a": None, "b": [None, 1.5], "c": {"d": None}}


def test_times_are_iso_8601() -> None:
    assert plain(datetime(2026, 11, 2, 7, 30)) == "2026-11-02T07:30:00Z"
    assert plain(date(2026, 11, 2)) == "2026-11-02"


def test_numbers_of_arrays_become_plain_numbers() -> None:
    np = pytest.importorskip("numpy")
    assert plain({"x": np.array([1.0, np.nan]), "n": np.int64(3), "ok": np.bool_(True)}) == {
        "x": [1.0, None],
        "n": 3,
        "ok": True,
    }


def test_csv_has_the_public_names_and_plain_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", FLOW))))
    assert rows[2]["milestone"] == "Time"
    assert float(rows[2]["share_gone_on"]) == 0.38
    assert rows[4]["median_days"] == ""


def test_several_tables_are_told_apart() -> None:
    written = render("csv", FLOW, YIELD)
    assert written.count("study,") == 2
    assert "study,yield,table,steps" in written


@pytest.mark.parametrize("words", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%x"])
def test_a_spreadsheet_runs_no_words_as_a_formula(words: str) -> None:
    table = Table((Column("name"), Column("x", "count")), ((words, -5),))
    cells = list(csv.reader(io.StringIO(render("csv", replace(FLOW, tables={"t": table})))))[1]
    assert cells == ["'" + words, "-5"]


def test_svg_is_one_drawing_with_sentence_and_figures() -> None:
    tree = ElementTree.fromstring(render("svg", FLOW, REFUSED))
    assert tree.get("role") == "img"
    assert len([e for e in tree if e.tag.endswith("svg")]) == 2
    said = " ".join(e.text or "" for e in tree.iter() if e.tag.endswith("text"))
    assert "needs 30 prospects" in said


def test_what_is_no_number_is_drawn_as_a_gap() -> None:
    points = [p | {"value": math.nan if i == 3 else p["value"]} for i, p in enumerate(CHART.figures[0].data["points"])]
    bad = replace(CHART.figures[0], data={**CHART.figures[0].data, "points": points, "target": math.inf})
    drawn = render("svg", replace(CHART, figures=(bad,)))
    assert "nan" not in drawn
    assert "inf" not in drawn.replace("information", "")


def test_png_is_drawn_at_twice_the_size_with_letters_on_it() -> None:
    made = render("png", CHART)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", made[16:24])
    drawn = ElementTree.fromstring(render("svg", CHART))
    assert (wide, high) == (
        round(2 * float(drawn.get("width", "0"))),
        pytest.approx(2 * float(drawn.get("height", "0")), abs=2),
    )
    blank = render("png", replace(CHART, headline="", figures=()))
    assert len(made) > 20 * len(blank)


def test_every_view_renders_every_finding() -> None:
    for name in registry.names("pyrometer.views"):
        for finding in ALL:
            if name != "png":
                assert render(name, finding) or (name == "csv" and not finding.tables)
