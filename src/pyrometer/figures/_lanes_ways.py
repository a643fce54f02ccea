"""The ways of a lane map: straight to a neighbour, arcs over boxes, curves between lanes, loops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyrometer.figures import _svg as svg
from pyrometer.figures._lanes_plan import LANES, Plan, Way
from pyrometer.figures._scale import Room

THICKEST, THINNEST = 13.0, 1.3
SIDE, GAP = 0.7, 7.0  # the part of a box's side that ways may take, and the air between two of them
Spot = tuple[float, float]
How = tuple[Mapping[tuple[str, Way], float], Mapping[Way, int]]


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of the map: `along` is the way of time (right, or down), `across` goes over the lanes.

    Columns are `pitch` apart, arcs over the same boxes `lift` apart.
    """

    is_down: bool
    start: float
    pitch: float
    along: float
    across: float
    middles: Mapping[str, float]
    lift: float = 9.0

    def xy(self, spot: Spot) -> Spot:
        """A place along and across as x and y."""
        return (spot[1], spot[0]) if self.is_down else spot

    def column(self, i: float) -> float:
        """The middle of a column."""
        return self.start + (i + 0.5) * self.pitch

    def room(self, plan: Plan, action: str) -> Room:
        """The box of an action: left and right along, top and bottom across."""
        u, v = self.column(plan.columns[action]), self.middles[plan.lane(action)]
        return Room(u - self.along / 2, u + self.along / 2, v - self.across / 2, v + self.across / 2)

    def on_paper(self, room: Room) -> Room:
        """That box in x and y."""
        return Room(room.top, room.bottom, room.left, room.right) if self.is_down else room


@dataclass(frozen=True, slots=True)
class Drawn:
    """A way as drawn: the places it goes through (along, across), its thickness, how it is bent, and its kind."""

    way: Way
    spots: tuple[Spot, ...]
    thick: float
    kind: str  # straight | arc | lane | through | loop
    is_rework: bool


def ways(plan: Plan, ground: Ground) -> list[Drawn]:
    """All ways of the plan with their places."""
    thick = thickness(plan, ground)
    how = ends(plan, ground, thick), arc_levels(plan)
    found = []
    for way in plan.ways:
        is_rework = "rework" in (plan.lane(way.start), plan.lane(way.stop))
        spots = places(plan, ground, way, how)
        found.append(Drawn(way, spots, thick[way], kind_of(plan, way), is_rework))
    return found


def touching(plan: Plan) -> dict[tuple[str, str], list[Way]]:
    """The ways at each side of each box, in the order that keeps neighbours from crossing."""
    found: dict[tuple[str, str], list[tuple[float, str, Way]]] = {}
    for way in plan.ways:
        if kind_of(plan, way) in ("straight", "loop"):
            continue
        for action, other in ((way.start, way.stop), (way.stop, way.start)):
            key = action, side_of(plan, action, other)
            found.setdefault(key, []).append((plan.columns[other], other, way))
    return {key: [w for *_, w in sorted(held, key=lambda t: (t[0], t[1], t[2].n))] for key, held in found.items()}


def thickness(plan: Plan, ground: Ground) -> dict[Way, float]:
    """How thick each way is: as customers, and so that all ways at one side of a box find room beside each other."""
    most = max((w.n for w in plan.ways), default=1)
    per_one = THICKEST / most
    for held in touching(plan).values():
        room = SIDE * ground.along - GAP * (len(held) - 1)
        per_one = min(per_one, max(room, 8.0) / sum(w.n for w in held))
    return {w: max(THINNEST, w.n * per_one) for w in plan.ways}


def ends(plan: Plan, ground: Ground, thick: Mapping[Way, float]) -> dict[tuple[str, Way], float]:
    """Where along a box each way leaves or reaches it."""
    found: dict[tuple[str, Way], float] = {}
    for (action, _), held in touching(plan).items():
        box = ground.room(plan, action)
        total = sum(thick[w] for w in held) + GAP * (len(held) - 1)
        u = box.left + 0.42 * ground.along - total / 2 if total < SIDE * ground.along else box.left + 4
        for way in held:
            found[action, way] = u + thick[way] / 2
            u += thick[way] + GAP
    return found


def kind_of(plan: Plan, way: Way) -> str:
    """How a way is drawn."""
    if way.start == way.stop:
        return "loop"
    a, b = plan.lane(way.start), plan.lane(way.stop)
    if a == b:
        return "straight" if is_neighbour(plan, way) else "arc"
    if abs(LANES.index(a) - LANES.index(b)) == 1:
        return "lane"
    between = range(*sorted((plan.columns[way.start], plan.columns[way.stop] + 1)))
    middle = {plan.columns[a] for a in plan.nodes if plan.lane(a) == "customer"}
    return (
        "lane" if "customer" not in {plan.lane(x) for x in plan.nodes} else "through" if middle or between else "lane"
    )


def is_neighbour(plan: Plan, way: Way) -> bool:
    """Whether a way goes forward in its lane with no box between."""
    a, b = plan.columns[way.start], plan.columns[way.stop]
    lane = plan.lane(way.start)
    return a < b and not any(plan.lane(x) == lane and a < plan.columns[x] < b for x in plan.nodes)


def arc_levels(plan: Plan) -> dict[Way, int]:
    """How high each arc within a lane is lifted so that arcs over the same boxes do not lie on each other."""
    levels: dict[Way, int] = {}
    arcs = [w for w in plan.ways if kind_of(plan, w) == "arc"]
    for w in sorted(arcs, key=lambda w: (abs(plan.columns[w.start] - plan.columns[w.stop]), w.start, w.stop)):
        taken = {levels[o] for o in levels if plan.lane(o.start) == plan.lane(w.start) and _meet(plan, o, w)}
        levels[w] = next(k for k in range(len(arcs) + 1) if k not in taken)
    return levels


