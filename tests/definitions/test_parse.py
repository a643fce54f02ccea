"""Definition files are read strictly: every error names file, line, word and the nearest known word."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pyrometer.definitions import parse
from pyrometer.definitions.write import sign
from pyrometer.errors import DefinitionError, UnknownName
from pyrometer.plant import _define
from tests.definitions.stories import QUALIFIED

HEAD = 'definition = "d"\nkind = "judgment"\n'


def test_the_design_example_is_read_whole() -> None:
    d = parse.parse(QUALIFIED, "definitions/qualified.toml")
    assert (d.name, d.slug, d.kind, d.version, d.value) == ("qualified", "qualified", "judgment", 3, "information")
    assert d.needs == ("calendar", "mail")
    assert d.review_by == date(2027, 4, 1)
    assert d.criterion.all == ("time", "problem", "next")
    assert d.criterion.none == ("no_more",)
    assert d.judge is None
    assert d.clause("next").within is not None
    assert d.clause("next").within.seconds == 30 * 86400  # type: ignore[union-attr]
    assert d.clause("problem").having[0].values == ("problem",)
    assert d.agreed[0].by == "sales lead"
    assert d.examples[0].verdict == "met"


@pytest.mark.parametrize(
    ("right", "slip", "told"),
    [
        ("2, within =", "2, witin =", "line 18: clause 'next': word 'witin' is not known here. Did you mean 'within'?"),
        (
            "no_more = { customer",
            "no_more = { costumer",
            "line 19: clause 'no_more': word 'costumer' is not known here.",
        ),
        ("owner =", "onwer =", "line 7: word 'onwer' is not known here. Did you mean 'owner'?"),
        ('["no_more"]', '["no_mor"]', "line 12: clause 'no_mor' is not known here. Did you mean 'no_more'?"),
        ('"judgment"', '"judgement"', "line 3: kind 'judgement' is not known here. Did you mean 'judgment'?"),
        (
            "cannot_tell =",
            "cannot_tel =",
            "line 24: verdict 'cannot_tel' is not known here. Did you mean 'cannot_tell'?",
        ),
        ('verdict = "met"', 'verdict = "mett"', "line 31: verdict 'mett' is not known here. Did you mean 'met'?"),
        ('"30d"', '"30 days"', "line 18: '30 days' is no length."),
        ('"information"', '"info"', "line 8: value 'info' is not known here. There is: attention, information,"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_file_line_and_nearest_word(right: str, slip: str, told: str) -> None:
    assert QUALIFIED.count(right) == 1
    with pytest.raises(DefinitionError) as error:
        parse.parse(QUALIFIED.replace(right, slip), "definitions/qualified.toml")
    assert str(error.value).startswith("definitions/qualified.toml, line ")
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ('"replied"', "must be a table"),
        ("{ grade = 2 }", "says nothing that could happen"),
        ('{ definition = "x", grade = 2 }', "beside `definition` only"),
        ('{ customer = "any", check_sheet = "x" }', "a check sheet has no side"),
        ('{ customer = "any", level = 2 }', "`level` belongs to a check_sheet"),
        ('{ customer = "any", at_least = 2, at_most = 3 }', "do not fit in one clause"),
        ('{ customer = "any", distinct = "people" }', "`distinct` needs a number"),
        ('{ customer = "any", at_least = 2, distinct = "hours" }', 'must be "people" or "days"'),
        ('{ customer = "any", silent_for = "3d", at_least = 2 }', "beside `silent_for` only"),
        ('{ customer = "any", since = "first_action", after = "first_action" }', "do not fit in one clause. Keep one"),
        ('{ customer = "any", within = "2wd" }', "working days (wd) are counted forward"),
        ('{ customer = "any", within = "2d", within_of_start = "5d" }', "`within` looks back"),
        ("{ customer = [] }", "write a list of actions"),
        ("{ customer = [1] }", "write a list of actions"),
        ('{ customer = "any", grade = 7 }', "must be a whole number from 0 to 4"),
        ('{ customer = "any", at_least = 0 }', "must be a whole number of 1 or more"),
        ('{ customer = "any", at_least = true }', "must be a whole number"),
        ('{ customer = "any", having = {} }', "having is a table of fields"),
        ('{ customer = "any", having = { minutes = "at least ten" } }', "'at least ten' is no limit"),
        ('{ customer = "any", having = { minutes = { a = 1 } } }', "must hold a text, a number or a list"),
        ('{ customer = "any", within = 30 }', "a length is written like '30d'"),
        ('{ customer = "any", within = "0d" }', "is no length"),
        ('{ customer = "any", within = { learned = "p90", value = "21d" } }', "also needs pinned"),
        ('{ customer = "any", within = { learned = "p90", value = "21d", pinned = "now" } }', "pinned is the day"),
        ('{ customer = "any", within = { learnt = "p90" } }', "Did you mean 'learned'?"),
        ('{ customer = "any", after = 3 }', "must be a day or the name of a clause"),
        ('{ sql = " " }', "must be a text in quotes"),
        ('{ customer = "any", until = "y", within = "3d" }', "beside `until` only"),
        ('{ customer = "any", until = "y" }', "until = 'y' is not known here"),
        ('{ customer = "any", until = "x" }', "must be another clause"),
    ],
)
def test_a_clause_that_cannot_be_is_refused_with_the_way_out(clause: str, told: str) -> None:
    with pytest.raises(DefinitionError) as error:
        parse.parse(f"{HEAD}[test]\nx = {clause}", "d.toml")
    assert told in str(error.value)
    assert "d.toml, line 4" in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("definition = ", "is not valid TOML"),
        ('kind = "judgment"', "it has no name"),
        ('definition = "Gave Time"\nkind = "judgment"', "is no name. Use small letters"),
        ('definition = "d"', "it has no kind"),
        (HEAD, "it has no test"),
        (HEAD + "test = 3", "'test' must be a table"),
        (HEAD + "agreed = 3\n[test]\nx = { customer = 'any' }", "must be tables that each begin with [[agreed]]"),
        (HEAD + "needs = 'mail'\n[test]\nx = { customer = 'any' }", "needs must be a list of names"),
        (HEAD + "review_by = 'soon'\n[test]\nx = { customer = 'any' }", "must be a day without quotes"),
        (HEAD + "version = 0\n[test]\nx = { customer = 'any' }", "must be a whole number of 1 or more"),
        (HEAD + "[test]\nx = { customer = 'any' }\ny = { customer = 'any' }", 'criterion = { all = ["x", "y"] }'),
        (HEAD + "criterion = 'x'\n[test]\nx = { customer = 'any' }", "write it like criterion ="),
        (HEAD + "criterion = {}\n[test]\nx = { customer = 'any' }", "it says nothing"),
        (HEAD + "criterion = { al = ['x'] }\n[test]\nx = { customer = 'any' }", "Did you mean 'all'?"),
        (HEAD + "criterion = { all = 'x' }\n[test]\nx = { customer = 'any' }", "must be a list of clause names"),
        (HEAD + "criterion = { at_least = 2 }\n[test]\nx = { customer = 'any' }", "write it like at_least = { 2"),
        (HEAD + "criterion = { at_least = { 2 = ['x'] } }\n[test]\nx = { customer = 'any' }", "can never hold"),
        (HEAD + "judge = 'later'\n[test]\nx = { customer = 'any' }", 'judge is "now", or a table'),
        (HEAD + "judge = { after = 'x' }\n[test]\nx = { customer = 'any' }", "judge needs both"),
        (HEAD + "number = { count = 'x' }\n[test]\nx = { customer = 'any' }", "only a measure has a number"),
        (HEAD.replace("judgment", "measure") + "[test]\nx = { customer = 'any' }", "a measure needs one of number"),
        (
            HEAD.replace("judgment", "measure") + "criterion = { all = ['x'] }\n[test]\nx = { customer = 'any' }",
            "a measure has a number and no criterion",
        ),
        (HEAD + "must_predict = 'x'\n[test]\nx = { customer = 'any' }", "write it like: must_predict"),
        (HEAD + "[test]\nx = { customer = 'any' }\n[[agreed]]\nby = 'a'", "an agreement needs who and when"),
        (HEAD + "[test]\nx = { customer = 'any' }\n[[examples]]\nstory = 'a'", "an example needs a story, and either"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_the_way_out(text: str, told: str) -> None:
    with pytest.raises(DefinitionError) as error:
        parse.parse(text, "definitions/d.toml")
    assert told in str(error.value)
    assert str(error.value).startswith("definitions/d.toml")


def test_only_what_happened_undoes() -> None:
    test = "x = { customer = 'any', until = 'y' }\ny = { customer = 'any', silent_for = '3d' }"
    with pytest.raises(DefinitionError, match="'y' is not"):
        parse.parse(f"{HEAD}criterion = {{ all = ['x'] }}\n[test]\n{test}", "d.toml")


def test_the_criterion_may_be_left_out_where_the_test_has_one_clause() -> None:
    assert parse.parse(f"{HEAD}[test]\nx = {{ customer = 'any' }}").criterion.all == ("x",)


def test_a_learned_length_stays_where_it_was_pinned() -> None:
    clause = '{ customer = "any", within = { learned = "silence_p90", value = "21d", pinned = 2026-10-01 } }'
    span = parse.parse(f"{HEAD}[test]\nx = {clause}").clause("x").within
    assert span is not None
    assert (span.seconds, span.learned, span.pinned) == (21 * 86400, "silence_p90", date(2026, 10, 1))


def test_a_file_bears_the_name_of_its_definition(tmp_path: Path) -> None:
    (tmp_path / "qualified.toml").write_text(QUALIFIED, encoding="utf-8")
    assert [d.name for d in parse.read_folder(tmp_path)] == ["qualified"]
    (tmp_path / "wrong.toml").write_text(QUALIFIED, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"Call the file qualified\.toml"):
        parse.read_folder(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "qualified.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DefinitionError, match="is not UTF-8 text"):
        parse.read_folder(tmp_path)


def test_a_file_that_is_no_text_is_neither_signed_nor_compared(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    bad = tmp_path / "definitions" / "replied.toml"
    bad.write_bytes(b'says = "\xe4"')
    plant: Any = SimpleNamespace(folder=tmp_path)
    with pytest.raises(DefinitionError, match="is not UTF-8 text. Save it as UTF-8"):
        _define.sign(plant, "replied", "ann", date(2026, 10, 5))
    with pytest.raises(DefinitionError, match="is not UTF-8 text. Save it as UTF-8"):
        _define.bridge(plant, "replied", bad)


def test_the_library_names_the_nearest_one() -> None:
    assert parse.library("gave-time").kind == "milestone"
    with pytest.raises(UnknownName, match="Did you mean 'gave-time'"):
        parse.library("gave-tme")


def test_what_undoes_is_content_and_what_is_not_said_leaves_the_hash_as_it_was() -> None:
    plain = "criterion = { all = ['x'] }\n[test]\nx = { customer = ['a']%s }\ny = { customer = ['b'] }"
    without, undone = (parse.parse(HEAD + plain % more) for more in ("", ", until = 'y'"))
    assert (without.hash, undone.hash != without.hash) == ("cd4702d198bc", True)


def test_the_hash_is_of_content_only() -> None:
    d = parse.parse(QUALIFIED)
    spaced = QUALIFIED.replace(" = ", "   =   ").replace("# limit samples", "# another remark")
    signed = QUALIFIED.replace("version = 3", "version = 4").replace("2026-10-03", "2026-10-04")
    moved = QUALIFIED.replace('time    = { definition = "gave-time" }\n', "").replace(
        "[decision]", 'time = { definition = "gave-time" }\n\n[decision]'
    )
    assert d.hash == parse.parse(spaced).hash == parse.parse(signed, "elsewhere").hash == parse.parse(moved).hash
    assert d.hash != parse.parse(QUALIFIED.replace('"30d"', '"31d"')).hash
    assert d.hash != parse.parse(QUALIFIED.replace("forecast it", "ship it")).hash
    assert len(d.hash) == 12


def test_the_mark_that_windows_editors_write_is_no_fault() -> None:
    text = parse.library_text("replied")
    assert parse.parse("\ufeff" + text).hash == parse.parse(text).hash
    assert parse.parse(sign("\ufeff" + text, "ann", date(2026, 10, 5))).agreed[-1].by == "ann"


def test_an_endless_word_is_told_shortly() -> None:
    with pytest.raises(DefinitionError) as refused:
        parse.parse(f'definition = "a"\nkind = "{"x" * 5000}"\n')
    assert len(str(refused.value)) < 200
