"""Small ledgers for tests of definitions: stories in journal notation, judged by the engine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

from pyrometer.config import EngineSettings
from pyrometer.definitions.compile import judge, reckon
from pyrometer.definitions.parse import parse
from pyrometer.definitions.records import Records
from pyrometer.definitions.rehearse import as_records, on_engine
from pyrometer.model.definition import VERDICTS, Definition
from pyrometer.registry import find
from pyrometer.sensors import journal

QUALIFIED = """
definition = "qualified"
kind = "judgment"                # judgment | milestone | measure
version = 3
says = "The customer has given time, told us the problem, and agreed in writing what happens next and when."
used_to_decide = "whether the deal enters the forecast"
owner = "sales lead"
value = "information"            # attention | information | time | trust | money (milestones and actions)
needs = ["calendar", "mail"]     # sensors that must be live, else cannot_tell
beware = "The seller's own tick-box is never evidence; it is kept to measure agreement."
review_by = 2027-04-01
criterion = { all = ["time", "problem", "next"], none = ["no_more"] }
judge = "now"                    # or { after = "first_customer_action", wait = "14d" }

[test]
time    = { definition = "gave-time" }
problem = { customer = ["gave_facts"], having = { about = "problem" }, grade = 2 }
next    = { customer = ["accepted_next_step"], grade = 2, within = "30d" }
no_more = { customer = ["declined"] }

[decision]
met = "forecast it"
not_met = "keep it out of the forecast"
cannot_tell = "mend the mail or calendar sensor"

[[agreed]]
by = "sales lead"
on = 2026-10-03

[[examples]]                     # limit samples
verdict = "met"
story = '''
2026-10-05 customer attended_meeting minutes=30
2026-10-05 customer gave_facts about=problem
2026-10-12 customer accepted_next_step
'''
"""


def definition(name: str, test: str, criterion: str = "", kind: str = "milestone", head: str = "") -> Definition:
    """A definition of which only the rule matters."""
    rule = f"criterion = {criterion}\n" if criterion else ""
    return parse(f'definition = "{name}"\nkind = "{kind}"\n{rule}{head}\n[test]\n{test}', name)


def day(text: str) -> datetime:
    """A day or an instant, naive UTC."""
    moment = datetime.fromisoformat(text)
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


@cache
def backend() -> Any:
    """An engine in memory."""
    return find("pyrometer.engines", "duckdb").connect(EngineSettings(threads=1))


def records(stories: Mapping[str, str], until: str) -> tuple[Records, list[str]]:
    """Stories by prospect as records, and the prospects by number."""
    events = [e for who, story in stories.items() for e in journal.parse(story, who=who)]
    names = list(stories)
    return as_records(events, {who: i for i, who in enumerate(names)}, day(until)), names


def judged(*definitions: Definition, stories: Mapping[str, str], until: str, **reading: Any) -> dict[str, Any]:
    """Prospect -> (verdict, met_at as text) of the last definition; prospects not known yet are missing."""
    found, names = records(stories, until)
    if any(c.sql for d in definitions for c in d.test):
        found = on_engine(found, backend())
    first = min((e.happened_at for who, story in stories.items() for e in journal.parse(story, who=who)), default=None)
    reading = {"grade": 2, "since": first, **reading}
    table = judge(definitions, replace(found, **reading))
    slug = definitions[-1].slug
    return {
        names[row["prospect"]]: (VERDICTS[row[f"{slug}_verdict"]], _short(row[f"{slug}_met_at"]))
        for row in backend().to_pyarrow(table).to_pylist()
    }


def reckoned(*definitions: Definition, stories: Mapping[str, str], until: str) -> dict[str, Any]:
    """Prospect -> number of the last definition."""
    found, names = records(stories, until)
    table = reckon(definitions, found)
    rows = backend().to_pyarrow(table).to_pylist()
    return {names[row["prospect"]]: row[f"{definitions[-1].slug}_number"] for row in rows}


def _short(instant: date | datetime | None) -> str | None:
    if instant is None:
        return None
    text = instant.isoformat(sep=" ", timespec="minutes")
    return text.removesuffix(" 00:00")
