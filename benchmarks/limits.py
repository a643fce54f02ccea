"""Every heavy measure against the best SQL written by hand over the same ledger, and against the bare scan.

python -m benchmarks.limits [--sizes 1 10] [--only graph nodes] [--out benchmarks/out] prints a table: seconds, and the
ratio of ours (settings checked, expression built and compiled, run, fetched, finished as a Table) to theirs (the text
of the query run by DuckDB itself and its rows fetched as Python values, as a Table holds them; the same rows, with
calendar days of the plant's zone). The scan reads the columns that the measure needs and adds them up.
Each size runs in a process of its own. The first line of a size says what building journeys and spells cost.
"""

import argparse
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY = "4GB"
BY_CUSTOMER = (
    "mail opened", "reached", "replied", "meeting held", "demo held", "trial started", "trial used",
    "quote opened", "terms agreed", "contract signed", "ordered", "paid",
)  # fmt: skip
PATH = ("replied", "meeting held", "demo held", "terms agreed", "ordered")
LOST = "approver named"  # nobody is lost in the made-up log: one late action plays the part

# measure -> (hand-written SQL, columns it needs, of which table); {e} events, {p} prospects, {j} journeys, {s} spells
HAND = {
    "graph": (
        "SELECT prev_action, action, count(*), avg(since_prev_us), median(since_prev_us) FROM {e}"
        " WHERE prev_action IS NOT NULL GROUP BY ALL",
        ("e", "prev_action", "action", "since_prev_us"),
    ),
    "nodes": (
        "WITH each AS (SELECT action, prospect, count(*) n, count(*) FILTER (prev_action IS NULL) f, sum(minutes) m"
        " FROM {e} GROUP BY ALL), after AS (SELECT prev_action, count(*) n FROM {e} GROUP BY ALL)"
        " SELECT action, sum(each.n), count(*), count(*) FILTER (each.n > 1), sum(f), sum(m), any_value(after.n)"
        " FROM each LEFT JOIN after ON after.prev_action = action GROUP BY action",
        ("e", "prospect", "action", "prev_action", "minutes"),
    ),
    "variants": (
        "WITH top AS (SELECT variant, count(*) n, min(prospect) one FROM {p} GROUP BY ALL ORDER BY n DESC, one"
        " LIMIT 50) SELECT one, n, string_agg(action::VARCHAR, ',' ORDER BY seq) FROM {e} JOIN top ON prospect = one"
        " GROUP BY ALL ORDER BY n DESC",
        ("p", "variant", "prospect"),
    ),
    "durations": (
        "SELECT count(*), avg(d), quantile_cont(d, [.5, .85, .9]), sum(d)"
        " FROM (SELECT epoch_us(last_at) - epoch_us(first_at) d FROM {p})",
        ("p", "first_at", "last_at"),
    ),
    "risk-table": (
        "SELECT age_us // 3600000000 b, count(*) FILTER (how = 1), count(*) FILTER (how = 2),"
        " count(*) FILTER (how = 0), count(*) FILTER (how = 3), count(*) FILTER (how = 4), 0"
        " FROM {s} WHERE milestone = -1 GROUP BY b ORDER BY b",
        ("s", "milestone", "age_us", "how", "late_us"),
    ),
    "occupancy": (
        "SELECT milestone, d, sum(x), sum(y) FROM (SELECT milestone, ({local(entered_at)})::DATE d, count(*) x, 0 y"
        " FROM {s} GROUP BY ALL UNION ALL SELECT milestone, ({local(left_at)})::DATE, 0, count(*) FROM {s}"
        " WHERE left_at IS NOT NULL GROUP BY ALL) GROUP BY ALL ORDER BY ALL",
        ("s", "milestone", "entered_at", "left_at"),
    ),
    "ageing": (
        "SELECT age_us // 86400000000 a,"
        " (epoch_us((SELECT max(last_at) FROM {p})) - epoch_us(last_at)) // 86400000000 b, count(*)"
        " FROM {s} JOIN {j} USING (prospect) WHERE milestone = -1 AND how = 0 GROUP BY ALL",
        ("s", "milestone", "how", "age_us", "prospect"),
    ),
    "series": (
        "SELECT date_trunc('week', {local(entered_at)}) w, count(*) FROM {j} GROUP BY w ORDER BY w",
        ("j", "entered_at"),
    ),
    "groups": (
        "SELECT seller, count(*), count(*) FILTER (outcome = 1), count(*) FILTER (outcome = 2),"
        " count(*) FILTER (outcome = 0), sum(amount) FROM {j} GROUP BY seller ORDER BY 2 DESC, seller",
        ("j", "seller", "outcome", "amount"),
    ),
    "silences": (
        "SELECT g // 86400000000 d, count(*) FROM (SELECT j.prospect, max(since_prev_us) g FROM {j} j JOIN {e} e"
        " ON e.prospect = j.prospect AND happened_at > entered_at AND happened_at <= won_at GROUP BY ALL) GROUP BY d",
        ("e", "prospect", "happened_at", "since_prev_us"),
    ),
    "follows": (
        "SELECT a.action, b.action, count(*) FROM {e} a JOIN {e} b ON a.prospect = b.prospect AND a.seq < b.seq"
        " GROUP BY ALL",
        ("e", "prospect", "seq", "action"),
    ),
    "heaping": (
        "WITH c AS (SELECT source, date_trunc('hour', happened_at) h, second(happened_at) s, count(*) n FROM {e}"
        " GROUP BY ALL) SELECT source, 0, hour(h), sum(n) FROM c GROUP BY ALL UNION ALL"
        " SELECT source, 1, dayofweek(h), sum(n) FROM c GROUP BY ALL UNION ALL"
        " SELECT source, 2, day(h), sum(n) FROM c GROUP BY ALL UNION ALL"
        " SELECT source, 3, s, sum(n) FROM c GROUP BY ALL",
        ("e", "source", "precision", "happened_at"),
    ),
    "heartbeat": (
        "SELECT source, ({local(h)})::DATE d, sum(n) FROM (SELECT source, date_trunc('hour', happened_at) h, count(*) n"
        " FROM {e} GROUP BY ALL) GROUP BY ALL ORDER BY ALL",
        ("e", "source", "happened_at"),
    ),
    "ties": (
        "WITH t AS (SELECT DISTINCT prospect, happened_at FROM {e} WHERE since_prev_us = 0),"
        " p AS (SELECT prospect, happened_at, source, source_seq, count(*) n FROM {e}"
        " SEMI JOIN t USING (prospect, happened_at) GROUP BY ALL),"
        " r AS (SELECT source, n, n > 1 OR min(source) OVER w <> max(source) OVER w AS no_order FROM p"
        " WINDOW w AS (PARTITION BY prospect, happened_at))"
        " SELECT source, sum(n), sum(n) FILTER (no_order) FROM r GROUP BY source"
        " UNION ALL SELECT source, count(*), NULL FROM {e} GROUP BY source",
        ("e", "prospect", "happened_at", "since_prev_us", "source"),
    ),
    "usage": (
        "SELECT action, count(*), count(DISTINCT prospect), count(DISTINCT actor), min(happened_at), max(happened_at)"
        " FROM {e} GROUP BY action UNION ALL SELECT * FROM (SELECT 0, count(*), count(DISTINCT prospect),"
        " count(DISTINCT actor), min(happened_at), max(happened_at) FROM (SELECT *, unnest(map_entries(about)) u"
        " FROM {e} WHERE about IS NOT NULL) GROUP BY u)",
        ("e", "action", "prospect", "actor", "happened_at"),
    ),
    "firsts": (
        "SELECT action, side, count(*), min(happened_at), max(happened_at) FROM {e} GROUP BY ALL",
        ("e", "action", "side", "happened_at"),
    ),
    "fill": (
        "WITH r AS (SELECT prospect, seq, happened_at, u.key f, u.value v FROM (SELECT *, unnest(map_entries(about)) u"
        " FROM {e} WHERE about IS NOT NULL) UNION ALL SELECT prospect, seq, happened_at, 'amount', amount::VARCHAR"
        " FROM {e} WHERE amount IS NOT NULL UNION ALL SELECT prospect, seq, happened_at, 'actor', actor::VARCHAR"
        " FROM {e} WHERE actor IS NOT NULL), l AS (SELECT prospect, f, min(happened_at) a, arg_max(v, seq) v FROM r"
        " GROUP BY ALL) SELECT f, v, count(*), count(*) FILTER (a > ended_at) FROM l LEFT JOIN {j} USING (prospect)"
        " GROUP BY ALL",
        ("e", "prospect", "seq", "happened_at", "amount", "actor"),
    ),
}


