"""Published agreement of judges and gauges, typed in from their sources and computed again."""

from typing import Any

from pyrometer.apps._calibration import Check, Row, printed, table

GWET = "Gwet 2014, Handbook of Inter-Rater Reliability; R irrCAC"
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
DIAGNOSES = (  # depression, personality disorder, schizophrenia, neurosis, other: how many of six called it so
    *((0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0)),
    *((0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0)),
    *((0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1), (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0)),
    *((0, 2, 0, 4, 0), (1, 0, 2, 0, 3), (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0)),
    *((1, 0, 0, 4, 1), (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6)),
)
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
IMPEDANCE = (  # ten modules, three times by each of three operators
    *((37, 38, 37, 41, 41, 40, 41, 42, 41), (42, 41, 43, 42, 42, 42, 43, 42, 43), (30, 31, 31, 31, 31, 31, 29, 30, 28)),
    *((42, 43, 42, 43, 43, 43, 42, 42, 42), (28, 30, 29, 29, 30, 29, 31, 29, 29), (42, 42, 43, 45, 45, 45, 44, 46, 45)),
    *((25, 26, 27, 28, 28, 30, 29, 27, 27), (40, 40, 40, 43, 42, 42, 43, 43, 41), (25, 25, 25, 27, 29, 28, 26, 26, 26)),
    (35, 34, 34, 35, 35, 34, 35, 34, 35),
)


def checks(runs: int) -> list[Check]:
    """Two judges, many judges, scores, gauges; nothing here is simulated."""
    return [*_two(), *_many(), *_scores(), *_gauges()]


def _value(found: Any) -> float:
    """The coefficient itself; NaN where it was refused."""
    return float(getattr(found, "value", float("nan")))


def _two() -> list[Check]:
    from pyrometer.statistics import agreement

    common = agreement.ratings_of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    rare = agreement.ratings_of_table([[118, 5], [2, 0]])
    cohen: Any = agreement.cohen(common)
    lopsided = agreement.bowker([[7, 3, 1], [10, 4, 7], [2, 1, 5]])
    rows: list[Row] = [
        ("Percent agreement", "abstractors, 3 by 3", printed(0.89, 2), _value(agreement.percent(common))),
        ("Cohen's kappa", "abstractors, 3 by 3", printed(0.796, 3), cohen.value),
        ("Cohen's kappa", "its standard error", printed(0.0589, 4), cohen.se),
        ("Gwet's AC1", "abstractors, 3 by 3", printed(0.849, 3), _value(agreement.gwet(common))),
        (
            "Weighted kappa",
            "abstractors, quadratic",
            printed(0.892, 3),
            _value(agreement.cohen(common, kind="quadratic")),
        ),
        ("Gwet's AC2", "abstractors, quadratic", printed(0.940, 3), _value(agreement.gwet(common, kind="quadratic"))),
        ("Cohen's kappa", "rare class, 94% agreed", printed(-0.023, 3), _value(agreement.cohen(rare))),
        ("Gwet's AC1", "rare class, 94% agreed", printed(0.941, 3), _value(agreement.gwet(rare))),
    ]
    bowker: list[Row] = [
        ("Bowker's test", "3 by 3, chi-squared", printed(8.603, 3), lopsided.chi2),
        ("Bowker's test", "degrees of freedom", printed(3, 0), lopsided.df),
    ]
    called: Any = agreement.rogan_gladen(24, 100, 0.8, 0.9)
    hand: list[Row] = [("Rogan-Gladen", "24% called, sensitivity .8, specificity .9", printed(0.2, 9), called.value)]
    return [
        *table("agreement", GWET, rows),
        *table("agreement", "ISO 22514-7:2012, table 12", bowker),
        *table("agreement", "Rogan & Gladen 1978, Am. J. Epidemiol. 107: (.24 + .9 - 1) / (.8 + .9 - 1)", hand),
    ]


def _many() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import agreement

    cells = [[np.nan if v is None else float(v) for v in unit] for unit in zip(*OBSERVERS, strict=True)]
    seen, psychiatrists = agreement.ratings(cells), agreement.ratings_of_counts(DIAGNOSES)
    alphas: list[Row] = []
    for measured, alpha in (("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)):
        ours = _value(agreement.krippendorff(seen, measured=measured))  # type: ignore[arg-type]
        alphas.append(("Krippendorff's alpha", f"4 observers, {measured}", printed(alpha, 3), ours))
    test: Any = agreement.fleiss_test(psychiatrists)
    fleiss: list[Row] = [
        ("Fleiss' kappa", "six psychiatrists, 30 patients", printed(0.430, 3), _value(agreement.fleiss(psychiatrists))),
        ("Fleiss' kappa", "z of no agreement", printed(17.65, 2), test.z),
        ("Fleiss' kappa", "schizophrenia alone", printed(0.52, 2), list(test.by_category.values())[2]),
    ]
    return [
        *table("agreement", "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability", alphas),
        *table("agreement", "Fleiss 1971, Psychol. Bull. 76; R irr", fleiss),
    ]


def _scores() -> list[Check]:
    from pyrometer.statistics import agreement

    found: Any = agreement.intraclass(SHROUT_FLEISS)
    rows: list[Row] = [
        ("Intraclass correlation", "agreement of 4 judges, ICC(2,1)", printed(0.29, 2), found.agreement),
        ("Intraclass correlation", "consistency, ICC(3,1)", printed(0.71, 2), found.consistency),
        ("Intraclass correlation", "agreement, low end", printed(0.02, 2), found.agreement_interval.low),
        ("Intraclass correlation", "agreement, high end", printed(0.76, 2), found.agreement_interval.high),
    ]
    concord: Any = agreement.kendall_w([[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]])
    return [
        *table("agreement", "Shrout & Fleiss 1979, Psychol. Bull. 86, table 4; R psych", rows),
        *table(
            "agreement",
            "Siegel & Castellan 1988, Nonparametric Statistics, sec. 9.6.2",
            [("Kendall's W", "six applicants, three executives", printed(0.16, 2), concord.w)],
        ),
    ]


def _gauges() -> list[Check]:
    from pyrometer.statistics import agreement

    part = [i for i, row in enumerate(IMPEDANCE) for _ in row]
    operator = ["AAABBBCCC"[j] for row in IMPEDANCE for j in range(len(row))]
    found = agreement.gauge_rr(operator, part, [x for row in IMPEDANCE for x in row])
    return table(
        "agreement",
        "Houf & Berman 1988, IEEE Trans. CHMT 11 (thermal impedance); JMP, Minitab, R alike",
        [
            ("Gauge R&R", "repeatability", printed(0.511, 3), found.repeatability),
            ("Gauge R&R", "reproducibility", printed(1.293, 3), found.reproducibility),
            ("Gauge R&R", "whole gauge", printed(1.804, 3), found.gauge),
            ("Gauge R&R", "from part to part", printed(48.293, 3), found.part),
        ],
    )
