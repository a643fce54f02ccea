"""Publishing: finished files get their places, then one commit names them all; a kill leaves the old or the new."""

import json
import shutil
from pathlib import Path

from pyrometer.ledger import manifest as manifests
from pyrometer.ledger import marks
from pyrometer.ledger.files import Folder, fresh_name, settle
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.manifest import Manifest

PLAN = "plan.json"  # in the work folder: what was about to be put where, and the manifest that would name it


def publish(intake: Intake, after: Manifest) -> int:
    """Puts the files of the work folder in their places and commits; gives the new mark."""
    folder = intake.folder
    name = fresh_name("manifest", "json")
    manifests.write(after, intake.work / name)
    events = {s.events: s for s in after.segments if s.events is not None}
    was = {s.events for s in intake.before.segments if s.events is not None}
    side = [name, *manifests.side_files(after)]
    places = {intake.work / n: folder.events / n for n in events} | {intake.work / n: folder.side / n for n in side}
    moves = {source: target for source, target in places.items() if source.exists()}
    plan = {"manifest": name, "files": [t.relative_to(folder.root).as_posix() for t in moves.values()]}
    (intake.work / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    _place(moves)
    added = {n: (s.n_events, s.low, s.high) for n, s in events.items() if n not in was}
    mark = marks.commit(folder, added, sorted(was - set(events)), name)
    settle(marks.log_file(folder, mark))
    settle(folder.log)
    return mark


def sweep(folder: Folder) -> None:
    """Removes what a reading that was cut short has left; only the holder of the lock may call it."""
    if not folder.staging.is_dir():
        return
    published = marks.named(folder, marks.newest(folder))
    for work in folder.staging.iterdir():
        plan = work / PLAN
        if plan.is_file():
            _undo(folder, plan, published)
        shutil.rmtree(work, ignore_errors=True)


def _undo(folder: Folder, plan: Path, published: str | None) -> None:
    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
    except ValueError:  # cut short while the plan was written: nothing had been put in place yet
        return
    if document["manifest"] != published:
        for name in document["files"]:
            (folder.root / name).unlink(missing_ok=True)


def _place(moves: dict[Path, Path]) -> None:
    for source, target in moves.items():
        settle(source)
        source.replace(target)
    for place in {target.parent for target in moves.values()}:
        settle(place)
