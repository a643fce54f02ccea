"""Every measure can be said in the SQL of each engine that a plant may one day run on."""

from dataclasses import fields

import ibis
import pytest
import sqlglot
from ibis.config import Config

from pyrometer import registry
from pyrometer.measures import Measure
from pyrometer.measures._run import PACKAGE
from pyrometer.model.settings import checked
from pyrometer.process import Process
from tests.process.plants import plant

DIALECTS = {"duckdb": "duckdb", "postgres": "postgres", "pyspark": "spark"}  # of Ibis, and of sqlglot
TEXT = """
; who: acme
2026-01-05 09:00 seller:ann called minutes=10 trade=tin
2026-01-05 10:00 customer replied account=ACME
2026-01-07 09:00 customer met known=2026-01-08
2026-01-12 09:00 customer ordered amount=1200 EUR
"""


class Spark(Config):
    """The option that Ibis asks for when it writes Spark's SQL, as the driver sets it."""

    treat_nan_as_null: bool = False


@pytest.fixture(scope="module", params=["Europe/Berlin", "Asia/Kolkata"])
def process(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """A process in a zone of whole hours, and in one that is half an hour off."""
    settings = {"segments": ("trade", "account")}
    return plant(tmp_path_factory.mktemp("plant"), TEXT, settings=settings, zone=request.param).process()


def asked(measure: Measure, name: str) -> list[object]:
    """The settings to ask with: the measure's own, and one with groups and periods where it takes them."""
    known = [f.name for f in fields(measure.settings)]
    needed = {"steps": "replied,ordered"} if "steps" in known else {}
    more = {"by": "trade", "period": "month"}
    return [
        checked(measure.settings, needed | given, "measure", name)
        for given in ({}, {k: v for k, v in more.items() if k in known})
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", registry.names(PACKAGE))
def test_a_measure_can_be_said_in_every_dialect(
    name: str, dialect: str, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ibis.options.pyspark is None:  # set by the driver, which need not be there for the SQL to be written
        monkeypatch.setattr(ibis.options, "pyspark", Spark())
    measure: Measure = registry.find(PACKAGE, name)
    for settings in asked(measure, name):
        query = str(ibis.to_sql(measure.expression(process, settings), dialect=dialect))
        assert sqlglot.parse_one(query, dialect=DIALECTS[dialect]).find(sqlglot.exp.Select) is not None
