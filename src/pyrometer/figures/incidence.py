"""Incidence: of those who entered, how many have gone on, stopped or still wait, by days since they entered.

`data`::

    {"curves": [{"label": "Go on", "ends": "gone_on",        # gone_on grows from below, stopped hangs from above
                 "age_days": [0, 1, 2, ...], "share": [...], "low": [...], "high": [...]},
                {"label": "Stop", "ends": "stopped", "age_days": [...], "share": [...], "low": [...], "high": [...]}],
     "waiting": "Still wait",                                # optional: the name of what lies between
     "at": {"age_days": 90, "share": 0.38, "low": 0.33, "high": 0.42, "label": "within 90 days"},   # optional
     "misleading": {"share": 0.67, "label": "won / (won + lost)"},    # optional: struck through beside the true one
     "at_risk": [{"age_days": 0, "n": 402}, {"age_days": 30, "n": 211}, ...],     # optional row under the axis
     "unit": "days"}                                         # days | hours (age_days stay days)

Curves are steps: `share[i]` holds from `age_days[i]` on. With one curve a group (several 'gone_on' and no 'stopped')
they are drawn as lines with bands, labelled at their ends.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._curves import band_path, last_of, round_days, staircase, step_path
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._say import NOTHING, between, number
from pyrometer.figures._scale import Room, Scale, ticks
from pyrometer.figures._style import BAND, INK, LINE, META, POINT, QUIET, RULE, SMALL, STOPPED, STRONG, WAY, Letters
from pyrometer.figures._text import fit, spread, width
from pyrometer.model.figure import Figure

BIG = Letters(23, 600, INK)
OLD = Letters(16, 400, QUIET)
UNDER = "#eef2f5"
DASHES = (None, "6 3", "2 3", "8 3 2 3")
Curve = Mapping[str, Any]


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    curves = [c for c in figure.data.get("curves") or [] if c.get("age_days")]
    if not curves:
        return blank(figure, width)
    top = head(figure, width)
    said, y = answer(figure.data, width, top.bottom)
    room = Room(44, width - margin_of(width), y + 10, y + (210 if width < NARROW else 270))
    last = max(c["age_days"][-1] for c in curves)
    data = figure.data if last else {**figure.data, "unit": "days"}  # all on one day: an axis of one day
    x = Scale(0, last or 1.0, room.left, room.right)
    is_stacked = any(c.get("ends") == "stopped" for c in curves)
    roof = 1.0 if is_stacked else min(1.0, 1.15 * max(max(c.get("high") or c["share"]) for c in curves) or 1.0)
    scale = Scale(0, roof, room.bottom, room.top)
    body = stacked(curves, x, scale) if is_stacked else grouped(curves, x, scale)
    body += horizon(figure.data, x, scale, room)
    body += end_labels(figure.data, curves, scale, width)
    body += share_axis(scale)
    axis, bottom = age_axis(data, x, room.bottom, width)
    return picture(figure, width, bottom + 8, [*top.parts, *said, *body, *axis])


def answer(data: Mapping[str, Any], room: float, y: float) -> tuple[list[str], float]:
    """The true share with its range, large, and the misleading one struck through beside it."""
    at, other = data.get("at"), data.get("misleading")
    if not at or at.get("share") is None:
        return [], y
    base, x = y + 28, 0.0
    body = [svg.text(x, base, number(at["share"], "share"), BIG)]
    x += width(number(at["share"], "share"), BIG) + 8
    interval = f" ({between(at.get('low'), at.get('high'), 'share')})"
    words = fit(svg.clean(at.get("label") or ""), room - x - width(interval, META), META) + interval
    body.append(svg.text(x, base, words, META))
    if not other or other.get("share") is None:
        return body, base + 8
    x += width(words, META) + 28
    wrong = number(other["share"], "share")
    label = f"{svg.clean(other.get('label') or '')}: leaves out who still waits"
    if x + width(wrong, OLD) + 12 + width(label, META) > room:
        x, base = 0.0, base + 24
    body.append(svg.text(x, base, wrong, OLD))
    body.append(svg.line(x - 2, base - 5.5, x + width(wrong, OLD) + 2, base - 5.5, stroke=QUIET, stroke_width=1.4))
    x += width(wrong, OLD) + 8
    return [*body, svg.text(x, base, fit(label, room - x, META), META)], base + 8


def flip(curve: Curve) -> Curve:
    """A curve that hangs from above."""
    turned = {key: [1 - v for v in curve[key]] for key in ("share", "low", "high") if curve.get(key)}
    return {**curve, **turned}


def stacked(curves: Sequence[Curve], x: Scale, y: Scale) -> list[str]:
    """Who went on from below, who stopped from above; what lies between still waits."""
    body, lines = [], []
    for curve in curves:
        hangs = curve.get("ends") == "stopped"
        shown = flip(curve) if hangs else curve
        xs, ys = staircase(shown["age_days"], shown["share"], x, y)
        if hangs and shown["age_days"][0] > 0:
            ys[0] = y(1.0)
        edge = y(1.0) if hangs else y(0.0)
        area = step_path(xs, ys, x.stop) + f"V{svg.short(edge)}H{svg.short(xs[0])}Z"
        body.append(svg.path(area, fill=BAND if hangs else UNDER))
        if curve.get("low") and curve.get("high"):
            lines.append(svg.path(band_path(shown, x, y, x.stop), fill=STOPPED if hangs else WAY))
        stroke = POINT if hangs else INK
        lines.append(svg.path(step_path(xs, ys, x.stop), fill="none", stroke=stroke, stroke_width=1.6))
    return body + lines


def grouped(curves: Sequence[Curve], x: Scale, y: Scale) -> list[str]:
    """One line a group with its band; told apart by dashes and by the names at their ends."""
    bands, lines = [], []
    for i, curve in enumerate(curves):
        if curve.get("low") and curve.get("high"):
            bands.append(svg.path(band_path(curve, x, y, x.stop), fill=WAY, fill_opacity=0.4))
        xs, ys = staircase(curve["age_days"], curve["share"], x, y)
        dash = DASHES[i % len(DASHES)]
        paint = {"stroke": INK if i < len(DASHES) else POINT, "stroke_width": 1.5, "stroke_dasharray": dash}
        lines.append(svg.path(step_path(xs, ys, x.stop), fill="none", **paint))
    return bands + lines


def horizon(data: Mapping[str, Any], x: Scale, y: Scale, room: Room) -> list[str]:
    """An upright at the age the answer speaks of, with its interval on it."""
    at = data.get("at")
    if not at or at.get("share") is None or not 0 <= at["age_days"] <= x.high:
        return []
    place = x(at["age_days"])
    body = [svg.line(place, room.top, place, room.bottom, stroke=LINE, stroke_dasharray="1.2 3")]
    if at.get("low") is not None and at.get("high") is not None:
        body.append(svg.line(place, y(at["low"]), place, y(at["high"]), stroke=INK, stroke_width=2))
    return [*body, svg.dot(place, y(at["share"]), 3.6, fill=INK)]


def end_labels(data: Mapping[str, Any], curves: Sequence[Curve], y: Scale, room: float) -> list[str]:
    """Name, share and range at the end of each curve, and of what still waits between them."""
    rows: list[tuple[float, str, float, str]] = []
    gone = went = 0.0
    for curve in curves:
        share = last_of(curve, "share") or 0.0
        hangs = curve.get("ends") == "stopped"
        went, gone = went + (0.0 if hangs else share), gone + share
        interval = between(last_of(curve, "low"), last_of(curve, "high"), "share")
        name = svg.clean(curve.get("label") or "")
        if hangs and not share:  # nobody was seen to: 0% would say that nobody does
            name, interval = f"{name}: none seen", ""
        rows.append((y(1 - share if hangs else share), name, share, interval))
    if any(c.get("ends") == "stopped" for c in curves):
        waits = max(0.0, 1 - gone)
        rows.append((y(went + waits / 2), svg.clean(data.get("waiting") or "Still wait"), waits, ""))
    places = spread([r[0] for r in rows], 30, y.stop + 4, y.start - 14)
    x = room - margin_of(room) + 12
    body = []
    for (_, name, share, interval), at in zip(rows, places, strict=True):
        written = "" if name.endswith(": none seen") else f" {number(share, 'share')}"
        name = fit(name, room - x - width(written, STRONG), STRONG)
        body.append(svg.text(x, at, f"{name}{written}", STRONG))
        if interval not in ("", NOTHING):
            body.append(svg.text(x, at + 14, interval, META))
    return body


def margin_of(room: float) -> float:
    """How wide the right margin is: room for the names at the ends of the curves."""
    return 104.0 if room < NARROW else 170.0


def share_axis(y: Scale) -> list[str]:
    """Shares beside the left edge."""
    return [svg.text(34, y(v) + 4, number(v, "share", 0), SMALL, "end") for v in ticks(0, y.low + y.high, 5)]


def age_axis(data: Mapping[str, Any], x: Scale, y: float, room: float) -> tuple[list[str], float]:
    """Days since they came in, and how many were still waiting at that age."""
    unit = str(data.get("unit") or "days")
    per_day = 24 if unit == "hours" else 1
    body = [svg.line(x.start, y, x.stop, y, stroke=RULE)]
    for mark in round_days(x.high * per_day, unit, 4 if room < NARROW else 8):
        place = x(mark / per_day)
        body.append(svg.line(place, y, place, y + 4, stroke=RULE))
        words = number(mark, "count")
        body.append(svg.text(min(place, x.stop + 8 - width(words, SMALL) / 2), y + 17, words, SMALL, "middle"))
    body.append(svg.text(x.stop + 12, y + 17, unit, SMALL))
    risk = data.get("at_risk") or []
    taken = 0.0
    for row in risk:
        words = number(row["n"], "count")
        half = width(words, SMALL) / 2
        place = min(x(row["age_days"]), x.stop + 8 - half)
        if place - half > taken and x(row["age_days"]) <= x.stop + 1:
            body.append(svg.text(place, y + 34, words, SMALL, "middle"))
            taken = place + half + 6
    if risk:
        body.append(svg.text(x.stop + 12, y + 34, "still there" if room < NARROW else "still waiting then", SMALL))
    return body, y + (40 if risk else 22)


FIGURE = FigureKind(draw=draw)
