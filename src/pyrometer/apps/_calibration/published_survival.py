"""Published survival: open and closed cases, rival exits, medians, mean times, Cox, recurrent events."""

from collections.abc import Hashable
from math import log
from typing import Any

import numpy as np

from pyrometer.apps._calibration import Check, printed, table

TIMES = ((9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161), (5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45))
GONE = ((1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0), (1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1))
MILLER = "Miller 1997, Survival Analysis, p. 49 (AML); R survival"
REMISSION = (6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)  # weeks, with 6-MP
ENDED = (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)  # all ended
DAYS = {  # bone marrow transplants: days to relapse, death or the end of the study
    "ALL": (2081, 1602, 1496, 1462, 1433, 1377, 1330, 996, 226, 1199, 1111, 530, 1182, 1167, 418, 383, 276, 104, 609)
    + (172, 487, 662, 194, 230, 526, 122, 129, 74, 122, 86, 466, 192, 109, 55, 1, 107, 110, 332),
    "low": (2569, 2506, 2409, 2218, 1857, 1829, 1562, 1470, 1363, 1030, 860, 1258, 2246, 1870, 1799, 1709, 1674, 1568)
    + (1527, 1324, 957, 932, 847, 848, 1850, 1843, 1535, 1447, 1384, 414, 2204, 1063, 481, 105, 641, 390, 288, 421)
    + (79, 748, 486, 48, 272, 1074, 381, 10, 53, 80, 35, 248, 704, 211, 219, 606),
    "high": (2640, 2430, 2252, 2140, 2133, 1238, 1631, 2024, 1345, 1136, 845, 422, 162, 84, 100, 2, 47, 242, 456, 268)
    + (318, 32, 467, 47, 390, 183, 105, 115, 164, 93, 120, 80, 677, 64, 168, 74, 16, 157, 625, 48, 273, 63, 76, 113)
    + (363,),
}
HOW = {  # 0 open, 1 relapse, 2 death
    "ALL": "0" * 14 + "212112212122111221112212",
    "low": "0" * 29 + "2222222212112121222212111",
    "high": "0" * 11 + "1211211112111122121122122211112112",
}
REPAIRS = {1: (5, 10, 15), 2: (6, 13, 17), 3: (12, 20, 25), 4: (13, 15), 5: (16, 22, 25)}
WATCHED: dict[Hashable, float] = {1: 17.0, 2: 19.0, 3: 26.0, 4: 24.0, 5: 28.0}


def checks(runs: int) -> list[Check]:
    """Curves, readings, rival exits, models; nothing here is simulated."""
    return [*_curves(), *_readings(), *_rivals(), *_models(), *_recurrent(), *_cut()]


def _aml() -> list[Any]:
    from pyrometer.statistics import survival

    return [survival.from_cases(t, ["gone" if g else None for g in gone]) for t, gone in zip(TIMES, GONE, strict=True)]


def _six_mp() -> Any:
    from pyrometer.statistics import survival

    return survival.from_cases(REMISSION, ["ended" if e else None for e in ENDED])


def _left(curve: Any, age: float) -> float:
    return float(curve.survival[np.searchsorted(curve.age, age, side="right") - 1])


def _curves() -> list[Check]:
    from pyrometer.statistics import survival

    how = ["gone" if g else None for gone in GONE for g in gone]
    whole, drug = survival.from_cases([t for times in TIMES for t in times], how), _six_mp()
    test = survival.logrank(dict(enumerate(_aml())))
    placebo = survival.from_cases(PLACEBO, ["ended"] * 21)
    gehan = survival.logrank({"6-MP": drug, "placebo": placebo})
    hazard, _ = survival.nelson_aalen(drug)
    return [
        *table(
            "survival",
            MILLER,
            [
                ("Kaplan-Meier", "all, share left at 13 weeks", printed(0.6957, 4), _left(whole, 13)),
                ("Kaplan-Meier", "all, its standard error", printed(0.0959, 4), whole.survival_se[whole.age == 13][0]),
                ("Kaplan-Meier", "all, share left at 23 weeks", printed(0.5466, 4), _left(whole, 23)),
                ("Kaplan-Meier", "all, share left at 48 weeks", printed(0.0828, 4), _left(whole, 48)),
                ("Log-rank test", "maintained or not, chi-squared", printed(3.396, 3), test.chi2),
                ("Log-rank test", "maintained or not, p", printed(0.0653, 4), test.p),
            ],
        ),
        *table(
            "survival",
            "Freireich et al. 1963, Blood 21 (6-MP); Klein & Moeschberger 2003, tables 4.1 and 4.2",
            [
                ("Kaplan-Meier", "6-MP, share left at 6 weeks", printed(0.857, 3), _left(drug, 6)),
                ("Kaplan-Meier", "6-MP, share left at 23 weeks", printed(0.448, 3), _left(drug, 23)),
                ("Nelson-Aalen", "6-MP, cumulative hazard at 6 weeks", printed(0.1429, 4), hazard[0]),
                ("Log-rank test", "6-MP or placebo, chi-squared", printed(16.79, 2), gehan.chi2),
            ],
        ),
    ]


