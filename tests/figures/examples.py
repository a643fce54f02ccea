"""Example findings of every kind, with invented names and numbers."""

import math
from datetime import date, timedelta
from typing import Any

from pyrometer.model.figure import Figure


def waves(n: int, centre: float, swing: float, seed: int = 7) -> list[float]:
    """Numbers that look like routine variation and are the same on every machine."""
    state, found = seed, []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        a = state / 2**31
        state = (state * 1103515245 + 12345) % 2**31
        b = state / 2**31
        found.append(round(centre + swing * math.sqrt(-2 * math.log(a + 1e-9)) * math.cos(2 * math.pi * b), 4))
    return found


def weeks(first: str, n: int) -> list[str]:
    """The Mondays from `first` on."""
    start = date.fromisoformat(first)
    return [(start + timedelta(weeks=i)).isoformat() for i in range(n)]


def chart_points() -> list[dict[str, Any]]:
    values = waves(27, 0.30, 0.022) + waves(31, 0.392, 0.02, 11)
    values[13], values[55] = 0.195, 0.276
    values[34:43] = [0.418, 0.411, 0.396, 0.413, 0.405, 0.398, 0.397, 0.396, 0.422]
    found = []
    for i, (on, value) in enumerate(zip(weeks("2025-09-22", 58), values, strict=True)):
        spread = None if i in (0, 27) else abs(value - values[i - 1])
        limit = 0.075 if i < 27 else 0.073
        found.append(
            {"starts_on": on, "value": value, "spread": spread, "spread_signal": bool(spread and spread > limit)}
        )
    found[13] |= {"signal": "beyond", "note": "Mail server down 3 days"}
    found[55] |= {"signal": "beyond"}
    for i in range(34, 43):
        found[i]["signal"] = "run"
    return found


CONTROL_CHART = Figure(
    "control_chart",
    "Prospects who gave information within 14 days",
    "The two-question reply form moved the average from 30% to 39%; one week in October fell outside the limits.",
    {
        "unit": "share",
        "better": "up",
        "every": "week",
        "n": 2140,
        "n_of": "customers",
        "since": "2025-09-22",
        "until": "2026-11-02",
        "definition": "gave-information v4",
        "points": chart_points(),
        "phases": [
            {
                "starts_on": "2025-09-22",
                "label": "Baseline",
                "centre": 0.30,
                "lower": 0.235,
                "upper": 0.365,
                "spread_centre": 0.024,
                "spread_upper": 0.075,
            },
            {
                "starts_on": "2026-03-30",
                "label": "Two-question reply form (PDSA-7)",
                "centre": 0.387,
                "lower": 0.326,
                "upper": 0.449,
                "spread_centre": 0.023,
                "spread_upper": 0.073,
            },
        ],
        "target": 0.40,
    },
)


def stepped() -> Figure:
    """A p chart: the limits follow how many there were each month."""
    months = [f"{2024 + k // 12}-{k % 12 + 1:02d}-01" for k in range(22)]
    counts = [int(n) for n in waves(22, 130, 45, 5)]
    values = waves(22, 0.24, 0.03, 3)
    values[9] = 0.41
    points = []
    for on, n, value in zip(months, counts, values, strict=True):
        half = 3 * math.sqrt(0.24 * 0.76 / max(25, n))
        lower = 0.24 - half
        points.append(
            {"starts_on": on, "value": value, "n": n, "lower": lower if lower > 0 else None, "upper": 0.24 + half}
        )
    points[9]["signal"] = "beyond"
    data = {"unit": "share", "better": "up", "every": "month", "points": points, "n": sum(counts), "n_of": "offers"}
    return Figure(
        "control_chart",
        "Offers that were signed",
        "One month lies above its limit.",
        data | {"phases": [{"starts_on": months[0], "centre": 0.24}]},
    )


def early() -> Figure:
    """Nine points: too early for limits."""
    points = [{"starts_on": on, "value": v} for on, v in zip(weeks("2026-08-31", 9), waves(9, 21, 5), strict=True)]
    data = {
        "unit": "days",
        "better": "down",
        "every": "week",
        "points": points,
        "too_early": "9 points; limits need 12",
    }
    return Figure(
        "run",
        "Days from need to meeting",
        "Nine weeks; too early for limits.",
        data | {"centre_name": "Median", "phases": [{"starts_on": "2026-08-31", "centre": 21.0}]},
    )


