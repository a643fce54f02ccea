"""Words: is there a definition behind each word in use, who signed it, and which words are used inconsistently?"""

from collections.abc import Sequence
from dataclasses import dataclass

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import say, vocabulary
from pyrometer.studies._parts.vocabulary import Known

QUESTION = "Is there a definition behind each word in use, and who signed it?"
METHODS = (Method("Every action, stage and field in the records against the definitions", "Deming 1986, ch. 9"),)
WORDS = (
    Column("kind", "", "action, stage (a value of a stage-like field) or field"),
    Column("word", "", "the word as it stands in the records"),
    Column("field", "", "the field whose value it is"),
    Column("n_events", "count", "records that use it"),
    Column("n_prospects", "count", "prospects of whom it is said"),
    Column("n_actors", "count", "people who used it"),
    Column("first_on", "", "first day of use"),
    Column("last_on", "", "latest day of use"),
    Column("definition", "", "the definition of that name, or one whose test reads it; empty: none"),
    Column("version", "count", "its version"),
    Column("owner", "", "who answers for it"),
    Column("n_signed", "count", "how many signed that version"),
    Column("signed_on", "", "the day of the latest signature"),
    Column("agreement", "", "how far people agree on its verdicts beyond chance; empty: nobody judged enough"),
    Column("odd", "", "what is inconsistent about its use"),
)
MOST_BARS = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to choose."""


def answer(ask: Ask, settings: Settings) -> Finding:
    """Every word in use, those without a definition first."""
    facts = ask.process
    found = vocabulary.known(vocabulary.words(ask("usage"), ask("usage", whole=True)), facts)
    ordered = sorted(found, key=_undefined_first)
    return Finding(
        study="words",
        question=QUESTION,
        verdict=_verdict(found),
        headline=_headline(found),
        reading=_reading(facts, found),
        figures=(_figure(found),) if found else (),
        tables={"words": _table(ordered)},
        cautions=_cautions(found),
        provenance=Provenance(methods=METHODS),
        next_step=_next(ordered),
    )


def _undefined_first(k: Known) -> tuple[bool, bool, bool, int, str]:
    return k.definition is not None, k.is_agreed, k.word.kind == "field", -k.word.n_events, k.word.text


def _verdict(found: Sequence[Known]) -> Verdict:
    if not found:
        return "cannot_tell"
    return "yes" if all(k.is_agreed for k in found) else "no"


def _headline(found: Sequence[Known]) -> str:
    if not found:
        return "No word is in use: the records are empty."
    bare = sum(k.definition is None for k in found)
    signed = sum(k.is_agreed for k in found)
    odd = sum(bool(k.odd) for k in found)
    many = say.plural(len(found), "word")
    have = "has" if bare == 1 else "have"
    start = (
        f"{say.count(bare)} of {many} in use {have} no definition"
        if bare
        else f"All of {many} in use have a definition"
    )
    signs = f"{say.count(signed)} {'has' if signed == 1 else 'have'} one that somebody signed"
    signs = signs if signed else "none has one that anybody signed"
    gone = sum(k.unused_since is not None for k in found)
    used = f"; {say.plural(odd, 'is', 'are')} used inconsistently" if odd else ""
    left = f"; {say.plural(gone, 'is', 'are')} no longer used" if gone else ""
    return f"{start}, {signs}{used}{left}."


def _reading(facts: ProcessFacts, found: Sequence[Known]) -> tuple[str, ...]:
    lines = ["Without a test that two people would apply alike a word counts only who typed it."]
    lines += [f"'{k.word.text}' is {' and '.join(k.odd)}." for k in found if k.odd][:5]
    for day in sorted({k.unused_since for k in found if k.unused_since is not None}, reverse=True)[:5]:
        gone = [f"'{k.word.text}'" for k in found if k.unused_since == day]
        lines.append(f"Not used since {say.day(day)}: {say.listed(gone)}.")
    used = {k.definition.name for k in found if k.definition is not None}
    idle = [r.name for r in facts.vocabulary or facts.definitions if r.name not in used]
    if idle:
        lines.append(f"Definitions that no word in the records meets: {say.listed(idle)}.")
    return tuple(lines)


def _table(found: Sequence[Known]) -> Table:
    rows = []
    for k in found:
        w, d = k.word, k.definition
        alike = None if d is None or d.agreement is None else d.agreement.value
        signed = (None,) * 6 if d is None else (d.name, d.version, d.owner or None, d.n_agreed, d.agreed_on, alike)
        use = (w.n_events, w.n_prospects, w.n_actors, w.first_on, w.last_on)
        odd = [*k.odd, *([] if k.unused_since is None else [f"not used since {say.day(k.unused_since)}"])]
        rows.append((w.kind, w.text, w.field, *use, *signed, "; ".join(odd)))
    return Table(WORDS, tuple(rows))


def _figure(found: Sequence[Known]) -> Figure:
    """What people say of a prospect first - actions and stages -, then the fields, as far as there is room."""
    bars = []
    for k in sorted(found, key=lambda k: k.word.kind == "field")[:MOST_BARS]:
        d = k.definition
        cells = [
            k.word.kind,
            "none" if d is None else f"{d.name} v{d.version}",
            "nobody" if d is None else str(d.n_agreed or "nobody"),
        ]
        hot = [False, d is None, not k.is_agreed]
        bars.append(
            {"label": k.word.text, "value": k.word.n_events, "hot": d is None, "cells": cells, "hot_cells": hot}
        )
    data = {"unit": "count", "value_name": "Records", "bars": bars, "columns": ["Kind", "Definition", "Signed by"]}
    bare = sum(k.definition is None for k in found)
    title = "Words in use" if len(bars) == len(found) else f"Words in use, {len(bars)} of {len(found)}"
    return Figure("bars", title, f"{bare} of {len(found)} words in use have no definition.", data)


def _cautions(found: Sequence[Known]) -> tuple[Caution, ...]:
    text = "Values of fields with more than 50 different values are texts, not words, and are left out."
    odd = sum(bool(k.odd) for k in found)
    use = (Caution("inconsistent-words", f"{say.plural(odd, 'word is', 'words are')} used inconsistently.", odd),)
    return (*(use if odd else ()), Caution("long-texts", text))


def _next(ordered: Sequence[Known]) -> str:
    if not ordered:
        return "Read records first: pyrometer read"
    first = ordered[0]
    if first.definition is None:
        name = vocabulary.slug(first.word.text)
        return (
            f"Agree on what '{first.word.text}' means, the most used word without a test: pyrometer define new {name}"
        )
    if not first.is_agreed:
        return (
            f"Have '{first.definition.name}' signed by those who use it: pyrometer define sign {first.definition.name}"
        )
    return "Let two people judge 50 cases, blind, to see whether they give the same verdict: pyrometer agreement"


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
