"""A founder's CRM export: what chance does, what the quarter does, and how much of the open work is dead."""

from collections.abc import Callable

import pytest

from pyrometer.plant import Plant

Open = Callable[[str], Plant]


@pytest.fixture(scope="module")
def crm(plant: Open) -> Plant:
    return plant("maven")


def test_prospects_without_a_date_are_refused_and_counted_everywhere(crm: Plant) -> None:
    (reading,) = crm.measure("reading")
    assert (reading["n_rows"], reading["n_refused"]) == (8_800, 500)
    for finding in crm.findings():
        assert any(c.code == "refused-rows" and c.n == 500 for c in finding.cautions), finding.study


def test_the_yield_counts_the_open_ones_and_strikes_the_misleading_number_through(crm: Plant) -> None:
    finding = crm.study("yield")
    whole = next(row for row in finding.tables["steps"] if not row["milestone"])
    assert whole["by_days"] == 138
    assert whole["share_gone_on"] == pytest.approx(0.5194, abs=5e-5)
    closed = next(row for row in finding.tables["misleading"] if row["number"] == "won / (won + lost)")
    assert closed["share"] == pytest.approx(0.6315, abs=5e-5)


def test_the_export_is_seen_to_be_cut(crm: Plant) -> None:
    assert any(c.code == "cut-history" for c in crm.study("trust").cautions)


def test_thirty_sellers_cannot_be_told_apart(crm: Plant) -> None:
    finding = crm.study("sellers")
    assert finding.verdict == "routine"
    assert "30 sellers cannot be told apart" in finding.headline
    assert "p = .26" in finding.headline
    assert "none lies outside" in finding.headline


def test_a_field_is_told_with_all_whom_it_is_said_of(crm: Plant) -> None:
    """Not only with those of its commonest value: each of 8,300 deals has a product, sold by 30 people."""
    (product,) = [row for row in crm.study("words").tables["words"] if row["word"] == "product"]
    assert (product["n_events"], product["n_prospects"], product["n_actors"]) == (8_300, 8_300, 30)


def test_no_seller_is_named_or_ranked(crm: Plant) -> None:
    words = str(crm.study("sellers"))
    assert "Darcel" not in words
    assert "Schlecht" not in words


def test_the_quarter_makes_the_wins_and_hides_the_losses(crm: Plant) -> None:
    finding = crm.study("period-end")
    assert finding.verdict == "signal"
    months = {r["starts_on"].month: r for r in crm.measure("closed", period="month") if r["n_won"]}
    share = {m: r["n_won"] / (r["n_won"] + r["n_lost"]) for m, r in months.items()}
    assert all(0.78 <= share[m] <= 0.83 for m in (3, 6, 9, 12))
    assert all(0.48 <= s <= 0.57 for m, s in share.items() if m not in (3, 6, 9, 12))
    assert sum(months[m]["n_lost"] for m in (3, 6, 9, 12)) == 498


def test_most_of_the_open_deals_are_older_than_any_that_ever_closed(crm: Plant) -> None:
    finding = crm.study("work-in-process")
    assert finding.headline.startswith("1,291 of 1,589 open prospects (81%)")


def test_the_quarter_is_no_special_cause(crm: Plant) -> None:
    table = crm.study("stability").tables["measures"]
    won_share = next(row for row in table if "won and lost" in row["measure"].lower())
    assert "signal" not in str(won_share["says"]).lower() or "quarter" in str(won_share["says"]).lower()


def test_the_side_of_a_signal_is_that_of_its_own_limit(crm: Plant) -> None:
    """Entries leap in July and fall back on 31 July: high against the whole year, low against what was due."""
    rows = crm.study("stability").figures[0].data["rows"]
    entered = next(row for row in rows if row["is_signal"])
    beyond = [
        side for side, signal in zip(entered["directions"], entered["signals"], strict=True) if signal == "beyond"
    ]
    assert beyond == ["up", "down"]