FIGURES = {"control_chart": CONTROL_CHART, "stepped": stepped(), "run": early()}

STEPS = [
    ("Attention", "answered us", 2140, 688, 1141, 311, 46, 0.32, 0.30, 0.34, 3, 9, 41),
    ("Information", "told us the problem", 688, 402, 138, 148, 31, 0.58, 0.55, 0.62, 6, 17, 66),
    ("Time", "brought the decider", 402, 151, 75, 176, 74, 0.38, 0.33, 0.42, 21, 58, 188),
    ("Trust", "shared their numbers", 151, 97, 12, 42, 6, 0.64, 0.56, 0.71, 12, 30, 122),
    ("Money", "signed", 97, 61, 17, 19, 4, 0.63, 0.53, 0.72, 15, 33, 73),
]
STEP_KEYS = (
    *("name", "action", "n_in", "n_on", "n_stopped", "n_waiting", "n_too_long"),
    *("share", "low", "high", "median_days", "p85_days", "hours"),
)


def flow(steps: list[dict[str, Any]], **more: Any) -> Figure:
    """A flow of these steps."""
    data = {
        "steps": steps,
        "constraint": "Time",
        "too_long": "longer than 85% of those who went on",
        "n_of": "customers",
    }
    title = "From attention to money"
    return Figure("flow", title, "Of 2,140 customers 61 signed; the constraint is Time, where 176 wait.", data | more)


FLOW_STEPS = [dict(zip(STEP_KEYS, row, strict=True)) | {"hours_of": "our time a week"} for row in STEPS]
LONG_STEPS = [{k: v for k, v in s.items() if k not in ("hours", "hours_of")} for s in (*FLOW_STEPS, *FLOW_STEPS[:3])]
LONG_STEPS = [s | {"name": f"{s['name']} {i + 1}"} for i, s in enumerate(LONG_STEPS)]
LONG_STEPS[6] |= {"share": None, "low": None, "high": None, "median_days": None, "p85_days": None}
AGAIN = [(31, 0), (0, 9), (1_204, 12), (2, 1), (0, None)]
AGAIN_STEPS = [s | {"n_taken_up": up, "n_back": back} for s, (up, back) in zip(FLOW_STEPS, AGAIN, strict=True)]
FIGURES |= {
    "flow_again": flow(AGAIN_STEPS),
    "flow": flow(FLOW_STEPS, total_days=57, n=2140, since="2025-09-22", until="2026-11-02"),
    "flow_long": flow(LONG_STEPS, constraint="Time 3", within_days=90),
    "flow_six": flow(LONG_STEPS[:6], constraint="Time 3"),
    "flow_two": flow(FLOW_STEPS[:2], constraint=None, out_name="signed"),
}


def curve(label: str, ends: str, ceiling: float, pace: float, spread: float) -> dict[str, Any]:
    """A curve that rises to a ceiling."""
    ages = list(range(0, 181))
    share = [ceiling * (1 - math.exp(-age / pace)) for age in ages]
    half = [spread * (1 - math.exp(-age / pace)) * (0.4 + age / 300) for age in ages]
    low = [max(0.0, s - h) for s, h in zip(share, half, strict=True)]
    high = [min(1.0, s + h) for s, h in zip(share, half, strict=True)]
    return {"label": label, "ends": ends, "age_days": ages, "share": share, "low": low, "high": high}


def incidence(curves: list[dict[str, Any]], **more: Any) -> Figure:
    """Curves of those who brought the decider."""
    return Figure(
        "incidence",
        "Brought the decider, by days since they told us the problem",
        "38% go on within 90 days.",
        {"curves": curves, "unit": "days"} | more,
    )


