"""A plant folder for sensors: files written by the test, one sensor file, and everything it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pyrometer.sensors import _config, _read


@dataclass(frozen=True)
class Given:
    """What a sensor gave: events and refusals as lists of rows, the number of rows, the counts."""

    events: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    n_rows: int
    counts: dict[str, int]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Given]:
    """Write `file` (text or bytes) as deals.csv, and the sensor file, and read it."""

    def run(file: str | bytes | None, sensor: str, *, name: str = "deals.csv", **more: Any) -> Given:
        (tmp_path / "sensors").mkdir(exist_ok=True)
        if file is not None:
            (tmp_path / name).write_bytes(file.encode() if isinstance(file, str) else file)
        head = f'path = "{name}"\n' if not sensor.startswith("path") else ""
        kind = 'sensor = "csv"\n' if "sensor =" not in sensor else ""
        where = tmp_path / "sensors" / "deals.toml"
        where.write_text(kind + head + sensor, encoding="utf-8")
        return given(list(_read.events(_config.read(where), tmp_path, **more)))

    return run


def given(batches: list[Any]) -> Given:
    """Batches as plain lists."""
    counts: dict[str, int] = {}
    for batch in batches:
        for code, n in batch.counts.items():
            counts[code] = counts.get(code, 0) + n
    tables = [pa.concat_tables([getattr(b, name) for b in batches]).to_pylist() for name in ("events", "refused")]
    return Given(*tables, sum(b.n_rows for b in batches), counts)
