"""The guess of `start FILE...`: what the files hold, which column is what, with the evidence for each guess."""

from collections.abc import Sequence
from pathlib import Path

from pyrometer.sensors._guess.records import ActionFact, Answers, Guess, Question

__all__ = ["ActionFact", "Answers", "Guess", "Question", "guess"]


def guess(files: Sequence[Path | str], answers: Answers | None = None, folder: Path | None = None) -> Guess:
    """A first reading of the files: sensor files with a comment on each guess, facts for definitions, open questions.

    A file given as text is the address of a database, its table named in `answers`, which decide what would else be
    guessed. Paths in the sensor files are relative to `folder`, the plant to be
    (absolute without it). Raises SensorError with one sentence when nothing sane can be guessed, Ambiguous when the
    order of day and month or the decimal mark is not proved; nothing is written.
    """
    from pyrometer.sensors._guess.whole import guessed

    return guessed(files, answers or Answers(), folder)
