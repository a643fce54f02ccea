"""Real CRM exports as tiny plants, read straight from their CSV files."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.studies import _tiny


def _days(text: str) -> float:
    return (date.fromisoformat(text) - date(2016, 10, 3)).days if text else np.nan


@pytest.fixture(scope="session")
def maven(shared: Path) -> _tiny.Cases:
    """The Maven CRM export: 8,300 deals that were engaged, 30 sellers; time 0 is Monday 3 October 2016."""
    with (shared / "data" / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["engage_date"]]
    names = sorted({row["sales_agent"] for row in rows})
    ended = np.array([_days(row["close_date"]) for row in rows])
    stage = np.array([row["deal_stage"] for row in rows])
    return _tiny.Cases(
        met={
            "engaged": np.array([_days(row["engage_date"]) for row in rows]),
            "ordered": np.where(stage == "Won", ended, np.nan),
        },
        lost=np.where(stage == "Lost", ended, np.nan),
        until=_days("2017-12-31"),
        seller=np.array([names.index(row["sales_agent"]) for row in rows]),
        start=date(2016, 10, 3),
    )
