"""Lanes: what we did, what the customer did and what was done again, with counts on every way between.

`data`::

    {"nodes": [{"action": "replied", "label": "Replied", "lane": "customer",   # we | customer | rework
                "n": 688,                     # prospects (or events) in it
                "n_stopped": 286,             # optional: how many came no further
                "position": 0.25},            # optional: 0 first .. 1 last; else found from the ways
               ...],
     "edges": [{"start": "mailed", "stop": "replied", "n": 640}, ...],   # start == stop is a loop
     "n_of": "customers"}

At most 14 nodes are drawn, the most frequent first, and the ways between them that matter; the figure says how
many actions and ways it leaves out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._labels import Paper, Spot, box, find
from pyrometer.figures._lanes_plan import LANES, Plan, plan
from pyrometer.figures._lanes_ways import Drawn, Ground, arc_levels, arrow, path, sampled, ways
from pyrometer.figures._say import number, plural
from pyrometer.figures._scale import Room
from pyrometer.figures._style import BETTER, INK, LABEL, META, PAPER, SMALL, STOPPED, TEXT, WORSE, Letters
from pyrometer.figures._text import at_most
from pyrometer.figures._text import width as width_of
from pyrometer.model.figure import Figure

NAMES = {"we": "What we did", "customer": "What the customer did", "rework": "Rework"}
FILLS = {"we": "#faf9f6", "customer": "#eaf1f7", "rework": "#f8f1ea"}
WAY, AGAIN = "#aebac5", "#de977a"
LANE_NAME = Letters(12, 600, INK)
BOX_NAME = Letters(11.5, 600, INK)
COUNT = Letters(11.5, 400, TEXT)
LEAST_PITCH = 130  # narrower columns would cut the names of actions: then time goes down, whatever the width
ON_WAY = replace(LABEL, rim=PAPER)


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide; on a phone, or with many steps, time goes down and lanes stand side by side."""
    if not figure.data.get("nodes"):
        return blank(figure, width)
    top = head(figure, width)
    found = plan(figure.data)
    is_down = width < NARROW or found.n_columns > width // LEAST_PITCH
    lanes = [lane for lane in LANES if any(found.lane(a) == lane for a in found.nodes)]
    rooms, ground, bottom = (down if is_down else across)(found, lanes, width, top.bottom + 6)
    drawn = ways(found, ground)
    body = [svg.rect(r.left, r.top, r.right - r.left, r.bottom - r.top, fill=FILLS[lane]) for lane, r in rooms.items()]
    body += [line for d in sorted(drawn, key=lambda d: -d.thick) for line in one_way(d, ground)]
    body += exits(found, ground)
    body += [part for action in found.nodes for part in one_box(found, ground, action)]
    body += lane_names(rooms, is_down=is_down)
    named = [Room(r.left, r.left + 140, r.top, r.top + 20) for r in rooms.values()]
    body += labels(found, ground, drawn, (Room(0, width, top.bottom, bottom), named))
    words, bottom = left_out(found, width, bottom + 18)
    return picture(figure, width, bottom, [*top.parts, *body, *words])


def across(found: Plan, lanes: Sequence[str], width: float, top: float) -> tuple[dict[str, Room], Ground, float]:
    """Lanes under each other, time to the right."""
    pitch = min(170.0, (width - 24) / found.n_columns)
    levels = arc_levels(found)
    crossing = sum(found.lane(w.start) != found.lane(w.stop) for w in found.ways)
    gap = 24.0 + min(40, max(0, 3 * (crossing - 6)))
    rooms, middles, y = {}, {}, top
    for lane in lanes:
        high = 9.0 * max((k + 1 for w, k in levels.items() if found.lane(w.start) == lane), default=0)
        rooms[lane] = Room(0, min(width, max(420.0, 64 + pitch * found.n_columns)), y, y + 100 + high)
        middles[lane] = y + 48 + high
        y += 100 + high + gap
    widest = max(len(number(w.n, "count")) for w in found.ways) * 7.2 + 8 if found.ways else 24
    along = min(130.0, pitch - max(24.0, widest))
    is_long = any(width_of(name_of(found, a), BOX_NAME) > along - 8 for a in found.nodes)
    return rooms, Ground(False, 12, pitch, along, 50 if is_long else 38, middles), y - gap


