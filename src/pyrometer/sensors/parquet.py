"""Parquet: typed tables as data warehouses and notebooks write them, read in stretches of bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pyrometer.errors import SensorError
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._dialect import MOST_COLUMNS
from pyrometer.sensors._files import check

STRETCH = 1 << 18  # rows


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing needs to be said: the file tells all."""


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The rows of a Parquet file with their own types; raises SensorError when it is none or broken."""
    from pyarrow import parquet

    check(path)
    try:
        with parquet.ParquetFile(path, memory_map=True) as file:
            if len(file.schema_arrow.names) > MOST_COLUMNS:
                raise SensorError(
                    f"{path} has {len(file.schema_arrow.names):,} columns; {MOST_COLUMNS:,} are the most."
                )
            first = 1
            yield Rows(file.schema_arrow.empty_table(), first)
            for batch in file.iter_batches(STRETCH):
                yield Rows(pa.Table.from_batches([batch]), first)
                first += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise SensorError(f"{path} is no whole Parquet file: {str(error).splitlines()[0]}") from error


SENSOR = Sensor(suffixes=(".parquet", ".pq"), settings=Settings, rows=rows)
