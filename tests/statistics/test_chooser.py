"""The chooser and the calendar test: one chart, one rule set, and reasons in words."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import autocorrelation, overdispersion, periodicity
from pyrometer.statistics.choose import Choice, choose
from pyrometer.statistics.periodicity import Periodicity


def months(n: int, first: date = date(2017, 1, 1)) -> list[date]:
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(n)]


def days(n: int, step: int = 1) -> list[date]:
    return [date(2024, 1, 1) + timedelta(days=step * i) for i in range(n)]


def chosen(*args: object, **kwargs: object) -> Choice:
    found = choose(*args, **kwargs)  # type: ignore[arg-type]
    assert isinstance(found, Choice)
    return found


def found(*args: object, **kwargs: object) -> Periodicity:
    answer = periodicity.find(*args, **kwargs)  # type: ignore[arg-type]
    assert isinstance(answer, Periodicity)
    return answer


def by_month(shared: Path, stage: str) -> dict[str, int]:
    with (shared / "data/maven_crm/sales_pipeline.csv").open() as file:
        return Counter(r["close_date"][:7] for r in csv.DictReader(file) if r["deal_stage"] == stage)


def test_maven_quarter_ends_are_a_pattern_of_the_calendar_not_special_causes(shared: Path) -> None:
    won, lost = by_month(shared, "Won"), by_month(shared, "Lost")
    names = sorted(won)
    k, n = [won[m] for m in names], [won[m] + lost[m] for m in names]
    starts = [date.fromisoformat(f"{m}-01") for m in names]
    answer = found(k, n=n, nature="shares", starts_on=starts)
    assert answer.is_found and answer.name == "month-within-quarter"
    assert answer.p_value < 0.01 and answer.share > 0.95
    assert answer.profile == pytest.approx([0.490, 0.547, 0.807], abs=0.001)
    choice = chosen(k, n=n, nature="shares", starts_on=starts)
    assert (choice.kind, choice.is_early, choice.signals) == ("run", True, ())
    assert "Too early for limits: 10 points, 12 are needed." in choice.reasons[0]
    assert "swings with the month within the quarter" in choice.reasons[1]
    for counts in (k, [lost[m] for m in names]):
        assert found(counts, nature="rates", starts_on=starts).name == "month-within-quarter"


def test_a_longer_record_with_quarter_ends_compares_each_month_with_its_own_kind() -> None:
    rng = np.random.default_rng(0)
    n, share = rng.integers(500, 800, 36), np.array([0.5, 0.54, 0.8])[np.arange(36) % 3]
    k = rng.binomial(n, share)
    quiet = chosen(k, n=n, nature="shares", starts_on=months(36))
    assert quiet.kind == "seasonal"
    assert not [s for s in quiet.signals if s.rule == "anhoej-limits"]
    k[20] = int(k[20] * 0.75)
    loud = chosen(k, n=n, nature="shares", starts_on=months(36))
    assert [s.points for s in loud.signals if s.rule == "anhoej-limits"] == [(20,)]


@pytest.mark.parametrize(
    ("starts", "name", "position"),
    [
        (days(140), "weekday", lambda d: d.weekday() >= 5),
        (days(400), "end-of-month", lambda d: (d + timedelta(days=5)).month != d.month),
        (days(730), "month-within-quarter", lambda d: d.month % 3 == 0),
        (days(104, 7), "month-within-quarter", lambda d: (d + timedelta(days=3)).month % 3 == 0),
        (days(104, 7), "last-week-of-month", lambda d: (d + timedelta(days=10)).month != (d + timedelta(days=3)).month),
        (days(60, 7), "week-within-month", lambda d: (d + timedelta(days=3)).day <= 7),
        (months(36), "month-of-year", lambda d: d.month in (7, 8)),
        (months(24), "month-within-quarter", lambda d: d.month % 3 == 0),
    ],
)
def test_the_calendar_that_swings_is_the_one_named(starts: list[date], name: str, position: object) -> None:
    rng = np.random.default_rng(1)
    up = np.array([position(d) for d in starts])  # type: ignore[operator]
    answer = found(rng.poisson(np.where(up, 60, 30)), nature="rates", starts_on=starts)
    assert answer.is_found
    assert answer.name == name


def test_without_dates_a_weekly_swing_shows_as_every_seven_points() -> None:
    rng = np.random.default_rng(2)
    answer = found(rng.poisson(np.where(np.arange(70) % 7 < 5, 40, 10)), nature="rates")
    assert answer.is_found and answer.name == "every-7"


@pytest.mark.parametrize("starts", [months(10), months(36), days(52, 7), days(150)])
def test_the_calendar_is_blamed_for_nothing_in_at_most_one_case_of_thirty(starts: list[date]) -> None:
    rng = np.random.default_rng(3)
    hits = [found(rng.normal(size=len(starts)), starts_on=starts, seed=i).is_found for i in range(150)]
    assert np.mean(hits) <= 1 / 30


@pytest.mark.parametrize("starts", [months(36), days(104, 7), days(200)])
def test_a_shift_or_a_drift_is_not_taken_for_the_calendar(starts: list[date]) -> None:
    rng, n = np.random.default_rng(4), len(starts)
    for shape in (np.arange(n) >= n // 2, np.linspace(0, 2, n)):
        hits = [found(rng.normal(size=n) + 2 * shape, starts_on=starts, seed=i).is_found for i in range(40)]
        assert np.mean(hits) <= 0.1


def test_memory_of_days_is_not_taken_for_months() -> None:
    rng, hits = np.random.default_rng(5), 0
    for i in range(40):
        x = np.zeros(200)
        for t in range(1, 200):
            x[t] = 0.6 * x[t - 1] + rng.normal()
        hits += found(x, starts_on=days(200), seed=i).is_found
    assert hits <= 4


def test_the_same_numbers_give_the_same_p_value_and_units_do_not_matter() -> None:
    x = np.random.default_rng(6).normal(size=36)
    one, other = found(x, starts_on=months(36)), found(1000 * x + 7, starts_on=months(36))
    assert one.p_value == other.p_value == found(x, starts_on=months(36)).p_value


def test_too_short_for_any_calendar_is_an_answer() -> None:
    assert isinstance(periodicity.find([1.0, 2, 3, 4], starts_on=months(4)), NotEnough)
    assert not found([3.0] * 24, starts_on=months(24)).is_found


def test_dates_that_do_not_fit_are_refused() -> None:
    with pytest.raises(StatisticsError, match="There are 3 points but 2 dates"):
        periodicity.find([1, 2, 3], starts_on=months(2))
    with pytest.raises(StatisticsError, match="Period 2 starts on 2017-01-01, not after 2017-01-01"):
        periodicity.find([1.0] * 12, starts_on=[date(2017, 1, 1)] * 12)
    with pytest.raises(StatisticsError, match="Shares need the denominators"):
        periodicity.find([1.0] * 12, nature="shares")


@pytest.mark.parametrize("nature", ["values", "counts"])
def test_eleven_points_are_too_early_for_limits_and_twelve_are_not(nature: str) -> None:
    x = np.random.default_rng(7).poisson(20, 12)
    early, late = chosen(x[:11], nature=nature), chosen(x, nature=nature)
    assert early.kind == "run" and early.is_early and np.isnan(early.chart.upper).all()
    assert late.kind != "run" and not late.is_early and late.is_provisional
    assert "provisional until there are 20" in late.reasons[-1]


def test_each_nature_gets_its_chart() -> None:
    rng = np.random.default_rng(8)
    n = rng.integers(300, 500, 40)
    wide = np.clip(rng.normal(0.3, 0.06, 40), 0.05, 0.9)
    cases = [
        ("xmr", rng.normal(size=40), {}),
        ("i-prime", rng.normal(50, 40 / np.sqrt(n)), {"n": n, "nature": "averages"}),
        ("p", rng.binomial(n, 0.3), {"n": n, "nature": "shares"}),
        ("laney-p", rng.binomial(n, wide), {"n": n, "nature": "shares"}),
        ("c", rng.poisson(12, 40), {"nature": "counts"}),
        ("u", rng.poisson(0.1 * n), {"n": n, "nature": "rates"}),
        ("laney-u", rng.poisson(n * wide), {"n": n, "nature": "rates"}),
        ("g", rng.geometric(0.03, 40) - 1, {"nature": "gaps"}),
        ("t", rng.exponential(9, 40), {"nature": "times"}),
        ("g", (rng.random(900) < 0.05).astype(int), {"nature": "cases"}),
    ]
    for kind, data, settings in cases:
        choice = chosen(data, **settings)
        assert (choice.kind, choice.rules) == (kind, "anhoej"), (kind, choice.reasons)
        assert all(r.endswith(".") for r in choice.reasons)


def test_rare_events_get_exact_limits_and_the_advice_to_count_gaps() -> None:
    choice = chosen(np.random.default_rng(9).poisson(2, 40), nature="counts")
    assert choice.kind == "c" and choice.chart.convention == "exact"
    assert "gaps between events" in choice.reasons[0]


def test_a_series_with_memory_is_charted_by_what_is_new() -> None:
    rng, x = np.random.default_rng(10), np.zeros(100)
    for i in range(1, 100):
        x[i] = 0.7 * x[i - 1] + rng.normal()
    choice = chosen(x, starts_on=days(100, 7))
    assert choice.kind == "residual"
    assert "resembles the one before" in choice.reasons[0]


def test_a_lasting_change_is_not_explained_away_as_memory() -> None:
    rng = np.random.default_rng(11)
    kinds = []
    for _ in range(60):
        x = rng.normal(size=40)
        x[20:] += 2.5
        choice = chosen(x)
        kinds.append(choice.kind == "xmr" and bool(choice.signals))
    assert np.mean(kinds) > 0.9


def test_memory_is_not_often_taken_for_a_change() -> None:
    rng, right = np.random.default_rng(12), 0
    for _ in range(60):
        x = np.zeros(60)
        for i in range(1, 60):
            x[i] = 0.7 * x[i - 1] + rng.normal()
        right += autocorrelation.find(x).is_found
    assert right > 42


def test_periods_without_a_case_are_left_out_and_said() -> None:
    rng = np.random.default_rng(13)
    n = np.full(30, 100)
    k = rng.binomial(n, 0.3)
    n[[4, 9]], k[[4, 9]] = 0, 0
    choice = chosen(k, n=n, nature="shares", starts_on=months(30))
    assert len(choice.chart) == 28 and 4 not in choice.rows and 5 in choice.rows
    assert choice.reasons[0].startswith("2 periods without a single case are left out")


def test_wrong_numbers_are_refused_in_a_sentence() -> None:
    with pytest.raises(StatisticsError, match="the part exceeds the whole"):
        choose([5] * 20, n=[4] * 20, nature="shares")
    with pytest.raises(StatisticsError, match="needs the denominators n"):
        choose([5] * 20, nature="shares")
    with pytest.raises(StatisticsError, match="a count cannot be negative"):
        choose([-5] * 20, nature="counts")
    with pytest.raises(StatisticsError, match="leave out points without a value"):
        choose([float("nan")] * 20)
    with pytest.raises(StatisticsError, match="No nature named 'words'"):
        choose([1.0] * 20, nature="words")  # type: ignore[arg-type]
    assert isinstance(choose([1.0]), NotEnough)


def test_nothing_ever_happened_is_an_answer() -> None:
    assert isinstance(choose([0] * 20, nature="counts"), NotEnough)
    assert isinstance(choose([0] * 20, n=[9] * 20, nature="shares"), NotEnough)


def test_the_choice_says_how_often_it_would_cry_wolf() -> None:
    rng = np.random.default_rng(16)
    assert chosen(rng.normal(size=36)).expected_false_alarms == pytest.approx(36 / 370.4 + 0.085, abs=0.002)
    assert chosen(rng.normal(size=10)).expected_false_alarms < 0.06


def test_a_constant_series_has_no_signal() -> None:
    for same in (5.0, 0.1, 1 / 3, 1e9 + 0.1):
        assert chosen([same] * 29).signals == ()
    assert chosen([3] * 29, n=[10] * 29, nature="shares").signals == ()


def test_an_order_on_a_day_that_never_had_one_is_a_signal_and_its_absence_is_none() -> None:
    rng = np.random.default_rng(17)
    k = rng.poisson(6, 140) * (np.array([d.weekday() for d in days(140)]) < 5)
    quiet = chosen(k, nature="counts", starts_on=days(140))
    assert quiet.kind == "seasonal" and quiet.periodicity.name == "weekday"  # type: ignore[union-attr]
    k[138] = 9
    assert days(140)[138].weekday() >= 5
    loud = chosen(k, nature="counts", starts_on=days(140), baseline=120)
    assert 138 in {p for s in loud.signals if s.rule == "anhoej-limits" for p in s.points}


def test_dispersion_of_chance_alone_is_one() -> None:
    rng = np.random.default_rng(14)
    assert overdispersion.dispersion(rng.poisson(20, 4000)).ratio == pytest.approx(1, abs=0.06)
    with pytest.raises(StatisticsError, match="One point has no dispersion"):
        overdispersion.dispersion([3])
    with pytest.raises(StatisticsError, match="no variation to judge"):
        overdispersion.dispersion([0, 0, 0])


def test_a_quiet_process_is_called_quiet_by_the_chosen_chart() -> None:
    """Anhoej's three rules on 36 points: about one series in six has a false signal, and no more."""
    rng = np.random.default_rng(15)
    hits = [bool(chosen(rng.normal(size=36), starts_on=months(36)).signals) for _ in range(150)]
    assert np.mean(hits) < 0.27


