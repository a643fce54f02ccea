"""Published effects: standardising and weighting arms that were not alike, and how strong a hidden cause must be."""

from typing import Any

from pyrometer.apps._calibration import Check, printed, table

SICK = (0,) * 8 + (1,) * 12  # twenty of Zeus's family, in critical condition or not
TREATED = (0, 0, 0, 0, 1, 1, 1, 1) + (0, 0, 0) + (1,) * 9
DIED = (0, 1, 0, 0, 0, 0, 0, 1) + (1, 1, 0) + (1, 1, 1, 1, 1, 1, 0, 0, 0)


def checks(runs: int) -> list[Check]:
    """Weights, standardised means, E-values; nothing here is simulated."""
    return [*_family(), *_hidden()]


def _family() -> list[Check]:
    import numpy as np

    from pyrometer.statistics import effects

    sick, arm, died = (np.array(x, dtype=float) for x in (SICK, TREATED, DIED))
    one = np.ones(20)
    w: Any = effects.inverse_probability(np.column_stack([one, sick]), arm)
    weighted, _ = effects.weighted_difference(died, arm, w.plain)
    design = np.column_stack([one, sick, arm, sick * arm])
    all_, none = (np.column_stack([one, sick, a, sick * a]) for a in (one, 0 * one))
    treated, untreated = effects.standardised_means(died, design, all_, none)
    crude = died[arm == 1].mean() / died[arm == 0].mean()
    return table(
        "effects",
        "Hernan & Robins 2020, Causal Inference: What If, table 2.2 and sec. 2.3, 2.4",
        [
            ("Crude risk ratio", "heart transplants of 20, 7/13 over 3/7", printed(1.26, 2), crude),
            ("Standardised means", "risk had all been treated", printed(0.5, 9), treated),
            ("Standardised means", "risk had none been treated", printed(0.5, 9), untreated),
            ("Inverse probability weights", "risk difference", printed(0.0, 6), weighted.value),
            ("Inverse probability weights", "mean weight", printed(2.0, 6), w.plain.mean()),
        ],
    )


def _hidden() -> list[Check]:
    from pyrometer.statistics import effects

    return [
        *table(
            "effects",
            "VanderWeele & Ding 2017, Ann. Intern. Med. 167, p. 269",
            [
                ("E-value", "risk ratio 3.9", printed(7.26, 2), effects.e_value(3.9)),
                ("E-value", "its low end 1.8", printed(3.0, 1), effects.e_value(1.8)),
            ],
        ),
        *table(
            "effects",
            "Kish 1965, Survey Sampling: (1 + 1 + 2)^2 / (1 + 1 + 4)",
            [("Effective size", "weights 1, 1 and 2", printed(8 / 3, 9), effects.effective_size([1, 1, 2]))],
        ),
    ]
