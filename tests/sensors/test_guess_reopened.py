"""A log of stages in which many losses are taken up again: who is lost, won or open is as it was made."""

import csv
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pyrometer.plant import start
from pyrometer.process.record import LOST, STILL_OPEN, WON

WAY = ("Qualification", "Proposal", "Negotiation", "Closed Won")


def history(path: Path, *, after: str = "") -> Counter[int]:
    """Writes 900 deals of which a third of the lost are taken up again, half of these a stage further; how they ended.

    `after`: a stage to which those go who ended, sooner or later.
    """
    rng = random.Random(5)
    rows: list[tuple[str, str, str]] = []
    ended: Counter[int] = Counter()
    for deal in range(900):
        at, stage, outcome = datetime(2024, 1, 1) + timedelta(hours=rng.randrange(9000)), 0, STILL_OPEN
        rows.append((f"D{deal}", at.isoformat(), WAY[stage]))
        for _ in range(rng.randrange(2, 10)):
            at += timedelta(hours=2 + rng.randrange(200))
            if outcome != LOST and rng.random() < 0.3:
                outcome = LOST
                rows.append((f"D{deal}", at.isoformat(), "Closed Lost"))
                continue
            if outcome == LOST and rng.random() < 0.6:
                break
            stage, outcome = stage + (outcome != LOST or rng.random() < 0.5), STILL_OPEN
            rows.append((f"D{deal}", at.isoformat(), WAY[stage]))
            if WAY[stage] == "Closed Won":
                outcome = WON
                break
        ended[outcome] += 1
        if after and outcome != STILL_OPEN:
            rows.append((f"D{deal}", (at + timedelta(days=20)).isoformat(), after))
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("deal", "changed at", "stage"), *rows])
    return ended


@pytest.mark.parametrize("after", ["", "Filed away"])
def test_stages_take_a_loss_up_again_and_the_filing_of_what_ended_does_not(tmp_path: Path, after: str) -> None:
    truth = history(tmp_path / "stages.csv", after=after)
    plant = start(tmp_path / "stages.csv", folder=tmp_path / "plant", zone="UTC")
    outcomes = plant.backend.to_pyarrow(plant.journeys().select("outcome"))["outcome"].to_pylist()
    assert Counter(outcomes) == truth
