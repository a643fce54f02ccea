"""A file that tells what prospects did later, under another id: an order list beside a list of won deals."""

from pathlib import Path

from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import Other, lookup
from pyrometer.sensors._guess.part import Part, begin, declare
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import is_readable
from pyrometer.sensors._guess.words import plain
from pyrometer.sensors._guess.zones import zone

_PLACES = ("id", "no", "nr", "number", "line", "position", "pos", "item", "index")
_IN_WHAT = ("line", "item", "position", "pos", "index")


def build(other: Other, answers: Answers, folder: Path | None) -> Part:
    """The sensor of such a file: each row one event, named after the file."""
    loaded, who = other.to, other.fields[0]
    time = roles.by_rank(roles.times(loaded), "time") or roles.times(loaded)[0]
    place, why, _ = zone(loaded, [time], answers)
    part = Part("later", loaded, begin(loaded, folder), who, place, [time])
    amount = roles.amount(loaded, Answers(), [other.key])
    if amount and is_readable(loaded.columns[amount], answers):
        part.amount, part.currency = loaded.columns[amount], answers.currency
    part.draft.say("zone", place, why)
    part.draft.say("prospect", who, f"looked up by {other.key}")
    part.draft.say("row_is", "event")
    if own := _own_id(loaded):
        part.draft.say("id", *own)
    part.draft.lookups.append(lookup(other, folder, only_known=True))
    declare(part, answers)
    action = loaded.stem.replace("-", "_")
    lines = [Line("happened_at", time.name, str(time)), Line("action", action, "after the file")]
    lines += [Line("side", "customer"), Line("grade", 2, "a record of what they did")]
    lines += [Line("amount", part.amount.name)] if part.amount else []
    part.draft.blocks.append(Block(tuple(lines)))
    return part


def _own_id(loaded: Loaded) -> tuple[str, str] | None:
    """What makes a row one and the same for ever, and why; None where its content alone does.

    The row's own id, by its name (`order_id` in orders); or the id of what it is part of with its place in there
    (`order_id` and `order_item_id` in order_items): without it two pieces of one order would count as one.
    """
    full = [c for c in loaded.columns.values() if c.kind in roles.IDS and c.n_filled == c.n_rows > 0]
    file, named = plain(loaded.stem).removesuffix("s"), {c.name: plain(c.name) for c in full}
    for own in full:
        if own.is_unique and named[own.name].removesuffix(" id") in ("id", "uuid", file):
            return own.name, f"each row's own; {own}"
    for whole, name in named.items():
        thing = name.removesuffix(" id")
        if thing == name or not file.startswith(thing):
            continue
        for place in (c for c, other in named.items() if c != whole and _is_place(other, thing)):
            if loaded.table.group_by([whole, place]).aggregate([]).num_rows == loaded.table.num_rows:
                why = f"which {thing}, and its place there: together different in all {loaded.table.num_rows:,} rows"
                return f"{{{whole}}}:{{{place}}}", why
    return None


def _is_place(name: str, thing: str) -> bool:
    """Whether a column is called like a place in that thing: 'order item id', 'order line', 'line number'."""
    words = name.split() or [""]
    return words[-1] in _PLACES and (name.startswith(thing) or words[0] in _IN_WHAT)