def _meet(plan: Plan, a: Way, b: Way) -> bool:
    (a1, a2), (b1, b2) = (sorted((plan.columns[w.start], plan.columns[w.stop])) for w in (a, b))
    return a1 <= b2 and b1 <= a2


def side_of(plan: Plan, action: str, other: str) -> str:
    """Which side of an action's box a way to the other one touches: 'over' towards the first lane, or 'under'."""
    a, b = LANES.index(plan.lane(action)), LANES.index(plan.lane(other))
    return "over" if b <= a else "under"


def places(plan: Plan, ground: Ground, way: Way, how: How) -> tuple[Spot, ...]:
    """The places a way goes through."""
    (ports, levels), kind = how, kind_of(plan, way)
    a, b = ground.room(plan, way.start), ground.room(plan, way.stop)
    if kind == "straight":
        v = (a.top + a.bottom) / 2
        return ((a.right, v), (b.left, v))
    if kind == "loop":
        return ((a.right - 20, a.top), (a.right - 5, a.top - 13))
    u1, u2 = ports[way.start, way], ports[way.stop, way]
    if kind == "arc":
        lift = a.top - 11 - ground.lift * levels[way]
        return ((u1, a.top), (u1, lift), (u2, lift), (u2, b.top))
    v1 = a.bottom if side_of(plan, way.start, way.stop) == "under" else a.top
    v2 = b.bottom if side_of(plan, way.stop, way.start) == "under" else b.top
    if kind == "lane":
        return ((u1, v1), (u2, v2))
    gate = gutter(plan, ground, (u1 + u2) / 2)
    half = ground.across / 2 + 14
    middle = ground.middles["customer"]
    first, second = (middle - half, middle + half) if v1 < v2 else (middle + half, middle - half)
    return ((u1, v1), (gate, first), (gate, second), (u2, v2))


def gutter(plan: Plan, ground: Ground, wanted: float) -> float:
    """The nearest place along where no customer box stands: an empty column or the space between two."""
    taken = {plan.columns[a] for a in plan.nodes if plan.lane(a) == "customer"}
    free = [ground.column(i) for i in range(plan.n_columns) if i not in taken]
    free += [ground.column(i + 0.5) for i in range(plan.n_columns - 1)]
    return min(free, key=lambda u: abs(u - wanted), default=wanted)


def path(drawn: Drawn, ground: Ground) -> str:
    """The path data of a way."""
    if drawn.kind == "straight":
        return svg.points(ground.xy(s) for s in drawn.spots)
    if drawn.kind == "loop":
        (u1, v1), (u2, v2) = drawn.spots
        w = [_words(ground, spot) for spot in ((u1, v1), (u1, v2), (u2, v2), (u2, v1))]
        return f"M{w[0]}C{w[1]} {w[2]} {w[3]}"
    if drawn.kind == "arc":
        return _bend(drawn.spots[0], drawn.spots[3], ground, drawn.spots[1][1])
    parts = [_curve(a, b, ground) for a, b in zip(drawn.spots[::2], drawn.spots[1::2], strict=True)]
    if drawn.kind == "through":
        return parts[0] + f"L{_words(ground, drawn.spots[2])}" + parts[1][parts[1].index("C") :]
    return parts[0]


def _curve(a: Spot, b: Spot, ground: Ground) -> str:
    middle = (a[1] + b[1]) / 2
    w = [_words(ground, spot) for spot in (a, (a[0], middle), (b[0], middle), b)]
    return f"M{w[0]}C{w[1]} {w[2]} {w[3]}"


def _words(ground: Ground, spot: Spot) -> str:
    x, y = ground.xy(spot)
    return f"{svg.short(x)} {svg.short(y)}"


def _bend(a: Spot, b: Spot, ground: Ground, lift: float) -> str:
    r = min(10.0, abs(b[0] - a[0]) / 2) * (1 if b[0] > a[0] else -1)
    bends = (a, (a[0], lift), (a[0] + r, lift), (b[0] - r, lift), (b[0], lift), b)
    w = [_words(ground, spot) for spot in bends]
    return f"M{w[0]}Q{w[1]} {w[2]}L{w[3]}Q{w[4]} {w[5]}"


def sampled(drawn: Drawn, n: int = 12) -> list[Spot]:
    """Places along a way, for labels to stand beside and to keep away from."""
    s = drawn.spots
    if drawn.kind == "loop":
        return [(s[1][0], s[1][1])]
    if drawn.kind in ("lane", "through"):
        found = []
        for a, b in zip(s[::2], s[1::2], strict=True):
            found += [_on_curve(a, b, t / n) for t in range(n + 1)]
        return found
    found = []
    for a, b in zip(s, s[1:], strict=False):
        found += [(a[0] + (b[0] - a[0]) * t / n, a[1] + (b[1] - a[1]) * t / n) for t in range(n + 1)]
    return found


def _on_curve(a: Spot, b: Spot, t: float) -> Spot:
    middle = (a[1] + b[1]) / 2
    w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (w[0] + w[1]) * a[0] + (w[2] + w[3]) * b[0], w[0] * a[1] + (w[1] + w[2]) * middle + w[3] * b[1]


def arrow(drawn: Drawn, ground: Ground) -> Sequence[Spot]:
    """The three corners of the arrowhead at a way's end, in x and y; none for ways that simply go forward."""
    if drawn.kind in ("straight", "loop"):
        return ()
    (_, v0), (u, v) = drawn.spots[-2:]
    sign = 1 if v > v0 else -1
    half = max(3.5, drawn.thick / 2 + 2)
    return [ground.xy(s) for s in ((u - half, v - sign * 6), (u + half, v - sign * 6), (u, v))]
