"""Frame: what stands around every page - the rail with its entries, the plant's name, the way to the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from pyrometer import registry
from pyrometer.apps.web import desk as desks
from pyrometer.apps.web import style
from pyrometer.views import html
from pyrometer.views._html_parts import e
from pyrometer.views._words import n_signals

if TYPE_CHECKING:
    from starlette.responses import Response

    from pyrometer.apps.web.desk import Desk

STUDIES = "pyrometer.studies"
Entry = tuple[str, str, int]  # where it leads, what it is called, how many open signals


@dataclass(frozen=True, slots=True)
class Frame:
    """The plant's name, and the entries of the rail under the verb that each serves."""

    plant: str = ""
    verbs: tuple[tuple[str, tuple[Entry, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at an address: its title, markup already safe, and the status of the answer."""

    title: str
    body: str
    status: int = 200


def frame(desk: "Desk", plant: str) -> Frame:
    """The frame of a plant's pages: every study there is, the signals of those that were answered already."""
    report = desks.reported()
    others = [name for name in registry.names(STUDIES) if name not in report]
    known = [desk.known(name) for name in report]
    total = sum(f.verdict == "signal" for f in known if f is not None)
    seen = [(f"/study/{n}", called(n), n_signals(f) if f else 0) for n, f in zip(report, known, strict=True)]
    return Frame(
        plant,
        (
            ("See", (("/", "Today", total), *seen)),
            ("Ask", tuple((f"/study/{name}", called(name), 0) for name in others)),
            ("Agree", (("/definitions", "Definitions", 0),)),
            (
                "Sources",
                (("/prospects", "Prospects", 0), ("/measures", "Measures", 0), ("/refused", "Refused rows", 0)),
            ),
        ),
    )


def called(name: str) -> str:
    """A public name as people say it."""
    return name.replace("-", " ").capitalize()


def page(of: Frame, here: str, title: str, body: str) -> str:
    """A whole page; `body` is markup already safe, `here` the path of the page."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{e(title)}</title><link rel="icon" href="{html.ICON}">'
        f'<link rel="stylesheet" href="{sheet_at()}"></head>\n'
        f'<body><a class="skip" href="#main">Skip to the findings</a>{top(of)}{rail(of, here)}'
        f'<main id="main">{body}</main></body></html>\n'
    )


def rail(of: Frame, here: str) -> str:
    """The left rail: where one can go, where one is."""
    groups = "".join(f'<p class="verb">{verb}</p><ul>{entered(entries, here)}</ul>' for verb, entries in of.verbs)
    return f'<nav class="rail" id="pages" aria-label="Pages"><div>{brand(of)}{groups}</div></nav>'


def top(of: Frame) -> str:
    """What stands above a narrow page, where the rail follows the words."""
    way = '<a href="#pages">Pages</a>' if of.verbs else ""
    return f'<header class="top">{brand(of)}{way}</header>'


def brand(of: Frame) -> str:
    """The mark, and whose plant it is."""
    return f'<p class="brand">{html.DIAL}Pyrometer</p>' + (f'<p class="plant">{e(of.plant)}</p>' if of.plant else "")


def entered(entries: Sequence[Entry], here: str) -> str:
    """Entries of the rail; the page one is on is marked."""
    return "".join(
        f'<li><a href="{e(place)}"{" aria-current=page" if place == here else ""}>{e(words)}{html.badge(n)}</a></li>'
        for place, words, n in entries
    )


@cache
def sheet_at() -> str:
    """Where the style sheet is: its name changes with its content, so that a browser may keep it."""
    return f"/style/{sha256(style.sheet().encode()).hexdigest()[:12]}.css"


def refused(status: int, sentence: str) -> "Response":
    """The page for whoever is not let in; it says nothing of the plant."""
    from starlette.responses import HTMLResponse

    return HTMLResponse(page(Frame(), "", "Pyrometer", wrong(sentence)), status)


def wrong(sentence: str) -> str:
    """One sentence with the way out, where a page would be."""
    return f'<section class="first"><h1>Not shown</h1><p class="says" role="alert">{e(sentence)}</p></section>'
