"""Published control charts, typed in from their sources and drawn again."""

from pyrometer.apps._calibration import Check, Row, printed, table

NIST = "NIST/SEMATECH e-Handbook of Statistical Methods, sec."
BOOK = "Montgomery 2013, Introduction to SQC,"
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
LATER = (52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, *FLOW)
NIST_CUSUM = (324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15) + (
    *(328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35),
)
JUICE = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)
ORDERS = (
    (12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9),
    (100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90),
)
BOARDS = (21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15)
WAFERS = (16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13)
COMPUTERS = (10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5)
CLOTH = (14, 12, 20, 11, 7, 10, 21, 16, 19, 23), (10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5)
BEADS = (14, 10, 9, 10, 17, 5, 8, 5, 11, 6, 5, 9, 8, 8, 9, 6, 12, 11, 12, 8, 9, 11, 7, 10)  # six workers, four days
WEIGHTS = (9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08) + (
    *(9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52),
)
VISCOSITY = (34.05, 34.4, 33.59, 35.96, 34.7, 33.51, 33.79, 34.04, 34.52, 33.75, 33.27, 33.71, 34.03, 34.58, 34.02) + (
    *(33.97, 34.05, 34.04, 33.73, 34.05),
)


def checks(runs: int) -> list[Check]:
    """Single values, counts, points set aside, charts with a memory; nothing here is simulated."""
    return [*_singles(), *_counts(), *_phases(), *_memory()]


def _singles() -> list[Check]:
    from pyrometer.statistics.charts import Chart, run, xmr

    flow, thick, median = xmr.chart(FLOW), xmr.chart(VISCOSITY), run.chart(FLOW)
    medians = xmr.chart(FLOW, convention="wheeler", variant="median-range")
    assert isinstance(flow, Chart) and isinstance(thick, Chart) and isinstance(medians, Chart)
    return [
        *table(
            "charts",
            f"{NIST} 6.3.2.2",
            [
                ("XmR chart", "flow rate, average", printed(50.81, 2), flow.centre[0]),
                ("XmR chart", "flow rate, mean range", printed(1.8778, 4), flow.facts["mean_range"]),
                ("XmR chart", "flow rate, upper limit", printed(55.8041, 4), flow.upper[0]),
                ("XmR chart", "flow rate, lower limit", printed(45.8159, 4), flow.lower[0]),
            ],
        ),
        *table(
            "charts",
            f"{BOOK} batch viscosity; R qcc 3.0",
            [
                ("XmR chart", "viscosity, average", printed(34.088, 3), thick.centre[0]),
                ("XmR chart", "viscosity, lower limit", printed(32.56504, 5), thick.lower[0]),
                ("XmR chart", "viscosity, upper limit", printed(35.61096, 5), thick.upper[0]),
            ],
        ),
        *table(
            "charts",
            "Wheeler 1993, p. 141: 3.145 median ranges (here 1.5) above the average, by hand",
            [("XmR chart", "flow rate, upper limit by the median range", printed(55.53, 2), medians.upper[0])],
        ),
        *table("charts", "by hand", [("Run chart", "flow rate, median", printed(51.25, 2), median.centre[0])]),
    ]


