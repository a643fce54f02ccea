"""Cautions of agreement: what must be known of the items, the judges and the figures before leaning on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyrometer.model.finding import Caution
from pyrometer.studies._parts import agreement_found, agreement_tables, agreement_words, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found

COMFORTABLE = 50  # items
EASY = 0.1  # of the items divided: with fewer, few can have been borderline


def cautions(found: "Found") -> tuple[Caution, ...]:
    """What to know before leaning on it."""
    return (*_material(found), *_method(found))


def _material(found: "Found") -> Iterator[Caution]:
    sheet, n = found.sheet, found.n_items
    yield Caution("blind", "It counts only if each judged alone, without seeing the labels of others.")
    if found.panel is not None and n < COMFORTABLE:
        yield Caution(
            "few-items", f"{n} items are few: {COMFORTABLE} or more, a third of them borderline, tell more.", n
        )
    if found.panel is not None and len(found.splits) < EASY * len(sheet.items):
        text = (
            f"Only {say.plural(len(found.splits), 'item')} of {say.count(len(sheet.items))} divided anybody: with few "
            "borderline items agreement looks better than it is where it matters."
        )
        yield Caution("easy-cases", text, len(found.splits))
    alone = len(sheet.items) - n
    if alone:
        items = say.plural(alone, "item was", "items were")
        yield Caution(
            "judged-once", f"{items} judged by one only and {'tells' if alone == 1 else 'tell'} nothing.", alone
        )
    if sheet.n_empty:
        rows = say.plural(sheet.n_empty, "judgement is", "judgements are")
        yield Caution(
            "missing-labels", f"{rows} missing; Gwet's and Krippendorff's figures allow for it.", sheet.n_empty
        )
    alike = _alike(sheet.labels)
    if alike:
        yield Caution("inconsistent-words", f"Labels spelled nearly alike count as different: {say.listed(alike)}.")


def _alike(labels: tuple[str, ...]) -> list[str]:
    known = dict[str, str]()
    found = list[str]()
    for label in labels:
        plain = "".join(label.casefold().split())
        if known.setdefault(plain, label) != label:
            found.append(f"'{known[plain]}' and '{label}'")
    return found


def _method(found: "Found") -> Iterator[Caution]:
    sheet = found.sheet
    yield from _paradox(found)
    if len(sheet.rounds) > 1 and len(sheet.judges) > 1:
        yield Caution("first-round", "Between judges the first call of each counts; repeats show in the report alone.")
    if sheet.standard_by == "definition":
        text = "The definition judged on all that is recorded up to now; people may have judged on less."
        yield Caution("judged-now", text)
    if found.detect:
        text = f"Misses and false alarms are those of '{found.detect}'; --detect names another label."
        yield Caution("detected-label", text)
    if found.panel is not None and len(sheet.judges) > 1 and not found.pairs:
        yield Caution("many-judges", f"{len(sheet.judges)} judges make too many pairs to list.", len(sheet.judges))
    hidden = len(found.splits) - agreement_tables.MOST_ITEMS
    if hidden > 0:
        yield Caution("long-list", f"{say.plural(hidden, 'divided item is', 'divided items are')} not listed.", hidden)
    if any(shown != judge for judge, shown in found.people.items()):
        text = "Judges are shown by letters, in the order of the file: words are measured here, not people (--names)."
        yield Caution("no-ranking", text)


def _paradox(found: "Found") -> Iterator[Caution]:
    """Nearly all items get one label: percent and AC1 are high, kappa and alpha low, and both are right."""
    alpha = agreement_found.carried(found)
    if found.panel is None or alpha is None:
        return
    most = max(found.panel.labels, key=lambda x: x.n_calls)
    share = most.n_calls / max(sum(x.n_calls for x in found.panel.labels), 1)
    word, say_it = agreement_words.text(found, most.label), agreement_words.coefficient
    name = agreement_words.short(found.gate)
    text = (
        f"{say.percent(share)} of calls say '{word}', which carries the agreement ({name} {say_it(found.gate.value)}, "
        f"alpha {say_it(alpha.value)}): whether the others are told apart needs more items of them."
    )
    yield Caution("prevalence", text)
