"""Options at their extremes: whatever is given, an answer is of the right type or one sentence, never a traceback."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer import registry
from pyrometer.errors import BadSetting, PyrometerError, UnknownName
from pyrometer.model.settings import checked


@dataclass(frozen=True, slots=True)
class Settings:
    """One of each kind."""

    within_days: float = 14.0
    top: int = 50
    share: float | None = None
    from_on: date | None = None
    period: Literal["week", "month"] = "week"
    apart: bool = False
    steps: tuple[str, ...] = ()
    without: tuple[tuple[str, int, int], ...] = ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"within_days": float("inf")}, "yield: within_days = inf is no number to reckon with."),
        ({"within_days": "nan"}, "yield: within_days = nan is no number"),
        ({"within_days": -1}, "give days from 0 to 36,525"),
        ({"within_days": 1e308}, "give days from 0 to 36,525"),
        ({"top": 10**20}, "give a number of 1,000,000,000,000 at most"),
        ({"top": 10**5000}, "give a number of"),
        ({"top": 2.5}, "yield: top = '2.5' must be a whole number."),
        ({"top": True}, "must be a whole number"),
        ({"share": "half"}, "must be a number"),
        ({"from_on": date.max}, "give a day from 1900 to 2200"),
        ({"from_on": "2026-02-30"}, "must be a day like 2026-03-31"),
        ({"period": "w" * 9999}, r"period = 'w{60}\.\.\.' is not a choice"),
        ({"steps": [1, 2]}, "steps = '1' must be text"),
        ({"without": ("called",)}, r"without = '\['called'\]' must be a list"),
        ({"without": (("called", 1),)}, "must be a list"),
        ({"apart": "perhaps"}, "must be yes or no"),
    ],
)
def test_what_cannot_be_is_one_short_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadSetting, match=sentence) as caught:
        checked(Settings, wrong, "study", "yield")
    assert len(str(caught.value)) < 200


def test_an_unknown_option_is_answered_with_the_nearest_and_never_repeats_a_screenful() -> None:
    with pytest.raises(UnknownName, match="The study 'yield' has no option 'withindays'. Did you mean 'within_days'?"):
        checked(Settings, {"withindays": 3}, "study", "yield")
    with pytest.raises(UnknownName) as caught:
        checked(Settings, {"\x1b[2J" + "x" * 10_000: 3}, "study", "yield")
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


def test_lists_and_texts_become_what_they_mean() -> None:
    made = checked(Settings, {"steps": ["a", "b"], "without": [["c", 0, 1]], "top": "7", "share": ""}, "study", "x")
    assert (made.steps, made.without, made.top, made.share) == (("a", "b"), (("c", 0, 1),), 7, None)
    assert checked(Settings, {"steps": "a, b"}, "study", "x").steps == ("a", "b")


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.lists(st.text()), st.binary()
)


@given(st.sampled_from([f.name for f in fields(Settings)]), ANYTHING)
def test_nothing_whatever_gets_through_as_something_else(name: str, value: Any) -> None:
    try:
        made = getattr(checked(Settings, {name: value}, "study", "x"), name)
    except BadSetting as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 300
        return
    kind = type(getattr(Settings(), name))
    assert made is None or isinstance(made, kind | date | int | float)


KINDS = ("pyrometer.studies", "pyrometer.measures")
EVERY = [(kind, name) for kind in KINDS for name in registry.names(kind)]


@pytest.mark.parametrize(("kind", "name"), EVERY)
@given(st.data())
def test_every_question_takes_or_refuses_any_value(kind: str, name: str, data: st.DataObject) -> None:
    settings = registry.find(kind, name).settings
    names = [f.name for f in fields(settings)]
    if not names:
        return
    given_ = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING, max_size=3))
    try:
        assert isinstance(checked(settings, given_, "question", name), settings)
    except PyrometerError as error:
        assert str(error).endswith((".", "?", "..."))