def _counts() -> list[Check]:
    from pyrometer.statistics.charts import c, np, p, u

    juice, orders, boards, wafers = p.chart(JUICE, 50), p.chart(*ORDERS), c.chart(BOARDS), c.chart(WAFERS)
    computers, cloth, beads = u.chart(COMPUTERS, 5), u.chart(*CLOTH), np.chart(BEADS, 50)
    exact = c.chart([5] * 20, convention="exact")
    named: list[tuple[str, list[Row]]] = [
        (
            f"{BOOK} ex. 7.1",
            [
                ("p chart", "orange juice cans, average", printed(0.2313, 4), juice.centre[0]),
                ("p chart", "orange juice cans, lower limit", printed(0.0524, 4), juice.lower[0]),
                ("p chart", "orange juice cans, upper limit", printed(0.4102, 4), juice.upper[0]),
            ],
        ),
        (
            f"{BOOK} table 7.4",
            [
                ("p chart", "purchase orders, average", printed(0.0955, 4), orders.centre[0]),
                ("p chart", "purchase orders, upper limit of 100", printed(0.1837, 4), orders.upper[0]),
                ("p chart", "purchase orders, lower limit of 80", printed(0.0, 4), orders.lower[1]),
            ],
        ),
        (
            f"{BOOK} ex. 7.3",
            [
                ("c chart", "circuit boards, average", printed(19.85, 2), boards.centre[0]),
                ("c chart", "circuit boards, lower limit", printed(6.48, 2), boards.lower[0]),
            ],
        ),
        (
            f"{NIST} 6.3.3.1",
            [
                ("c chart", "wafers, upper limit", printed(28, 0), wafers.upper[0]),
                ("c chart", "wafers, lower limit", printed(4, 0), wafers.lower[0]),
                (
                    "c chart",
                    "wafers, points beyond (28 lies on the limit)",
                    printed(1, 0),
                    (wafers.values > wafers.upper).sum(),
                ),
            ],
        ),
        (
            "Garwood 1936: Poisson quantiles of a mean of 5",
            [
                ("c chart", "exact limits about 5, upper", printed(13, 0), exact.upper[0]),
                ("c chart", "exact limits about 5, lower", printed(0, 0), exact.lower[0]),
            ],
        ),
        (
            "R qcc 3.0, data pcmanufact",
            [
                ("u chart", "personal computers, average", printed(1.93, 2), computers.centre[0]),
                ("u chart", "personal computers, lower limit", printed(0.07, 2), computers.lower[0]),
                ("u chart", "personal computers, upper limit", printed(3.79, 2), computers.upper[0]),
            ],
        ),
        (
            f"{BOOK} table 7.11; R qcc 3.0",
            [
                ("u chart", "dyed cloth, average", printed(1.423256, 6), cloth.centre[0]),
                ("u chart", "dyed cloth, upper limit of 8 units", printed(2.688626, 6), cloth.upper[1]),
            ],
        ),
        (
            "Deming, 6 Feb 1985; Walton 1986, ch. 4",
            [
                ("np chart", "red beads, average", printed(9.17, 2), beads.centre[0]),
                ("np chart", "red beads, upper limit", printed(17.37, 2), beads.upper[0]),
            ],
        ),
    ]
    return [check for source, rows in named for check in table("charts", source, rows)]


def _phases() -> list[Check]:
    from pyrometer.statistics.charts import Chart
    from pyrometer.statistics.phases import Plan, SetAside, chart

    plan = Plan(set_aside=(SetAside(14, "new batch of board"), SetAside(22, "untrained operator")))
    revised = chart("p", JUICE, 50, plan=plan)
    assert isinstance(revised, Chart)
    return table(
        "charts",
        f"{BOOK} ex. 7.1, revised limits",
        [
            ("Points set aside", "orange juice cans, average", printed(0.2150, 4), revised.centre[0]),
            ("Points set aside", "orange juice cans, lower limit", printed(0.0407, 4), revised.lower[0]),
            ("Points set aside", "orange juice cans, upper limit", printed(0.3893, 4), revised.upper[0]),
        ],
    )


def _memory() -> list[Check]:
    """Charts that remember."""
    from pyrometer.statistics.charts import Chart, cusum, ewma
    from pyrometer.statistics.charts._reference import Reference

    kept = cusum.chart(NIST_CUSUM, design=cusum.Design(k=0.3175, h=4.1959), from_=Reference(325.0, 1.0))
    sums = cusum.chart(WEIGHTS, from_=Reference(10.0, 1.0))
    moving = ewma.chart(WEIGHTS, design=ewma.Design(weight=0.1, width=2.7), from_=Reference(10.0, 1.0))
    steady = ewma.Design(weight=0.3, width=3)
    flow = ewma.chart(LATER, design=steady, from_=Reference(50.0, 2.0539), convention="steady")
    assert isinstance(kept, Chart) and isinstance(sums, Chart) and isinstance(moving, Chart) and isinstance(flow, Chart)
    first = next(i for i, (z, top) in enumerate(zip(moving.values, moving.upper, strict=True)) if z > top)
    return [
        *table(
            "charts",
            f"{NIST} 6.3.2.3",
            [
                ("CUSUM", "first point to signal", printed(14, 0), kept.facts["first_signal"] + 1),
                ("CUSUM", "upper sum there", printed(4.94, 2), kept.values[13]),
            ],
        ),
        *table(
            "charts",
            f"{BOOK} table 9.2",
            [
                ("CUSUM", "first point to signal, k .5, h 5", printed(29, 0), sums.facts["first_signal"] + 1),
                ("CUSUM", "upper sum there, k .5, h 5", printed(5.28, 2), sums.values[28]),
            ],
        ),
        *table(
            "charts",
            f"{BOOK} data of table 9.1; R qcc 3.0",
            [
                ("EWMA", "28th value", printed(10.573, 3), moving.values[27]),
                ("EWMA", "first point to signal", printed(29, 0), first + 1),
            ],
        ),
        *table(
            "charts",
            f"{NIST} 6.3.2.4",
            [
                ("EWMA", "last value, weight .3", printed(51.99, 2), flow.values[-1]),
                ("EWMA", "upper limit, weight .3", printed(52.5884, 4), flow.upper[-1]),
            ],
        ),
    ]