def down(found: Plan, lanes: Sequence[str], width: float, top: float) -> tuple[dict[str, Room], Ground, float]:
    """Lanes beside each other, time down; each lane has room for its arcs before its boxes."""
    levels = arc_levels(found)
    most = {lane: max((k + 1 for w, k in levels.items() if found.lane(w.start) == lane), default=0) for lane in lanes}
    is_phone = width < NARROW
    pitch, high, side = (78.0, 44.0, 17.0) if is_phone else (56.0, 36.0, 46.0)
    lift = min(9.0, width * 0.22 / max(1, sum(most.values())))
    arcs = {lane: side + (lift * n + 14 if n else 0) for lane, n in most.items()}
    box_wide = min(92.0 if is_phone else 190.0, (width - sum(arcs.values())) / len(lanes) - side)
    bottom = top + 32 + pitch * found.n_columns
    rooms, middles, x = {}, {}, 0.0
    for lane in lanes:
        wide = width / len(lanes) if is_phone and not any(most.values()) else arcs[lane] + box_wide + side
        rooms[lane] = Room(x + 1, x + wide - 1, top, bottom)
        middles[lane] = x + wide - side - box_wide / 2
        x += wide
    return rooms, Ground(True, top + 32, pitch, high, box_wide, middles, lift), bottom


def lane_names(rooms: Mapping[str, Room], *, is_down: bool) -> list[str]:
    """What each lane holds."""
    body = []
    for lane, room in rooms.items():
        lines = at_most(NAMES[lane], 2, room.right - room.left - 8, LANE_NAME) if is_down else [NAMES[lane]]
        for i, words in enumerate(lines):
            x, y = room.left + (5 if is_down else 10), room.top + 16 + 14 * i
            body.append(svg.rect(x - 3, y - 11, width_of(words, LANE_NAME) + 6, 15, fill=FILLS[lane]))
            body.append(svg.text(x, y, words, LANE_NAME))
    return body


def one_way(drawn: Drawn, ground: Ground) -> list[str]:
    """A way as thick as customers, with an arrowhead where it does not simply go forward."""
    fill = AGAIN if drawn.is_rework else WAY
    body = [svg.path(path(drawn, ground), fill="none", stroke=fill, stroke_width=drawn.thick)]
    corners = arrow(drawn, ground)
    return [*body, svg.path(svg.points(corners) + "Z", fill=fill)] if corners else body


def name_of(found: Plan, action: str) -> str:
    """How people say an action."""
    return svg.clean(found.nodes[action].get("label") or action.replace("_", " ").capitalize())


def one_box(found: Plan, ground: Ground, action: str) -> list[str]:
    """An action: its name and how many."""
    node, room = found.nodes[action], ground.on_paper(ground.room(found, action))
    lane = found.lane(action)
    paint: dict[str, Any] = {
        "we": {"stroke": "#c5cad0", "stroke_width": 1.2},
        "customer": {"stroke": BETTER, "stroke_width": 1.6},
        "rework": {"stroke": WORSE, "stroke_width": 1.2, "stroke_dasharray": "3 2"},
    }[lane]
    wide, middle = room.right - room.left, (room.left + room.right) / 2
    body = [svg.rect(room.left, room.top, wide, room.bottom - room.top, fill=PAPER, rx=3, **paint)]
    size = replace(BOX_NAME, size=11.0 if wide < 90 else 11.5)
    lines = at_most(name_of(found, action), 2 if room.bottom - room.top > 40 else 1, wide - 8, size)
    base = (room.top + room.bottom) / 2 + 4 - 7.5 * len(lines)
    body += [svg.text(middle, base + 14 * i, w, size, "middle") for i, w in enumerate(lines)]
    return [*body, svg.text(middle, base + 14 * len(lines), number(node.get("n"), "count"), COUNT, "middle")]


