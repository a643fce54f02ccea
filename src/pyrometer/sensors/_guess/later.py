"""A file that tells what prospects did later, under another id: an order list beside a list of won deals."""

from pathlib import Path

from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.many import Other, lookup
from pyrometer.sensors._guess.part import Part, begin, declare
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import is_readable
from pyrometer.sensors._guess.zones import zone


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
    part.draft.lookups.append(lookup(other, folder, only_known=True))
    declare(part, answers)
    action = loaded.stem.replace("-", "_")
    lines = [Line("happened_at", time.name, str(time)), Line("action", action, "after the file")]
    lines += [Line("side", "customer"), Line("grade", 2, "a record of what they did")]
    lines += [Line("amount", part.amount.name)] if part.amount else []
    part.draft.blocks.append(Block(tuple(lines)))
    return part
