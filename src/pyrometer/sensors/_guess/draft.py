"""A sensor file being written: each line with the evidence beside it, so that a person can correct it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool | Sequence[str] | Mapping[str, "Value"] | Sequence[Mapping[str, "Value"]]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")  # TOML forbids them in remarks too
WIDTH = 100  # a longer comment stands above its line


@dataclass(frozen=True, slots=True)
class Line:
    """One key of the file, its value, and why."""

    key: str
    value: Value
    why: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One [[event]] or [[lookup]]; with `is_off` it is written as a remark, for a person to switch on."""

    lines: tuple[Line, ...]
    why: str = ""
    is_off: bool = False
    header: str = "event"


@dataclass(slots=True)
class Draft:
    """A whole sensor file: `name` is its stem."""

    name: str
    remarks: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sections: dict[str, list[Line]] = field(default_factory=dict)  # [fields], [missing]
    lookups: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def say(self, key: str, value: Value, why: str = "") -> None:
        """Add a line."""
        self.lines.append(Line(key, value, why))

    def text(self) -> str:
        """The file as TOML."""
        out = [remark(said) for said in self.remarks]
        out += [written for line in self.lines for written in _lines(line)]
        for name, lines in self.sections.items():
            out += ["", f"[{name}]", *(written for line in lines for written in _lines(line))]
        for block in (*self.lookups, *self.blocks):
            mark = "# " if block.is_off else ""
            out += ["", *([remark(block.why)] if block.why else []), f"{mark}[[{block.header}]]"]
            out += [mark + written for line in block.lines for written in _lines(line)]
        return "\n".join(out) + "\n"


def _lines(line: Line) -> list[str]:
    text = f"{key(line.key)} = {value(line.value)}"
    if not line.why:
        return [text]
    why = remark(line.why)
    if len(text) + len(why) + 2 <= WIDTH:
        return [f"{text}  {why}"]
    return [why, text]


def remark(text: str) -> str:
    """A comment of one line, whatever the values that it quotes hold."""
    clean = _CONTROLS.sub("\ufffd", " ".join(text.split()))
    return f"# {clean}"


def key(name: str) -> str:
    """A TOML key, in quotes where it must be."""
    return name if _BARE.fullmatch(name) else value(name)


def value(it: Value) -> str:
    """A TOML value."""
    match it:
        case bool():
            return str(it).lower()
        case str():
            return json.dumps(it, ensure_ascii=False).replace("\x7f", "\\u007f")
        case int() | float():
            return str(it)
        case Mapping():
            return "{ " + ", ".join(f"{key(k)} = {value(v)}" for k, v in it.items()) + " }"
        case _:
            return "[" + ", ".join(value(v) for v in it) + "]"