@pytest.mark.parametrize("mean", [0.1, 0.5, 1, 3])
def test_few_events_a_period_cry_wolf_no_oftener_than_many(mean: float) -> None:
    """Of ten weeks nine are empty: below the average for long is what chance does. Anhoej's rules alone: up to 68 %."""
    rng = np.random.default_rng(1)
    made = [choose(rng.poisson(mean, 60).astype(float), nature="counts") for _ in range(150)]
    found = [c for c in made if isinstance(c, Choice)]
    assert np.mean([any("limits" not in s.rule for s in c.signals) for c in found]) < 0.08
    lopsided = [c for c in found if c.rules == "wald-wolfowitz"]
    assert lopsided and all("cry wolf in" in " ".join(c.reasons) for c in lopsided)


def test_a_doubling_of_few_events_is_still_seen_by_runs() -> None:
    rng = np.random.default_rng(2)
    made = [chosen(np.append(rng.poisson(2, 50), rng.poisson(4, 50)), nature="counts") for _ in range(40)]
    assert np.mean([any("limits" not in s.rule for s in c.signals) for c in made]) > 0.5


def quarter_end_sales(n: int, seed: int) -> tuple[list[date], object]:
    """Counts a day: a third at weekends, 1.8 times in the last five days of a month, 1.4 times in a quarter's last."""
    starts = days(n)
    weekend = np.array([0.3 if d.weekday() >= 5 else 1.0 for d in starts])
    end = np.array([1.8 if (d + timedelta(days=5)).month != d.month else 1.0 for d in starts])
    third = np.array([1.4 if d.month % 3 == 0 else 1.0 for d in starts])
    return starts, np.random.default_rng(seed).poisson(20 * weekend * end * third)


