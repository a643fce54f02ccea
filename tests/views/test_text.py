"""The terminal: light tables no wider than 92 letters, numbers never cut, symbols that carry all meaning."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from pyrometer.model.finding import Caution, Finding
from pyrometer.model.table import Column, Table
from pyrometer.views._dots import cells
from pyrometer.views._words import overview
from pyrometer.views.text import parts, text
from tests.figures.examples import FIGURES
from tests.views.findings import ALL, CHART, EARLY, FLOW, REFUSED, ROUTINE, YIELD

ONE = pytest.mark.parametrize("finding", ALL, ids=lambda f: f.study)


def widest(written: str) -> int:
    return max(cell_len(line) for line in written.splitlines())


@ONE
@pytest.mark.parametrize("width", (60, 80, 92))
def test_no_line_is_wider_than_the_terminal(finding: Finding, width: int) -> None:
    assert widest(text([finding], width=width)) <= width


def test_a_wider_terminal_does_not_widen_the_text() -> None:
    assert widest(text(ALL)) <= 92
    assert widest(text([FLOW])) <= 92


def test_a_finding_says_question_sentence_reading_cautions_and_next_step() -> None:
    written = " ".join(text([FLOW]).split())
    for told in (FLOW.question, FLOW.headline, FLOW.cautions[0].text, "open-cases", "Next: " + FLOW.next_step):
        assert " ".join(told.split()) in written
    assert "gave-time v4 (9f2c1a7b), signed by 3 people" in written
    assert "ledger mark 12" in written


def test_a_refusal_is_shown_with_the_same_dignity() -> None:
    written = text([REFUSED])
    assert "Cannot be told" in written
    assert "needs 30 prospects" in written
    assert "Next: " in written


def test_the_flow_is_a_table_with_the_constraint_marked_by_an_arrow() -> None:
    lines = text([FLOW]).splitlines()
    rows = [line for line in lines if "►" in line]
    assert rows[0].split()[:5] == ["►", "Time", "402", "38%", "33–42%"]
    assert {"In", "On", "95%", "Waiting", "Days", "85%", "Hours"} <= set(
        next(x for x in lines if "Milestone" in x).split()
    )


def test_the_flow_tells_who_came_back_where_anybody_did() -> None:
    figure = FLOW.figures[0]
    steps = [{**s, "n_taken_up": 0, "n_back": 10 * i} for i, s in enumerate(figure.data["steps"])]
    written = text([replace(FLOW, figures=(replace(figure, data={**figure.data, "steps": steps}),))])
    heads = next(line for line in written.splitlines() if "Milestone" in line).split()
    assert heads[-1] == "Back"
    assert "Again" not in heads
    assert next(line for line in written.splitlines() if "►" in line).split()[-1] == f"{10 * place_of_arrow(steps)}"
    assert "Back: came back there from a later milestone" in written
    assert "Back" not in text([FLOW])


def place_of_arrow(steps: "list[dict[str, object]]") -> int:
    """Which step is the constraint."""
    return [s["name"] for s in steps].index(FLOW.figures[0].data["constraint"])


def test_a_step_done_on_the_day_itself_takes_the_same_day_and_not_nothing() -> None:
    figure = FLOW.figures[0]
    steps = [{**s, "median_days": 0.0, "p85_days": 0.0} for s in figure.data["steps"][:1]]
    written = text([replace(FLOW, figures=(replace(figure, data={**figure.data, "steps": steps}),))])
    row = next(line for line in written.splitlines() if "30–34%" in line)
    assert row.count("same day") == 2


def test_the_hot_part_of_a_waiting_bar_is_the_share_that_waits_too_long() -> None:
    line = next(x for x in text([FLOW], plain=True).splitlines() if x.lstrip().startswith("> Time"))
    bar = re.search(r"(=+)(!+) 176", line)
    assert bar is not None
    assert len(bar[2]) / len(bar[0].split()[0]) == pytest.approx(74 / 176, abs=0.15)


def test_a_list_begins_with_the_sentence_over_all_and_puts_signals_first() -> None:
    written = text(ALL)
    assert written.startswith("One of six findings shows a signal; two cannot be told yet. The constraint is Time:")
    named = re.findall(r"^\s+([▲×✓·…?])\s+(\S+)", written, re.MULTILINE)
    assert named[0] == ("▲", "Stability")
    assert [sign for sign, _ in named] == ["▲", "×", "×", "·", "…", "?"]


def test_plain_letters_are_ascii_and_keep_every_sign_apart() -> None:
    for finding in ALL:
        assert text([finding], plain=True).isascii()
    assert "v" in next(x for x in text([CHART], plain=True).splitlines() if "within" in x or "gave" in x)


def test_without_colour_there_are_no_codes_and_with_it_there_are() -> None:
    assert "\x1b" not in text([CHART])
    assert "\x1b[" in text([CHART], colour=True)


def test_hostile_words_cannot_move_the_cursor() -> None:
    bad = replace(ROUTINE, headline="\x1b[2Jgone [bold]x[/bold]\r\n\x07", cautions=(Caution("x", "\x1b]0;t\x07", 1),))
    written = text([bad])
    assert "\x1b" not in written
    assert "\x07" not in written
    assert "[bold]x[/bold]" in written


def test_numbers_are_never_cut_columns_are_left_out_instead() -> None:
    columns = tuple(Column(f"n_number_{i}", "count", "") for i in range(14))
    table = Table((Column("name"), *columns), (("a" * 20, *(10**7 + i for i in range(14))),))
    written = text([replace(YIELD, figures=(), tables={"wide": table})], width=80)
    assert widest(written) <= 80
    assert "…" not in written
    body = written[written.index("wide") : written.index("columns left out")]
    shown = re.findall(r"[\d,]*\d", body.partition("───")[2])
    assert 3 <= len(shown) < 14
    assert shown == [f"{10**7 + i:,}" for i in range(len(shown))]
    assert "columns left out: " in " ".join(written.split())


def test_words_give_way_before_the_last_number_is_cut() -> None:
    heads = ("n", "By days", "Share gone on", "Low", "High", "Gone on")
    columns = (Column("milestone"), Column("goes on to"), *(Column(h, "count") for h in heads))
    table = Table(columns, (("the whole way", "appointment-booked", 500, 32, 30, 26, 34, 153),))
    shown = text([replace(YIELD, figures=(), tables={"steps": table})], width=92)
    row = next(line for line in shown.splitlines() if "appointment-booked" in line)
    assert row.split() == ["the", "whole", "appointment-booked", "500", "32", "30", "26", "34", "153"]


def test_rows_that_are_left_out_are_counted() -> None:
    table = Table((Column("name"), Column("n", "count")), tuple((f"row {i}", i) for i in range(40)))
    assert "26 more rows" in text([replace(YIELD, figures=(), tables={"long": table})])


def test_dots_are_two_values_a_cell_and_signals_are_shapes() -> None:
    row = {"values": [0.3] * 28, "signals": [""] * 28, "centre": 0.3, "lower": 0.2, "upper": 0.4, "better": "up"}
    assert len(cells(row, plain=False)) == 14
    row["values"][27], row["signals"][27] = 0.1, "beyond"
    last = cells(row, plain=False)[-1]
    assert (last.letter, last.meaning) == ("▼", "hot")
    assert cells(row | {"better": "down"}, plain=False)[-1].meaning == "good"
    assert cells(row, plain=True)[-1].letter == "v"


def test_dots_rise_with_the_value() -> None:
    row = {"values": [0.2, 0.2, 0.39, 0.39], "lower": 0.2, "upper": 0.4}
    low, high = cells(row, plain=False)
    assert low.letter == "⣀"
    assert high.letter == "⠉"


def test_too_early_is_said_in_words() -> None:
    assert "too early for limits: 9 points" in " ".join(text([EARLY]).split())


def test_parts_can_be_printed_by_another_console() -> None:
    assert len(parts([FLOW])) > 4
    assert len(parts(ALL)) > 2
    assert len(parts([])) == 1


def test_a_series_without_limits_has_no_routine_range() -> None:
    finding = replace(EARLY, figures=(FIGURES["strip"],))
    row = next(x for x in text([finding]).splitlines() if "Meetings" in x)
    assert "—" in row


def test_no_signal_is_said_in_plain_words() -> None:
    assert text([ROUTINE, EARLY]).startswith("Neither of the two findings shows a signal; one cannot be told yet.")


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        ([ROUTINE], "The one finding shows no signal."),
        ([CHART], "The one finding shows a signal."),
        ([EARLY], "The one finding cannot be told yet."),
        ([CHART, CHART], "Both findings show a signal."),
        ([CHART, ROUTINE], "One of the two findings shows a signal."),
        ([ROUTINE] * 3, "None of three findings shows a signal."),
        ([CHART] * 3, "All three findings show a signal."),
    ],
)
def test_one_and_two_findings_are_said_as_people_say_them(findings: list[Finding], says: str) -> None:
    assert overview(findings).startswith(says)


def test_what_was_known_then_is_said_at_the_head() -> None:
    known = replace(ROUTINE, provenance=replace(ROUTINE.provenance, as_known="2024-06-30"))
    assert "As known on 30 Jun 2024: what was recorded or written later is left out." in overview([known])
    assert "As known" not in overview([ROUTINE])


def test_the_hot_part_is_explained_only_where_the_bars_are_shown() -> None:
    assert "too long: " in text([FLOW], width=92)
    narrow = text([FLOW], width=40)
    assert "too long: " not in narrow
