"""Exports: when a file was exported, and what a newer export of the same records takes back."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Literal
from zoneinfo import ZoneInfo

from pyrometer.model.event import FIELD_CHANGE
from pyrometer.sensors._batch import Telling
from pyrometer.sensors._config import SensorConfig

DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
COPY = re.compile(r"[ _-]*\(\d+\)")  # what a browser adds to a name that is there already


def telling(config: SensorConfig, path: Path, file: str, now: datetime | None) -> Telling:
    """The export that a file is; `now` (naive UTC) is when a database is asked, and nothing was exported later."""
    how: Literal["row", "log", "ids"] = "row" if config.row_is == "prospect" and config.events else "log"
    if how == "log" and config.id:
        how = "ids"
    many = any(c in config.path for c in "*?[")
    facts = {rule.action for rule in config.events if "{" not in rule.action} - {FIELD_CHANGE}
    now = now or datetime.now(UTC).replace(tzinfo=None)
    day = now if path == Path() else _named(path.name, config.zone, now)  # a database is asked now
    return Telling(
        file=file,
        told_at=_written(path, now) if day is None else day,
        how=how,
        is_one_of_many=how == "log" and many,
        facts=tuple(sorted(facts)) if how == "row" else (),
        is_whole=config.whole,
        is_dated=day is not None,
    )


def _named(name: str, zone: str, now: datetime) -> datetime | None:
    """The last day in a file's name: an export of a period was made at its end, or later."""
    days = []
    for year, _, month, day in DAY.findall(name):
        with suppress(ValueError):  # the 31st of a shorter month
            days.append(datetime(int(year), int(month), int(day), tzinfo=ZoneInfo(zone)))
    return min(max(days).astimezone(UTC).replace(tzinfo=None), now) if days else None


def _written(path: Path, now: datetime) -> datetime:
    return min(datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None), now)


def series(file: str) -> str:
    """The name without its day and the number of its copy: exports of one kind, week by week."""
    name = PurePath(file)
    return str(name.with_name(COPY.sub("", DAY.sub("*", name.name))))
