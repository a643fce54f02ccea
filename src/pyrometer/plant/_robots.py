"""Robots: actors that work while everybody sleeps are no persons; guessed at the start, with the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from json import dumps
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pyrometer import config, writing

if TYPE_CHECKING:
    from pyrometer.plant._opened import Opened

NIGHT = range(5)  # local hours, from midnight
FEWEST = 50  # acts at night, under which nothing is guessed
AWAKE = 0.01  # the share of a robot's acts that fall into the night, at least; evenly spread they would be 5 of 24
ASLEEP = 0.1  # of that share, what the others' may be at most: where all work at night nobody is a robot for it


@dataclass(frozen=True, slots=True)
class Robot:
    """An actor that is no person: its acts, the share of them at night, and that of everybody else."""

    name: str
    n: int
    night_share: float
    others_share: float

    @property
    def evidence(self) -> str:
        """The comment in pyrometer.toml."""
        return (
            f"{self.name!r} acts at every hour of the day and is taken for no person: {100 * self.night_share:.2g}% of "
            f"its {self.n:,} acts fall between midnight and 5, of everybody else's {100 * self.others_share:.2g}%"
        )


def robots(plant: "Opened") -> list[Robot]:
    """The actors of the plant's ledger that are taken for robots, the busiest first."""
    by_actor = _hours(plant)
    totals = {name: sum(hours.values()) for name, hours in by_actor.items()}
    nights = {name: sum(hours.get(h, 0) for h in NIGHT) for name, hours in by_actor.items()}
    awake = {n for n, hours in by_actor.items() if len(hours) == 24 and nights[n] >= max(FEWEST, AWAKE * totals[n])}
    rest = max(1, sum(totals.values()) - sum(totals[name] for name in awake))
    share = (sum(nights.values()) - sum(nights[name] for name in awake)) / rest
    found = [Robot(name, totals[name], nights[name] / totals[name], share) for name in awake]
    kept = [r for r in found if rest > 1 and r.others_share <= ASLEEP * r.night_share]
    return sorted(kept, key=lambda r: (-r.n, r.name))


def _hours(plant: "Opened") -> dict[str, Mapping[int, int]]:
    """How many acts at an instant each actor has in each local hour of the day."""
    from pyrometer.process import zones

    tables = plant.ledger.tables(plant.backend)
    if tables.since is None:
        return {}
    reach: Any = SimpleNamespace(zone=plant.config.plant.zone, since=tables.since, until=tables.until)
    events = tables.events
    acts = events.filter(events.actor.notnull() & (events.precision == 0))
    cells = zones.cells(acts, "happened_at", reach, "actor")
    rows = cells.group_by("actor", hour=zones.local(cells.cell_at, reach).hour()).agg(n=cells.n.sum())
    found: dict[str, dict[int, int]] = {}
    for row in plant.backend.to_pyarrow(rows).to_pylist():
        found.setdefault(tables.words.actors[row["actor"]], {})[row["hour"]] = row["n"]
    return dict(found)


def note(plant: "Opened") -> None:
    """Writes the robots of the ledger into pyrometer.toml, each with the evidence, where it names none yet."""
    from pyrometer.sensors._guess.draft import remark

    found = robots(plant)
    if not found or plant.config.process.robots:
        return
    path = plant.folder / config.FILE
    lines = [remark(robot.evidence) for robot in found]
    lines.append(f"robots = {dumps([robot.name for robot in found], ensure_ascii=False)}")
    writing.put(path, path.read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(lines) + "\n")


def strangers(plant: "Opened") -> list[str]:
    """What is to be said of names under robots that no record bears, each with the near one."""
    from pyrometer.definitions.checks import Subject, unknown_robot

    robots = plant.config.process.robots
    if not robots or not plant.mark:
        return []
    actors = frozenset(plant.ledger.tables(plant.backend).words.actors)
    subject = Subject((), date.min, robots=robots, actors=actors)  # of definitions nothing is asked
    return [f"{where}: {text}" for where, text in unknown_robot.find(subject)]
