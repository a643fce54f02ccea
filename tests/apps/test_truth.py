"""What was planted beside what was found, on a real ledger of the simulated plant."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pyrometer import registry
from pyrometer.apps import _truth
from pyrometer.config import ProcessSettings
from pyrometer.measures._run import run
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from pyrometer.process import Process
from pyrometer.sensors._batch import EVENTS, REFUSED, Batch
from pyrometer.statistics import simulate
from tests.process import plants
from tests.studies.test_trust import CLEAN

STUDIES = "pyrometer.studies"


def batch(made: simulate.Simulated) -> Batch:
    """The simulated columns as a sensor would yield them."""
    c, n = made.columns, len(made.columns["prospect"])
    text = {name: pa.array([v or None for v in c[name]], pa.string()) for name in ("prospect", "actor", "action")}
    times = {"happened_at": pa.array(c["happened_at"]), "known_at": pa.array(c["recorded_at"])}
    numbers = {name: pa.array(c[name], from_pandas=True) for name in ("minutes", "amount")}
    given = {
        **text,
        **times,
        **numbers,
        "source": pa.array(["demo"] * n),
        "file": pa.array(["demo.csv"] * n),
        "row": pa.array(np.arange(1, n + 1)),
        "source_seq": pa.array(np.zeros(n, np.int64)),
        "precision": pa.array(np.zeros(n, np.int8)),
        "side": pa.array([0 if s == "customer" else 1 for s in c["side"]], pa.int8()),
        "grade": pa.array(np.asarray(c["grade"], np.int8)),
    }
    columns = [given[f.name] if f.name in given else pa.nulls(n, f.type) for f in EVENTS]
    events = pa.table([column.cast(f.type) for column, f in zip(columns, EVENTS, strict=True)], schema=EVENTS)
    return Batch(events, pa.Table.from_pylist([], REFUSED), n)


class Asked:
    """An Ask over a real process; what the ledger itself tells stands in for by clean tables."""

    def __init__(self, process: Process) -> None:
        self.built, self.process, self.memory = process, process.facts, dict[object, Table]()

    def __call__(self, measure: str, /, **settings: object) -> Table:
        """The table of that measure, run once."""
        key = (measure, tuple(sorted(settings.items())))
        if measure in ("reading", "refused"):
            return CLEAN[measure]
        if key not in self.memory:
            self.memory[key] = run(self.built, measure, **settings)[0]
        return self.memory[key]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[simulate.Truth, list[Finding]]:
    """The simulated plant read into a ledger, and every study asked."""
    made = simulate.plant(np.random.default_rng(1))
    names = zip((*simulate.PATH, "lost"), (*simulate.ACTION, simulate.LOST), strict=True)
    process = ProcessSettings(milestones=simulate.PATH, won="ordered", lost="lost", grade=0)
    folder: Path = tmp_path_factory.mktemp("demo")
    plant = plants.of_batches(
        folder, [batch(made)], definitions=[plants.milestone(*pair) for pair in names], process=process
    )
    ask = Asked(plant.process())
    studies = [registry.find(STUDIES, name) for name in sorted({by for _, by, _ in _truth.ROWS})]
    return made.truth, [study.answer(ask, study.settings()) for study in studies]


def row(table: Table, words: str) -> dict[str, str]:
    return next(r for r in table if words in r["planted"])


@pytest.mark.parametrize(
    ("planted", "agrees"),
    [
        ("so many order in the end", "yes"),
        ("sellers are alike", "yes"),
        ("brought forward", "yes"),
        ("written down in the next", "yes"),
        ("From one day on", "yes"),
        ("typed in days after", "yes"),
        ("keeps customers from going on", "yes"),
        ("that step that does it", "yes"),
        ("will never order", "partly"),
        ("never marked lost", "cannot be told"),
    ],
)
def test_what_was_planted_is_found(planted: str, agrees: str, demo: tuple[simulate.Truth, list[Finding]]) -> None:
    found = row(_truth.compare(*demo), planted)
    assert found["agrees"] == agrees, found


def test_no_living_case_is_counted_among_the_dead(demo: tuple[simulate.Truth, list[Finding]]) -> None:
    truth, findings = demo
    work = next(f for f in findings if f.study == "work-in-process")
    beyond = next(r["n_beyond"] for r in work.tables["open"] if r["rule"] == "age")
    assert 0.5 * truth.n_dead < beyond <= truth.n_dead
    by_step = sum(work.tables["by_milestone"]["n_beyond"])
    assert beyond < by_step <= truth.n_dead


def test_the_usual_win_rate_is_far_from_the_truth(demo: tuple[simulate.Truth, list[Finding]]) -> None:
    truth, findings = demo
    naive = next(f for f in findings if f.study == "yield").tables["misleading"]
    assert naive["share"][0] > 2 * truth.yield_share


def test_a_study_that_was_not_asked_says_so(demo: tuple[simulate.Truth, list[Finding]]) -> None:
    truth, findings = demo
    table = _truth.compare(truth, [f for f in findings if f.study != "flow"])
    assert row(table, "keeps customers")["agrees"] == "not asked"
    assert len(table) == len(_truth.ROWS)


def test_a_finding_that_refused_does_not_agree(demo: tuple[simulate.Truth, list[Finding]]) -> None:
    truth, _ = demo
    refused = [Finding(name, "?", "cannot_tell", "Not enough to tell.") for name in registry.names(STUDIES)]
    table = _truth.compare(truth, refused)
    assert set(table["agrees"]) <= {"no", "cannot be told"}
