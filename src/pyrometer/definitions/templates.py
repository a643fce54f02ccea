"""Templates: which milestones and judgments a kind of business begins with, taken from the library."""

import tomllib
from dataclasses import dataclass
from importlib import resources

from pyrometer.definitions._order import references
from pyrometer.definitions.parse import library, library_text
from pyrometer.errors import unknown

_TEMPLATES = resources.files("pyrometer.definitions") / "library" / "templates"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of business: its path of milestones, what counts as won and lost, and the judgments that serve it.

    `grade` is the least evidence that moves a milestone there; 0 means on the sellers' word.
    """

    name: str
    title: str
    says: str
    milestones: tuple[str, ...]
    won: str
    lost: str
    grade: int
    judgments: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every definition that a plant of this kind needs, those that others rest on included."""
        found: dict[str, None] = {}
        waiting = [*self.milestones, self.won, self.lost, *self.judgments]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += references(library(name))
        return tuple(found)


def templates() -> tuple[Template, ...]:
    """All templates, by name."""
    files = sorted((f for f in _TEMPLATES.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_read(f.read_text(encoding="utf-8")) for f in files)


def template(name: str) -> Template:
    """The template of that name; raises UnknownName with the nearest one."""
    known = {t.name: t for t in templates()}
    if name not in known:
        raise unknown("template", name, known)
    return known[name]


def texts(name: str) -> dict[str, str]:
    """The definition files of a template: name of the definition -> TOML text."""
    return {definition: library_text(definition) for definition in template(name).names}


def _read(text: str) -> Template:
    document = tomllib.loads(text)
    return Template(
        name=document["template"],
        title=document["title"],
        says=document["says"],
        milestones=tuple(document["milestones"]),
        won=document["won"],
        lost=document["lost"],
        grade=document["grade"],
        judgments=tuple(document["judgments"]),
    )
