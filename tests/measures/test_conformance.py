"""Every measure, found and not listed: it runs, it says what its columns mean, it refuses what it does not know."""

from dataclasses import fields, is_dataclass

import ibis
import pytest

from pyrometer import registry
from pyrometer.errors import BadSetting, UnknownName
from pyrometer.measures import Measure
from pyrometer.measures._run import PACKAGE, run
from pyrometer.model.settings import checked
from pyrometer.process import Process
from tests.process.plants import plant

NAMES = registry.names(PACKAGE)
TEXT = """
; who: acme
2026-01-05 09:00 seller:ann called minutes=10 trade=tin
2026-01-05 10:00 customer replied account=ACME
2026-01-07 09:00 customer met known=2026-01-08
2026-01-12 09:00 customer ordered amount=1200 EUR
; who: bolt
2026-01-06 10:00 customer replied
2026-02-20 10:00 seller:ben declined reason=price
"""


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Process:
    """A process of two journeys."""
    folder = tmp_path_factory.mktemp("plant")
    return plant(folder, TEXT, settings={"segments": ("trade",)}, zone="Europe/Berlin").process()


def required(measure: Measure, name: str) -> dict[str, object]:
    """Settings without which the measure cannot be asked."""
    return {"steps": "replied,ordered"} if "steps" in [f.name for f in fields(measure.settings)] else {}


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_runs_and_tells_its_query(name: str, process: Process) -> None:
    measure: Measure = registry.find(PACKAGE, name)
    table, query = run(process, name, **required(measure, name))
    assert table.columns == measure.columns
    assert "SELECT" in query()
    kinds = {type(value).__name__ for row in table.rows for value in row}
    assert kinds <= {"NoneType", "bool", "int", "float", "str", "date", "datetime"}


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_says_what_it_asks_and_what_its_columns_mean(name: str) -> None:
    measure: Measure = registry.find(PACKAGE, name)
    assert measure.question.endswith("?")
    assert is_dataclass(measure.settings)
    assert all(f.metadata.get("help", "").endswith(".") for f in fields(measure.settings))
    assert all(column.meaning for column in measure.columns)
    first = registry.first_line(PACKAGE, name)
    assert first.endswith(".") and ": " in first


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_refuses_a_setting_it_does_not_have(name: str) -> None:
    with pytest.raises(UnknownName, match=f"The measure '{name}' has no option 'colour'"):
        checked(registry.find(PACKAGE, name).settings, {"colour": "red"}, "measure", name)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_question_has_the_same_answer(name: str, process: Process) -> None:
    measure: Measure = registry.find(PACKAGE, name)
    first, again = (run(process, name, **required(measure, name)) for _ in range(2))
    assert first[0] == again[0]
    assert first[1]() == again[1]()


ONE_ENGINE = {
    "fill": "opens `about`, a map: PostgreSQL has none",
    "usage": "opens `about`, a map: PostgreSQL has none",
    "funnel-trend": "makes times from numbers, for which Ibis has no PostgreSQL rule",
}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ONE_ENGINE])
def test_a_measure_is_no_prisoner_of_one_engine(name: str, process: Process) -> None:
    measure: Measure = registry.find(PACKAGE, name)
    given = checked(measure.settings, required(measure, name), "measure", name)
    assert ibis.to_sql(measure.expression(process, given), dialect="postgres")


def test_a_setting_may_come_as_text(process: Process) -> None:
    assert run(process, "variants", top="1")[0] == run(process, "variants", top=1)[0]
    assert run(process, "follows", apart="yes")[0] == run(process, "follows", apart=True)[0]


@pytest.mark.parametrize(
    ("name", "given", "error", "sentence"),
    [
        ("riks-table", {}, UnknownName, "No measure named 'riks-table'. Did you mean 'risk-table'?"),
        ("series", {"peroid": "day"}, UnknownName, "no option 'peroid'. Did you mean 'period'?"),
        ("series", {"period": "weak"}, BadSetting, "series: period = 'weak' is not a choice. Did you mean 'week'?"),
        ("series", {"of": "replyed"}, UnknownName, "No milestone named 'replyed'. Did you mean 'replied'?"),
        ("risk-table", {"milestone": "mett"}, UnknownName, "No milestone named 'mett'. Did you mean 'met'?"),
        ("risk-table", {"by": "trades"}, UnknownName, "No split named 'trades'. Did you mean 'trade'?"),
        ("variants", {"top": "many"}, BadSetting, "variants: top = 'many' must be a whole number."),
        ("variants", {"top": 2.5}, BadSetting, "variants: top = '2.5' must be a whole number."),
        ("follows", {"apart": "perhaps"}, BadSetting, "follows: apart = 'perhaps' must be yes or no."),
    ],
)
def test_a_wrong_call_names_the_way_out(
    process: Process, name: str, given: dict[str, object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as raised:
        run(process, name, **given)
    assert sentence in str(raised.value)
