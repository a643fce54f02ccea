"""What people write beside a chart: kept as text that can be read, diffed and corrected, and honoured by the chart."""

import json
from datetime import date
from pathlib import Path

import pytest

from pyrometer.errors import BadSetting
from pyrometer.model.chart_plan import Aside, ChartPlan, Held, Kept, KnownCause, Phase
from pyrometer.plant import _chart_notes, _charts
from tests.apps._called import call

DAY = date(2026, 3, 12)


def note(folder: Path, kind: _chart_notes.Kind, day: date, text: str = "") -> Path:
    return _chart_notes.add(folder, "entered", _chart_notes.Note(kind, day, text, DAY, "Ann"))


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    first = date(2024, 1, 1).toordinal()
    rows = []
    for i in range(600):
        entered, ended = date.fromordinal(first + i // 3), date.fromordinal(first + i // 3 + 5 + i % 7)
        rows.append(f"d{i},{'Won' if i % 2 else 'Lost'},{entered},{ended}")
    (folder / "deals.csv").write_text("id,stage,created,closed\n" + "\n".join(rows) + "\n")
    made = call("start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report")
    assert made.exit_code == 0, made.output + str(made.exception)
    return folder / "plant"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    note(tmp_path, "baseline", date(2026, 2, 2))
    note(tmp_path, "phase", date(2026, 3, 9), "New mail  text")
    note(tmp_path, "set_aside", date(2026, 1, 5), "Closed")
    path = note(tmp_path, "cause", date(2026, 1, 19), 'Mail "server" down')
    assert _charts.read(path) == ChartPlan(
        held=Held(date(2026, 2, 2), DAY, "Ann"),
        phases=(Phase(date(2026, 3, 9), "New mail text", None, DAY, "Ann"),),
        set_aside=(Aside(date(2026, 1, 5), "Closed", DAY, "Ann"),),
        causes=(KnownCause(date(2026, 1, 19), 'Mail "server" down', DAY, "Ann"),),
    )


def test_comments_and_order_of_the_file_are_kept(tmp_path: Path) -> None:
    path = note(tmp_path, "cause", date(2026, 1, 19), "Mail server down")
    mine = path.read_text() + "\n# ask Ben about this one\n"
    path.write_text(mine)
    note(tmp_path, "cause", date(2026, 2, 2), "Fair")
    text = path.read_text()
    assert "# ask Ben about this one" in text and "What people know about this chart" in text
    assert text.index("Mail server down") < text.index("Fair")
    assert [c.text for c in _charts.read(path).causes] == ["Mail server down", "Fair"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[phse]]\n", "Did you mean 'phase'"),
        ("[phase]\nstarts_on = 2026-01-01\n", "with two brackets"),
        ("[[phase]]\nstarts_on = 2026-01-01\n", "has no cause"),
        ('[[phase]]\nstart_on = 2026-01-01\ncause = "x"\n', "Did you mean 'starts_on'"),
        ('[[phase]]\nstarts_on = "2026-01-01"\ncause = "x"\n', "must be a day without quotation marks"),
        ('[[cause]]\non = 2026-01-01\ntext = " "\n', "must say something"),
        ("[[set_aside]]\non = 2026-01-01\n", "has no reason"),
        ("[baseline]\n", "has no until"),
        ('[chart]\nperiod = "weak"\n', "Did you mean 'week'"),
        ("[[phase]\n", "is not valid TOML"),
        (
            '[[phase]]\nstarts_on = 2026-01-01\ncause = "a"\n[[phase]]\nstarts_on = 2026-01-01\ncause = "b"\n',
            "two phases start on 2026-01-01",
        ),
        ('[[phase]]\nstarts_on = 2026-01-01\ncause = "a"\nhold_until = 2025-01-01\n', "too early"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "entered.toml"
    path.write_text(text)
    with pytest.raises(BadSetting, match=sentence) as raised:
        _charts.read(path)
    assert "entered.toml" in str(raised.value)


def test_limits_are_not_rebased_twice_or_without_a_cause(tmp_path: Path) -> None:
    note(tmp_path, "phase", date(2026, 3, 9), "New mail text")
    note(tmp_path, "baseline", date(2026, 2, 2))
    for kind, text, sentence in (
        ("phase", "Again", "has a phase from 2026-03-09 already"),
        ("phase", " ", "Say what happened"),
        ("baseline", "", "holds a baseline until 2026-02-02 already"),
    ):
        with pytest.raises(BadSetting, match=sentence):
            note(tmp_path, kind, date(2026, 3, 9), text)


def test_the_command_writes_and_the_chart_honours_it(plant: Path) -> None:
    before = json.loads(call("chart", "entered", "--plant", str(plant), "--json").output)
    middle = before["tables"]["points"]["rows"][14]["starts_on"]
    done = call("chart", "entered", "--phase", middle, "New price list", "--by", "Ann", "--plant", str(plant))
    assert done.exit_code == 0, done.output + str(done.exception)
    assert (plant / "charts" / "entered.toml").is_file() and "Wrote" in done.output
    after = json.loads(call("chart", "entered", "--plant", str(plant), "--json").output)
    assert [p["label"] for p in after["figures"][0]["data"]["phases"]] == ["", "New price list"]
    early = call("chart", "entered", "--as-known", "2024-01-01", "--plant", str(plant), "--json")
    assert "New price list" not in early.output


def test_a_kept_chart_stands_in_the_report_as_known_then(plant: Path) -> None:
    kept = call("chart", "won", "--keep", "--period", "week", "--by", "Ann", "--plant", str(plant))
    assert kept.exit_code == 0 and "keep: week" in kept.output
    assert _charts.read(plant / "charts" / "won.toml").kept == Kept("week", date.today(), "Ann")  # noqa: DTZ011
    now = json.loads(call("report", "--study", "charts", "--json", "--plant", str(plant)).output)
    titles = [f["title"] for f in now["figures"]]
    assert titles == ["Entered, a week", "Ordered, a week"]
    page = plant / "page.html"
    call("report", "--study", "charts", "--html", str(page), "--plant", str(plant))
    assert "New price list (Ann," in page.read_text() and "Written on this chart" in page.read_text()
    then = json.loads(
        call("report", "--study", "charts", "--as-known", "2024-06-30", "--json", "--plant", str(plant)).output
    )
    assert "No chart is kept yet" in then["headline"] and then["provenance"]["as_known"] == "2024-06-30"
    again = call("chart", "won", "--keep", "--plant", str(plant))
    assert "is kept already" in str(again.exception)


def test_a_report_of_what_was_known_then_has_its_own_name(plant: Path) -> None:
    done = call("report", "--study", "charts", "--as-known", "2024-06-30", "--plant", str(plant))
    assert done.exit_code == 0 and "-as-known-2024-06-30.html" in done.output


def test_wrong_calls_write_nothing(plant: Path) -> None:
    for words, sentence in (
        (("chart", "enterd", "--note", "2026-01-01", "x"), "Did you mean 'entered'"),
        (("chart", "lost", "--note", "1.1.2026", "x"), "Write it like 2026-03-31"),
        (("chart", "lost", "--note", "2026-01-01", " "), "Say what happened"),
        (("chart", "lost", "--note", "2026-01-01", "x", "--period", "month"), "leave --period away"),
    ):
        done = call(*words, "--plant", str(plant))
        assert sentence in done.output + str(done.exception)
    assert not (plant / "charts" / "lost.toml").exists()


def test_a_file_about_no_measure_is_said(plant: Path) -> None:
    stray = plant / "charts" / "entred.toml"
    stray.write_text("")
    try:
        done = call("chart", "entered", "--plant", str(plant))
    finally:
        stray.unlink()
    assert "about no measure of this plant" in str(done.exception) and "entered" in str(done.exception)