STRIP_ROWS = [
    ("Gave information within 14 days", 0.39, 0.02, 0.33, 0.45, "Look: one week outside the limits"),
    ("Answered first mail", 0.33, 0.025, 0.26, 0.41, "Routine variation; leave it alone"),
    ("Days from need to meeting", 37.0, 2.4, 31.0, 46.0, "Routine variation; leave it alone"),
    ("Quotes re-sent", 51, 1.8, 45, 57, "Look: one week outside the limits"),
    ("Meetings with a next step", 0.53, 0.04, None, None, "Too early for limits: 9 weeks; limits need 12"),
]


def strips() -> Figure:
    rows = []
    for k, (label, centre, swing, lower, upper, says) in enumerate(STRIP_ROWS):
        values: list[float | None] = list(waves(26, centre, swing, 20 + k))
        signals = [""] * 26
        if k in (0, 3):
            values[23], signals[23] = (0.27, "beyond") if k == 0 else (63, "beyond")
        if k == 1:
            values[7] = None
        unit = "count" if k == 3 else "days" if k == 2 else "share"
        row = {"label": label, "says": says, "unit": unit, "better": "up" if k != 3 else "down", "values": values}
        rows.append(row | {"signals": signals, "centre": centre if upper else None, "lower": lower, "upper": upper})
    return Figure(
        "strip", "Measures of this process", "Two of five measures show a signal.", {"rows": rows, "every": "week"}
    )


GO = curve("Go on", "gone_on", 0.42, 38, 0.05)
STOP = curve("Stop", "stopped", 0.44, 70, 0.05)
FIGURES |= {
    "incidence": incidence(
        [GO, STOP],
        at={"age_days": 90, "share": 0.382, "low": 0.331, "high": 0.42, "label": "within 90 days"},
        misleading={"share": 0.668, "label": "won / (won + lost)"},
        at_risk=[
            {"age_days": a, "n": n}
            for a, n in ((0, 402), (30, 287), (60, 190), (90, 121), (120, 80), (150, 41), (180, 12))
        ],
        n=402,
        n_of="customers",
    ),
    "incidence_groups": incidence(
        [
            GO | {"label": "Fair"},
            curve("Mail", "gone_on", 0.3, 50, 0.06),
            curve("A partner with a very long name", "gone_on", 0.28, 30, 0.08),
        ]
    ),
    "strip": strips(),
}


def funnel() -> Figure:
    """Eleven sellers, one of them outside."""
    centre, ns = 0.25, list(range(8, 131, 2))

    def limit(level: float, z: float) -> dict[str, Any]:
        half = [z * math.sqrt(centre * (1 - centre) / n) for n in ns]
        lower, upper = [max(0.0, centre - h) for h in half], [min(1.0, centre + h) for h in half]
        return {"level": level, "n": ns, "lower": lower, "upper": upper}

    sizes = (14, 22, 25, 31, 40, 44, 58, 63, 77, 101, 120)
    values = (0.29, 0.14, 0.36, 0.26, 0.2, 0.31, 0.24, 0.27, 0.43, 0.22, 0.25)
    groups = [{"n": n, "value": v, "outside": "high" if v > 0.4 else ""} for n, v in zip(sizes, values, strict=True)]
    groups[8]["label"] = "Team North"
    data = {"unit": "share", "better": "up", "value_name": "Share won", "n_name": "prospects of the seller"}
    data |= {"centre": centre, "limits": [limit(0.95, 1.96), limit(0.998, 3.09)], "groups": groups}
    return Figure("funnel_plot", "Share won by seller, against the number of cases", "One of eleven is outside.", data)


def ageing() -> Figure:
    """Who waits, by age."""
    edges = [0, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, None]
    counts = [31, 28, 24, 22, 26, 19, 12, 9, 4, 1, 0, 14]
    late = [0, 0, 0, 0, 0, 2, 12, 9, 4, 1, 0, 14]
    bins = [
        {"from_days": edges[i], "to_days": edges[i + 1], "n": n, "n_too_long": hot}
        for i, (n, hot) in enumerate(zip(counts, late, strict=True))
    ]
    data = {"bins": bins, "too_long_days": 58, "too_long": "longer than 85% of those who went on", "unit": "customers"}
    return Figure("ageing", "How long the open ones have waited", "42 of 190 wait longer than 58 days.", data)


