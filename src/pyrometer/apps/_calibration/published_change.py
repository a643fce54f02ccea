"""Published change points, capability and sampling plans, typed in from their sources and computed again."""

from typing import Any

from pyrometer.apps._calibration import Check, printed, table
from pyrometer.apps._calibration.published_rare import BEARINGS
from pyrometer.apps._calibration.published_subgroups import rings

NILE = (
    (1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140)
    + (1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969)
    + (831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759)
    + (781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890)
    + (744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740)
)  # yearly flow at Aswan from 1871 (Cobb 1978, Biometrika 65)
MINES = (
    (4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1)
    + (3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0)
    + (0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1)
)  # British coal-mining disasters a year from 1851 (Jarrett 1979, Biometrika 66)
OVENS = (0.15, 0.09, 0.18, 0.1, 0.05, 0.12, 0.08, 0.05, 0.08, 0.1, 0.07, 0.02, 0.01, 0.1, 0.1, 0.1, 0.02, 0.1, 0.01) + (
    *(0.4, 0.1, 0.05, 0.03, 0.05, 0.15, 0.1, 0.15, 0.09, 0.08, 0.18, 0.1, 0.2, 0.11, 0.3, 0.02, 0.2, 0.2, 0.3),
    *(0.3, 0.4, 0.3, 0.05),
)  # radiation of microwave ovens, door closed


def checks(runs: int) -> list[Check]:
    """Change points, capability, states, sampling; nothing here is simulated."""
    return [*_changes(), *_capability(), *_percentiles(), *_sampling()]


def _changes() -> list[Check]:
    from pyrometer.model.interval import NotEnough
    from pyrometer.statistics import changepoint

    nile, mines = changepoint.of_level(NILE, interval="bai"), changepoint.of_rate(MINES)
    assert not isinstance(nile, NotEnough) and not isinstance(mines, NotEnough)
    return [
        *table(
            "change",
            "Zeileis et al. 2003, Comput. Stat. Data Anal. 44 (strucchange)",
            [
                ("Change of level", "Nile, last year before", printed(1898, 0), 1871 + nile.last_before),
                ("Change of level", "Nile, interval from", printed(1895, 0), 1871 + nile.low),
                ("Change of level", "Nile, interval to", printed(1902, 0), 1871 + nile.high),
                ("Change of level", "Nile, sup F", printed(75.93, 2), nile.statistic),
            ],
        ),
        *table(
            "change",
            "Raftery & Akman 1986, Biometrika 73; likelihood in R",
            [
                ("Change of rate", "mining disasters, last year before", printed(1891, 0), 1851 + mines.last_before),
                ("Change of rate", "mining disasters, likelihood ratio", printed(68.378, 3), mines.statistic),
            ],
        ),
        *table(
            "change",
            "Andrews 1993, Econometrica 61, table 1 (corrected 2003)",
            [("Change of level", "chance of sup F beyond 8.85", (0.05, 0.003), changepoint.sup_p(8.85, 0.15))],
        ),
    ]


def _capability() -> list[Check]:
    import numpy as np

    from pyrometer.statistics.capability import Asked, capability

    scores = np.linspace(-1, 1, 20)
    bottles: Any = capability(50 + 1.75 * scores / scores.std(ddof=1), Asked(38, 62))
    made: Any = capability(rings(), Asked(73.95, 74.05, 74), convention="qcc")
    return [
        *table(
            "capability",
            "Montgomery 2013, Introduction to SQC, ex. 8.4 (20 values made to have sd 1.75)",
            [
                ("Capability", "bottles, ratio", printed(2.29, 2), bottles.pp.value),
                ("Capability", "bottles, high end", printed(3.01, 2), bottles.pp.interval.high),
            ],
        ),
        *table(
            "capability",
            "R qcc 3.0, process.capability (piston rings)",
            [
                ("Capability", "piston rings, Cp", printed(1.7033, 4), made.cp.value),
                ("Capability", "piston rings, Cp, low end", printed(1.4914, 4), made.cp.interval.low),
                ("Capability", "piston rings, Cpk", printed(1.6632, 4), made.cpk.value),
                ("Capability", "piston rings, Cpk, high end", printed(1.8783, 4), made.cpk.interval.high),
                ("Capability", "piston rings, Cpm", printed(1.6911, 4), made.cpm.value),
                ("Capability", "piston rings, Ppk", printed(1.6162, 4), made.ppk.value),
            ],
        ),
    ]


def _percentiles() -> list[Check]:
    from pyrometer.statistics.capability import Asked, box_cox, by_percentiles

    fitted: Any = by_percentiles(BEARINGS, Asked(high=300), family="lognormal")
    return [
        *table(
            "capability",
            "Lawless 1982, Statistical Models and Methods for Lifetime Data (ball bearings)",
            [
                ("Percentile capability", "lognormal, mean of logs", printed(4.15, 2), fitted.parameters[0]),
                ("Percentile capability", "lognormal, sd of logs", printed(0.522, 3), fitted.parameters[1]),
            ],
        ),
        *table(
            "capability",
            "NIST/SEMATECH e-Handbook, sec. 6.5.2; Johnson & Wichern 2007, ex. 4.10",
            [("Box-Cox", "microwave ovens, power", printed(0.28, 2), box_cox(OVENS).value)],
        ),
    ]


def _sampling() -> list[Check]:
    from pyrometer.statistics import acceptance

    p = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08]
    said = [0.9897, 0.9397, 0.7366, 0.4985, 0.1721, 0.0230]
    curve = acceptance.oc_curve(89, 2, p)
    plan: Any = acceptance.plan(0.05, 0.15, consumer_risk=0.075)
    return [
        *table(
            "capability",
            "Montgomery 2013, Introduction to SQC, table 15.1",
            [
                ("Sampling plan", f"n 89, c 2: chance to accept {q:.1%} bad", printed(s, 4), ours)
                for q, s, ours in zip(p, said, curve, strict=True)
            ],
        ),
        *table(
            "capability",
            "Kiermeier 2008, J. Stat. Softw. 26(6), find.plan (R AcceptanceSampling)",
            [
                ("Sampling plan", "5% good, 15% bad: sample", printed(80, 0), plan.n),
                ("Sampling plan", "5% good, 15% bad: accept up to", printed(7, 0), plan.c),
            ],
        ),
    ]