def _readings() -> list[Check]:
    from pyrometer.statistics import survival

    kept, other = _aml()
    median: Any = survival.survival_quantile(kept, 0.5)
    least: Any = survival.survival_quantile(other, 0.5)
    mean: Any = survival.restricted_mean(kept, 161)
    brief: Any = survival.restricted_mean(other, 161)
    normal = 2 * 1.959964
    return table(
        "survival",
        "R survival, print(survfit(Surv(time, status) ~ x, aml), rmean = 161)",
        [
            ("Quantile", "maintained, median weeks", printed(31, 0), median.value),
            ("Quantile", "maintained, low end", printed(18, 0), median.interval.low),
            ("Quantile", "not maintained, median weeks", printed(23, 0), least.value),
            ("Quantile", "not maintained, low end", printed(8, 0), least.interval.low),
            ("Restricted mean", "maintained, weeks of 161", printed(52.6, 1), mean.value),
            ("Restricted mean", "not maintained, weeks of 161", printed(22.7, 1), brief.value),
            (
                "Restricted mean",
                "its standard error",
                printed(4.18, 2),
                (brief.interval.high - brief.interval.low) / normal,
            ),
        ],
    )


def _rivals() -> list[Check]:
    from pyrometer.statistics import survival

    ways = {"0": None, "1": "relapse", "2": "death"}
    groups: dict[Hashable, Any] = {g: survival.from_cases(DAYS[g], [ways[h] for h in HOW[g]]) for g in DAYS}
    relapse, death = survival.gray(groups, cause="relapse"), survival.gray(groups, cause="death")
    hand = survival.from_cases([1, 2, 2, 3, 4], ["won", "lost", None, "won", None])
    return [
        *table(
            "survival",
            "Klein & Moeschberger 2003, sec. 1.3 (bone marrow transplants); R cmprsk 2.2",
            [
                ("Gray's test", "relapse, three groups, chi-squared", printed(11.9228820, 7), relapse.chi2),
                ("Gray's test", "relapse, p", printed(0.0025762, 7), relapse.p),
                ("Gray's test", "death, chi-squared", printed(0.1374108, 7), death.chi2),
            ],
        ),
        *table(
            "survival",
            "Aalen & Johansen 1978, by hand: 1/5 + 3/5 x 1/2",
            [("Cumulative incidence", "five cases, won by day 3", printed(0.5, 9), hand.cumulative["won"][2])],
        ),
    ]


def _models() -> list[Check]:
    from pyrometer.statistics.survival import cox, hazard

    time, event = (*REMISSION, *PLACEBO), (*ENDED, *[1] * 21)
    rows = cox.cases(time, event, np.repeat([0.0, 1.0], 21)[:, None])
    efron: Any = cox.cox(rows)
    breslow: Any = cox.cox(rows, ties="breslow")
    levels: Any = hazard.discrete_hazard([1, 1, 2, 2, 2], [1, 0, 1, 1, 0])
    return [
        *table(
            "survival",
            "Freireich et al. 1963 (6-MP); R survival, coxph",
            [
                ("Cox model", "placebo against 6-MP, Efron", printed(1.5721, 4), efron.coef[0]),
                ("Cox model", "its standard error", printed(0.4124, 4), efron.se[0]),
                ("Cox model", "placebo against 6-MP, Breslow", printed(1.5092, 4), breslow.coef[0]),
                ("Cox model", "its standard error (Breslow)", printed(0.4096, 4), breslow.se[0]),
            ],
        ),
        *table(
            "survival",
            "Singer & Willett 2003, eq. 11.1, by hand: 1 of 5 leave, then 2 of 3",
            [
                ("Discrete hazard", "first period, log odds", (log(0.25), 1e-6), levels.coef[0]),
                ("Discrete hazard", "second period more", (log(2) - log(0.25), 1e-6), levels.coef[1]),
            ],
        ),
    ]


def _recurrent() -> list[Check]:
    from pyrometer.statistics import survival

    case = [c for c, ages in REPAIRS.items() for _ in ages]
    found = survival.mean_cumulative_of(case, [float(a) for ages in REPAIRS.values() for a in ages], WATCHED)
    at = dict(zip(found.age.tolist(), found.mean.tolist(), strict=True))
    return table(
        "survival",
        "ReliaWiki, Non-Parametric RDA MCF Example; Nelson 2003, Recurrent Events Data Analysis",
        [
            ("Mean cumulative function", "repairs a machine by month 13", printed(1.20, 2), at[13.0]),
            ("Mean cumulative function", "by month 17", printed(2.00, 2), at[17.0]),
            ("Mean cumulative function", "by month 20", printed(2.33, 2), at[20.0]),
        ],
    )


def _cut() -> list[Check]:
    from pyrometer.statistics import survival

    curve = survival.from_cases([2, 4, 5, 6], ["won"] * 4, entered=[0, 0, 3, 0])
    return table(
        "survival",
        "Klein & Moeschberger 2003, sec. 4.6, by hand: 2/3 x 2/3 with one case seen from age 3 only",
        [("Late entry", "share left at 4", printed(4 / 9, 9), _left(curve, 4))],
    )
