"""Plug-ins: one module holding one constant; its file name is its public name."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from typing import Any

from pyrometer.errors import NotInstalled, unknown


@cache
def names(package: str) -> tuple[str, ...]:
    """Public names of the plug-ins of `package` (say 'pyrometer.studies'), own ones and those of other packages.

    Sub-packages and modules whose name starts with an underscore are shared parts, not plug-ins. Nothing is
    imported but the package itself.
    """
    found = iter_modules(import_module(package).__path__)
    own = {m.name.replace("_", "-") for m in found if not m.ispkg and not m.name.startswith("_")}
    return tuple(sorted(own | set(_outside(package))))


@cache
def _outside(package: str) -> Mapping[str, EntryPoint]:
    """What other packages add, by public name; underscores in an entry point's name are hyphens there, as in files."""
    return {_public(entry.name): entry for entry in entry_points(group=package)}


def _public(name: str) -> str:
    return name.replace("_", "-")


@cache
def find(package: str, name: str) -> Any:
    """The plug-in record of that public name; raises UnknownName with the nearest one."""
    constant = package.rpartition(".")[2]
    constant = CONSTANT.get(constant, constant.upper())
    public = _public(name)
    if public not in names(package):
        raise unknown(constant.lower(), name, names(package))
    entry = _outside(package).get(public)
    if entry is None:
        return getattr(_module(package, public), constant)
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        whose = f" of the package '{entry.dist.name}'" if entry.dist else ""
        raise NotInstalled(
            f"The {constant.lower()} '{public}'{whose} cannot be loaded: {error}. Mend or uninstall that package."
        ) from error


CONSTANT = {
    "sensors": "SENSOR",
    "engines": "ENGINE",
    "measures": "MEASURE",
    "studies": "STUDY",
    "charts": "CHART",
    "rules": "RULES",
    "figures": "FIGURE",
    "views": "VIEW",
    "checks": "CHECK",
}


def first_line(package: str, name: str) -> str:
    """What a plug-in is, in its own words: the first line of its module."""
    find(package, name)
    entry = _outside(package).get(_public(name))
    module = import_module(entry.module) if entry else _module(package, name)
    return (module.__doc__ or "").strip().partition("\n")[0]


def _module(package: str, name: str) -> Any:
    return import_module(f"{package}.{name.replace('-', '_')}")
