"""Published charts of subgroups, of one measure and of several, typed in from their sources and drawn again."""

from typing import Any

from pyrometer.apps._calibration import Check, printed, table

BOOK = "Montgomery 2013, Introduction to SQC,"
RINGS = (  # inside diameters of piston rings, in micrometres above 74 mm
    *((30, 2, 19, -8, 8), (-5, -8, 1, 11, 4), (-12, 24, 21, 5, 2), (2, -4, -7, 15, 9), (-8, 7, 15, -11, 14)),
    *((9, -6, -3, -15, -7), (-5, 6, -6, 0, 5), (-15, 3, -7, 15, -12), (8, -5, 9, 5, 4), (-2, 0, -10, 7, -5)),
    *((-6, -2, -6, -5, -10), (4, 0, 7, 0, -4), (-17, 2, -2, -3, 12), (6, -33, -6, 0, -16), (12, 14, -2, -1, 7)),
    *((0, -16, 5, -2, -4), (-6, 12, -14, 5, 7), (6, 10, 18, 3, 0), (-16, 2, 3, 5, -3), (0, 10, 13, 20, 3)),
    *((-12, 1, 9, 5, -4), (4, -1, -10, 6, 9), (10, -11, -10, 9, 14), (15, 8, -7, 0, 10), (-18, -16, -5, 17, 13)),
)


def checks(runs: int) -> list[Check]:
    """Means with ranges and standard deviations, T2; nothing here is simulated."""
    return [*_subgroups(), *_vectors()]


def rings() -> list[list[float]]:
    """The piston rings in millimetres, a row a subgroup."""
    return [[74 + x / 1000 for x in row] for row in RINGS]


def _subgroups() -> list[Check]:
    from pyrometer.statistics.charts import xbar_r, xbar_s

    means, spreads = xbar_r.chart(rings()), xbar_s.chart(rings())
    assert means.companion is not None and spreads.companion is not None
    return table(
        "charts",
        f"{BOOK} table 6.3 (piston rings); R qcc 3.0",
        [
            ("Xbar-R chart", "average", printed(74.00118, 5), means.centre[0]),
            ("Xbar-R chart", "lower limit of means", printed(73.98805, 5), means.lower[0]),
            ("Xbar-R chart", "upper limit of means", printed(74.0143, 4), means.upper[0]),
            ("Xbar-R chart", "average range", printed(0.02276, 5), means.companion.centre[0]),
            ("Xbar-R chart", "upper limit of ranges", printed(0.0481, 4), means.companion.upper[0]),
            ("Xbar-S chart", "average standard deviation", printed(0.00924, 5), spreads.companion.centre[0]),
            ("Xbar-S chart", "upper limit of standard deviations", printed(0.0193, 4), spreads.companion.upper[0]),
        ],
    )


def _vectors() -> list[Check]:
    """Tensile strength and diameter: data made to have exactly the printed means and covariances."""
    from pyrometer.statistics.charts import Chart, t2_subgroups

    first = t2_subgroups.chart(_strengths(), chance=0.001)
    later = t2_subgroups.chart([*_strengths(), _strengths()[0]], baseline=20, chance=0.001)
    assert isinstance(first, Chart) and isinstance(later, Chart)
    return table(
        "charts",
        f"{BOOK} ex. 11.1",
        [
            ("T2 chart, subgroups", "first of 20 samples of 10", printed(2.16, 2), first.values[0]),
            ("T2 chart, subgroups", "upper limit, phase I", printed(13.72, 2), first.upper[0]),
            ("T2 chart, subgroups", "upper limit, phase II", printed(15.2, 1), later.upper[-1]),
        ],
    )


def _strengths() -> Any:
    import numpy as np

    centred = np.linalg.qr(np.vander(np.arange(10.0), 3, increasing=True))[0][:, 1:] * 3  # identity covariance
    spread = np.linalg.cholesky(np.array([[1.23, 0.79], [0.79, 0.83]])).T
    grand, own = np.array([115.59, 1.06]), np.array([115.25, 1.04])
    means = np.vstack([own, np.tile((20 * grand - own) / 19, (19, 1))])
    return means[:, None] + centred @ spread