def months() -> Figure:
    """Orders by month, and wins and losses by position in the quarter."""
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    usual = waves(12, 120, 9, 21)
    usual[11] = 171
    positions = [
        {"label": m, "value": round(v), "lower": 95, "upper": 147, "values": [round(v) - 9, round(v) + 7], "signal": ""}
        for m, v in zip(names, usual, strict=True)
    ]
    positions[11]["signal"] = "high"
    return Figure(
        "months",
        "Orders by month",
        "December brings more than chance.",
        {"unit": "count", "panels": [{"label": "Won", "centre": 121, "positions": positions}]},
    )


def quarter() -> Figure:
    panels = []
    for label, values, centre, band in (
        ("Won", (88, 96, 212), 132, (108, 158)),
        ("Lost", (410, 402, 188), 333, (296, 371)),
    ):
        positions = [
            {
                "label": f"{nth} month",
                "value": v,
                "lower": band[0],
                "upper": band[1],
                "values": [v - 12, v, v + 14],
                "signal": "high" if v > band[1] else "low" if v < band[0] else "",
            }
            for nth, v in zip(("1st", "2nd", "3rd"), values, strict=True)
        ]
        panels.append(
            {"label": label, "centre": centre, "better": "up" if label == "Won" else "down", "positions": positions}
        )
    return Figure(
        "months",
        "Won and lost by month of the quarter",
        "Wins pile up in the third month.",
        {"unit": "count", "panels": panels},
    )


WASTE = [
    ("Chasing after a clear no", 212, "0.4", True),
    ("Quotes re-sent unchanged", 148, "1.1", False),
    ("Demos without a stated need", 131, "2.6", False),
    ("CRM fields nobody reads", 96, "0", True),
    ("Waiting for discount approval", 71, "0", True),
    ("Meetings with no next step", 54, "3.9", False),
    ("Copying data between tools", 33, "0", True),
    ("Travel to no-shows", 19, "0", True),
]


def pareto() -> Figure:
    bars = [{"label": w, "value": v, "cells": [c], "hot_cells": [hot]} for w, v, c, hot in WASTE]
    data = {
        "unit": "hours",
        "value_name": "Hours a month",
        "bars": bars,
        "columns": ["Customer actions per 100 h"],
        "cut": 0.65,
    }
    return Figure("pareto", "Hours that moved no customer", "Three kinds of work take 64% of the hours.", data)


def bars() -> Figure:
    rows = [
        {"label": w, "value": v / 500, "low": v / 600, "high": v / 420, "hot": k == 2}
        for k, (w, v, _, _) in enumerate(WASTE[:4])
    ]
    return Figure(
        "bars",
        "Share that answers, by what we asked",
        "Four asks.",
        {"unit": "share", "value_name": "Answered", "bars": rows},
    )


def forest() -> Figure:
    rows = [
        {"label": "Fair", "value": 0.41, "low": 0.36, "high": 0.46, "n": 512, "outside": ""},
        {"label": "Mail", "value": 0.29, "low": 0.22, "high": 0.35, "n": 203, "outside": "low"},
        {
            "label": "A partner with a very long name indeed, Ltd",
            "value": 0.5,
            "low": 0.44,
            "high": 0.57,
            "n": 260,
            "outside": "high",
        },
        {"label": "Search", "value": None, "note": "too few: needs 20, has 6", "n": 6},
    ]
    data = {"unit": "share", "better": "up", "value_name": "go on within 90 days", "rows": rows}
    return Figure(
        "forest",
        "Sources, by who goes on",
        "Mail brings fewer.",
        data | {"reference": 0.38, "reference_name": "all together"},
    )


def matrix() -> Figure:
    stages = ["Engaged", "Need stated", "Decider met", "Signed"]
    values = [[212, 31, 4, 0], [98, 120, 22, 1], [61, 44, 80, 3], [2, 1, 5, 61]]
    data = {
        "rows": stages,
        "columns": stages,
        "values": values,
        "row_name": "The stage says",
        "column_name": "The customer did",
        "hot": [[1, 0], [2, 0]],
    }
    return Figure("matrix", "What the stage says and what the customer did", "Sales are ahead of customers.", data)


