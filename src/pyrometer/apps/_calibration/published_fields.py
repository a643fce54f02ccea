"""Published information of fields and scorecards, typed in from their sources and computed again."""

from math import log
from typing import Any

from pyrometer.apps._calibration import Check, Row, printed, table

AGES = (42, 152, 246, 405, 475, 339, 147), (8, 48, 54, 45, 25, 11, 3)  # good and bad by age: missing, 18-22, ... 44+
READINGS = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)  # tomograms called 1 to 5: 58 normal, 51 not
PETALS = (0, 1, 8, 16, 25), (50, 36, 13, 1, 0)  # Iris virginica and others by petal length, cut at 2, 4.5, 5, 5.5 cm
TITANIC = ((1364, 367), (126, 344)), ((122, 203), (167, 118), (528, 178), (673, 212))  # by sex and class: died, lived


def checks(runs: int) -> list[Check]:
    """Information, evidence, discrimination, forecasts; nothing here is simulated."""
    return [*_information(), *_evidence(), *_discrimination()]


def _information() -> list[Check]:
    from pyrometer.statistics.information import information

    sex: Any = information(TITANIC[0])
    travelled: Any = information(TITANIC[1])
    return table(
        "fields",
        "Dawson 1995, J. Stat. Educ. 3 (Titanic); R",
        [
            ("Information", "sex about survival, nats", printed(0.098698, 6), sex.mutual),
            ("Information", "sex, uncertainty coefficient", printed(0.156879, 6), sex.uncertainty),
            ("Information", "sex, Cramer's V", printed(0.455605, 6), sex.v),
            ("Information", "class about survival, nats", printed(0.041095, 6), travelled.mutual),
            ("Information", "class, likelihood ratio", printed(180.9014, 4), travelled.g2),
        ],
    )


def _evidence() -> list[Check]:
    from pyrometer.statistics import scorecard

    found = scorecard.weight_of_evidence(*AGES, smoothing=0.0)
    rows: list[Row] = [
        ("Weight of evidence", f"age {name}", printed(said, 4), found.woe[i])
        for i, name, said in (
            *((0, "missing", -0.5728), (1, "18-22", -1.0783), (2, "23-26", -0.7147), (3, "27-29", -0.0338)),
            *((4, "30-35", 0.7134), (6, "44+", 1.6608)),
        )
    ]
    iris = scorecard.weight_of_evidence(*PETALS)
    cut: list[Row] = [("Information value", "Iris virginica by petal length", printed(5.870378, 6), iris.value)]
    hand: list[Row] = [
        (
            "Stability index",
            "60:40 become 50:50",
            (0.1 * log(1.2) + 0.1 * log(1.25), 1e-9),
            scorecard.population_stability([60, 40], [50, 50], smoothing=0.0),
        )
    ]
    return [
        *table("fields", "Siddiqi 2006, Credit Risk Scorecards, exhibit 6.2", rows),
        *table("fields", "Anderson 1935 (irises), half a case added a cell; R", cut),
        *table("fields", "Siddiqi 2006, ch. 8, by hand", hand),
    ]


def _discrimination() -> list[Check]:
    from pyrometer.statistics import scorecard

    score = [rating for counts in READINGS for rating, n in enumerate(counts, 1) for _ in range(n)]
    sick = [0] * 58 + [1] * 51
    area: Any = scorecard.auc(score, sick)
    return [
        *table(
            "fields",
            "Hanley & McNeil 1982, Radiology 143, table 1",
            [("AUC", "tomograms of 109", printed(0.893, 3), area.value)],
        ),
        *table(
            "fields",
            "by hand",
            [
                ("Kolmogorov-Smirnov", "the same", (45 / 58 - 7 / 51, 1e-9), scorecard.kolmogorov_smirnov(score, sick)),
                (
                    "Brier score",
                    "forecasts .8 and .4 of a yes and a no",
                    printed(0.1, 9),
                    scorecard.brier([0.8, 0.4], [1, 0]),
                ),
                ("Log loss", "the same", (-(log(0.8) + log(0.6)) / 2, 1e-9), scorecard.log_loss([0.8, 0.4], [1, 0])),
            ],
        ),
    ]
