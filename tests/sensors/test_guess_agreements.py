"""Subscriptions, trials and contracts: who paid once is won, whatever the status says today; held against the truth."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import pyrometer
from tests.sensors.test_guess import guessed

Maybe = datetime | None
NOW = datetime(2026, 6, 30, 12)
TRIAL = timedelta(days=14)


@dataclass(frozen=True)
class Life:
    """One subscription as it truly went; without a trial it is paid at once."""

    name: str
    created: datetime
    trial_end: Maybe
    paid: Maybe
    ended: Maybe

    def at(self, now: datetime) -> tuple[Maybe, Maybe, str]:
        """(paid, ended, truth) as they stand on a day."""
        paid, ended = (t if t is not None and t <= now else None for t in (self.paid, self.ended))
        return paid, ended, "won" if paid else "lost" if ended else "open"


def lives(n: int = 400, *, late: int = 0) -> list[Life]:
    """Of 85 in 100 with a trial 55 pay; payers leave after 200 days on average; `late` seconds until an end is told."""
    rng, found = random.Random(7), list[Life]()  # noqa: S311 - a simulation
    for i in range(n):
        created = datetime(2025, 6, 1) + timedelta(minutes=rng.randrange(60 * 24 * 385))
        trial_end = created + TRIAL if rng.random() < 0.85 else None
        pays = trial_end is None or rng.random() < 0.55
        paid = (trial_end or created) if pays else None
        if paid is not None:
            ended = paid + timedelta(days=1 + rng.expovariate(1 / 200))
        else:
            at_once = rng.random() < 0.4
            ended = (
                created + TRIAL * rng.random() if at_once else created + TRIAL + timedelta(seconds=rng.randint(0, late))
            )
        found.append(Life(f"sub_{i}", created, trial_end, paid, ended))
    return found


def status(life: Life, now: datetime, words: tuple[str, str, str]) -> str:
    paid, ended, _ = life.at(now)
    return words[2] if ended else words[1] if paid else words[0]


def cell(at: Maybe, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    return at.strftime(form) if at else ""


def stripe(told: Sequence[Life], now: datetime = NOW) -> str:
    """As the dashboard exports it; who came later is not in it."""
    head = "id,Status,Created (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC),Plan\n"
    rows = []
    for i, one in enumerate(o for o in told if o.created <= now):
        state, ended = status(one, now, ("trialing", "active", "canceled")), cell(one.at(now)[1])
        begun = cell(one.created) if one.trial_end else ""
        rows.append(
            f"{one.name},{state},{cell(one.created)},{begun},{cell(one.trial_end)},{ended},{ended},{'ab'[i % 2]}"
        )
    return head + "\n".join(rows) + "\n"


def chargebee(told: Sequence[Life]) -> str:
    rows = ["id,status,created_at,trial_start,trial_end,activated_at,cancelled_at"]
    for one in told:
        paid, ended, _ = one.at(NOW)
        state = status(one, NOW, ("in_trial", "active", "cancelled"))
        rows.append(f"{one.name},{state},{cell(one.created)},,{cell(one.trial_end)},{cell(paid)},{cell(ended)}")
    return "\n".join(rows) + "\n"


def trials(told: Sequence[Life]) -> str:
    rows = ["user_id,trial_started_at,paid_at,churned_at"]
    rows += [f"{o.name},{cell(o.created)},{cell(o.at(NOW)[0])},{cell(o.at(NOW)[1])}" for o in told]
    return "\n".join(rows) + "\n"


def contracts(told: Sequence[Life]) -> str:
    """By days as they are typed in Germany."""
    rows = ["Vertragsnummer;Anfragedatum;Unterschrieben am;Gekündigt zum;Status"]
    for one in told:
        days = (cell(at, "%d.%m.%Y") for at in (one.created, *one.at(NOW)[:2]))
        rows.append(";".join([one.name, *days, status(one, NOW, ("offered", "active", "terminated"))]))
    return "\n".join(rows) + "\n"


def counted(plant: Any) -> dict[str, int]:
    """Who entered, was won, lost, is open, and who left later."""
    groups, firsts = plant.measure("groups"), plant.measure("firsts")
    left = sum(n for action, n in zip(firsts["action"], firsts["n"], strict=True) if action == "left")
    return {n: sum(groups[f"n_{n}"]) for n in ("entered", "won", "lost", "open")} | {"left": left}


def truth(told: Sequence[Life], now: datetime = NOW) -> dict[str, int]:
    there = [o.at(now) for o in told if o.created <= now]
    outcomes = [outcome for *_, outcome in there]
    left = sum(paid is not None and ended is not None for paid, ended, _ in there)
    return {"entered": len(there)} | {o: outcomes.count(o) for o in ("won", "lost", "open")} | {"left": left}


@pytest.mark.parametrize("export", [stripe, chargebee, trials, contracts])
def test_who_paid_once_is_won_and_who_left_since_stays_so(
    tmp_path: Path, export: Callable[[Sequence[Life]], str]
) -> None:
    told = lives()
    (tmp_path / "subs.csv").write_text(export(told), encoding="utf-8")
    plant = pyrometer.start(tmp_path / "subs.csv", folder=tmp_path / "plant", zone="UTC")
    assert counted(plant) == truth(told)
    assert truth(told)["left"] > 60
    assert (plant.facts.milestones, plant.facts.n_undated) == (("entered", "ordered"), 0)
    assert sum(plant.measure("reading")["n_refused"]) == 0


def test_ends_told_some_seconds_after_the_trial_belong_to_it(tmp_path: Path) -> None:
    told = lives(late=40)
    (tmp_path / "subs.csv").write_text(stripe(told), encoding="utf-8")
    plant = pyrometer.start(tmp_path / "subs.csv", folder=tmp_path / "plant", zone="UTC")
    spilt = [o for o in told if not o.paid and o.ended and o.trial_end and o.ended.date() > o.trial_end.date()]
    assert not spilt  # none of them fell into the next day
    assert counted(plant) == truth(told)
    assert 'after Trial End (UTC) by day"' in (tmp_path / "plant/sensors/subs.toml").read_text(encoding="utf-8")


def test_newer_snapshots_are_read_again_and_the_last_is_what_was_known(tmp_path: Path) -> None:
    told, march, june = lives(), datetime(2026, 3, 1), datetime(2026, 6, 1)
    gone = told[5]
    (tmp_path / "subs-2026-03-01.csv").write_text(stripe(told, march), encoding="utf-8")
    plant = pyrometer.start(tmp_path / "subs-2026-03-01.csv", folder=tmp_path / "plant", zone="UTC")
    sensor = next((tmp_path / "plant" / "sensors").glob("*.toml"))
    text = sensor.read_text(encoding="utf-8").replace("subs-2026-03-01.csv", "subs-*.csv")
    sensor.write_text("whole = true\n" + text, encoding="utf-8")
    plant = pyrometer.open(tmp_path / "plant")
    plant.read()
    assert counted(plant) == truth(told, march)
    kept = [one for one in told if one is not gone]
    (tmp_path / "subs-2026-06-01.csv").write_text(stripe(kept, june), encoding="utf-8")
    plant.read()
    now, due = counted(plant), truth(kept, june)
    assert {n: now[n] for n in ("won", "open", "left")} == {n: due[n] for n in ("won", "open", "left")}
    plant.read()
    assert counted(plant) == now


FEW = "id,status,created,trial_end,ended_at\n" + "".join(
    f"{i},{('trialing', 'active', 'canceled', 'canceled')[i % 4]},2026-01-{1 + i % 27:02},2026-02-{1 + i % 27:02},"
    f"{('', '', f'2026-03-{1 + i % 27:02}', f'2026-01-{2 + i % 27:02}')[i % 4]}\n"
    for i in range(40)
)


def test_a_person_who_says_what_is_won_is_believed(tmp_path: Path) -> None:
    assert "dates = " in guessed(tmp_path, FEW).sensors["deals.toml"]
    assert "dates = " not in guessed(tmp_path, FEW, won=("active",), ended="trial_end").sensors["deals.toml"]


def test_each_rule_says_how_many_rows_speak_for_it(tmp_path: Path) -> None:
    found = guessed(tmp_path, FEW)
    assert 'dates = { ended_at = "after trial_end" }  # 10 rows' in found.sensors["deals.toml"]
    why = (
        "Won: who outlasted the trial (ended_at after trial_end), whatever the records say today; 10 of them have left"
    )
    assert why in found.evidence[0]


def test_an_end_on_no_day_is_refused_where_it_cannot_be_told_who_paid(tmp_path: Path) -> None:
    rows = FEW + "x,canceled,2026-01-05,2026-02-05,\n"
    (tmp_path / "subs.csv").write_text(rows, encoding="utf-8")
    plant = pyrometer.start(tmp_path / "subs.csv", folder=tmp_path / "plant", zone="UTC")
    assert sum(plant.measure("reading")["n_refused"]) == 1
    assert counted(plant) == {"entered": 41, "won": 20, "lost": 10, "open": 11, "left": 10}


def test_never_paid_words_are_lost_with_or_without_a_day(tmp_path: Path) -> None:
    rows = FEW + "x,incomplete_expired,2026-01-05,,2026-01-06\ny,incomplete_expired,2026-01-05,,\n"
    (tmp_path / "subs.csv").write_text(rows, encoding="utf-8")
    plant = pyrometer.start(tmp_path / "subs.csv", folder=tmp_path / "plant", zone="UTC")
    assert counted(plant) == {"entered": 42, "won": 20, "lost": 12, "open": 10, "left": 10}
    assert plant.facts.n_undated == 1


def test_deals_that_were_signed_and_closed_are_deals_as_ever(tmp_path: Path) -> None:
    rows = "id,created,signed_on,closed_on,stage\n" + "".join(
        f"{i},2026-01-{1 + i % 27:02},{f'2026-02-{1 + i % 27:02}' if i % 2 else ''},2026-03-{1 + i % 27:02},"
        f"{('Lost', 'Won')[i % 2]}\n"
        for i in range(40)
    )
    assert "left" not in {fact.action for fact in guessed(tmp_path, rows).actions}