def test_weekday_month_end_and_quarter_end_are_taken_out_together() -> None:
    hits = []
    for seed in range(4):
        starts, k = quarter_end_sales(730, seed)
        choice = chosen(k, nature="counts", starts_on=starts)
        assert isinstance(choice.periodicity, Periodicity)
        assert choice.periodicity.name == "weekday+end-of-month+month-within-quarter"
        assert len(set(choice.periodicity.labels)) == 42
        hits.append(len([s for s in choice.signals if s.rule.endswith("limits")]))
    assert np.mean(hits) < 4  # 730 points: two are expected of chance


def test_a_calendar_too_short_a_record_to_be_crossed_is_said() -> None:
    starts, k = quarter_end_sales(200, 0)
    found = chosen(k, nature="counts", starts_on=starts)
    assert isinstance(found.periodicity, Periodicity)
    assert found.periodicity.name == "weekday+end-of-month"
    assert found.periodicity.also == ("month within the quarter",)
    assert "too short a record to take out both" in found.reasons[0]


def test_positions_of_crossed_calendars_are_found_again_by_name() -> None:
    from pyrometer.statistics import _calendar

    starts, k = quarter_end_sales(730, 0)
    answer = found(k, nature="rates", starts_on=starts)
    again = _calendar.named(answer.name, starts)
    assert again is not None and (again == answer.positions).all()
    assert _calendar.named("weekday", months(12)) is None


def test_a_dozen_events_in_two_years_are_not_ten_weeks_outside_the_limits() -> None:
    """Twelve losses, two of them in neighbouring weeks: residuals of so few have no normal limits."""
    weeks = np.zeros(90)
    weeks[[3, 4, 15, 16, 30, 31, 44, 45, 60, 61, 80, 81]] = 1
    made = chosen(weeks, nature="counts", starts_on=days(90, 7))
    assert autocorrelation.find(weeks).is_found
    assert made.kind == "c" and "no normal residuals" in " ".join(made.reasons)
    assert not [s for s in made.signals if s.rule.endswith("limits")]