def exits(found: Plan, ground: Ground) -> list[str]:
    """Those who came no further after an action, as a stub."""
    most = max((n.get("n") or 0 for n in found.nodes.values()), default=1) or 1
    body = []
    for action, node in found.nodes.items():
        if not node.get("n_stopped"):
            continue
        room = ground.room(found, action)
        thick = max(1.5, node["n_stopped"] / most * 22)
        u = room.right - 12 - thick / 2
        (x1, y1), (x2, y2) = ground.xy((u, room.bottom)), ground.xy((u, room.bottom + 9))
        body.append(svg.line(x1, y1, x2, y2, stroke=STOPPED, stroke_width=thick))
    return body


def labels(found: Plan, ground: Ground, drawn: Sequence[Drawn], paper: tuple[Room, Sequence[Room]]) -> list[str]:
    """The numbers on the ways and of those who stopped; none on a box or on another number."""
    taken = [_wider(ground.on_paper(ground.room(found, a))) for a in found.nodes]
    edges, named = paper
    taken += named
    lines = [Room(x - 2, x + 2, y - 2, y + 2) for d in drawn for x, y in map(ground.xy, sampled(d))]
    body = []
    for words, spots, letters in [*_stopped(found, ground), *(_counted(d, ground) for d in drawn)]:
        spot = find(words, letters, spots, Paper(taken, lines, edges))
        if spot is not None:
            taken.append(box(spot, words, letters))
            body.append(svg.text(spot.x, spot.y, words, letters, spot.anchor))
    return body


def _wider(room: Room) -> Room:
    return Room(room.left - 1, room.right + 1, room.top - 1, room.bottom + 1)


def _counted(drawn: Drawn, ground: Ground) -> tuple[str, list[Spot], Letters]:
    off = drawn.thick / 2 + 4
    at = [ground.xy(s) for s in sampled(drawn)]
    middle = len(at) // 2
    ordered = sorted(range(len(at)), key=lambda i: abs(i - middle))
    is_level = (drawn.kind in ("straight", "arc")) != ground.is_down
    spots = []
    for x, y in (at[i] for i in ordered):
        beside = [Spot(x + off, y + 4, "start"), Spot(x - off, y + 4, "end")]
        over = [Spot(x, y - off, "middle"), Spot(x, y + off + 8, "middle")]
        spots += over + beside if is_level else beside + over
    return number(drawn.way.n, "count"), spots, ON_WAY


def _stopped(found: Plan, ground: Ground) -> list[tuple[str, list[Spot], Letters]]:
    rows = []
    for action, node in found.nodes.items():
        if node.get("n_stopped"):
            room = ground.room(found, action)
            x, y = ground.xy((room.right - 8, room.bottom + 9))
            spots = [
                Spot(x + 2, y + 4, "start"),
                Spot(x, y + 14, "middle"),
                Spot(x - 24, y + 6, "end"),
                Spot(x, y + 18, "start"),
            ]
            rows.append((f"−{number(node['n_stopped'], 'count')}", spots, SMALL))
    return rows


def left_out(found: Plan, width: float, y: float) -> tuple[list[str], float]:
    """How many actions and ways are not drawn."""
    parts = [plural(found.n_nodes_out, "rarer action")] if found.n_nodes_out else []
    parts += [plural(found.n_ways_out, "other way")] if found.n_ways_out else []
    if not parts:
        return [], y - 10
    lines = at_most(f"Left out: {' and '.join(parts)}; the table has them all.", 3, width, META)
    return [svg.text(0, y + 15 * i, w, META) for i, w in enumerate(lines)], y + 15 * len(lines) - 8


FIGURE = FigureKind(draw=draw)