def written(query: str, named: dict[str, str], facts: Any) -> str:
    """The query with its tables named and `local(column)` written out: the zone's offsets as cases."""
    from pyrometer.process.zones import offsets

    def local(found: re.Match[str]) -> str:
        *changes, (_, last) = offsets(facts.zone, facts.since, facts.until)
        cases = "".join(f" WHEN {found[1]} < TIMESTAMP '{at}' THEN {by}" for at, by in changes)
        return f"{found[1]} + to_seconds(CASE{cases} ELSE {last} END)"

    return re.sub(r"\{local\((\w+)\)\}", local, query).format(**named)


def batches(path: Path) -> Iterator[Any]:
    """The made-up log with sides, and the channel told with the first event of a prospect."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from benchmarks import growth

    from pyrometer.sensors import _batch

    for batch in growth.batches(path):
        events = batch.events
        customer = pc.is_in(events["action"], pa.array(BY_CUSTOMER))
        events = events.set_column(events.schema.get_field_index("side"), _batch.EVENTS.field("side"),
                                   pc.if_else(customer, 0, 1).cast(pa.int8()))  # fmt: skip
        told = pc.equal(events["action"], "lead created").combine_chunks()
        channel = pa.array([[("channel", "fair")] if first else None for first in told.to_pylist()],
                           _batch.EVENTS.field("about").type)  # fmt: skip
        events = events.set_column(events.schema.get_field_index("about"), _batch.EVENTS.field("about"), channel)
        yield _batch.Batch(events, batch.refused, batch.n_rows)


def process(path: Path, place: Path) -> tuple[Any, float]:
    """The process of the log at that place, read and built when it is not there, and what building took."""
    from pyrometer.config import EngineSettings, PlantConfig, PlantSettings, ProcessSettings
    from pyrometer.engines.duckdb import ENGINE
    from pyrometer.ledger.store import Ledger
    from pyrometer.process import build

    engine = ENGINE.connect(EngineSettings(memory=MEMORY))
    if place.exists():
        ledger = Ledger.open(place)
    else:
        ledger = Ledger.create(place)
        ledger.read(batches(path), engine, source="log", read_at=datetime(2024, 1, 3))
    names = tuple(name.replace(" ", "-") for name in PATH)
    settings = ProcessSettings(names, won=names[-1], lost="lost", grade=0, segments=("channel",))
    config = PlantConfig(PlantSettings("made up", zone="Europe/Berlin"), settings)
    shutil.rmtree(place / "built", ignore_errors=True)
    started = time.perf_counter()
    built = build(ledger.tables(engine), definitions(names), config, folder=place / "built")
    return built, time.perf_counter() - started


def definitions(names: tuple[str, ...]) -> tuple[Any, ...]:
    """A milestone for each action of the path, and one that counts as lost."""
    from pyrometer.model.definition import Clause, Criterion, Definition
    from pyrometer.model.event import SIDES

    found = []
    for name, action in zip((*names, "lost"), (*PATH, LOST), strict=True):
        done = Clause("done", sides=tuple((side, (action,)) for side in SIDES), grade=0)
        found.append(Definition(name, "milestone", test=(done,), criterion=Criterion(("done",))))
    return tuple(found)


def one(path: Path, place: Path, only: list[str]) -> None:
    """Prints the table of one size."""
    from pyrometer.measures._run import run

    built, took = process(path, place)
    con = built.events.get_backend().con
    print(f"built in {took:.2f} s, {built.facts.n_events:,} events, {built.facts.n_prospects:,} prospects")
    tables = {"e": built.events, "p": built.prospects, "j": built.journeys, "s": built.spells}
    named = {key: f'"{table.get_name()}"' for key, table in tables.items()}
    print(f"{'measure':12}{'ours s':>9}{'hand s':>9}{'ratio':>7}{'of cpu':>8}{'scan s':>9}{'ratio':>7}{'of cpu':>8}")
    for name in only or HAND:
        query, (of, *columns) = HAND[name]
        sums = ", ".join(f"sum({_number(tables[of], column)})" for column in columns)
        ours = best(lambda name=name: run(built, name))
        text = written(query, named, built.facts)
        hand = best(lambda text=text: con.execute(text).fetchall())
        scan = best(lambda sums=sums, of=of: con.execute(f"SELECT {sums} FROM {named[of]}").fetchall())
        print(f"{name:12}{ours[0]:9.3f}{_beside(ours, hand)}{_beside(ours, scan)}", flush=True)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def _number(table: Any, column: str) -> str:
    return f"epoch_us({column})" if table[column].type().is_timestamp() else f"{column}::DOUBLE"


Laps = tuple[float, float]


def _beside(ours: Laps, other: Laps) -> str:
    return f"{other[0]:9.3f}{ours[0] / other[0]:7.2f}{ours[1] / other[1]:8.2f}"


def best(work: Callable[[], Any]) -> Laps:
    """The least of five by the clock and by the processor: what else runs on the machine moves the first only."""
    laps = []
    for _ in range(5):
        started, spent = time.perf_counter(), time.process_time()
        work()
        laps.append((time.perf_counter() - started, time.process_time() - spent))
    return min(clock for clock, _ in laps), min(cpu for _, cpu in laps)


def main() -> None:
    """Measures the sizes asked for, each in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=float, nargs="+", default=[1, 10], help="millions of events")
    options.add_argument("--only", nargs="*", default=[], choices=HAND)
    options.add_argument("--out", type=Path, default=Path("benchmarks/out"))
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one is not None:
        one(chosen.one, chosen.out / f"limits-{chosen.one.stem}", chosen.only)
        return
    from benchmarks._generate import sales_log

    for size in chosen.sizes:
        path = chosen.out / f"log-{size:g}m.parquet"
        if not path.exists():
            sales_log(path, round(size * 1e6))
        command = [sys.executable, "-m", "benchmarks.limits", "--one", str(path), "--out", str(chosen.out)]
        subprocess.run([*command, *(["--only", *chosen.only] if chosen.only else [])], check=True)


if __name__ == "__main__":
    main()
