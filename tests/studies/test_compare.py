"""What the compare study says: groups by chance or not, and Simpson's paradox seen through."""

from dataclasses import replace

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting, UnknownName
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from tests.studies import _tiny

Counts = dict[tuple[str, str], tuple[int, int]]  # (group, stratum) -> won, lost


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "compare")
    return plug.answer(ask, plug.settings(**given))


def plant(counts: Counts) -> _tiny.Fake:
    """A plant of those counts; all end after one day."""

    def groups(by: str) -> Table:
        names = sorted({g for g, _ in counts})
        won, lost = ([sum(v[i] for (g, _), v in counts.items() if g == n) for n in names] for i in (0, 1))
        both = [a + b for a, b in zip(won, lost, strict=True)]
        zero = [0] * len(names)
        return _tiny.table(group=names, n_entered=both, n_won=won, n_lost=lost, n_open=zero)

    def risk(milestone: str = "", by: str = "") -> Table:
        t, n = groups(by), len(groups(by))
        zero, one = [0] * n, [1.0] * n
        ends = {"n_gone_on": t["n_won"], "n_stopped": t["n_lost"], "n_open": zero, "n_unseen": zero, "n_undated": zero}
        return _tiny.table(group=t["group"], age_days=one, n_late=zero, **ends)

    def crossed(by: str, within: str) -> Table:
        keys, values = list(counts), list(counts.values())
        won, lost = [v[0] for v in values], [v[1] for v in values]
        return _tiny.table(group=[k[0] for k in keys], within=[k[1] for k in keys], n_won=won, n_lost=lost)

    facts = _tiny.facts(segments=("source", "size"))
    return _tiny.Fake(facts, {"groups": groups, "risk-table": risk, "crossed": crossed})


def test_simpsons_paradox_is_seen_through() -> None:
    """Charig et al. 1986, BMJ 292:879 (kidney stones): A 78%, B 83%; within each size A is better."""
    stones: Counts = {
        ("A", "small"): (81, 6),
        ("A", "large"): (192, 71),
        ("B", "small"): (234, 36),
        ("B", "large"): (55, 25),
    }
    found = study(plant(stones), by="source", within="size")
    a = next(r for r in found.tables["within"] if r["group"] == "A")
    assert a["crude_odds"] == pytest.approx((273 * 61) / (77 * 289), rel=1e-12) and a["crude_odds"] < 1
    assert a["common_odds"] == pytest.approx(1.446, abs=0.01) and a["common_odds"] > 1


def test_wins_taken_back_are_told() -> None:
    ask = plant({("A", "s"): (30, 40), ("B", "s"): (35, 35)})
    found = study(replace(ask, process=replace(ask.process, n_taken_back=4)))
    assert [c.n for c in found.cautions if c.code == "taken-back"] == [4]


def test_a_difference_that_turns_round_is_said() -> None:
    turned: Counts = {("A", "s"): (810, 60), ("A", "l"): (1920, 710), ("B", "s"): (2340, 360), ("B", "l"): (550, 250)}
    found = study(plant(turned))
    assert found.verdict == "signal"
    assert {r["says"] for r in found.tables["within"]} == {"turns round"}
    assert "Compare like with like" in found.next_step


def test_a_real_difference_stays() -> None:
    real: Counts = {("A", "s"): (600, 400), ("A", "l"): (300, 200), ("B", "s"): (400, 600), ("B", "l"): (200, 300)}
    found = study(plant(real))
    assert found.verdict == "signal"
    assert {r["says"] for r in found.tables["within"]} == {"stays"}
    assert "the difference stays" in " ".join(found.reading)


def test_groups_that_chance_made_are_left_alone() -> None:
    rng = np.random.default_rng(1)
    signals = 0
    for _ in range(60):
        won = rng.binomial(100, 0.3, 6)
        counts: Counts = {(f"g{i}", "x"): (int(w), 100 - int(w)) for i, w in enumerate(won)}
        signals += study(plant(counts)).verdict == "signal"
    assert signals <= 8  # 5% family-wise: more than 8 of 60 happens once in 200


def test_who_is_compared_is_named_but_never_people() -> None:
    real: Counts = {("mail", "s"): (600, 400), ("web", "s"): (400, 600)}
    assert "mail" in study(plant(real)).headline
    with pytest.raises(BadSetting, match="pyrometer study sellers"):
        study(plant(real), by="seller")
    with pytest.raises(UnknownName, match="Did you mean 'source'"):
        study(plant(real), by="sourse")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({("A", "s"): (30, 30)}, "at least two groups"),
        ({("A", "s"): (30, 0), ("B", "s"): (20, 0)}, "losses that are marked"),
        ({("A", "s"): (3, 2), ("B", "s"): (2, 3)}, "at least 20"),
    ],
)
def test_what_cannot_be_compared_is_refused(counts: Counts, sentence: str) -> None:
    found = study(plant(counts))
    assert found.verdict == "cannot_tell" and sentence in found.headline


def test_without_a_segment_there_is_nothing_to_compare() -> None:
    found = study(_tiny.Fake(_tiny.facts()))
    assert found.verdict == "cannot_tell" and "segments = [" in found.next_step


def test_the_picture_is_drawn() -> None:
    found = study(plant({("A", "s"): (600, 400), ("B", "s"): (400, 600), ("C", "s"): (52, 48)}))
    assert registry.find("pyrometer.figures", "funnel-plot").draw(found.figures[0], 900).startswith("<svg")
