"""Published comparisons of groups: ANOM, funnels, shrinkage, meta-analysis, strata, shares and sample sizes."""

from typing import Any

from pyrometer.apps._calibration import Check, Row, printed, table

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
SCHOOLS = (50, 15, 89, 75, 40, 67, 13, 28, 17, 21), (52, 55, 105, 81, 46, 84, 18, 33, 48, 41)
HAEMOGLOBIN = {
    "Chemo.1": (11.7, 13.6, 14.5, 16.8, 11.7),
    "Chemo.2": (15.4, 14, 12.9, 15.5, 12.6),
    "Chemo.3": (16.5, 15.9, 15.4, 17.5, 16.1),
    "Radiation.1": (9.7, 12.3, 12.3, 11.7, 13.1),
    "Radiation.2": (13.3, 11.8, 11.8, 12.9, 9.1),
    "Radiation.3": (13.8, 12.7, 12.9, 11.6, 14.6),
}
TRUSTS = (100, 150, 180, 80, 120, 225), (108, 112, 165, 95, 100, 220)


def checks(runs: int) -> list[Check]:
    """Groups, strata, shares, sizes; nothing here is simulated."""
    return [*_anom(), *_funnels(), *_shrinkage(), *_strata(), *_shares(), *_sizes()]


def _anom() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import compare

    limits: list[Row] = [
        ("ANOM", f"critical value, {k} groups, 5%", printed(h, 3), compare.critical_value([100] * k))
        for k, h in ((3, 2.344), (4, 2.468), (6, 2.621), (10, 2.796))
    ]
    few = compare.critical_value([5] * 6, df=24)
    limits.append(("ANOM", "critical value, 6 groups, 24 degrees of freedom", printed(2.834, 3), few))
    beads = compare.anom_binomial([43, 35, 31, 31, 43, 37], [200] * 6)
    group = [name for name, values in HAEMOGLOBIN.items() for _ in values]
    blood = compare.anom_normal(group, [x for values in HAEMOGLOBIN.values() for x in values])
    schools = compare.anom_binomial(*SCHOOLS, method="normal")
    nelson = "Nelson, Wludyka & Copeland 2005, The Analysis of Means"
    return [
        *table("groups", f"{nelson}, table B.1; computed by R mvtnorm", limits),
        *table(
            "groups",
            "Deming, 6 Feb 1985; limits by R mvtnorm",
            [
                ("ANOM", "red beads, upper limit of a worker", printed(0.2488, 4), beads.upper[0]),
                ("ANOM", "red beads, workers outside", printed(0, 0), np.abs(beads.outside).sum()),
            ],
        ),
        *table(
            "groups",
            f"{nelson} (haemoglobin); R ANOM",
            [
                ("ANOM, means", "haemoglobin, lower limit", printed(11.776, 3), blood.lower[0]),
                ("ANOM, means", "haemoglobin, upper limit", printed(15.137, 3), blood.upper[0]),
                ("ANOM, means", "treatments outside (one)", printed(1, 0), np.abs(blood.outside).sum()),
            ],
        ),
        *table(
            "groups",
            f"{nelson} (proficiency by school); R ANOM",
            [
                (
                    "ANOM, unequal groups",
                    "proficiency, school of 52, lower limit",
                    printed(0.5745, 4),
                    schools.lower[0],
                ),
                ("ANOM, unequal groups", "school of 105, upper limit", printed(0.8455, 4), schools.upper[2]),
                ("ANOM, unequal groups", "schools outside", printed(6, 0), np.abs(schools.outside).sum()),
            ],
        ),
    ]


def _funnels() -> list[Check]:
    from pyrometer.statistics import compare

    schools, trusts = compare.dispersion(*SCHOOLS), compare.dispersion_ratio(*TRUSTS)
    return table(
        "groups",
        "Spiegelhalter et al. 2012, J. R. Statist. Soc. A 175; R FunnelPlotR",
        [
            ("Funnel plot", "proficiency, winsorised phi", printed(13.31956, 5), schools.phi),
            ("Funnel plot", "proficiency, tau2", printed(0.06263535, 8), schools.tau2),
            ("Funnel plot of ratios", "winsorised phi", printed(2.327178, 6), trusts.phi),
            ("Funnel plot of ratios", "tau2", printed(0.00343978, 8), trusts.tau2),
        ],
    )


