"""Published survival curves and change points, typed in from their sources and computed again."""

from typing import Any

from pyrometer.apps._calibration import Check, printed

TIMES = ((9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161), (5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45))
GONE = ((1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0), (1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1))
MILLER = "Miller 1997, Survival Analysis, p. 49 (AML); R survival"
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


def checks(runs: int) -> list[Check]:
    """Curves, then change points; nothing here is simulated."""
    return [*_curves(), *_changes()]


def _curves() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import survival

    groups = [
        survival.from_cases(t, ["gone" if g else None for g in gone]) for t, gone in zip(TIMES, GONE, strict=True)
    ]
    how = ["gone" if g else None for gone in GONE for g in gone]
    whole = survival.from_cases([t for times in TIMES for t in times], how)
    at = {t: int(np.flatnonzero(whole.age == t)[0]) for t in (13, 23, 48)}
    test = survival.logrank(dict(enumerate(groups)))
    rows = (
        ("Kaplan-Meier", "all, share left at 13 weeks", printed(0.6957, 4), whole.survival[at[13]], MILLER),
        ("Kaplan-Meier", "all, its standard error", printed(0.0959, 4), whole.survival_se[at[13]], MILLER),
        ("Kaplan-Meier", "all, share left at 23 weeks", printed(0.5466, 4), whole.survival[at[23]], MILLER),
        ("Kaplan-Meier", "all, share left at 48 weeks", printed(0.0828, 4), whole.survival[at[48]], MILLER),
        ("Log-rank test", "maintained or not, chi-squared", printed(3.396, 3), test.chi2, MILLER),
        ("Log-rank test", "maintained or not, p", printed(0.0653, 4), test.p, MILLER),
    )
    return _all("survival", rows)


def _changes() -> list[Check]:
    from pyrometer.model.interval import NotEnough
    from pyrometer.statistics import changepoint

    nile, mines = changepoint.of_level(NILE, interval="bai"), changepoint.of_rate(MINES)
    assert not isinstance(nile, NotEnough) and not isinstance(mines, NotEnough)
    zeileis = "Zeileis et al. 2003, Comput. Stat. Data Anal. 44 (strucchange)"
    jarrett = "Raftery & Akman 1986, Biometrika 73; likelihood in R"
    rows = (
        ("Change of level", "Nile, last year before", printed(1898, 0), 1871 + nile.last_before, zeileis),
        ("Change of level", "Nile, interval from", printed(1895, 0), 1871 + nile.low, zeileis),
        ("Change of level", "Nile, interval to", printed(1902, 0), 1871 + nile.high, zeileis),
        ("Change of level", "Nile, sup F", printed(75.93, 2), nile.statistic, zeileis),
        ("Change of rate", "mining disasters, last year before", printed(1891, 0), 1851 + mines.last_before, jarrett),
        ("Change of rate", "mining disasters, likelihood ratio", printed(68.378, 3), mines.statistic, jarrett),
    )
    return _all("change", rows)


def _all(part: str, rows: tuple[tuple[str, str, tuple[float, float], Any, str], ...]) -> list[Check]:
    return [Check(part, m, what, said[0], float(ours), said[1], source) for m, what, said, ours, source in rows]