FIGURES |= {
    "funnel_plot": funnel(),
    "ageing": ageing(),
    "months": months(),
    "quarter": quarter(),
    "pareto": pareto(),
    "bars": bars(),
    "forest": forest(),
    "matrix": matrix(),
}


NODES = [
    ("mailed", "Mailed", "we", 2140, 600),
    ("called", "Called", "we", 1210, 842),
    ("replied", "Replied", "customer", 688, 286),
    ("need", "Stated the need", "customer", 402, None),
    ("booked", "Booked a meeting", "customer", 350, None),
    ("demo", "Gave a demo", "we", 268, 87),
    ("decider", "Brought the decider", "customer", 151, None),
    ("quote", "Sent a quote", "we", 204, 50),
    ("numbers", "Shared numbers", "customer", 97, 36),
    ("signed", "Signed", "customer", 61, None),
    ("missed", "Missed meeting", "rework", 84, 26),
    ("again", "Sent it again", "rework", 133, 71),
]
EDGES = [
    ("mailed", "called", 900), ("called", "called", 310), ("mailed", "replied", 640), ("called", "replied", 48),
    ("replied", "need", 402), ("need", "booked", 350), ("booked", "decider", 120), ("need", "demo", 52),
    ("booked", "demo", 146), ("demo", "decider", 31), ("demo", "quote", 150), ("decider", "quote", 54),
    ("decider", "numbers", 82), ("numbers", "signed", 61), ("quote", "again", 133), ("again", "again", 47),
    ("again", "numbers", 15), ("booked", "missed", 84), ("missed", "booked", 58),
]  # fmt: skip


def lanes(nodes: Any = tuple(NODES), edges: Any = tuple(EDGES)) -> Figure:
    """What happened, step by step."""
    keys = ("action", "label", "lane", "n", "n_stopped")
    data = {
        "nodes": [dict(zip(keys, row, strict=True)) for row in nodes],
        "edges": [{"start": a, "stop": b, "n": n} for a, b, n in edges],
        "n_of": "customers",
    }
    return Figure("lanes", "What happened, step by step", "One quote in two is sent again.", data)


def tangle() -> Figure:
    """Twenty actions that all lead to each other."""
    nodes = [
        (f"a{i:02}", f"Action number {i}", ("we", "customer", "rework")[i % 3], 1000 - 37 * i, i * 3) for i in range(20)
    ]
    edges = [
        (f"a{i:02}", f"a{j:02}", max(1, 400 - 13 * abs(i - j) * (i + 1)))
        for i in range(20)
        for j in range(20)
        if (i * j + i) % 3
    ]
    return lanes(nodes, edges)


FIGURES |= {"lanes": lanes(), "tangle": tangle()}


def one_lane() -> Figure:
    """A log of a bank: long names, all in one lane but one."""
    names = (
        "A SUBMITTED",
        "A PARTLYSUBMITTED",
        "A PREACCEPTED",
        "W Completeren aanvraag",
        "A ACCEPTED",
        "O SELECTED",
        "A FINALIZED",
    )
    names += (
        "O CREATED",
        "O SENT",
        "W Nabellen offertes",
        "O SENT BACK",
        "W Valideren aanvraag",
        "A REGISTERED",
        "A DECLINED",
    )
    nodes = [(n, n, "customer" if n == "O SENT BACK" else "we", 13087 - 800 * i, 400) for i, n in enumerate(names)]
    edges = [(a, b, 12000 - 700 * i) for i, (a, b) in enumerate(zip(names, names[1:], strict=False))]
    edges += [
        ("A PREACCEPTED", "A DECLINED", 3000),
        ("W Nabellen offertes", "O SELECTED", 900),
        ("A SUBMITTED", "W Completeren aanvraag", 500),
    ]
    edges += [
        ("W Completeren aanvraag", "W Completeren aanvraag", 4000),
        ("W Nabellen offertes", "W Nabellen offertes", 5000),
    ]
    return lanes(nodes, edges)


FIGURES |= {"one_lane": one_lane()}