def _shrinkage() -> list[Check]:
    from pyrometer.statistics import compare

    y, v = zip(*VACCINES, strict=True)
    means: list[Row] = []
    for between, mu, tau2 in (("DL", -0.7141, 0.3088), ("REML", -0.7145, 0.3132)):
        found = compare.random_effects(y, v, between=between)  # type: ignore[arg-type]
        means.append(("Random effects", f"BCG vaccine, mean ({between})", printed(mu, 4), found.mu))
        means.append(("Random effects", f"BCG vaccine, tau2 ({between})", printed(tau2, 4), found.tau2))
        means.append(("Random effects", f"BCG vaccine, Q ({between})", printed(152.233, 3), found.q))
    pulled, normal = compare.shrink(*SCHOOLS, prior="ml"), compare.logit_normal(*SCHOOLS)
    return [
        *table("groups", "R metafor, dat.bcg", means[:5]),
        *table(
            "groups",
            "R optim, maximum likelihood (proficiency by school)",
            [
                ("Beta-binomial shrinkage", "system's rate", printed(0.7056, 4), pulled.mu),
                ("Beta-binomial shrinkage", "prior cases", printed(3.878, 3), pulled.m),
                ("Beta-binomial shrinkage", "first school", printed(0.9438, 4), pulled.value[0]),
                ("Beta-binomial shrinkage", "first school, low end", printed(0.8707, 4), pulled.low[0]),
            ],
        ),
        *table(
            "groups",
            "R lme4 1.1, glmer with 25 quadrature points (proficiency by school)",
            [
                ("Logit-normal shrinkage", "intercept", printed(1.177, 3), normal.intercept),
                ("Logit-normal shrinkage", "sigma", printed(1.237, 3), normal.sigma),
            ],
        ),
    ]


def _strata() -> list[Check]:
    import numpy as np

    from pyrometer.model.interval import NotEnough
    from pyrometer.statistics import compare

    found = compare.stratified(np.array([[[a, c], [b, d]] for a, b, c, d in BERKELEY]))
    assert not isinstance(found, NotEnough)
    ratio: Any = compare.rate_ratio((11, 800), (21, 3011))
    one = compare.standardise_cells(("here", "there"), [[10.0, 10.0], [10.0, 30.0]], [[2.0, 3.0], [2.0, 1.0]])
    return [
        *table(
            "groups",
            f"Bickel et al. 1975; {R} mantelhaen.test",
            [
                ("Stratification", "Berkeley, odds ratio as it stands", printed(1.8411, 4), found.crude_or),
                ("Stratification", "Berkeley, odds ratio within departments", printed(0.9047, 4), found.common_or),
                ("Stratification", "Berkeley, low end", printed(0.7719, 4), found.interval.low),
                ("Stratification", "Berkeley, chi-squared", printed(1.5246, 4), found.chi2),
            ],
        ),
        *table(
            "groups",
            f"{R} poisson.test",
            [
                ("Rate ratio", "exact p", printed(0.07967, 5), ratio.p),
                ("Rate ratio", "low end", printed(0.8584, 4), ratio.interval.low),
                ("Rate ratio", "high end", printed(4.277, 3), ratio.interval.high),
            ],
        ),
        *table(
            "groups",
            "indirect standardisation by hand: 10 x 4/20 + 10 x 4/40 expected",
            [("Observed over expected", "two groups, two ages", printed(5 / 3, 9), one.ratio[0])],
        ),
    ]


def _shares() -> list[Check]:
    from pyrometer.statistics import intervals

    wilson, exact, none = intervals.wilson(81, 263), intervals.clopper_pearson(15, 148), intervals.wilson(0, 10)
    ten = intervals.poisson_exact(10)
    return [
        *table(
            "intervals",
            f"Newcombe 1998, Stat. Med. 17; {R} prop.test",
            [
                ("Wilson interval", "81 of 263, low", printed(0.2553, 4), wilson.low),
                ("Wilson interval", "81 of 263, high", printed(0.3662, 4), wilson.high),
                ("Wilson interval", "0 of 10, high", printed(0.2775, 4), none.high),
            ],
        ),
        *table(
            "intervals",
            f"{R} binom.test",
            [
                ("Clopper-Pearson interval", "15 of 148, low", printed(0.0578, 4), exact.low),
                ("Clopper-Pearson interval", "15 of 148, high", printed(0.1617, 4), exact.high),
            ],
        ),
        *table(
            "intervals",
            "Brown et al. 2001",
            [("Jeffreys interval", "1 of 29, high", printed(0.1501, 4), intervals.jeffreys(1, 29).high)],
        ),
        *table(
            "intervals",
            "Garwood 1936, Biometrika 28, table 1",
            [
                ("Poisson interval", "10 events, low", printed(4.80, 2), ten.low),
                ("Poisson interval", "10 events, high", printed(18.39, 2), ten.high),
            ],
        ),
    ]


def _sizes() -> list[Check]:
    from pyrometer.statistics import compare

    three, means = compare.size_for_shares(0.5, 0.75, power=0.9), compare.size_for_means(1, 1, power=0.9)
    power = compare.power_of_shares(200, 0.1, 0.15)
    return [
        *table(
            "sizes",
            f"{R} power.prop.test",
            [
                ("Sample size", "50% against 75%, power .9", printed(76.7, 1), three),
                ("Power", "10% against 15%, 200 an arm", printed(0.3266, 4), power),
            ],
        ),
        *table(
            "sizes",
            f"{R} power.t.test",
            [("Sample size", "means one sd apart, power .9", printed(22.02, 2), means)],
        ),
    ]
