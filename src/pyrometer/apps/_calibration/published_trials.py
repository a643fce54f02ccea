"""Published trials: looks that are planned, looks at any time, designed experiments, arms of the right size."""

from typing import Any

from pyrometer.apps._calibration import Check, Row, printed, table

BOOK = "Montgomery 2013, Design and Analysis of Experiments"
FILTRATION = (45, 71, 48, 65, 68, 60, 80, 65, 43, 100, 45, 104, 75, 86, 70, 96)  # litres an hour, standard order
HALF = (45, 100, 45, 65, 75, 60, 80, 96)  # the half of it with D = ABC


def checks(runs: int) -> list[Check]:
    """Planned looks, item by item, any time, designs; nothing here is simulated."""
    return [*_looks(), *_items(), *_any_time(), *_designs()]


def _looks() -> list[Check]:
    from pyrometer.statistics import sequential

    pocock = sequential.group_sequential(5, shape="pocock")
    fleming, two = sequential.group_sequential(5), sequential.group_sequential(2)
    spent = sequential.spending([0.2, 0.4, 0.6, 0.8, 1.0])
    turnbull: list[Row] = [("Pocock limits", "5 looks", printed(2.413, 3), pocock.z[0])]
    turnbull += [
        ("O'Brien-Fleming limits", f"look {i + 1} of 5", printed(z, 3), fleming.z[i])
        for i, z in enumerate((4.562, 3.226, 2.634, 2.281, 2.040))
    ]
    turnbull.append(("O'Brien-Fleming limits", "look 2 of 2", printed(1.977, 3), two.z[1]))
    demets: list[Row] = [
        ("Alpha spending", f"O'Brien-Fleming like, one-sided, look {i + 1} of 5", printed(z, 3), spent.z[i])
        for i, z in enumerate((4.877, 3.357, 2.680, 2.290, 2.031))
    ]
    return [
        *table("trials", "Jennison & Turnbull 2000, Group Sequential Methods, tables 2.1 and 2.3", turnbull),
        *table("trials", "Lan & DeMets 1983, Biometrika 70; R rpact 3.3", demets),
    ]


def _items() -> list[Check]:
    from pyrometer.statistics import sequential

    test = sequential.sprt(0.01, 0.06, alpha=0.05, beta=0.10)
    mendel = sequential.sample_ratio([315, 101, 108, 32], [9, 3, 3, 1])
    return [
        *table(
            "trials",
            "Montgomery 2013, Introduction to SQC, sec. 15.5.3",
            [
                ("Item by item (SPRT)", "1% against 6%, slope", printed(0.028, 3), test.slope),
                ("Item by item (SPRT)", "line of rejection", printed(1.57, 2), test.reject),
                ("Item by item (SPRT)", "line of acceptance", printed(-1.22, 2), test.accept),
            ],
        ),
        *table(
            "trials",
            "Mendel 1866, 9:3:3:1; Fisher 1936, Ann. Sci. 1",
            [
                ("Sample ratio", "Mendel's peas, chi-squared", printed(0.47, 2), mendel.chi2),
                ("Sample ratio", "Mendel's peas, p", printed(0.925, 3), mendel.p),
            ],
        ),
    ]


def _any_time() -> list[Check]:
    from pyrometer.statistics import sequential

    some, none = sequential.bernoulli(20, 200), sequential.bernoulli(0, 30)
    half = sequential.asymptotic_half_width(1000, 2.0, rho2=0.01)
    ratio = sequential.mixture_ratio(2000, 0.02, variance=0.18, tau2=0.0025)
    return [
        *table(
            "trials",
            "Howard, Ramdas, McAuliffe & Sekhon 2021, Ann. Stat. 49; confseq",
            [
                ("Confidence sequence", "mixture boundary at v 100", printed(30.35209, 5), _mixture(100)),
                ("Confidence sequence", "stitched boundary at v 100", printed(35.68049, 5), _stitched(100)),
                ("Confidence sequence", "20 of 200, low end", printed(0.045504, 6), some.low),
                ("Confidence sequence", "20 of 200, high end", printed(0.175819, 6), some.high),
                ("Confidence sequence", "0 of 30, high end", printed(0.176459, 6), none.high),
            ],
        ),
        *table(
            "trials",
            "Waudby-Smith et al. 2024, Ann. Stat. 52, eq. 8, by hand",
            [("Confidence sequence of a mean", "1,000 cases, sd 2, half width", printed(0.192128, 6), half)],
        ),
        *table(
            "trials",
            "Johari et al. 2022, Oper. Res. 70, eq. 9, by hand",
            [("Mixture SPRT", "2,000 pairs, difference .02", printed(1.592333, 6), ratio)],
        ),
    ]


def _mixture(v: float) -> float:
    from pyrometer.statistics import sequential

    return float(sequential.normal_mixture(v, v_opt=100))


def _stitched(v: float) -> float:
    from pyrometer.statistics import sequential

    return float(sequential.stitched(v, v_min=10))


def _designs() -> list[Check]:
    from pyrometer.statistics import designs

    plan = designs.full(4)
    found, pse = designs.effects(plan, FILTRATION), None
    pse = designs.lenth(found)
    model: Any = designs.fit(plan, FILTRATION, ["A", "C", "D", "A:C", "A:D"])
    half = designs.effects(designs.fractional(4, ["D=ABC"]), HALF)
    burman = designs.plackett_burman(11).settings
    whole: list[Row] = [
        ("2^4 design", f"filtration, effect {name}", printed(effect, 3), found[name])
        for name, effect in (("A", 21.625), ("C", 9.875), ("D", 14.625), ("A:C", -18.125), ("A:D", 16.625))
    ]
    whole.append(("2^4 design", "reduced model, mean", printed(70.06, 2), model.coef["mean"]))
    whole.append(("2^4 design", "reduced model, R squared", printed(0.966, 3), model.r2))
    halved: list[Row] = [
        ("2^(4-1) design", f"filtration, effect {name}", printed(effect, 2), half[name])
        for name, effect in (("A", 19.0), ("B", 1.5), ("C", 14.0), ("D", 16.5))
    ]
    return [
        *table("trials", f"{BOOK}, ex. 6.2 and table 6.12", whole),
        *table(
            "trials", "Lenth 1989, Technometrics 31; R", [("Lenth's error", "filtration", printed(2.625, 3), _pse(pse))]
        ),
        *table("trials", f"{BOOK}, ex. 8.1", halved),
        *table(
            "trials",
            "Plackett & Burman 1946, Biometrika 33",
            [("Plackett-Burman design", "12 trials, products of columns", printed(0, 9), abs(_crossed(burman)).max())],
        ),
    ]


def _pse(found: Any) -> float:
    return float(found.pse)


def _crossed(settings: Any) -> Any:
    """What of the columns' products is left off the diagonal: 0 where they are orthogonal."""
    import numpy as np

    product = settings.T @ settings
    return product - np.diag(np.diag(product))
