"""How time and memory grow from 1 to 10 to 100 million events: reading, reading again, a day's addition, looking.

python -m benchmarks.growth [--sizes 1 10] [--out benchmarks/out] prints a table.
Each size runs in a process of its own.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY = "4GB"  # DuckDB's own limit; the process as a whole is to stay within 8 GB
ROWS = 1_000_000  # a batch
LATE = "(hash(prospect, 5) % 1000) < 10"  # one prospect in a hundred gets an event more on the last day


def batches(path: Path) -> Iterator[Any]:
    """The log as a sensor gives it."""
    from pyarrow import parquet

    first = 1
    for chunk in parquet.ParquetFile(path).iter_batches(batch_size=ROWS):
        yield batch(chunk, first)
        first += chunk.num_rows


def batch(chunk: Any, first: int) -> Any:
    """One batch of the log's rows as events."""
    import numpy as np
    import pyarrow as pa

    from pyrometer.sensors import _batch

    n = chunk.num_rows
    plain: dict[str, Any] = {"source": "log", "source_seq": 0, "precision": 0, "side": 0, "grade": 2, "file": "log"}
    columns = []
    for field in _batch.EVENTS:
        if field.name in plain:
            columns.append(pa.repeat(pa.scalar(plain[field.name], field.type), n))
        elif field.name == "row":
            columns.append(pa.array(np.arange(first, first + n)))
        elif field.name == "about":
            columns.append(_about(chunk["channel"]))
        elif field.name in chunk.schema.names:
            columns.append(chunk[field.name].cast(field.type))
        elif field.name == "source_id":
            columns.append(chunk["event_id"])
        else:
            columns.append(pa.nulls(n, field.type))
    return _batch.Batch(pa.table(columns, schema=_batch.EVENTS), _batch.REFUSED.empty_table(), n)


def _about(channels: Any) -> Any:
    """The channel, told with the first event only."""
    import pyarrow as pa

    return pa.nulls(len(channels), pa.map_(pa.string(), pa.string()))


def day(path: Path) -> Any:
    """One more event for one prospect in a hundred."""
    import duckdb

    rows = duckdb.sql(f"""
        SELECT 'x' || row_number() OVER (ORDER BY prospect) AS event_id, prospect,
               TIMESTAMP '2024-01-02' AS happened_at,
               'called' AS action, 'seller 001' AS actor, 'list' AS channel, NULL::DOUBLE AS amount
        FROM (SELECT DISTINCT prospect FROM '{path}' WHERE {LATE})""")
    return batch(rows.to_arrow_table().combine_chunks(), 1)


def looks(ledger_folder: Path, engine: Any) -> dict[str, Callable[[], Any]]:
    """Three usual questions, each with its answer fetched, and the opening alone."""
    from pyrometer.ledger.store import Ledger

    def opened() -> Any:
        return Ledger.open(ledger_folder).tables(engine)

    def graph() -> Any:
        events = opened().events
        e = events.filter(events.prev_action.notnull())
        gap = e.since_prev_us
        return e.group_by(["prev_action", "action"]).agg(n=e.count(), mean=gap.mean(), median=gap.median()).to_pyarrow()

    def variants() -> Any:
        p = opened().prospects
        return p.group_by("variant").agg(n=p.count()).order_by(["n", "variant"]).limit(50).to_pyarrow()

    def durations() -> Any:
        p = opened().prospects
        took = p.last_at.epoch_seconds() - p.first_at.epoch_seconds()
        return p.agg(mean=took.mean(), median=took.median(), p90=took.quantile(0.9)).to_pyarrow()

    return {"open": opened, "graph": graph, "variants": variants, "durations": durations}


def measure(path: Path, place: Path) -> dict[str, float]:
    """All times of one size, in seconds by the clock and by the processor; memory and disk in GB."""
    from pyrometer.config import EngineSettings
    from pyrometer.engines.duckdb import ENGINE
    from pyrometer.ledger.store import Ledger

    shutil.rmtree(place, ignore_errors=True)
    engine = ENGINE.connect(EngineSettings(memory=MEMORY))
    ledger = Ledger.create(place)
    laps: dict[str, float] = {}
    additions = {"read": lambda: batches(path), "again": lambda: batches(path), "day": lambda: [day(path)]}
    for name, rows in additions.items():
        started, spent = time.perf_counter(), time.process_time()
        found = ledger.read(rows(), engine, source="log", read_at=datetime(2024, 1, 3))
        laps[name], laps[f"{name}_cpu"] = time.perf_counter() - started, time.process_time() - spent
        laps[f"{name}_new"] = found.n_new
        laps[f"{name}_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        if name == "read":
            laps["disk_gb"] = sum(p.stat().st_size for p in place.rglob("*") if p.is_file()) / 1e9
            laps |= {f"look_{question}": _best(ask) for question, ask in looks(place, engine).items()}
    return laps


def _best(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Measures the sizes asked for and prints them side by side."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=float, nargs="+", default=[1, 10], help="millions of events")
    options.add_argument("--out", type=Path, default=Path("benchmarks/out"))
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one is not None:
        print("RESULT " + json.dumps(measure(chosen.one, chosen.out / f"ledger-{chosen.one.stem}")))
        return
    found = {size: _in_own_process(size, chosen.out) for size in chosen.sizes}
    print(f"{'':16}" + "".join(f"{size:>9g} M" for size in found))
    for name in next(iter(found.values())):
        print(f"{name:16}" + "".join(f"{laps[name]:11.3f}" for laps in found.values()))


def _in_own_process(size: float, out: Path) -> dict[str, float]:
    from benchmarks._generate import sales_log

    path = out / f"log-{size:g}m.parquet"
    if not path.exists():
        sales_log(path, int(size * 1e6))
    command = [sys.executable, "-m", "benchmarks.growth", "--one", str(path), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    laps: dict[str, float] = json.loads(done.stdout.rpartition("RESULT ")[2])
    return laps


if __name__ == "__main__":
    main()
