"""What the sellers study says - and that it never ranks, and refuses where losses have no seller."""

from typing import Any

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "sellers")
    return plug.answer(ask, plug.settings(**settings))


def team(rates: list[float], n: int = 100, *, seed: int = 1) -> _tiny.Cases:
    """Sellers with these true win rates and n closed cases each, all closed in time."""
    rng = np.random.default_rng(seed)
    seller = np.repeat(np.arange(len(rates)), n)
    entered = rng.uniform(0, 300, len(seller))
    wins = rng.random(len(seller)) < np.array(rates)[seller]
    ended = entered + rng.gamma(2, 8, len(seller))
    met = {"replied": entered, "ordered": np.where(wins, ended, NEVER)}
    return _tiny.Cases(met, np.where(wins, NEVER, ended), 1000, seller)


def test_maven_sellers_cannot_be_told_apart(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    assert found.verdict == "routine"
    assert found.headline.startswith("30 sellers cannot be told apart")
    assert "p = .26" in found.headline and "none lies outside" in found.headline
    assert set(found.tables["sellers"]["says"]) == {"the system"}
    assert "open-unequal" in {c.code for c in found.cautions}


def test_trap_4_identical_sellers_differ_twofold_and_are_no_signal() -> None:
    """8 identical sellers, 25 cases each, 25%: best at least twice the worst, and a false alarm in about 5 of 100."""
    twofold, alarms = 0, 0
    for seed in range(40):
        found = study(_tiny.ask(team([0.25] * 8, 25, seed=seed)))
        shares = found.tables["sellers"]["share_won"]
        twofold += max(shares) >= 2 * min(shares)
        alarms += found.verdict == "signal"
    assert twofold > 30
    assert alarms <= 5


def test_a_seller_who_is_really_different_is_found_and_the_others_left_alone() -> None:
    found = study(_tiny.ask(team([0.3] * 9 + [0.65], 150)))
    assert found.verdict == "signal"
    assert found.headline.startswith("One of 10 sellers is special")
    assert sorted(found.tables["sellers"]["says"])[:2] == ["special, high", "the system"]


def test_rows_are_in_order_of_cases_never_of_results() -> None:
    cases = team([0.1, 0.5, 0.9], 100)
    keep = (cases.seller != 0) | (np.arange(300) % 2 == 0)
    part = _tiny.Cases({m: t[keep] for m, t in cases.met.items()}, cases.lost[keep], 1000, cases.seller[keep])
    n = study(_tiny.ask(part)).tables["sellers"]["n"]
    assert n == sorted(n, reverse=True)


def test_names_are_hidden_unless_wanted_and_five_or_more() -> None:
    five, four = _tiny.ask(team([0.3] * 5)), _tiny.ask(team([0.3] * 4))
    assert study(five).tables["sellers"]["seller"][0] == "seller 1"
    assert study(five, names=True).tables["sellers"]["seller"][0] == "s00"
    assert study(four, names=True).tables["sellers"]["seller"][0] == "seller 1"


def test_dots_of_the_picture_have_no_name_unless_special() -> None:
    for dot in study(_tiny.ask(team([0.3] * 8)), names=True).figures[0].data["groups"]:
        assert dot["label"] is None


def test_more_than_fifty_sellers_get_a_funnel_plot() -> None:
    found = study(_tiny.ask(team([0.3] * 60, 30)))
    assert found.figures[0].data["limits"][0]["level"] == 0.95  # of all at once
    assert found.verdict == "routine"


def test_of_hundreds_of_equal_sellers_none_is_called_special() -> None:
    """At 99.8% one of 500 equal ones was on average, in 6 reports of 10."""
    alarms = sum(study(_tiny.ask(team([0.3] * 500, 30, seed=seed))).verdict == "signal" for seed in range(15))
    assert alarms <= 3


def groups(rows: list[tuple[object, ...]]) -> object:
    names = ("group", "n_entered", "n_won", "n_lost", "n_open", "amount_won", "n_with_group")
    return _tiny.table(**{name: [row[i] for row in rows] for i, name in enumerate(names)})


def test_sellers_known_only_for_the_won_are_refused_with_the_reason() -> None:
    """As in Olist: the seller stands on won rows only."""
    table = groups(
        [("a", 400, 400, 0, 0, 0.0, 842), ("b", 442, 442, 0, 0, 0.0, 842), (None, 7158, 0, 0, 7158, 0.0, 842)]
    )
    found = study(_tiny.ask(team([0.3] * 2), groups=table))
    assert found.verdict == "cannot_tell"
    assert "100% of the won but on 0% of the others" in found.headline
    assert not found.tables and not found.figures


@pytest.mark.parametrize(
    ("rows", "needs"),
    [
        ([("a", 100, 50, 50, 0, 0.0, 100)], "at least two sellers"),
        ([("a", 100, 50, 0, 50, 0.0, 200), ("b", 100, 40, 0, 60, 0.0, 200)], "losses that are marked"),
        ([("a", 100, 0, 50, 50, 0.0, 200), ("b", 100, 0, 40, 60, 0.0, 200)], "wins, has none"),
        ([("a", 9, 3, 3, 3, 0.0, 18), ("b", 9, 3, 3, 3, 0.0, 18)], "at least 20 won or lost"),
    ],
)
def test_it_refuses_with_what_would_be_enough(rows: list[tuple[object, ...]], needs: str) -> None:
    found = study(_tiny.ask(team([0.3] * 2), groups=groups(rows)))
    assert found.verdict == "cannot_tell"
    assert needs in found.headline
    assert ("Record who works" in found.next_step) == ("sellers" in needs)
    assert ("Record losses" in found.next_step) == ("losses" in needs)


def test_it_says_which_difference_could_have_been_seen() -> None:
    small, large = (study(_tiny.ask(team([0.3] * 8, n))) for n in (30, 300))
    seen = [next(r["value"] for r in f.tables["system"] if r["number"] == "visible_difference") for f in (small, large)]
    assert seen[0] > 2 * seen[1]
    assert "8 times in 10" in large.reading[1]


def test_who_gets_no_seller_is_counted() -> None:
    table = groups([("a", 90, 40, 40, 10, 0.0, 180), ("b", 90, 40, 40, 10, 0.0, 180), (None, 20, 8, 8, 4, 0.0, 180)])
    cautions = {c.code: c.n for c in study(_tiny.ask(team([0.3] * 2), groups=table, risk_table=by_seller)).cautions}
    assert cautions["no-seller"] == 20


def by_seller(by: str = "", **_: object) -> object:
    return _tiny.table(
        group=["a", "b"],
        age_days=[1.0, 1.0],
        n_late=[0, 0],
        n_gone_on=[40, 40],
        n_stopped=[40, 40],
        n_open=[10, 10],
        **_tiny.SEEN,
    )


def mixed(rates: list[list[float]], n: list[list[int]], *, seed: int = 1, lacking: int = 0) -> _tiny.Fake:
    """Sellers by product: the true win rate and the number of closed cases of each seller (row) with each product.

    `lacking` more are said to have no product.
    """
    rng = np.random.default_rng(seed)
    seller, product = (np.repeat(grid.ravel(), np.ravel(n)) for grid in np.indices(np.shape(n)))
    wins = rng.random(len(seller)) < np.array(rates)[seller, product]
    ended = rng.gamma(2, 8, len(seller))
    met = {"replied": np.zeros(len(seller)), "ordered": np.where(wins, ended, NEVER)}
    cases = _tiny.Cases(met, np.where(wins, NEVER, ended), 1000, seller)

    def of(mask: Any) -> _tiny.Cases:
        return _tiny.Cases({m: t[mask] for m, t in met.items()}, cases.lost[mask], 1000, seller[mask])

    def risk(by: str = "", within: str = "", **more: str) -> Table:
        if not within:
            return _tiny.risk_table(cases, by=by, **more)
        parts = [(p, _tiny.risk_table(of(product == p), by=by)) for p in np.unique(product)]
        rows = [{**row, "within": f"product {p}"} for p, part in parts for row in part]
        return _tiny.table(**{name: [row[name] for row in rows] for name in rows[0]})

    def groups(by: str = "seller") -> Table:
        return (
            _tiny.groups(cases)
            if by == "seller"
            else _tiny.table(
                group=["product 0", "product 1", None], n_entered=[*np.bincount(product, minlength=2), lacking]
            )
        )

    return _tiny.ask(cases, risk_table=risk, groups=groups, segments=("product",))


def test_a_difference_that_the_prospects_explain_is_no_sellers_difference() -> None:
    """Nine sellers have both products, one has only the easy one: all are alike on each."""
    easy, hard = 0.6, 0.2
    found = study(mixed([[easy, hard]] * 10, [[100, 100]] * 9 + [[200, 0]]))
    assert found.verdict == "routine"
    assert found.headline.startswith(
        "10 sellers cannot be told apart once like is compared with like (one could before)"
    )
    assert "is special as it stands, but not within product" in found.reading[0]
    assert "the system within product" in found.tables["sellers"]["says"]


def test_a_difference_that_the_prospects_hide_is_found() -> None:
    """Simpson 1951: the last seller wins fewer of each product, and looks alike because he has more of the easy one."""
    found = study(mixed([[0.6, 0.2]] * 9 + [[0.42, 0.08]], [[150, 150]] * 9 + [[270, 30]]))
    assert found.verdict == "signal"
    assert found.headline.startswith("1 seller differs when like is compared with like")
    assert found.reading[0].startswith("Like with like: within product seller")
    assert "differs within product" in found.tables["sellers"]["says"]
    row = min(found.tables["within"], key=lambda r: r["observed_to_expected"])
    assert row["ratio_high"] < 1
    assert 0.55 < row["observed_to_expected"] < 0.85  # .384 of .56 to be expected


def test_a_difference_that_stays_is_said_to_stay() -> None:
    found = study(mixed([[0.5, 0.3]] * 9 + [[0.8, 0.6]], [[100, 100]] * 10))
    assert found.headline.startswith("One of 10 sellers is special")
    assert found.reading[0] == "Like with like: within product each difference stays."
    assert "how long they were watched and product are allowed for" in found.cautions[-1].text


def test_a_field_that_many_lack_compares_nobody() -> None:
    """As in Maven, where the open ones have no account yet: who lacks it is alike in what became of them."""
    found = study(mixed([[0.6, 0.2]] * 9 + [[0.42, 0.08]], [[150, 150]] * 9 + [[270, 30]], lacking=600))
    assert len(found.tables["within"]) == 0
    assert not any("Like with like" in line for line in found.reading)


def test_equal_sellers_with_unequal_mixes_are_rarely_called_different() -> None:
    """A false alarm in about one of twenty, over all and within the field together."""
    rng = np.random.default_rng(5)
    alarms = 0
    for seed in range(40):
        shares = rng.uniform(0.1, 0.9, 8)
        n = [[round(150 * share), round(150 * (1 - share))] for share in shares]
        alarms += study(mixed([[0.6, 0.2]] * 8, n, seed=seed)).verdict == "signal"
    assert alarms <= 6


def test_where_no_difference_at_all_could_be_seen_nobody_is_called_alike() -> None:
    """Ten sellers with two closed cases each: limits from 0% to 100% hold everybody."""
    few = study(_tiny.ask(team([0.4] * 10, 2)))
    assert few.verdict == "cannot_tell" and not few.tables
    enough = int(few.headline.split("needs about ")[1].split()[0])
    assert 2 < enough <= 20
    assert study(_tiny.ask(team([0.4] * 10, enough))).verdict == "routine"
    assert "Record who works" not in few.next_step


def test_spread_that_chance_explains_is_not_called_beyond_chance() -> None:
    for seed in range(40):
        found = study(_tiny.ask(team([0.3] * 5, 8, seed=seed)))
        over = "over-dispersed" in {c.code for c in found.cautions}
        assert not (over and "as far as among" in found.headline)


def test_the_usual_seller_is_one_of_those_there_are() -> None:
    """Two sellers with 495 and 5 cases: nobody has the 250 of their middle."""
    cases = team([0.4, 0.4], 495)
    keep = (cases.seller == 0) | (np.arange(990) >= 985)
    part = _tiny.Cases({m: t[keep] for m, t in cases.met.items()}, cases.lost[keep], 1000, cases.seller[keep])
    assert not any("250 closed cases" in line for line in study(_tiny.ask(part)).reading)


def test_of_very_many_sellers_the_tables_stay_readable() -> None:
    found = study(_tiny.ask(team([0.4] * 299 + [0.95], 30)))
    assert len(found.tables["sellers"]) == 200
    assert found.verdict == "signal" and "special, high" in set(found.tables["sellers"]["says"])
    assert next(c.n for c in found.cautions if c.code == "not-listed") == 100


def joined_late(seed: int, *, last_days: float = 30) -> _tiny.Cases:
    """Eight equal sellers, four of whom began in the last days; wins come after 20 days, losses after 60."""
    rng = np.random.default_rng(seed)
    seller = np.repeat(np.arange(8), 40)
    entered = rng.uniform(np.where(seller < 4, 0, 400 - last_days), 400)
    wins = rng.random(len(seller)) < 0.3
    over = entered + np.where(wins, rng.gamma(2, 10, len(seller)), rng.gamma(2, 30, len(seller)))
    met = {"replied": entered, "ordered": np.where(wins, over, NEVER)}
    return _tiny.Cases(met, np.where(wins, NEVER, over), 400.0, seller)


def test_who_began_late_has_closed_the_quick_ones_and_differs_by_nothing() -> None:
    """By the shares of the closed p is below .05 in more than half of such teams, and one in eight names somebody."""
    found = [study(_tiny.ask(joined_late(seed))) for seed in range(30)]
    system = [{r["number"]: r["value"] for r in f.tables["system"]} for f in found]
    assert sum(s["p_equal"] < 0.05 for s in system) <= 4
    assert sum(f.verdict == "signal" for f in found) <= 4
    assert sum("closed only what closes soon" in " ".join(f.reading) for f in found) >= 10


def test_a_seller_who_is_different_is_found_among_such_as_began_late() -> None:
    rng, found = np.random.default_rng(8), 0
    for seed in range(8):
        team = joined_late(seed, last_days=200)
        saved = (team.seller == 2) & np.isfinite(team.lost) & (rng.random(len(team.lost)) < 0.6)
        team.met["ordered"][saved] = team.met["replied"][saved] + rng.gamma(2, 10, int(saved.sum()))
        team.lost[saved] = NEVER
        found += study(_tiny.ask(team)).verdict == "signal"
    assert found >= 6
