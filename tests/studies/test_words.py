"""What the words study says of words with and without a definition."""

from collections.abc import Callable
from datetime import date

from pyrometer import registry
from pyrometer.model.finding import DefinitionRef, Finding
from pyrometer.model.table import Table
from tests.studies import _tiny

FIRST, LAST = date(2025, 1, 6), date(2026, 1, 4)


def usage(*rows: tuple[object, ...]) -> Table:
    """Rows of field, value, n_events, n_actors, and optionally last_on."""
    full = [(f, v, n, n, a, FIRST, (rest or [LAST])[0]) for f, v, n, a, *rest in rows]
    names = ("field", "value", "n_events", "n_prospects", "n_actors", "first_on", "last_on")
    return _tiny.table(**{name: [row[i] for row in full] for i, name in enumerate(names)})


def told(table: Table) -> Callable[..., Table]:
    """The measure usage: by value, or each field as a whole, where all values are said by the same people."""
    of = {f: [r for r in table if r["field"] == f] for f in dict.fromkeys(table["field"])}
    most = {f: [max(r[c] for r in rs) for c in ("n_actors", "last_on")] for f, rs in of.items()}
    rows = [(f, "", sum(r["n_events"] for r in rs), *most[f]) for f, rs in of.items()]
    return lambda whole=False: usage(*rows) if whole else table


def study(table: Table, *definitions: DefinitionRef) -> Finding:
    plug = registry.find("pyrometer.studies", "words")
    ask = _tiny.Fake(_tiny.facts(vocabulary=definitions), {"usage": told(table)})
    return plug.answer(ask, plug.settings())


def odd(finding: Finding, word: str) -> str:
    return next(str(r["odd"]) for r in finding.tables["words"] if r["word"] == word)


SIGNED = DefinitionRef(
    "replied", 2, "abc", n_agreed=3, reads=("answered",), owner="sales lead", agreed_on=date(2025, 3, 1)
)


def test_a_word_nobody_defined_is_only_a_word() -> None:
    found = study(usage(("action", "replied", 50, 0), ("stage", "Qualified", 30, 5)), SIGNED)
    assert found.verdict == "no"
    assert found.headline.startswith("1 of 2 words in use has no definition, 1 has one that somebody signed")
    assert found.tables["words"]["word"][0] == "Qualified"
    assert "define new qualified" in found.next_step


def test_who_answers_for_a_word_and_when_it_was_agreed_is_told() -> None:
    rows = study(usage(("action", "replied", 50, 0), ("stage", "Qualified", 30, 5)), SIGNED).tables["words"]
    told = {row["word"]: (row["owner"], row["n_signed"], row["signed_on"]) for row in rows}
    assert told == {"replied": ("sales lead", 3, date(2025, 3, 1)), "Qualified": (None, None, None)}


def test_all_defined_and_signed_is_a_yes() -> None:
    assert study(usage(("action", "replied", 50, 0), ("action", "answered", 9, 0)), SIGNED).verdict == "yes"


def test_a_definition_is_found_by_its_name_or_by_what_its_test_reads() -> None:
    found = study(usage(("action", "Replied", 50, 0), ("action", "answered", 9, 0)), SIGNED)
    assert set(found.tables["words"]["definition"]) == {"replied"}


def test_an_unsigned_document_is_not_agreement() -> None:
    unsigned = DefinitionRef("replied", 1, "abc")
    found = study(usage(("action", "replied", 50, 0)), unsigned)
    assert found.verdict == "no"
    assert "none has one that anybody signed" in found.headline
    assert "define sign replied" in found.next_step


def test_two_spellings_of_one_word_are_told() -> None:
    found = study(usage(("stage", "Closed Won", 200, 5), ("stage", "closed-won", 9, 5), ("stage", "Closed Wonn", 3, 3)))
    assert "also written 'Closed Won'" in odd(found, "closed-won")
    assert "also written 'Closed Won'" in odd(found, "Closed Wonn")
    assert odd(found, "Closed Won") == ""


def test_opposites_are_not_taken_for_spellings() -> None:
    found = study(usage(("stage", "Won", 200, 5), ("stage", "Lost", 9, 5), ("stage", "Open", 9, 5)))
    assert [odd(found, w) for w in ("Won", "Lost", "Open")] == ["", "", ""]


def test_a_word_that_fell_out_of_use_is_told() -> None:
    found = study(usage(("action", "demoed", 100, 5, date(2025, 6, 1)), ("action", "called", 100, 5)))
    assert odd(found, "demoed") == "not used since 1 June 2025"
    assert odd(found, "called") == ""
    assert found.headline.endswith("; 1 is no longer used.")
    assert "Not used since 1 June 2025: 'demoed'." in found.reading


def test_words_that_fell_out_of_use_together_are_told_together() -> None:
    gone = [("action", "entered", 100, 5, date(2025, 6, 1)), ("type", "new", 100, 5, date(2025, 6, 1))]
    found = study(usage(*gone, ("action", "called", 100, 5)))
    assert "Not used since 1 June 2025: 'entered' and 'type'." in found.reading
    assert not any(c.code == "inconsistent-words" for c in found.cautions)


def test_a_word_that_some_sellers_never_use_is_told() -> None:
    found = study(usage(("action", "called", 500, 10), ("action", "qualified", 300, 3), ("action", "rare", 3, 2)))
    assert odd(found, "qualified") == "used by 3 of 10 people"
    assert odd(found, "rare") == ""


def test_values_of_other_fields_are_not_words_but_the_field_is() -> None:
    found = study(usage(("colour", "red", 5, 1), ("colour", "blue", 4, 2)))
    (row,) = list(found.tables["words"])
    assert (row["kind"], row["word"], row["n_events"]) == ("field", "colour", 9)


def test_empty_records_cannot_be_told() -> None:
    assert study(usage()).verdict == "cannot_tell"


def test_stages_as_exported_are_told_but_nothing_is_said_of_when_they_were_used() -> None:
    found = study(usage(("deal_stage", "Talking", 100, 0, date(2025, 6, 1)), ("action", "called", 100, 5)))
    assert odd(found, "Talking") == ""
    assert next(r["kind"] for r in found.tables["words"] if r["word"] == "Talking") == "stage"


def test_the_words_of_the_ledger_itself_need_no_definition() -> None:
    found = study(usage(("action", "set", 50, 1), ("action", "replied", 50, 1)), SIGNED)
    assert found.tables["words"]["word"] == ["replied"]
    assert found.verdict == "yes"


def test_the_picture_shows_actions_and_stages_before_fields() -> None:
    fields = [(f"field{i}", "x", 900, 1) for i in range(20)]
    found = study(usage(*fields, ("action", "replied", 50, 1), ("deal_stage", "Won", 30, 1)))
    (figure,) = found.figures
    assert [bar["label"] for bar in figure.data["bars"]][:2] == ["replied", "Won"]
    assert [bar["cells"][0] for bar in figure.data["bars"]][:3] == ["action", "stage", "field"]
    assert figure.title == "Words in use, 16 of 22"
