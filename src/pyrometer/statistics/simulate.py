"""Simulate: a selling plant with planted truth, so that a report can be held against what is really so."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.statistics._lives import ACTION, HARMFUL, LOST, PATH, Lives, Log, World, lives_of, month_of_quarter

__all__ = ["ACTION", "HARMFUL", "LOST", "PATH", "Simulated", "Truth", "World", "plant"]
SOURCES = ("web", "referral", "fair")
USUAL = World()  # the world of the demo


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so in the simulated plant, known because it was planted; counts are those at `until`."""

    world: World
    n_prospects: int
    n_entered: int  # replied by `until`
    n_ordered: int
    n_lost_marked: int
    n_lost_unmarked: int  # said no by `until`, and nobody wrote it down
    n_open: int  # by the records
    n_dead: int  # of them, who will never order
    yield_share: float  # of all who ever reply, who order in the end
    ordered_in_last_month: float  # share of the orders that fall into the third month of a quarter
    lost_in_last_month: float
    n_pulled: int
    late_share: float  # of the records, known more than a day after they happened
    harm_with: float  # of waits with the harmful step, who go on
    harm_without: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """`columns`: name -> array, one entry an event in order of recording, ready for a CSV event log; and the truth.

    Columns: prospect, happened_at and recorded_at (datetime64[us], UTC), side, actor, action, grade, minutes, amount,
    source. Text columns are '' and numbers NaN where there is nothing.
    """

    columns: dict[str, Any]
    truth: Truth


def plant(rng: np.random.Generator, *, n_prospects: int = 6000, world: World = USUAL) -> Simulated:
    """A selling plant: `n_prospects` mailed evenly over the time, each worked by one of identical sellers.

    The same generator state gives the same plant. Raises nothing; shares are taken as given.
    """
    length = (world.until - world.starts_on).days
    mailed = np.sort(rng.uniform(0, length, n_prospects))
    log = Log()
    lives = lives_of(rng, world, mailed, log)
    seller = rng.integers(0, world.n_sellers, n_prospects)
    source = rng.integers(0, len(SOURCES), n_prospects)
    columns = _columns(rng, world, log.joined(), seller, source)
    return Simulated(columns, _truth(world, lives, float(length), columns))


def _columns(rng: np.random.Generator, world: World, log: dict[str, Any], seller: Any, source: Any) -> dict[str, Any]:
    """The log as recorded by `until`, in order of recording."""
    n, length = len(log["days"]), (world.until - world.starts_on).days
    late = rng.random(n) < world.late
    known = log["days"] + np.where(late, 1.1 + rng.gamma(1.5, 6.0, n), rng.exponential(0.02, n))
    kept = np.flatnonzero(known < length)
    kept = kept[np.argsort(known[kept], kind="stable")]
    who, side = log["who"][kept], log["side"][kept]
    ours = side == "seller"
    names = np.array([f"seller {i:02d}" for i in range(world.n_sellers)], dtype=object)
    return {
        "prospect": np.array([f"P{i:05d}" for i in who], dtype=object),
        "happened_at": _instants(world, log["days"][kept]),
        "recorded_at": _instants(world, known[kept]),
        "side": side,
        "actor": np.where(ours, names[seller[who]], ""),
        "action": log["action"][kept],
        "grade": np.where(ours, 0, np.where(log["action"][kept] == ACTION[-1], 4, 2)),
        "minutes": log["minutes"][kept],
        "amount": log["amount"][kept],
        "source": np.array(SOURCES, dtype=object)[source[who]],
    }


def _instants(world: World, days: Any) -> Any:
    seconds = np.round(days * 86400).astype(np.int64)
    return np.datetime64(world.starts_on, "us") + (seconds * 1_000_000).astype("timedelta64[us]")


def _truth(world: World, lives: Lives, length: float, columns: dict[str, Any]) -> Truth:
    """The planted truth, counted with everything that the records hide."""
    seen = {action: set(columns["prospect"][columns["action"] == action]) for action in (ACTION[0], ACTION[-1], LOST)}
    entered, ordered, lost = (seen[a] for a in (ACTION[0], ACTION[-1], LOST))
    still = entered - ordered - lost
    n = lives.met.shape[1]
    will = {f"P{i:05d}" for i in range(n) if np.isfinite(lives.met[-1, i])}
    unmarked = np.isfinite(lives.no) & ~lives.marked & (lives.no < length)
    lag = columns["recorded_at"] - columns["happened_at"]
    waits = np.isfinite(lives.met[:-1])
    goes = np.isfinite(lives.met[1:])
    return Truth(
        world=world,
        n_prospects=n,
        n_entered=len(entered),
        n_ordered=len(ordered),
        n_lost_marked=len(lost),
        n_lost_unmarked=int(unmarked.sum()),
        n_open=len(still),
        n_dead=len(still - will),
        yield_share=float(np.isfinite(lives.met[-1]).sum() / waits[0].sum()),
        ordered_in_last_month=_in_last_month(world, lives.met[-1], length),
        lost_in_last_month=_in_last_month(world, lives.lost, length),
        n_pulled=int((lives.pulled & (lives.met[-1] < length)).sum()),
        late_share=float((lag > np.timedelta64(1, "D")).mean()),
        harm_with=float(goes[waits & lives.harmed].mean()),
        harm_without=float(goes[waits & ~lives.harmed].mean()),
    )


def _in_last_month(world: World, days: Any, length: float) -> float:
    here = days[np.isfinite(days) & (days < length)]
    return float((month_of_quarter(world, here)[0] == 2).mean()) if len(here) else 0.0
