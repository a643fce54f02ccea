"""Agreement: words that people use alike are told from words that divide them, and nobody is ranked."""

import json
from pathlib import Path

import numpy as np
import pytest

from pyrometer.errors import Ambiguous, BadSetting, PyrometerError, SensorError, UnknownName
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from pyrometer.studies import agreement
from pyrometer.studies._parts.agreement_columns import Told
from pyrometer.studies._parts.agreement_sheet import COLUMNS, Sheet
from tests.studies import _tiny

PEOPLE = ("Ann", "Bob", "Cy")


def calls(
    rng: np.random.Generator, n: int = 60, *, right: float = 0.9, good: float = 0.5, people: tuple[str, ...] = PEOPLE
) -> dict[str, list[str]]:
    """Long columns: `good` of the items are truly so, every judge is right in the share `right`; two rounds."""
    columns: dict[str, list[str]] = {name: [] for name in ("item", "judge", "label", "round", "standard")}
    for i in range(n):
        true = rng.random() < good
        for judge in people:
            for when in ("1", "2"):
                said = true if rng.random() < right else not true
                row = (f"deal {i}", judge, "good" if said else "poor", when, "good" if true else "poor")
                for column, cell in zip(columns.values(), row, strict=True):
                    column.append(cell)
    return columns


def judgements(rng: np.random.Generator) -> Table:
    """The measure of a plant that keeps one sheet of judgements."""
    columns = {"sheet": ["qualified"] * 360, "standard_by": ["file"] * 360, **calls(rng)}
    return Table(COLUMNS, tuple(zip(*(columns[c.name] for c in COLUMNS), strict=True)))


def found(columns: dict[str, list[str]], *, told: Told | None = None, **settings: object) -> Finding:
    return agreement.finding(agreement.read(columns, told=told), agreement.Settings(**settings))  # type: ignore[arg-type]


