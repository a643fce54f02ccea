"""The journal: what a line says, what it does not, and what is refused."""

from datetime import datetime

import pytest

from pyrometer.errors import SensorError
from pyrometer.sensors import journal

STORY = """
; who: acme
2026-10-05 09:30 customer:olga replied
2026-10-05 customer attended_meeting minutes=30 grade=3
2026-10-12 seller:ben sent_quote amount=12000 EUR minutes=90 known=2026-10-14T08:00+02:00 about="price list"
"""


def test_a_story_of_three_lines_is_three_events() -> None:
    replied, attended, quoted = journal.parse(STORY)
    assert (replied.prospect, replied.person, replied.actor) == ("acme", "olga", None)
    assert (replied.happened_at, replied.precision) == (datetime(2026, 10, 5, 9, 30), "instant")
    assert (attended.precision, attended.minutes, attended.grade) == ("day", 30.0, 3)
    assert (quoted.actor, quoted.amount, quoted.currency, quoted.minutes) == ("ben", 12000.0, "EUR", 90.0)
    assert quoted.known_at == datetime(2026, 10, 14, 6, 0)
    assert quoted.about == {"about": "price list"}


def test_what_the_customer_did_is_a_deliberate_act_and_what_a_seller_says_is_said() -> None:
    events = journal.parse("2026-01-01 customer replied\n2026-01-01 seller called", who="acme")
    assert [e.grade for e in events] == [2, 0]


def test_lines_of_one_day_keep_their_order_and_the_same_line_twice_is_the_same_record() -> None:
    text = "2026-01-01 customer asked\n2026-01-01 seller answered\n2026-01-01 customer asked\n"
    assert [e.source_seq for e in journal.parse(text, who="acme")] == [0, 1, 0]


def test_times_without_offset_are_of_the_zone_and_days_begin_there() -> None:
    text = "2026-07-01 09:00 customer replied\n2026-07-01 customer replied\n2026-07-01 09:00Z customer replied"
    first, second, third = journal.parse(text, who="acme", zone="Europe/Berlin")
    assert first.happened_at == datetime(2026, 7, 1, 7)
    assert second.happened_at == datetime(2026, 6, 30, 22)
    assert third.happened_at == datetime(2026, 7, 1, 9)


def test_remarks_and_blank_lines_say_nothing() -> None:
    assert journal.parse("\n; a remark\n# another\n2026-01-01 customer replied ; by mail\n", who="a")[0].about == {}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("yesterday customer replied", "'yesterday' is not a day"),
        ("2026-02-30 customer replied", "is no time that ever was"),
        ("2026-01-01 custmer replied", "Did you mean 'customer'"),
        ("2026-01-01 customer", "needs a side and an action"),
        ("2026-01-01 customer replied often", "'often' is not of the form key=value"),
        ("2026-01-01 customer replied grade=9", "a grade is 0, 1, 2, 3 or 4"),
        ("2026-01-01 customer paid amount=many", "amount=many is no number"),
        ("2026-01-01 customer paid amount=nan", "amount=nan is no number"),
        ("2026-01-01 customer =replied", "'=replied' is no action"),
        ('2026-01-01 customer replied about="price', "never closed"),
    ],
)
def test_a_line_that_is_no_event_is_refused_with_its_number(line: str, sentence: str) -> None:
    with pytest.raises(SensorError, match=r"Line 2 of the journal:.*" + sentence.replace("(", r"\(")):
        journal.parse("\n" + line, who="acme")


def test_a_line_without_a_prospect_is_refused() -> None:
    with pytest.raises(SensorError, match="; who: acme"):
        journal.parse("2026-01-01 customer replied")
