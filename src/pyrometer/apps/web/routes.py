"""Routes: which address shows what; every study, view and measure is found by its name, none is written here."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pyrometer import registry
from pyrometer.apps import _disk, _report
from pyrometer.apps.web import answers, frame, pages, style
from pyrometer.apps.web.desk import Desk
from pyrometer.apps.web.frame import Page
from pyrometer.errors import BadSetting, PyrometerError, UnknownName, near, unknown
from pyrometer.plant import _define, _records

KEPT = {"cache-control": "private, max-age=86400"}
Shown = Callable[[Desk, Request], Page | Response]


def app(desk: Desk) -> Starlette:
    """The pages of a plant; they do not know who may see them (see `door`)."""
    shown: Mapping[str, Shown] = {
        "/": report,
        "/report.{suffix}": report_file,
        "/study/{name}": partial(answers.answer, answers.STUDY),
        "/measure/{name}": partial(answers.answer, answers.MEASURE),
        "/measures": measures,
        "/definitions": definitions,
        "/definition/{name}": definition,
        "/prospects": prospects,
        "/prospect/{name:path}": prospect,
        "/refused": refused,
        "/style/{name}.css": dress,
        "/font/{file}.woff2": letters,
    }
    handlers = {HTTPException: partial(lost, desk, tuple(shown)), 500: partial(broken, desk)}
    return Starlette(
        routes=[Route(at, partial(answered, desk, show)) for at, show in shown.items()], exception_handlers=handlers
    )


def answered(desk: Desk, show: Shown, request: Request) -> Response:
    """What that address shows, or the sentence of what went wrong: what does not exist, what cannot be."""
    try:
        found = show(desk, request)
        return dressed(desk, request, found) if isinstance(found, Page) else found
    except PyrometerError as error:
        status = 404 if isinstance(error, UnknownName) else 422 if isinstance(error, BadSetting) else 409
        return failed(desk, request, str(error), status)


def dressed(desk: Desk, request: Request, of: Page) -> Response:
    """A page within its frame."""
    name = desk.plant.config.plant.name if desk.plant is not None else ""
    title = of.title if of.title == name or not name else f"{of.title} - {name}"
    return HTMLResponse(frame.page(frame.frame(desk, name), request.url.path, title, of.body), of.status)


def failed(desk: Desk, request: Request, sentence: str, status: int) -> Response:
    """The sentence of what went wrong: as a page for people, alone where a file was wanted."""
    suffix = answers.parted(request.url.path.rpartition("/")[2])[1]
    if suffix == "json":
        return Response(json.dumps({"error": sentence}) + "\n", status, media_type="application/json")
    if suffix in answers.views():
        return PlainTextResponse(f"{sentence}\n", status)
    return dressed(desk, request, Page("Not shown", frame.wrong(sentence), status))


def lost(desk: Desk, known: tuple[str, ...], request: Request, error: Exception) -> Response:
    """An address where nothing is, with the nearest one."""
    places = [at for at in known if "{" not in at] + [f"/study/{name}" for name in registry.names(answers.STUDIES)]
    status = error.status_code if isinstance(error, HTTPException) else 404
    return failed(desk, request, f"Nothing is at {request.url.path}.{near(request.url.path, places)}", status)


def broken(desk: Desk, request: Request, error: Exception) -> Response:
    """A fault of the disk, said as one sentence; or one of the program, which prints it where it was started."""
    ours = "This is a fault of Pyrometer, not of your records; what happened stands where pyrometer serve was started."
    return failed(desk, request, _disk.fault(error) or ours, 500)


def report(desk: Desk, request: Request) -> Page:
    """The report: every finding with its sentence."""
    with desk.opened() as plant:
        title = plant.config.plant.name
        return Page(title, pages.report(desk.report(), title, tuple(answers.views())))


def report_file(desk: Desk, request: Request) -> Response:
    """The report as a file."""
    suffix, known = request.path_params["suffix"], answers.suffixes()
    if suffix not in known:
        raise unknown("form", suffix, known)
    with desk.opened() as plant:
        made, mark = _report.made(plant, desk.report(), known[suffix]), plant.mark
    kept = answers.saved_as(f"report-mark-{mark}", suffix)
    return Response(made, media_type=answers.views()[suffix][0], headers=kept)


def measures(desk: Desk, request: Request) -> Page:
    """Every measure by name."""
    names = registry.names(answers.MEASURES)
    with desk.opened():
        return Page("Measures", pages.measures({n: registry.find(answers.MEASURES, n).question for n in names}))


def definitions(desk: Desk, request: Request) -> Page:
    """Every definition of the plant."""
    with desk.opened() as plant:
        return Page("Definitions", pages.definitions(plant.definitions))


def definition(desk: Desk, request: Request) -> Page:
    """One definition, and who met it."""
    with desk.opened() as plant:
        found = _define.find(plant, request.path_params["name"])
        met, waiting = _records.met(plant, found.name), _records.waiting(plant, found.name)
        return Page(found.name, pages.one_definition(found, met, waiting))


def prospects(desk: Desk, request: Request) -> Page:
    """The latest prospects, or those whose name begins so."""
    like = request.query_params.get("name", "").strip()
    with desk.opened() as plant:
        return Page("Prospects", pages.prospects(like, _records.prospects(plant, like)))


def prospect(desk: Desk, request: Request) -> Page:
    """Everything on record about one prospect."""
    name = request.path_params["name"]
    with desk.opened() as plant:
        return Page(name, pages.prospect(name, _records.deeds(plant, name)))


def refused(desk: Desk, request: Request) -> Page:
    """The rows that could not be read."""
    said = request.query_params.get("first", "0")
    if not (said.isascii() and said.isdigit()):
        raise BadSetting(f"first = '{said}' is not the number of a row. Write it like first=200.")
    with desk.opened() as plant:
        n, rows = _records.refused(plant, int(said))
        return Page("Refused rows", pages.refused(n, int(said), rows))


def dress(desk: Desk, request: Request) -> Response:
    """The style sheet."""
    return Response(style.sheet(), media_type="text/css", headers=KEPT)


def letters(desk: Desk, request: Request) -> Response:
    """One face of the vendored letters."""
    made = style.font(request.path_params["file"])
    return Response("", 404) if made is None else Response(made, media_type="font/woff2", headers=KEPT)
