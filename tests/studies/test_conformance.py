"""Every study, found and not listed: it is a record of functions, says what it means, and refuses an empty plant."""

import json
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting
from pyrometer.model.finding import Finding
from pyrometer.studies import Study
from tests.studies import _tiny, test_agreement, test_effect, test_flow, test_trust, test_words

PACKAGE = "pyrometer.studies"
NAMES = registry.names(PACKAGE)
FIRST = ("trust", "yield", "time", "work-in-process", "flow", "stability", "sellers", "period-end", "words")
VERDICTS = ("signal", "routine", "yes", "no", "too_early", "cannot_tell")


def plant(n: int = 1500, *, seed: int = 1) -> _tiny.Fake:
    """A whole plant with every table that a study may ask for."""
    rng = np.random.default_rng(seed)
    entered = rng.uniform(0, 600, n)
    gave = np.where(rng.random(n) < 0.6, entered + rng.gamma(2, 4, n), np.nan)
    ordered = np.where(rng.random(n) < 0.5, gave + rng.gamma(2, 8, n), np.nan)
    lost = np.where(np.isnan(ordered) & (rng.random(n) < 0.7), entered + rng.gamma(2, 20, n) + 40, np.nan)
    met = {"replied": entered, "gave-time": gave, "ordered": ordered}
    cases = _tiny.Cases(met, lost, 600, rng.integers(0, 6, n))
    tables = {"nodes": test_flow.NODES, "graph": test_flow.WAYS, "landmark": test_flow.LANDMARK, **test_trust.CLEAN}
    tables |= {"activities": test_effect.activities(test_effect.activity("called"))}
    tables |= {"trials": lambda **_: test_effect.trials(n=400)}
    usage = test_words.told(test_words.usage(("action", "replied", 50, 0), ("stage", "Won", 30, 5)))
    return _tiny.ask(cases, **tables, usage=usage, judgements=test_agreement.judgements(rng))


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    """Every study's answer for that plant."""
    ask, made = plant(), {}
    for name in NAMES:
        study: Study = registry.find(PACKAGE, name)
        made[name] = study.answer(ask, study.settings())
    return made


def test_the_nine_first_studies_are_there() -> None:
    assert set(FIRST) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_study_says_what_it_asks(name: str) -> None:
    study: Study = registry.find(PACKAGE, name)
    assert study.question.endswith("?")
    assert study.audience in ("process", "marketing", "seller", "manager")
    first = registry.first_line(PACKAGE, name)
    assert first.endswith((".", "?")) and ": " in first and len(first) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_each_option_has_a_default_and_help(name: str) -> None:
    study: Study = registry.find(PACKAGE, name)
    assert is_dataclass(study.settings)
    study.settings()
    assert all(f.metadata.get("help", "").endswith((".", "?")) for f in fields(study.settings))


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_is_whole(name: str, findings: dict[str, Finding]) -> None:
    found = findings[name]
    assert found.study == name
    assert found.verdict in VERDICTS
    assert found.headline.endswith((".", "?")) and any(c.isdigit() for c in found.headline + "".join(found.reading))
    assert found.next_step
    assert found.provenance.methods and all(m.source for m in found.provenance.methods)
    assert all(c.text.endswith((".", "?")) for c in found.cautions)


@pytest.mark.parametrize("name", ["yield", "time", "flow", "sellers", "stability", "period-end"])
def test_whoever_counts_wins_tells_those_taken_back(name: str) -> None:
    study: Study = registry.find(PACKAGE, name)
    ask = plant()
    told = study.answer(replace(ask, process=replace(ask.process, n_taken_back=7)), study.settings())
    assert [c.n for c in told.cautions if c.code == "taken-back"] == [7]


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_data_of_a_known_kind(name: str, findings: dict[str, Finding]) -> None:
    for figure in findings[name].figures:
        assert figure.kind.replace("_", "-") in registry.names("pyrometer.figures")
        assert figure.alt.endswith((".", "Routine variation; leave it alone")) or figure.kind == "control_chart"
        json.dumps(figure.data, allow_nan=False)


@pytest.mark.parametrize("name", NAMES)
def test_tables_hold_plain_values_and_say_what_they_mean(name: str, findings: dict[str, Finding]) -> None:
    for title, table in findings[name].tables.items():
        kinds = {type(value).__name__ for row in table.rows for value in row}
        assert kinds <= {"NoneType", "bool", "int", "float", "str", "date", "datetime"}, title
        of_measures = ("actions", "ways", "reading", "refused", "fields", "lateness", "before-entry")
        if title not in of_measures:
            assert all(column.meaning for column in table.columns), title


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("trust", "words", "agreement")])
def test_a_plant_without_a_path_is_refused_with_the_way_out(name: str) -> None:
    study: Study = registry.find(PACKAGE, name)
    found = study.answer(_tiny.Fake(_tiny.facts(milestones=(), won="")), study.settings())
    assert found.verdict == "cannot_tell"
    assert "at least two milestones" in found.headline
    assert "pyrometer.toml" in found.next_step


@pytest.mark.parametrize("name", NAMES)
def test_the_same_tables_give_the_same_finding(name: str, findings: dict[str, Finding]) -> None:
    study: Study = registry.find(PACKAGE, name)
    assert study.answer(plant(), study.settings()) == findings[name]


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("yield", "horizon_days", -1.0),
        ("time", "slow_share", 1.0),
        ("flow", "landmark_days", 0.0),
        ("period-end", "first_month", 13),
    ],
)
def test_an_option_that_cannot_be_is_one_sentence_with_a_way_out(name: str, option: str, value: float) -> None:
    study: Study = registry.find(PACKAGE, name)
    with pytest.raises(BadSetting, match=option):
        study.answer(plant(60), study.settings(**{option: value}))


def test_studies_load_without_any_heavy_library() -> None:
    """So that `pyrometer study NAME --help` stays quick."""
    code = (
        "import sys\nfrom pyrometer import registry\n"
        "[registry.find('pyrometer.studies', n) for n in registry.names('pyrometer.studies')]\n"
        "print([m for m in ('numpy', 'scipy', 'ibis', 'duckdb', 'pyarrow', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
