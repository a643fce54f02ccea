"""When a record was made: a log that tells it gives the ledger its second clock, and `trust` its lags."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pyrometer.plant import start
from tests.ledger.small import backend

BEGIN = datetime(2024, 1, 2, 9)


def log(path: Path, header: str, *, before: float = 0.0, late: float = 0.2, day: bool = False) -> Path:
    """A log of 200 deals in which a share is recorded twelve days late, and a share before it happened."""
    chance, rows = Random(3), [header]
    for deal in range(200):
        at = BEGIN + timedelta(hours=chance.randrange(24 * 200))
        for act in ("created", "qualified", "proposal", "won" if chance.random() < 0.4 else "lost"):
            lag = timedelta(days=12) if chance.random() < late else timedelta(minutes=3)
            lag = -timedelta(days=5) if chance.random() < before else lag
            told = f"{at:%Y-%m-%d}" if day else f"{at:%Y-%m-%d %H:%M:%S}"
            rows.append(f"D{deal},{act},{told},{at + lag:%Y-%m-%d %H:%M:%S},o{deal % 5}")
            at += timedelta(hours=chance.randrange(5, 200))
    path.write_text("\n".join(rows) + "\n")
    return path


HEADER = "deal_id,activity,happened_at,recorded_at,owner"


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_late_records_are_told(tmp_path: Path, share: float) -> None:
    plant = start(log(tmp_path / "log.csv", HEADER, late=share), folder=tmp_path / "plant", zone="UTC")
    events = plant.ledger.tables(backend()).events.to_pyarrow()
    lags = [known - at for at, known in zip(*(events[c].to_pylist() for c in ("happened_at", "known_at")), strict=True)]
    assert set(lags) == ({timedelta(minutes=3), timedelta(days=12)} if share else {timedelta(minutes=3)})
    cautions = {caution.code: caution.n for caution in plant.study("trust").cautions}
    assert cautions.get("late-records") == (sum(lag > timedelta(days=1) for lag in lags) or None)


def test_a_day_is_not_taken_for_the_time_of_its_record(tmp_path: Path) -> None:
    path = log(tmp_path / "log.csv", HEADER.replace("happened_at", "event_date"), late=0, day=True)
    plant = start(path, folder=tmp_path / "plant", zone="UTC")
    told = next(plant.folder.glob("sensors/*.toml")).read_text()
    assert 'happened_at = "event_date"' in told
    assert 'known_at = "recorded_at"' in told


def test_what_is_recorded_before_it_happened_is_no_record(tmp_path: Path) -> None:
    plant = start(log(tmp_path / "log.csv", HEADER, before=0.5), folder=tmp_path / "plant", zone="UTC")
    assert "known_at" not in next(plant.folder.glob("sensors/*.toml")).read_text()


def test_a_log_that_has_only_the_time_of_its_record_happens_then(tmp_path: Path) -> None:
    path = log(tmp_path / "log.csv", HEADER)
    rows = [line.split(",") for line in path.read_text().splitlines()]
    path.write_text("\n".join(",".join(row[:2] + row[3:]) for row in rows) + "\n")
    told = next(start(path, folder=tmp_path / "plant", zone="UTC").folder.glob("sensors/*.toml")).read_text()
    assert 'happened_at = "recorded_at"' in told
    assert "known_at" not in told
