"""Published charts of rare events, unequal periods and too much spread, typed in from their sources."""

from math import log

from pyrometer.apps._calibration import Check, printed, table
from pyrometer.apps._calibration.published_charts import COMPUTERS, JUICE

FAILURES = (286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96)
BEARINGS = (17.88, 28.92, 33.0, 41.52, 42.12, 45.6, 48.48, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64, 68.64, 68.88) + (
    *(84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4),
)  # million revolutions to failure (Lieblein & Zelen 1956)
WITHIN_FOUR_HOURS = (266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320) + (
    *(267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989),
)
ATTENDANCES = (280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529) + (
    *(279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772),
)
LOT_SIZES = (13, 13, 13, 5, 5, 13, 5, 5, 13, 13, 5, 13, 5, 13, 13, 13, 5, 5, 13, 13)
LOTS = (1265.983327, 1265.494062, 1234.095432, 467.0938368, 480.5207487, 1263.362522, 471.6089798, 483.3272231) + (
    *(1247.482101, 1252.155511, 475.8327811, 1244.424527, 479.2992493, 1225.883257, 1246.284863, 1247.863834),
    *(476.4285921, 480.9507213, 1246.33594, 1244.075692),
)
GAPS = (30, 31, 31, 31)  # of mean 30.75, that between deaths after heart surgery in Neuburger et al. 2017


def checks(runs: int) -> list[Check]:
    """Gaps and times, case by case, unequal periods, too much spread; nothing here is simulated."""
    return [*_gaps(), *_cases(), *_spread()]


def _gaps() -> list[Check]:
    from pyrometer.statistics.charts import Chart, g, t

    failures, bearings = t.chart(FAILURES), t.chart(BEARINGS, convention="weibull")
    means, medians = g.chart(GAPS, convention="mean"), g.chart(GAPS)
    assert isinstance(failures, Chart) and isinstance(bearings, Chart)
    assert isinstance(means, Chart) and isinstance(medians, Chart)
    return [
        *table(
            "charts",
            "Montgomery 2013, Introduction to SQC, table 7.14",
            [("t chart", "valve failures, mean of x^(1/3.6)", printed(5.39, 2), failures.facts["mean_transformed"])],
        ),
        *table(
            "charts",
            "Montgomery 2013, table 7.14; R qicharts2 0.8.1",
            [
                ("t chart", "valve failures, centre in hours", printed(430.041, 3), failures.centre[0]),
                ("t chart", "valve failures, upper limit", printed(6937.93, 2), failures.upper[0]),
            ],
        ),
        *table(
            "charts",
            "Lawless 1982, Statistical Models and Methods for Lifetime Data, ex. 5.3.1 (ball bearings)",
            [
                ("t chart, Weibull", "ball bearings, shape", printed(2.102, 3), bearings.facts["shape"]),
                ("t chart, Weibull", "ball bearings, scale", printed(81.88, 2), bearings.facts["scale"]),
            ],
        ),
        *table(
            "charts",
            "Benneyan 2001, Health Care Manag. Sci. 4: mean + 3 sqrt(mean (mean + 1)), by hand",
            [
                ("g chart", "gaps of 30.75 on average, upper limit", printed(124.488, 3), means.upper[0]),
                ("g chart", "their average", printed(30.75, 2), means.centre[0]),
            ],
        ),
        *table(
            "charts",
            "qicharts2 convention: the median",
            [("g chart", "the same gaps, centre by the median", printed(31, 0), medians.centre[0])],
        ),
    ]


def _cases() -> list[Check]:
    from pyrometer.statistics.charts import Chart, bernoulli_cusum, poisson_cusum

    cases = bernoulli_cusum.chart([0, 1, 1, 0], design=bernoulli_cusum.Design(share=0.1))
    counted = poisson_cusum.chart([3, 1, 4], design=poisson_cusum.Design(rate=2.0, limit=9.0))
    assert isinstance(cases, Chart) and isinstance(counted, Chart)
    return [
        *table(
            "charts",
            "Steiner et al. 2000, Biostatistics 1, eq. 2, by hand",
            [
                (
                    "Bernoulli CUSUM",
                    "share .1, odds doubled, after two events",
                    (2 * log(2 / 1.1), 1e-9),
                    cases.values[2],
                ),
                ("Bernoulli CUSUM", "after one case more without", (2 * log(2) - 3 * log(1.1), 1e-9), cases.values[3]),
            ],
        ),
        *table(
            "charts",
            "Lucas 1985, Technometrics 27: k log 2 - rate, by hand",
            [("Poisson CUSUM", "3, 1 and 4 events at a rate of 2", (4 * log(2) - 2, 1e-9), counted.values[2])],
        ),
    ]


def _spread() -> list[Check]:
    from pyrometer.statistics.charts import Chart, i_prime, laney_p
    from pyrometer.statistics.overdispersion import dispersion

    laney = laney_p.chart(WITHIN_FOUR_HOURS, ATTENDANCES)
    lots = i_prime.chart([x / n for x, n in zip(LOTS, LOT_SIZES, strict=True)], LOT_SIZES)
    assert isinstance(laney, Chart) and isinstance(lots, Chart)
    steady, wild = dispersion(COMPUTERS, [5] * 20), dispersion(JUICE, [50] * 30, nature="shares")
    return [
        *table(
            "charts",
            "Mohammed et al. 2013, BMJ Qual. Saf. 22 (English emergency care); R qicharts2, PowerBI-SPC",
            [
                ("Laney p' chart", "seen within four hours, upper limit, week 1", printed(0.96567, 5), laney.upper[0]),
                ("Laney p' chart", "seen within four hours, lower limit, week 1", printed(0.94013, 5), laney.lower[0]),
            ],
        ),
        *table(
            "charts",
            "Taylor 2017, variation.com (I' chart, data lots); R qicharts2 0.8.1",
            [
                ("I' chart", "lots of 13 and 5, average", printed(95.91073, 5), lots.centre[0]),
                ("I' chart", "upper limit of a lot of 13", printed(98.18400, 5), lots.upper[0]),
                ("I' chart", "lower limit of a lot of 5", printed(92.24520, 5), lots.lower[3]),
            ],
        ),
        *table(
            "charts",
            "R qcc 3.0, qccOverdispersionTest",
            [
                ("Dispersion test", "personal computers, variance ratio", printed(1.017453, 6), steady.ratio),
                ("Dispersion test", "personal computers, p", printed(0.43576, 5), steady.p_value),
                ("Dispersion test", "orange juice cans, variance ratio", printed(2.945149, 6), wild.ratio),
            ],
        ),
    ]