def wide(*rows: tuple[str, ...], names: tuple[str, ...] = ("item", "Ann", "Bob")) -> dict[str, list[str]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def table_of(pairs: dict[tuple[str, str], int]) -> dict[str, list[str]]:
    """Two judges' calls from a table of counts."""
    rows = [pair for pair, n in pairs.items() for _ in range(n)]
    return wide(*((f"d{i}", a, b) for i, (a, b) in enumerate(rows)))


def test_words_used_alike_can_be_measured_with() -> None:
    made = found(calls(np.random.default_rng(1), 120, right=0.98))
    assert made.verdict == "yes"
    assert made.headline.startswith("These words are used alike, well enough to measure with")
    assert "120 items" in made.headline


def test_words_that_divide_people_cannot_and_the_most_divided_items_come_first() -> None:
    made = found(calls(np.random.default_rng(2), 80, right=0.75))
    assert made.verdict == "no"
    split = made.tables["disagreements"]["split"]
    assert split == sorted(split, reverse=True)
    assert made.tables["disagreements"]["item"][0] in made.next_step


def test_agreement_that_may_be_enough_says_how_many_items_would_show_it() -> None:
    made = found(calls(np.random.default_rng(3), 40, right=0.93, people=("Ann", "Bob")))
    assert made.verdict == "too_early"
    assert "items in all would show it" in made.next_step


def test_the_report_is_that_of_published_attribute_studies() -> None:
    """Three judges, four items, two rounds, counted by hand."""
    rows = [
        ("1", "good", "good", "good", "good", "good", "good", "good"),
        ("2", "good", "good", "poor", "poor", "good", "good", "good"),
        ("3", "poor", "good", "poor", "poor", "poor", "poor", "poor"),
        ("4", "poor", "poor", "poor", "poor", "poor", "poor", "poor"),
    ]
    names = ("item", "Ann 1", "Ann 2", "Bob 1", "Bob 2", "Cy 1", "Cy 2", "standard")
    report = found(wide(*rows, names=names)).tables["report"]
    told = {(r["judge"], r["compared_with"]): (r["n_matched"], r["n_items"]) for r in report}
    assert told[("A", "self")] == (3, 4)
    assert told[("B", "self")] == (4, 4)
    assert told[("all", "others")] == (2, 4)
    assert told[("B", "standard")] == (3, 4)
    assert told[("all", "standard")] == (2, 4)


def test_nobody_is_named_or_ranked() -> None:
    made = found(calls(np.random.default_rng(4), right=0.8))
    said = json.dumps([made.headline, *made.reading, made.next_step]) + "".join(c.text for c in made.cautions)
    for table in made.tables.values():
        said += str(table.rows)
    assert not any(name in said for name in PEOPLE)
    judges = [r["judge"] for r in made.tables["report"] if r["compared_with"] == "standard"]
    assert judges == ["A", "B", "C", "all"]  # the order of the file, whatever the figures


def test_names_are_shown_where_they_are_asked_for() -> None:
    made = found(calls(np.random.default_rng(4), right=0.8), names=True)
    assert made.tables["report"]["judge"][0] == "Ann"
    assert not any(c.code == "no-ranking" for c in made.cautions)


@pytest.mark.parametrize(
    ("columns", "needs"),
    [
        (table_of({("good", "good"): 10, ("poor", "poor"): 9, ("good", "poor"): 2}), "at least 30 items"),
        (table_of({("good", "good"): 30, ("poor", "poor"): 30}), "borderline items"),
        (table_of({("good", "good"): 50}), "at least two labels"),
    ],
)
def test_a_sheet_that_cannot_tell_says_what_would(columns: dict[str, list[str]], needs: str) -> None:
    made = found(columns)
    assert made.verdict == "cannot_tell"
    assert needs in made.headline


def test_one_judge_once_is_refused_but_twice_is_compared_with_himself() -> None:
    alone = {k: v[:] for k, v in calls(np.random.default_rng(5), people=("Ann",)).items() if k != "standard"}
    first = {k: [c for c, r in zip(v, alone["round"], strict=True) if r == "1"] for k, v in alone.items()}
    assert "needs two judges" in found(first).headline
    assert "one judge, asked again" in found(alone).headline


def test_a_rare_label_is_not_hidden_by_a_common_one() -> None:
    """118 + 0 agree, 5 + 2 differ: 94% alike and AC1 .94, while nobody agrees on the rare label (kappa -.02)."""
    made = found(table_of({("poor", "poor"): 118, ("poor", "good"): 5, ("good", "poor"): 2}))
    by = {r["coefficient"]: r["value"] for r in made.tables["agreement"]}
    assert by["Gwet AC1"] == pytest.approx(0.9408, abs=5e-5)
    assert by["Cohen kappa"] == pytest.approx(-0.0234, abs=5e-5)
    assert made.verdict != "yes"
    assert "prevalence" in {c.code for c in made.cautions}
    assert "when one says 'good', another does in 0%" in made.headline


def test_a_balanced_table_with_as_many_agreements_is_good() -> None:
    made = found(table_of({("poor", "poor"): 58, ("poor", "good"): 4, ("good", "poor"): 3, ("good", "good"): 60}))
    assert made.verdict == "yes"
    assert "prevalence" not in {c.code for c in made.cautions}


def test_judges_who_lean_one_way_are_told_without_naming_them() -> None:
    pairs = {("cold", "cold"): 30, ("cold", "warm"): 18, ("warm", "cold"): 2, ("warm", "warm"): 30}
    made = found(table_of(pairs))
    assert made.tables["pairs"]["lean_p"][0] < 0.01
    assert any("one leans to other labels" in line for line in made.reading)


def test_a_rate_outside_is_corrected_for_wrong_calls() -> None:
    """Sensitivity .8, specificity .9: 24% called means 20% true (trap 13)."""
    rows = [("yes", "yes")] * 80 + [("no", "yes")] * 20 + [("no", "no")] * 90 + [("yes", "no")] * 10
    columns = wide(*((f"d{i}", a, s) for i, (a, s) in enumerate(rows)), names=("item", "Ann", "standard"))
    made = found(columns, called=240, cases=1000, detect="yes")
    outside = list(made.tables["correction"])[1]
    assert outside["corrected"] == pytest.approx(0.2, abs=0.01)
    assert outside["low"] < 0.2 < outside["high"]
    detection = next(iter(made.tables["detection"]))
    assert (detection["missed"], detection["false_alarms"]) == pytest.approx((0.2, 0.1))


def test_grades_are_worth_more_when_they_miss_by_one() -> None:
    rng = np.random.default_rng(6)
    true = rng.integers(1, 6, 80)
    near = [np.clip(true + rng.choice([-1, 0, 1], 80, p=[0.2, 0.6, 0.2]), 1, 5) for _ in range(2)]
    columns = {"item": [f"d{i}" for i in range(80)], "Ann": [str(x) for x in near[0]], "Bob": [str(x) for x in near[1]]}
    made = found(columns)
    by = {r["coefficient"]: r["value"] for r in made.tables["agreement"]}
    assert by["Gwet AC2, linear weights"] > by["Gwet AC1"] + 0.1
    assert "Kendall W" in by
    as_words = found(columns, measured="nominal")
    assert "Gwet AC2, linear weights" not in as_words.tables["agreement"]["coefficient"]


def test_one_number_written_in_two_ways_is_one_grade() -> None:
    pairs = {("1", "1.0"): 20, ("2", "2"): 20, ("3", "03"): 20, ("1", "2.0"): 4}
    assert set(found(table_of(pairs)).tables["labels"]["label"]) == {"1", "2", "3"}


def test_many_judges_who_draw_lots_agree_by_chance_alone() -> None:
    rng = np.random.default_rng(14)
    columns = {"item": [f"d{i}" for i in range(60)]}
    columns |= {f"judge {name}": list(rng.choice(["good", "poor"], 60)) for name in "abcdefghijklmnopqrst"}
    gate = next(r for r in found(columns).tables["agreement"] if r["decides"])
    assert gate["low"] < 0 < gate["high"]
    assert gate["high"] < 0.05


def test_an_order_makes_words_grades() -> None:
    pairs = {("cold", "cold"): 30, ("cold", "warm"): 8, ("warm", "hot"): 8, ("hot", "hot"): 30}
    made = found(table_of(pairs), order="cold,warm,hot")
    assert any("ordinal (in the order given)" in line for line in made.reading)


def test_numbers_give_the_components_of_the_spread() -> None:
    rng = np.random.default_rng(7)
    size, lean = rng.normal(0, 3, 40), {"Ann": 0.0, "Bob": 1.0, "Cy": -0.5}
    rows = [
        (f"p{i}", who, f"{size[i] + lean[who] + rng.normal(0, 0.5):.3f}")
        for i in range(40)
        for who in lean
        for _ in range(2)
    ]
    made = found(wide(*rows, names=("part", "operator", "result")))
    parts = {r["component"]: r["variance"] for r in made.tables["components"]}
    assert parts["one judge, asked again"] == pytest.approx(0.25, rel=0.25)
    assert parts["the items themselves"] == pytest.approx(size.var(ddof=1), rel=0.1)
    bias = {(r["judge"], r["other"]): r["higher_by"] for r in made.tables["bias"]}
    assert bias[("A", "B")] == pytest.approx(-1, abs=0.3)
    assert made.tables["agreement"]["coefficient"][0].startswith("ICC(A,1)")


def test_items_that_some_did_not_judge_still_count() -> None:
    columns = calls(np.random.default_rng(8), 80)
    gone = [i % 7 == 0 for i in range(len(columns["item"]))]
    columns["label"] = ["" if g else c for g, c in zip(gone, columns["label"], strict=True)]
    made = found(columns)
    assert {c.code for c in made.cautions} >= {"missing-labels"}
    assert made.tables["agreement"]["n_items"][0] == 80


def sheet(columns: dict[str, list[str]], **told: object) -> Sheet:
    return agreement.read(columns, told=Told(**told))  # type: ignore[arg-type]


def test_columns_are_found_by_name_by_content_or_as_told() -> None:
    long = {k: v for k, v in calls(np.random.default_rng(9)).items() if k in ("item", "judge", "label")}
    by_name = sheet(long)
    bare = sheet(dict(zip(("column 1", "column 2", "column 3"), long.values(), strict=True)))
    odd = dict(zip(("a", "b", "c"), long.values(), strict=True)) | {"note": [str(i % 5) for i in range(360)]}
    told = sheet(odd, item=("a",), judge="b", label="c")
    assert by_name.calls == bare.calls == told.calls
    assert "by its name" in by_name.read_as[0]
    assert "by what it holds" in bare.read_as[0]
    assert "as told" in told.read_as[0]


def test_long_and_wide_are_one() -> None:
    long = calls(np.random.default_rng(10))
    one = sheet(long)
    table = {"item": list(one.items)}
    table |= {f"{j}_{r}": [one.calls[i, j][r] for i in one.items] for j in one.judges for r in one.rounds}
    table["gold"] = [one.standard[i] for i in one.items]
    other = sheet(table)
    assert (other.calls, other.standard, other.judges) == (one.calls, one.standard, one.judges)


def test_a_judge_may_be_the_standard() -> None:
    columns = {k: v for k, v in calls(np.random.default_rng(11)).items() if k != "standard"}
    made = found(columns, standard="Bob")
    assert {r["judge"] for r in made.tables["report"] if r["compared_with"] == "standard"} == {"A", "B", "all"}
    renamed = {**columns, "judge": ["expert" if j == "Cy" else j for j in columns["judge"]]}
    assert "'expert' is the standard" in " ".join(found(renamed).reading)


def test_the_order_of_rows_changes_no_figure() -> None:
    columns = calls(np.random.default_rng(12))
    turned = {k: v[::-1] for k, v in columns.items()}
    one, other = found(columns, names=True), found(turned, names=True)
    assert one.headline == other.headline
    value = {r["coefficient"]: r["low"] for r in one.tables["agreement"]}
    for r in other.tables["agreement"]:
        assert r["low"] == pytest.approx(value[r["coefficient"]], abs=1e-6)


@pytest.mark.parametrize(
    ("columns", "settings", "error", "says"),
    [
        ({"a": ["1", "2", "3"], "b": ["x", "y", "z"]}, {}, SensorError, "no way to read its columns"),
        (
            wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")),
            {"standard": "Dan"},
            BadSetting,
            "no judge named 'Dan'",
        ),
        (
            wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")),
            {"order": "a,c"},
            BadSetting,
            "leaves out the label 'b'",
        ),
        (wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")), {"measured": "interval"}, BadSetting, "is no number"),
        (
            wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")),
            {"measured": "ordinal"},
            BadSetting,
            "--order low,middle,high",
        ),
        (wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")), {"detect": "c"}, BadSetting, "No label 'c'"),
        (wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")), {"called": 3}, BadSetting, "belong together"),
        (wide(("1", "a", "b"), ("2", "b", "b"), ("3", "a", "a")), {"called": 9, "cases": 3}, BadSetting, "cannot be"),
        (wide(("1", "1,5", "2.5"), ("2", "2.5", "1,5")), {}, BadSetting, "some a point"),
        (wide(("1", "1", "3"), ("2", "2", "2")), {"tolerance": 0.0}, BadSetting, "--tolerance 0"),
        (
            {"item": ["1", "1"], "judge": ["A", "A"], "label": ["x", "y"], "round": ["1", "1"]},
            {},
            SensorError,
            "twice in round 1",
        ),
        (
            {"item": ["1", "1"], "judge": ["A", "B"], "label": ["x", "y"], "standard": ["x", "y"]},
            {},
            SensorError,
            "two standards",
        ),
    ],
)
def test_a_wrong_call_is_one_sentence_with_a_way_out(
    columns: dict[str, list[str]], settings: dict[str, object], error: type[PyrometerError], says: str
) -> None:
    with pytest.raises(error, match=says):
        found(columns, **settings)


def test_a_file_that_could_be_read_in_two_ways_is_not_guessed() -> None:
    three = {"a": ["1", "1", "2", "2", "3", "3"] * 6, "b": ["x", "y"] * 18, "c": ["u", "v", "v", "u", "u", "u"] * 6}
    three["a"] = [str(i // 2) for i in range(36)]
    with pytest.raises((Ambiguous, SensorError), match="Say which: --item"):
        sheet({**three, "d": three["c"]})


def test_an_unknown_column_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'judge'"):
        sheet(calls(np.random.default_rng(1)), judge="jduge", item=("item",), label="label")


def test_a_plant_with_several_words_shows_them_side_by_side() -> None:
    rng, rows = np.random.default_rng(13), []
    for name, right in (("qualified", 0.99), ("stalled", 0.7)):
        columns = {"sheet": [name] * 600, "standard_by": ["file"] * 600, **calls(rng, 100, right=right)}
        rows += list(zip(*(columns[c.name] for c in COLUMNS), strict=True))
    ask = _tiny.Fake(_tiny.facts(), {"judgements": Table(COLUMNS, tuple(rows))})
    made = agreement.answer(ask, agreement.Settings())
    assert (made.verdict, made.tables["words"]["word"]) == ("no", ["qualified", "stalled"])
    assert "qualified" in made.headline
    assert agreement.answer(ask, agreement.Settings(of="qualified")).verdict == "yes"
    with pytest.raises(UnknownName, match="qualified"):
        agreement.answer(ask, agreement.Settings(of="qualifed"))


def test_a_plant_without_judgements_says_what_to_collect() -> None:
    made = agreement.answer(_tiny.Fake(_tiny.facts(), {"judgements": Table(COLUMNS, ())}), agreement.Settings())
    assert made.verdict == "cannot_tell"
    assert "judgements/" in made.headline


@pytest.mark.shared
def test_a_published_report_comes_out_of_its_file(shared: Path) -> None:
    """The data of JASP's attribute agreement example: 'Good' of 'No Go' and the like, three judges, two rounds."""
    cases = json.loads((shared / "references" / "agreement.json").read_text())
    case = next(c for c in cases if c["name"] == "aaa_binary")
    i, e = case["inputs"], case["expected"]
    columns = {
        "part": [str(x) for x in i["part"]],
        "operator": list(i["operator"]),
        "result": [str(x) for x in i["result"]],
        "reference": [str(x) for x in i["reference"]],
    }
    made = found(columns, detect=str(i["positive"]), names=True)
    told = {(r["judge"], r["compared_with"]): r for r in made.tables["report"]}
    for judge in ("BL", "EG", "MH"):
        for with_whom, key in (("self", "within"), ("standard", "each_vs_standard")):
            row, (n, matched, share, low, high) = told[(judge, with_whom)], e[key][judge]
            assert (row["n_items"], row["n_matched"]) == (n, matched)
            assert [100 * row[k] for k in ("share", "low", "high")] == pytest.approx([share, low, high], abs=0.01)
    assert told[("all", "others")]["n_matched"] == e["between"][1]
    assert told[("all", "standard")]["n_matched"] == e["all_vs_standard"][1]
