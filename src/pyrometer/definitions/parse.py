"""Definition files, read: every error names file, line, word and the nearest known word."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from pyrometer.config import document as toml
from pyrometer.definitions import _clauses, _criterion, _spans
from pyrometer.definitions._place import Place
from pyrometer.definitions._words import AGREED_WORDS, DEFINITION_WORDS, EXAMPLE_WORDS, PROMISE_WORDS
from pyrometer.errors import DefinitionError, unknown
from pyrometer.model.definition import KINDS, VALUES, VERDICTS, Agreement, Definition, Example, Promise

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = ("title", "says", "used_to_decide", "owner", "beware", "unit")


def parse(text: str, where: str = "definition") -> Definition:
    """The definition in a TOML text; `where` is the file named in errors. Raises DefinitionError."""
    document = toml(text, where, DefinitionError)
    place = Place(where, text)
    for word in document:
        if word not in DEFINITION_WORDS:
            raise place.unknown("word", word, DEFINITION_WORDS)
    name, kind = _named(document, place)
    test = _clauses.read_all(_table(document, "test", place), place)
    return Definition(
        name=name,
        kind=kind,
        version=_clauses.whole(1)(document.get("version", 1), place.at("version")),
        value=_one_of(document, "value", VALUES, place),
        needs=_names(document.get("needs", []), place.at("needs")),
        review_by=_day(document["review_by"], place.at("review_by")) if "review_by" in document else None,
        test=test,
        criterion=_criterion.read(document.get("criterion"), test, kind, place),
        judge=_criterion.judge(document.get("judge", "now"), place.at("judge")),
        number=_criterion.number(document.get("number"), test, kind, place.at("number")),
        must_predict=_promise(document.get("must_predict"), place.at("must_predict")),
        decision=_decision(_table(document, "decision", place), place.at("decision")),
        agreed=tuple(_agreement(a, place.at(f"agreed#{i}")) for i, a in enumerate(_tables(document, "agreed", place))),
        examples=tuple(
            _example(e, place.at(f"examples#{i}")) for i, e in enumerate(_tables(document, "examples", place))
        ),
        where=where,
        **{w: _clauses.text(document[w], place.at(w)).strip() for w in _TEXTS if w in document},
    )


def read_folder(folder: Path) -> tuple[Definition, ...]:
    """The definitions in the *.toml files of `folder`, by file name; raises DefinitionError at the first bad one."""
    return tuple(read_file(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.toml")))


def read_file(path: Path, where: str) -> Definition:
    """The definition in one file, which must bear its name."""
    definition = parse(read_text(path, where), where)
    if definition.name != path.stem:
        raise DefinitionError(
            f"{where} holds the definition '{definition.name}'. Call the file {definition.name}.toml, or the "
            f"definition '{path.stem}'."
        )
    return definition


def read_text(path: Path, where: str) -> str:
    """The text of one file; raises DefinitionError where it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{where} is not UTF-8 text. Save it as UTF-8.") from error


def library_names() -> tuple[str, ...]:
    """The names of the definitions that come with Pyrometer."""
    return tuple(sorted(Path(f.name).stem for f in _LIBRARY.iterdir() if f.name.endswith(".toml")))


def library_text(name: str) -> str:
    """The TOML text of a definition that comes with Pyrometer; raises UnknownName with the nearest one."""
    if name not in library_names():
        raise unknown("definition in the library", name, library_names())
    return (_LIBRARY / f"{name}.toml").read_text(encoding="utf-8")


def library(name: str) -> Definition:
    """A definition that comes with Pyrometer."""
    return parse(library_text(name), f"library/{name}.toml")


_LIBRARY = resources.files("pyrometer.definitions") / "library"


def _named(document: Mapping[str, Any], place: Place) -> tuple[str, Any]:
    if "definition" not in document:
        raise place.wrong('it has no name. Begin with: definition = "gave-time"')
    name = document["definition"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise place.at("definition").wrong(
            f"{name!r} is no name. Use small letters, digits and hyphens, like 'gave-time'."
        )
    if "kind" not in document:
        raise place.wrong('it has no kind. Write kind = "milestone", "judgment" or "measure".')
    return name, _one_of(document, "kind", KINDS, place)


def _one_of(document: Mapping[str, Any], word: str, known: tuple[str, ...], place: Place) -> Any:
    value = document.get(word)
    if value is not None and value not in known:
        raise place.at(word).unknown(word, str(value), known)
    return value


def _table(document: Mapping[str, Any], word: str, place: Place) -> Mapping[str, Any]:
    value = document.get(word, {})
    if not isinstance(value, dict):
        raise place.at(word).wrong(f"'{word}' must be a table that begins with [{word}].")
    return value


def _tables(document: Mapping[str, Any], word: str, place: Place) -> list[Mapping[str, Any]]:
    value = document.get(word, [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise place.at(word).wrong(f"'{word}' must be tables that each begin with [[{word}]].")
    return value


def _names(value: Any, place: Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise place.wrong(f'{place.path[-1]} must be a list of names, like ["calendar", "mail"].')
    return tuple(value)


def _day(value: Any, place: Place) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise place.wrong(f"{place.path[-1]} = {value!r} must be a day without quotes, like 2027-04-01.")
    return value


def _known(value: Mapping[str, Any], words: Mapping[str, str], place: Place) -> None:
    for word in value:
        if word not in words:
            raise place.unknown("word", word, words)


def _decision(value: Mapping[str, Any], place: Place) -> dict[str, str]:
    for verdict in value:
        if verdict not in VERDICTS:
            raise place.unknown("verdict", verdict, VERDICTS)
    return {verdict: _clauses.text(value[verdict], place.at(verdict)) for verdict in VERDICTS if verdict in value}


def _promise(value: Any, place: Place) -> Promise | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != set(PROMISE_WORDS):
        raise place.wrong('write it like: must_predict = { definition = "ordered", within = "180d" }')
    return Promise(_clauses.text(value["definition"], place.at("definition")), _spans.read(value["within"], place))


def _agreement(value: Mapping[str, Any], place: Place) -> Agreement:
    _known(value, AGREED_WORDS, place)
    if "by" not in value or "on" not in value:
        raise place.wrong('an agreement needs who and when: by = "sales lead" and on = 2026-10-03')
    version = _clauses.whole(1)(value["version"], place.at("version")) if "version" in value else None
    return Agreement(_clauses.text(value["by"], place.at("by")), _day(value["on"], place.at("on")), version)


def _example(value: Mapping[str, Any], place: Place) -> Example:
    _known(value, EXAMPLE_WORDS, place)
    if "story" not in value or ("verdict" in value) == ("number" in value):
        raise place.wrong("an example needs a story, and either the verdict or the number that it must get.")
    judged_on = value.get("judged_on")
    if judged_on is not None and not isinstance(judged_on, date):
        raise place.at("judged_on").wrong(f"judged_on = {judged_on!r} must be a day without quotes, like 2026-11-30.")
    number = value.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise place.at("number").wrong(f"number = {number!r} must be a number.")
    return Example(
        story=_clauses.text(value["story"], place.at("story")).strip("\n"),
        verdict=_one_of(value, "verdict", VERDICTS, place),
        number=None if number is None else float(number),
        borderline=value.get("borderline", False) is True,
        judged_on=judged_on,
        note=str(value.get("note", "")),
    )
