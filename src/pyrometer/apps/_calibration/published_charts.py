"""Published charts and run lengths, typed in from their sources and computed again."""

from typing import Any

from pyrometer.apps._calibration import Check, printed

NIST = "NIST/SEMATECH e-Handbook of Statistical Methods"
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
NIST_CUSUM = (324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15) + (
    *(328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35),
)
JUICE = (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6)
BOARDS = (21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15)
COMPUTERS = (10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5)
BEADS = (14, 10, 9, 10, 17, 5, 8, 5, 11, 6, 5, 9, 8, 8, 9, 6, 12, 11, 12, 8, 9, 11, 7, 10)  # six workers, four days
WEIGHTS = (9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08) + (
    *(9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52),
)
MONTGOMERY = "Montgomery 2013, Introduction to SQC"
PAGE = "Page 1954; Montgomery 2013, table 9.3"


def checks(runs: int) -> list[Check]:
    """Charts, then run lengths; nothing here is simulated."""
    return [*_charts(), *_memory(), *_run_lengths()]


def _one(method: str, what: str, said: tuple[float, float], ours: Any, source: str) -> Check:
    return Check("charts", method, what, said[0], float(ours), said[1], source)


def _charts() -> list[Check]:
    from pyrometer.statistics.charts import Chart, c, np, p, u, xmr

    flow = xmr.chart(FLOW)
    assert isinstance(flow, Chart)
    juice, boards, computers = p.chart(JUICE, [50] * 30), c.chart(BOARDS), u.chart(COMPUTERS, [5] * 20)
    beads = np.chart(BEADS, [50] * 24)
    rows = (
        ("XmR chart", "flow rate, average", printed(50.81, 2), flow.centre[0], f"{NIST}, sec. 6.3.2.2"),
        ("XmR chart", "flow rate, mean range", printed(1.8778, 4), flow.facts["mean_range"], f"{NIST}, sec. 6.3.2.2"),
        ("XmR chart", "flow rate, upper limit", printed(55.8041, 4), flow.upper[0], f"{NIST}, sec. 6.3.2.2"),
        ("XmR chart", "flow rate, lower limit", printed(45.8159, 4), flow.lower[0], f"{NIST}, sec. 6.3.2.2"),
        ("p chart", "orange juice cans, average", printed(0.2313, 4), juice.centre[0], f"{MONTGOMERY}, ex. 7.1"),
        ("p chart", "orange juice cans, lower limit", printed(0.0524, 4), juice.lower[0], f"{MONTGOMERY}, ex. 7.1"),
        ("p chart", "orange juice cans, upper limit", printed(0.4102, 4), juice.upper[0], f"{MONTGOMERY}, ex. 7.1"),
        ("c chart", "circuit boards, average", printed(19.85, 2), boards.centre[0], f"{MONTGOMERY}, ex. 7.3"),
        ("c chart", "circuit boards, lower limit", printed(6.48, 2), boards.lower[0], f"{MONTGOMERY}, ex. 7.3"),
        ("u chart", "personal computers, average", printed(1.93, 2), computers.centre[0], "R qcc 3.0, data pcmanufact"),
        (
            "u chart",
            "personal computers, lower limit",
            printed(0.07, 2),
            computers.lower[0],
            "R qcc 3.0, data pcmanufact",
        ),
        (
            "u chart",
            "personal computers, upper limit",
            printed(3.79, 2),
            computers.upper[0],
            "R qcc 3.0, data pcmanufact",
        ),
        ("np chart", "red beads, average", printed(9.17, 2), beads.centre[0], "Deming, 6 Feb 1985; Walton 1986, ch. 4"),
        (
            "np chart",
            "red beads, upper limit",
            printed(17.37, 2),
            beads.upper[0],
            "computed by hand from the same data",
        ),
    )
    return [_one(*row) for row in rows]


def _memory() -> list[Check]:
    """Charts that remember."""
    from pyrometer.statistics.charts import Chart, cusum, ewma
    from pyrometer.statistics.charts._reference import Reference

    kept = cusum.chart(NIST_CUSUM, design=cusum.Design(k=0.3175, h=4.1959), from_=Reference(325.0, 1.0))
    moving = ewma.chart(WEIGHTS, design=ewma.Design(weight=0.1, width=2.7), from_=Reference(10.0, 1.0))
    assert isinstance(kept, Chart) and isinstance(moving, Chart)
    first = next(i for i, (z, top) in enumerate(zip(moving.values, moving.upper, strict=True)) if z > top)
    rows = (
        ("CUSUM", "first point to signal", printed(14, 0), kept.facts["first_signal"] + 1, f"{NIST}, sec. 6.3.2.3"),
        ("CUSUM", "upper sum there", printed(4.94, 2), kept.values[13], f"{NIST}, sec. 6.3.2.3"),
        ("EWMA", "28th value", printed(10.573, 3), moving.values[27], f"{MONTGOMERY}, data of table 9.1; R qcc 3.0"),
        ("EWMA", "first point to signal", printed(29, 0), first + 1, f"{MONTGOMERY}, data of table 9.1; R qcc 3.0"),
    )
    return [_one(*row) for row in rows]


def _run_lengths() -> list[Check]:
    from pyrometer.statistics import run_length
    from pyrometer.statistics.false_alarms import baseline_alarm_share
    from pyrometer.statistics.false_alarms import run_length as of_rules

    table = "Champ & Woodall 1987, Technometrics 29, table 1"
    sets = (("we-1",), 370.40), (("we-1", "we-2"), 225.44), (("we-1", "we-3"), 166.05), (("we-1", "we-4"), 152.73)
    rows = [
        (
            "Run rules",
            f"run length, {' + '.join(codes)}",
            printed(arl, 2),
            of_rules("western-electric", codes=codes),
            table,
        )
        for codes, arl in sets
    ]
    rows.append(("Run rules", "run length, all four", printed(91.75, 2), of_rules("western-electric"), table))
    page: tuple[tuple[float, float, float, int], ...] = (
        (4.0, 0.0, 168, 0),
        (5.0, 0.0, 465, 0),
        (4.0, 0.5, 26.6, 1),
        (5.0, 0.5, 38.0, 1),
        (4.0, 1.0, 8.38, 2),
        (5.0, 1.0, 10.4, 1),
    )
    for h, shift, arl, digits in page:
        ours = run_length.cusum(k=0.5, h=h, shift=shift)
        rows.append(("CUSUM", f"run length, h {h:g}, shift {shift:g}", printed(arl, digits), ours, PAGE))
    lucas = "Lucas & Saccucci 1990, Technometrics 32, table 3"
    for weight, width, said in ((0.4, 3.054, 14.3), (0.25, 2.998, 11.1), (0.2, 2.962, 10.5), (0.1, 2.814, 10.3)):
        ours = run_length.ewma(weight=weight, width=width, shift=1.0)
        rows.append(("EWMA", f"run length, weight {weight:g}, shift 1", printed(said, 1), ours, lucas))
    rows.append(("EWMA", "run length in control, weight 0.2", (500.0, 1.0), run_length.ewma(), lucas))
    twenty = "simulated, 1.1 % a point; Cryer & Ryan 1990"
    rows.append(
        (
            "XmR chart",
            "false alarms a new point, 20-point baseline",
            printed(0.011, 3),
            baseline_alarm_share(20),
            twenty,
        )
    )
    return [Check("run lengths", *row[:2], row[2][0], float(row[3]), row[2][1], row[4]) for row in rows]
