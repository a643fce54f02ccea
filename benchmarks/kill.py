"""Kills a reading at random moments and checks each time that the ledger lost nothing and holds nothing twice.

Run from the checkout: python -m benchmarks.kill [--kills 200] [--seed 1]
"""

import argparse
import multiprocessing
import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from pyrometer.config import EngineSettings
from pyrometer.engines.duckdb import ENGINE
from pyrometer.ledger import marks
from pyrometer.ledger.files import Folder
from pyrometer.ledger.store import Ledger
from pyrometer.sensors import _batch
from pyrometer.sensors._batch import Batch

READ_AT = datetime(2024, 6, 1)
N = 60  # events and prospects touched by one reading
TARGET = 150  # events a segment: readings touch several and open new ones


def reading(k: int) -> Batch:
    """The k-th reading: new events of old and new prospects, some late, one merge, one refused row."""
    rows = [_row(k, i) for i in range(N)]
    if k:
        rows.append(_row(k, N) | {"action": "merged_into", "prospect": f"p{k}", "about": [("into", f"p{k + 1}")]})
    bad = {"source": "log", "file": "log.csv", "row": k, "code": "no-time", "reason": "No time.", "raw": f"raw {k}"}
    full = [{name: row.get(name) for name in _batch.EVENTS.names} for row in rows]
    return Batch(pa.Table.from_pylist(full, _batch.EVENTS), pa.Table.from_pylist([bad], _batch.REFUSED), len(rows) + 1)


def _row(k: int, i: int) -> dict[str, Any]:
    return {
        "source": "log",
        "source_id": f"{k}-{i}",
        "source_seq": i,
        "prospect": f"p{(k + i * 7) % (10 + 4 * k)}",
        "person": f"person {i}",
        "happened_at": datetime(2024, 1, 1) + timedelta(days=k - (i % 5), minutes=i),
        "precision": 0,
        "side": 0,
        "action": f"step {i % 9}",
        "grade": 2,
        "about": None,
        "file": "log.csv",
        "row": 1000 * k + i,
    }


def write(folder: Path, ready: Any) -> None:
    """Reads one reading after the other, for ever."""
    engine = ENGINE.connect(EngineSettings(threads=2, memory="1GB"))
    ledger = Ledger.open(folder)
    ledger.target = TARGET
    ready.set()
    while True:
        ledger.read([reading(ledger.mark)], engine, source="log", read_at=READ_AT)


def check(folder: Path, engine: Any) -> int:
    """Raises AssertionError where anything is lost, twice, or left lying about; gives the mark."""
    ledger = Ledger.open(folder)
    place = Folder(folder)
    tables = ledger.tables(engine)
    assert not list(place.staging.iterdir()), "staging was not emptied"
    events = tables.events.to_pyarrow()
    files = tables.words.files
    found = sorted((files[f], r) for f, r in zip(events["file"].to_pylist(), events["row"].to_pylist(), strict=True))
    wanted = sorted(("log.csv", 1000 * k + i) for k in range(ledger.mark) for i in range(N + (k > 0)))
    assert found == wanted, f"mark {ledger.mark}: {len(found)} events instead of {len(wanted)}"
    assert DeltaTable(place.events).to_pyarrow_table().num_rows == len(wanted), "the Delta table disagrees"
    assert tables.prospects.n_events.sum().execute() == (len(wanted) or None), "prospects do not add up"
    assert sorted(ledger.refused()["row"].to_pylist()) == list(range(ledger.mark)), "refused rows"
    assert ledger.runs()["mark"].to_pylist() == list(range(1, ledger.mark + 1)), "runs"
    _check_files(place, ledger.mark)
    return ledger.mark


def _check_files(place: Folder, mark: int) -> None:
    named: set[str] = set()
    for version in range(1, mark + 1):
        manifest = marks.manifest(place, version)
        named |= {f for files in manifest.parts.values() for f in files} | {str(manifest.words)}
        named |= {str(f) for s in manifest.segments for f in (s.events, s.prospects)}
        named.add(str(marks.named(place, version)))
    lying = {p.name for p in (*place.side.iterdir(), *place.events.glob("*.parquet"))}
    assert lying == named - {"None"}, f"files that no mark names, or that are missing: {lying ^ (named - {'None'})}"


def kills(folder: Path, n: int, seed: int) -> int:
    """Kills `n` readings in that new ledger, checking after each; gives the last mark."""
    rng = random.Random(seed)
    context = multiprocessing.get_context("forkserver" if hasattr(multiprocessing, "reduction") else "spawn")
    context.set_forkserver_preload(["pyrometer.ledger.store", "ibis.backends.duckdb", "deltalake", "pyarrow.parquet"])
    engine = ENGINE.connect(EngineSettings(threads=2, memory="1GB"))
    longest = 2.5 * _seconds_of_one(folder, engine)
    mark = check(folder, engine)
    for _ in range(n):
        ready = context.Event()
        writer = context.Process(target=write, args=(folder, ready))
        writer.start()
        assert ready.wait(60), "the reading process did not come up"
        time.sleep(rng.uniform(0, longest))
        assert writer.is_alive(), "the reading process died by itself"
        writer.kill()
        writer.join()
        after = check(folder, engine)
        assert after >= mark, "a mark was lost"
        longest *= 1.15 if after == mark else 0.9  # so that about half the kills come before the commit, half after
        mark = after
    return mark


def _seconds_of_one(folder: Path, engine: Any) -> float:
    started = time.perf_counter()
    Ledger.open(folder).read([reading(0)], engine, source="log", read_at=READ_AT)
    return time.perf_counter() - started


def main() -> None:
    """Runs the kills and says how it went."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    started = time.perf_counter()
    n, marks_made, seed = 0, 0, chosen.seed
    while n < chosen.kills:  # a new ledger now and then, so that readings stay short and kills dense
        few = min(25, chosen.kills - n)
        with tempfile.TemporaryDirectory() as place:
            Ledger.create(Path(place) / "ledger")
            marks_made += kills(Path(place) / "ledger", few, seed)
        n, seed = n + few, seed + 1
        print(f"{n} kills, {marks_made} marks published, nothing lost, nothing twice", flush=True)
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
