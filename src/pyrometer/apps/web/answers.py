"""Answers: a study or a measure asked by its settings - as a page with its form, or as a file in a form of its own."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import click
from starlette.requests import Request
from starlette.responses import Response

from pyrometer import registry
from pyrometer.apps import _options
from pyrometer.apps.web import form, pages
from pyrometer.apps.web.desk import Desk
from pyrometer.apps.web.frame import Page, called
from pyrometer.errors import BadSetting, UnknownName, unknown
from pyrometer.views import View, _plain, csv

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding
    from pyrometer.model.table import Table

STUDIES, MEASURES, VIEWS = "pyrometer.studies", "pyrometer.measures", "pyrometer.views"
DOCUMENTS = ("html", "pdf")
File = tuple[str, Callable[[Any], str | bytes]]  # media type, and how the answer is written


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the public name, its options, what the address says of them, and the form to ask again."""

    name: str
    question: str
    options: Sequence[click.Option]
    query: Mapping[str, Sequence[str]]
    path: str

    def form(self, wrong: str = "") -> str:
        """The form as it was filled in."""
        return form.form(self.path, self.options, self.query, wrong) if self.options else ""

    @property
    def tail(self) -> str:
        """The same question as the end of an address."""
        return f"?{urlencode(self.query, doseq=True)}" if self.query else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: where its plug-ins are, which option all have, how it is answered, shown and written."""

    package: str
    options: tuple[click.Option, ...]
    ask: Callable[[Desk, str, Mapping[str, Any]], Any]
    files: Callable[[], Mapping[str, File]]
    body: Callable[[Any, Asked], str]


def suffixes() -> dict[str, str]:
    """The view behind each suffix; where two share one, the first by name."""
    found: dict[str, str] = {}
    for name in registry.names(VIEWS):
        found.setdefault(registry.find(VIEWS, name).suffix.lstrip("."), name)
    return found


def views() -> dict[str, File]:
    """Each form in which a finding can be had, by the suffix of its file."""
    found = {suffix: registry.find(VIEWS, name) for suffix, name in suffixes().items()}
    return {suffix: (view.media_type, written(view)) for suffix, view in found.items()}


def written(view: View) -> Callable[[Any], str | bytes]:
    """How a view writes one finding."""
    return lambda finding: view.render([finding])


def tables() -> dict[str, File]:
    """The forms of a table."""
    as_json: File = ("application/json", lambda table: json.dumps(_plain.table(table), indent=2) + "\n")
    return {"csv": ("text/csv; charset=utf-8", csv.one), "json": as_json}


def measured(desk: Desk, name: str, given: Mapping[str, Any]) -> "Table":
    """The table of a measure."""
    with desk.opened() as plant:
        return plant.measure(name, **given)


def study_body(finding: "Finding", asked: Asked) -> str:
    """The page of a finding."""
    return pages.finding(finding, asked.form(), tuple(views()), asked.tail)


def measure_body(table: "Table", asked: Asked) -> str:
    """The page of a measure."""
    return pages.measure(asked.name, asked.question, table, asked.form(), asked.tail)


STUDY = Kind(STUDIES, (form.AS_KNOWN,), Desk.study, views, study_body)
MEASURE = Kind(MEASURES, (), measured, tables, measure_body)


def answer(kind: Kind, desk: Desk, request: Request) -> Page | Response:
    """The answer as a page or as a file; a setting that cannot be is answered with the form and the sentence."""
    name, suffix = parted(request.path_params["name"])
    record, files = registry.find(kind.package, name), kind.files()
    if suffix and suffix not in files:
        raise unknown("form", suffix, files)
    query = {key: request.query_params.getlist(key) for key in request.query_params}
    options = (*_options.options(record.settings), *kind.options)
    asked = Asked(name, record.question, options, query, request.url.path)
    try:
        found = kind.ask(desk, name, form.given(options, query))
    except (BadSetting, UnknownName) as error:
        if suffix:
            raise BadSetting(str(error)) from error
        return Page(called(name), pages.unanswered(asked.question, asked.form(str(error))), 422)
    if suffix:
        media_type, write = files[suffix]
        return Response(write(found), media_type=media_type, headers=saved_as(name, suffix))
    return Page(called(name), kind.body(found, asked))


def saved_as(name: str, suffix: str) -> dict[str, str]:
    """The name under which a browser keeps a file; whole documents bring rules of their own and are not opened here."""
    how = "attachment" if suffix in DOCUMENTS else "inline"
    return {"content-disposition": f'{how}; filename="{name}.{suffix}"'}


def parted(name: str) -> tuple[str, str]:
    """A name and the form in which it is wanted: 'yield.json' is yield as json; without a form it is a page."""
    base, dot, suffix = name.rpartition(".")
    return (base, suffix) if dot else (name, "")
