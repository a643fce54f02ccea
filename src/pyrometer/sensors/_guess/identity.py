"""Identity in a log: which column makes an event one and the same for ever, and which orders equal times."""

from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.part import Part
from pyrometer.sensors._guess.words import plain

VERSION = "__id"  # under which Tryton counts the versions of a record
_OWN_IDS = ("id", "event id", "concept instance", "uuid")


def say_identity(part: Part, who: str) -> None:
    """Says them in the sensor file, if there are any; `who` is the column of the prospect."""
    columns = part.loaded.columns
    seq = roles.by_rank([c for c in columns.values() if c.kind == "number" and c.name != who], "seq")
    if seq is not None and columns[seq.name].n_filled == columns[seq.name].n_rows:
        part.draft.say(
            "id", "{" + who + "}:{" + seq.name + "}", "the place in its history tells an event from its like"
        )
        part.draft.say("seq", seq.name, f"orders equal times; {seq}")
        return
    own = [c for c in columns.values() if c.is_unique and plain(c.name) in _OWN_IDS]
    if own and own[0].name != who:
        part.draft.say("id", own[0].name, f"the event's own id; {own[0]}")
        if own[0].name == VERSION:
            part.draft.say("seq", VERSION, "versions are counted, which orders equal times")
