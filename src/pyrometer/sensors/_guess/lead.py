"""Who leads: the files that tell who was won; beside a log, one row a prospect only tells when they came, or more."""

from collections.abc import Sequence

from pyrometer.sensors._guess import agreements, earlier, history, log, roles, when
from pyrometer.sensors._guess.ends import ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import Family, Other, families
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import ending


def ordered(files: Sequence[Loaded], answers: Answers) -> list[Family]:
    """The families of files, those first that can tell who was won: of the likeliest leader, then the plainest."""
    found = list(families(files, answers))
    plainest = sorted(found, key=lambda one: -max(_strength(f, answers) for f, _ in one.main))
    return [found[0], *(one for one in plainest if one is not found[0])] if _tells(found[:1], answers) else plainest


def _tells(together: Sequence[Family], answers: Answers) -> bool:
    """Whether a file of it can say who was won, if need be after a question."""
    main = [pair for one in together for pair in one.main]
    logs = any(log.is_log(f, w, answers) or history.is_changes(f, w, answers) for f, w in main)
    return logs or any(one.pages for one in together) or any(_strength(f, answers) for f, _ in main)


def _strength(loaded: Loaded, answers: Answers) -> int:
    """How plainly a file says who was won: 0 not at all, 3 in so many words, or as a person said."""
    said = any(roles.answered(loaded, column) for column in (answers.stage, answers.ended))
    if said or any(word in column.values for word in answers.won for column in loaded.columns.values()):
        return 3
    end = ends(loaded, Answers())
    if agreements.found(loaded, Answers()) is not None:
        return 2
    if end is None:
        return 2 * (when.ended(loaded, Answers(), None) is not None)
    return max(1, *(ending(word, "won") for name, values in end.won.items() for word in (name, *values)))


def lead(together: Family, answers: Answers) -> None:
    """Sorts the main files: logs lead, unless they say of nobody that they were won and another file does."""
    logs = [(f, w) for f, w in together.main if log.is_log(f, w, answers) or history.is_changes(f, w, answers)]
    others = [(f, w) for f, w in together.main if all(f is not it for it, _ in logs)]
    if not logs or not others:
        return
    ending_ = next((f for f, _ in others if ends(f, answers) is not None), None)
    if ending_ is not None and not any(_says_won(f, w, answers) for f, w in logs):
        for one, _ in logs:
            together.unused[str(one.path)] = f"it says of nobody that they were won; {ending_.path.name} does"
        together.main = others
        return
    for one, who in others:
        _beside(together, (one, who), logs, answers)
    together.main = logs


def _says_won(loaded: Loaded, who: str, answers: Answers) -> bool:
    action = roles.action(loaded, answers)
    moves = history.moves(loaded, who, answers)
    words = moves or (loaded.columns[action].values if action is not None else ())
    return any(word in answers.won or ending(word, "won") for word in words)


def _beside(together: Family, other: tuple[Loaded, str], logs: list[tuple[Loaded, str]], answers: Answers) -> None:
    """A file of one row a prospect beside logs: it tells when they came, if the logs do not, or adds columns."""
    one, who = other
    tells = any(history.tells_entry(f, w, answers) for f, w in logs)
    if one.columns[who].is_unique and (not tells or earlier.comes_before(one, who, logs)):
        together.entries.append(other)
        return
    fields = tuple(roles.segments(one, [who]))
    why = f"{one.path.name} has one row a prospect; what happened when is told by {logs[0][0].path.name}"
    if fields and one.columns[who].is_unique:
        together.others.append(Other(logs[0][0], one, logs[0][1], who, fields, why))
    else:
        together.unused[str(one.path)] = why
