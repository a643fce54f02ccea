"""Published comparisons, intervals, sizes and agreement, typed in from their sources and computed again."""

from typing import Any

from pyrometer.apps._calibration import Check, printed

R = "R 4.2"
VACCINES = (
    (-0.88931133392, 0.325584765),
    (-1.5853886572, 0.1945811214),
    (-1.3480731483, 0.41536796537),
    (-1.44155119, 0.020010031902),
    (-0.21754732221, 0.05121017217),
    (-0.78611558582, 0.0069056184559),
    (-1.6208982236, 0.22301724757),
    (0.011952333524, 0.0039615792978),
    (-0.46941764874, 0.056434210463),
    (-1.3713448035, 0.073024793613),
    (-0.33935882834, 0.012412213972),
    (0.44591340057, 0.5325058452),
    (-0.017313948217, 0.071404659684),
)  # log risk ratio and variance of 13 trials (Colditz et al. 1994, JAMA 271)
BERKELEY = ((512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391), (138, 279, 131, 244), (53, 138, 94, 299)) + (
    (22, 351, 24, 317),
)  # by department: men admitted and not, women admitted and not (Bickel et al. 1975, Science 187)
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)  # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability


def checks(runs: int) -> list[Check]:
    """Groups, shares, sizes, agreement; nothing here is simulated."""
    return [*_groups(), *_strata(), *_shares(), *_sizes(), *_agreement()]


Row = tuple[str, str, tuple[float, float], Any, str]


def _all(part: str, rows: list[Row]) -> list[Check]:
    return [Check(part, m, what, said[0], float(ours), said[1], source) for m, what, said, ours, source in rows]


def _groups() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import compare

    nelson = "Nelson, Wludyka & Copeland 2005; computed by R mvtnorm"
    rows: list[Row] = []
    for k, h in ((3, 2.344), (4, 2.468), (6, 2.621), (10, 2.796)):
        rows.append(
            ("ANOM", f"critical value, {k} groups, 5%", printed(h, 3), compare.critical_value([100] * k), nelson)
        )
    beads = compare.anom_binomial([43, 35, 31, 31, 43, 37], [200] * 6)
    red = "Deming, 6 Feb 1985; limits by R mvtnorm"
    rows.append(("ANOM", "red beads, upper limit of a worker", printed(0.2488, 4), beads.upper[0], red))
    rows.append(("ANOM", "red beads, workers outside", printed(0, 0), np.abs(beads.outside).sum(), red))
    y, v = zip(*VACCINES, strict=True)
    for between, mu, tau2 in (("DL", -0.7141, 0.3088), ("REML", -0.7145, 0.3132)):
        found = compare.random_effects(y, v, between=between)  # type: ignore[arg-type]
        rows.append(
            ("Random effects", f"BCG vaccine, mean ({between})", printed(mu, 4), found.mu, "R metafor, dat.bcg")
        )
        rows.append(
            ("Random effects", f"BCG vaccine, tau2 ({between})", printed(tau2, 4), found.tau2, "R metafor, dat.bcg")
        )
    ratio = compare.rate_ratio((11, 800), (21, 3011))
    rows.append(("Rate ratio", "exact p", printed(0.07967, 5), getattr(ratio, "p", np.nan), f"{R} poisson.test"))
    return _all("groups", rows)


def _strata() -> list[Check]:
    import numpy as np

    from pyrometer.model.interval import NotEnough
    from pyrometer.statistics import compare

    tables = [[[a, c], [b, d]] for a, b, c, d in BERKELEY]
    found = compare.stratified(np.array(tables))
    assert not isinstance(found, NotEnough)
    source = f"Bickel et al. 1975; {R} mantelhaen.test"
    rows: list[Row] = [
        ("Stratification", "Berkeley, odds ratio as it stands", printed(1.8411, 4), found.crude_or, source),
        ("Stratification", "Berkeley, odds ratio within departments", printed(0.9047, 4), found.common_or, source),
        ("Stratification", "Berkeley, chi-squared", printed(1.5246, 4), found.chi2, source),
    ]
    return _all("groups", rows)


def _shares() -> list[Check]:
    from pyrometer.statistics import intervals

    newcombe = f"Newcombe 1998, Stat. Med. 17; {R} prop.test"
    binom = f"{R} binom.test"
    wilson, exact, none = intervals.wilson(81, 263), intervals.clopper_pearson(15, 148), intervals.wilson(0, 10)
    rows: list[Row] = [
        ("Wilson interval", "81 of 263, low", printed(0.2553, 4), wilson.low, newcombe),
        ("Wilson interval", "81 of 263, high", printed(0.3662, 4), wilson.high, newcombe),
        ("Wilson interval", "0 of 10, high", printed(0.2775, 4), none.high, newcombe),
        ("Clopper-Pearson interval", "15 of 148, low", printed(0.0578, 4), exact.low, binom),
        ("Clopper-Pearson interval", "15 of 148, high", printed(0.1617, 4), exact.high, binom),
        ("Jeffreys interval", "1 of 29, high", printed(0.1501, 4), intervals.jeffreys(1, 29).high, "Brown et al. 2001"),
    ]
    return _all("intervals", rows)


def _sizes() -> list[Check]:
    from pyrometer.statistics import compare

    shares, means = f"{R} power.prop.test", f"{R} power.t.test"
    three = compare.size_for_shares(0.5, 0.75, power=0.9), compare.size_for_means(1, 1, power=0.9)
    rows: list[Row] = [
        ("Sample size", "50% against 75%, power .9", printed(76.7, 1), three[0], shares),
        ("Sample size", "means one sd apart, power .9", printed(22.02, 2), three[1], means),
        ("Power", "10% against 15%, 200 an arm", printed(0.3266, 4), compare.power_of_shares(200, 0.1, 0.15), shares),
    ]
    return _all("sizes", rows)


def _agreement() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import agreement

    gwet = "Gwet 2014, Handbook of Inter-Rater Reliability"
    common = agreement.ratings_of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    rare = agreement.ratings_of_table([[118, 5], [2, 0]])
    cells = [[np.nan if v is None else float(v) for v in unit] for unit in zip(*OBSERVERS, strict=True)]
    seen = agreement.ratings(cells)
    value = agreement_value
    rows: list[Row] = [
        ("Cohen's kappa", "abstractors, 3 by 3", printed(0.796, 3), value(agreement.cohen(common)), gwet),
        ("Gwet's AC1", "abstractors, 3 by 3", printed(0.849, 3), value(agreement.gwet(common)), gwet),
        ("Cohen's kappa", "rare class, 94% agreed", printed(-0.023, 3), value(agreement.cohen(rare)), gwet),
        ("Gwet's AC1", "rare class, 94% agreed", printed(0.941, 3), value(agreement.gwet(rare)), gwet),
    ]
    source = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"
    for measured, alpha in (("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)):
        ours = value(agreement.krippendorff(seen, measured=measured))  # type: ignore[arg-type]
        rows.append(("Krippendorff's alpha", f"4 observers, {measured}", printed(alpha, 3), ours, source))
    return _all("agreement", rows)


def agreement_value(found: Any) -> float:
    """The coefficient itself; NaN where it was refused."""
    return float(getattr(found, "value", float("nan")))
