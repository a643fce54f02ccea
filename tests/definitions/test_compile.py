"""Claims about verdicts and first-met times, each with its tiny ledger in the test."""

import random
from dataclasses import replace

import ibis
import pytest

from pyrometer.definitions.compile import judge
from pyrometer.errors import DefinitionError
from pyrometer.model.definition import Outage
from tests.definitions.stories import backend, day, definition, judged, reckoned, records

REPLIED = definition("replied", 'wrote = { customer = ["replied"] }')
GAVE_TIME = definition("gave-time", 'live = { customer = ["met"], having = { minutes = "at least 10" } }')


def test_a_milestone_bears_the_date_of_the_first_act_that_counts() -> None:
    stories = {
        "once": "2026-10-05 customer replied",
        "twice": "2026-10-07 customer replied\n2026-10-06 customer replied",
        "weak": "2026-10-05 customer replied grade=1\n2026-10-09 customer replied",
        "ours": "2026-10-05 seller replied",
        "never": "2026-10-05 marketing mailed",
    }
    assert judged(REPLIED, stories=stories, until="2026-10-31") == {
        "once": ("met", "2026-10-05"),
        "twice": ("met", "2026-10-06"),
        "weak": ("met", "2026-10-09"),
        "ours": ("not_met", None),
        "never": ("not_met", None),
    }


def test_a_plant_on_the_sellers_word_counts_grade_0_unless_the_clause_names_a_grade() -> None:
    strict = definition("strict", 'wrote = { customer = ["replied"], grade = 2 }')
    story = {"p": "2026-10-05 customer replied grade=0"}
    assert judged(REPLIED, stories=story, until="2026-10-31", grade=0)["p"] == ("met", "2026-10-05")
    assert judged(strict, stories=story, until="2026-10-31", grade=0)["p"] == ("not_met", None)


def test_what_happens_after_the_instant_of_judging_does_not_count_and_who_comes_later_has_no_row() -> None:
    stories = {
        "later": "2026-10-01 marketing mailed\n2026-10-05 customer replied",
        "not_born": "2026-10-04 customer replied",
    }
    assert judged(REPLIED, stories=stories, until="2026-10-03") == {"later": ("not_met", None)}


def test_as_known_then_counts_only_what_was_recorded_by_then() -> None:
    story = {"p": "2026-10-01 marketing mailed\n2026-10-05 customer replied known=2026-10-20"}
    assert judged(REPLIED, stories=story, until="2026-10-31")["p"] == ("met", "2026-10-05")
    then = judged(REPLIED, stories=story, until="2026-10-31", as_known=day("2026-10-19"))
    assert then["p"] == ("not_met", None)


def test_the_third_act_gives_the_date_where_three_are_asked_for() -> None:
    thrice = definition("thrice", 'use = { customer = ["used"], at_least = 3 }')
    stories = {
        "three": "2026-10-01 customer used\n2026-10-02 customer used\n2026-10-09 customer used",
        "two": "2026-10-01 customer used\n2026-10-02 customer used",
    }
    got = judged(thrice, stories=stories, until="2026-10-31")
    assert got == {"three": ("met", "2026-10-09"), "two": ("not_met", None)}


def test_the_same_record_read_twice_counts_once() -> None:
    twice = definition("twice", 'use = { customer = ["used"], at_least = 2 }')
    story = "2026-10-01 customer used\n2026-10-01 customer used"
    assert judged(twice, stories={"p": story}, until="2026-10-31")["p"] == ("not_met", None)


def test_distinct_counts_people_and_days_not_acts() -> None:
    people = definition("people", 'came = { customer = ["came"], at_least = 2, distinct = "people" }')
    days = definition("days", 'came = { customer = ["came"], at_least = 2, distinct = "days" }')
    stories = {
        "one": "2026-10-01 09:00 customer:ann came\n2026-10-01 17:00 customer:ann came",
        "two": "2026-10-01 09:00 customer:ann came\n2026-10-01 17:00 customer:bob came",
        "unnamed": "2026-10-01 09:00 customer:ann came\n2026-10-02 09:00 customer came",
    }
    got = judged(people, stories=stories, until="2026-10-31")
    assert got == {"one": ("not_met", None), "two": ("met", "2026-10-01 17:00"), "unnamed": ("not_met", None)}
    got = judged(days, stories=stories, until="2026-10-31")
    assert got["one"] == ("not_met", None)
    assert got["unnamed"] == ("met", "2026-10-02 09:00")


def test_a_milestone_that_was_reached_is_not_undone_but_a_judgment_may_be() -> None:
    rule = (
        'wrote = { customer = ["replied"] }\nno = { customer = ["declined"] }',
        '{ all = ["wrote"], none = ["no"] }',
    )
    story = {"p": "2026-10-05 customer replied\n2026-10-20 customer declined"}
    milestone = definition("m", *rule)
    judgment = definition("j", *rule, kind="judgment")
    assert judged(milestone, stories=story, until="2026-10-31")["p"] == ("met", "2026-10-05")
    assert judged(judgment, stories=story, until="2026-10-31")["p"] == ("not_met", None)
    assert judged(judgment, stories=story, until="2026-10-19")["p"] == ("met", "2026-10-05")


def test_a_refusal_before_or_at_the_same_instant_keeps_a_milestone_from_being_reached() -> None:
    rule = 'wrote = { customer = ["replied"] }\nno = { customer = ["declined"] }'
    milestone = definition("m", rule, '{ all = ["wrote"], none = ["no"] }')
    stories = {
        "before": "2026-10-04 customer declined\n2026-10-05 customer replied",
        "same_day": "2026-10-05 customer declined\n2026-10-05 customer replied",
    }
    got = judged(milestone, stories=stories, until="2026-10-31")
    assert got == {"before": ("not_met", None), "same_day": ("not_met", None)}


def test_any_takes_the_earliest_all_the_latest_and_two_of_three_the_second() -> None:
    test = "\n".join(f'{c} = {{ customer = ["{c}"] }}' for c in "abc")
    stories = {"p": "2026-10-03 customer a\n2026-10-01 customer b\n2026-10-02 customer c"}
    dates = {
        '{ all = ["a", "b", "c"] }': "2026-10-03",
        '{ any = ["a", "b", "c"] }': "2026-10-01",
        '{ at_least = { 2 = ["a", "b", "c"] } }': "2026-10-02",
    }
    for criterion, wanted in dates.items():
        got = judged(definition("d", test, criterion), stories=stories, until="2026-10-31")
        assert got["p"] == ("met", wanted)


def test_within_looks_back_and_lapses_after_the_last_day() -> None:
    fresh = definition("fresh", 'act = { customer = "any", within = "30d" }', kind="judgment")
    story = {"p": "2026-10-01 customer replied"}
    assert judged(fresh, stories=story, until="2026-10-30 23:59")["p"] == ("met", "2026-10-01")
    assert judged(fresh, stories=story, until="2026-10-31 00:00")["p"] == ("not_met", None)


def test_a_judgment_bears_the_beginning_of_the_stretch_that_still_lasts() -> None:
    fresh = definition("fresh", 'act = { customer = "any", within = "10d" }', kind="judgment")
    story = {"p": "2026-09-01 customer a\n2026-10-01 customer a\n2026-10-08 customer a\n2026-10-15 customer a"}
    assert judged(fresh, stories=story, until="2026-10-20")["p"] == ("met", "2026-10-01")


def test_silence_is_dated_the_moment_the_limit_passed_and_an_act_reverses_it() -> None:
    silent = definition("silent", 'silent = { customer = "any", silent_for = "21d" }', kind="judgment")
    stories = {
        "gone": "2026-09-01 customer replied\n2026-09-25 seller called",
        "back": "2026-09-01 customer replied\n2026-10-09 customer replied",
        "never_acted": "2026-09-05 marketing mailed",
    }
    assert judged(silent, stories=stories, until="2026-10-10") == {
        "gone": ("met", "2026-09-22"),
        "back": ("not_met", None),
        "never_acted": ("met", "2026-09-26"),
    }


def test_too_early_until_the_window_closes_and_not_met_after() -> None:
    quick = definition("quick", 'act = { customer = ["replied"], within_of_start = "14d" }')
    story = {"p": "2026-10-01 marketing mailed\n2026-10-20 customer replied"}
    assert judged(quick, stories=story, until="2026-10-14")["p"] == ("too_early", None)
    assert judged(quick, stories=story, until="2026-10-15")["p"] == ("not_met", None)
    assert judged(quick, stories=story, until="2026-10-31")["p"] == ("not_met", None)


def test_a_window_that_is_over_before_its_first_day_is_never_too_early() -> None:
    narrow = definition("narrow", 'a = { customer = "any", since = 2026-10-20, within_of_start = "14d" }')
    stories = {"early": "2026-10-01 customer a", "later": "2026-10-10 customer a"}
    assert judged(narrow, stories=stories, until="2026-10-12") == dict.fromkeys(stories, ("not_met", None))
    assert judged(narrow, stories=stories, until="2026-10-21")["later"] == ("too_early", None)


def test_nothing_in_a_window_that_never_opened_is_so_from_the_start() -> None:
    """Before it opens a window is no reason to wait; one that never does closes nothing."""
    test = 'a = { customer = ["paid"], since = "asked", within_of_start = "1d" }\nasked = { customer = ["asked"] }'
    rule = definition("unpaid", test, '{ none = ["a"] }', kind="judgment")
    stories = {"never_asked": "2026-10-01 customer replied", "asked": "2026-10-01 customer asked"}
    assert judged(rule, stories=stories, until="2026-10-20") == {
        "never_asked": ("met", "2026-10-01"),
        "asked": ("met", "2026-10-02"),
    }


def test_none_inside_an_open_window_is_too_early_to_tell() -> None:
    test = 'done = { seller = ["did"] }\nback = { customer = ["complained"], after = "done", within = "7d" }'
    right = definition("right", test, '{ all = ["done"], none = ["back"] }', kind="judgment")
    stories = {
        "fine": "2026-10-01 seller did",
        "complained": "2026-10-01 seller did\n2026-10-05 customer complained",
        "recent": "2026-10-08 seller did",
    }
    assert judged(right, stories=stories, until="2026-10-10") == {
        "fine": ("met", "2026-10-08"),
        "complained": ("not_met", None),
        "recent": ("too_early", None),
    }


def test_a_dead_sensor_makes_absence_untellable_but_leaves_what_was_seen() -> None:
    test = 'wrote = { customer = ["replied"] }\nno = { customer = ["declined"] }'
    rule = (test, '{ all = ["wrote"], none = ["no"] }')
    judgment = definition("j", *rule, kind="judgment", head='needs = ["mail"]')
    stories = {
        "said_no": "2026-09-01 customer replied\n2026-09-02 customer declined",
        "wrote": "2026-09-01 customer replied",
        "nothing": "2026-09-01 marketing mailed",
    }
    dead = judged(judgment, stories=stories, until="2026-10-31", dead={"mail": (Outage(day("2026-10-01")),)})
    assert dead == {"said_no": ("not_met", None), "wrote": ("cannot_tell", None), "nothing": ("cannot_tell", None)}
    other = judged(judgment, stories=stories, until="2026-10-31", dead={"calendar": (Outage(),)})
    assert other["wrote"] == ("met", "2026-09-01")
    positive = definition("m", 'wrote = { customer = ["replied"] }', head='needs = ["mail"]')
    seen = judged(positive, stories=stories, until="2026-10-31", dead={"mail": (Outage(),)})
    assert seen == {"said_no": ("met", "2026-09-01"), "wrote": ("met", "2026-09-01"), "nothing": ("cannot_tell", None)}


def test_a_sensor_that_died_after_the_window_closed_changes_nothing() -> None:
    quick = definition("quick", 'act = { customer = ["replied"], within_of_start = "14d" }', head='needs = ["mail"]')
    story = {"p": "2026-09-01 marketing mailed"}
    late = judged(quick, stories=story, until="2026-10-31", dead={"mail": (Outage(day("2026-10-01")),)})
    assert late["p"] == ("not_met", None)
    early = judged(quick, stories=story, until="2026-10-31", dead={"mail": (Outage(day("2026-09-10")),)})
    assert early["p"] == ("cannot_tell", None)


def test_silence_is_untellable_once_the_sensor_is_dead() -> None:
    silent = definition(
        "silent", 's = { customer = "any", silent_for = "21d" }', kind="judgment", head='needs = ["mail"]'
    )
    stories = {"p": "2026-08-01 customer replied", "q": "2026-09-29 customer replied"}
    got = judged(silent, stories=stories, until="2026-10-05", dead={"mail": (Outage(day("2026-09-30")),)})
    assert got == {"p": ("cannot_tell", None), "q": ("not_met", None)}


OUTAGE = {"mail": (Outage(day("2026-09-10"), day("2026-09-20")),)}


def test_an_outage_that_is_over_hides_only_what_could_have_come_in_it() -> None:
    wrote = definition("wrote", 'act = { customer = ["replied"] }', head='needs = ["mail"]')
    stories = {
        "there_all_along": "2026-09-01 marketing mailed",
        "came_after_it": "2026-09-20 marketing mailed",
        "seen_before_it": "2026-09-01 customer replied",
        "seen_after_it": "2026-09-01 marketing mailed\n2026-10-01 customer replied",
    }
    assert judged(wrote, stories=stories, until="2026-10-31", dead=OUTAGE) == {
        "there_all_along": ("cannot_tell", None),
        "came_after_it": ("not_met", None),
        "seen_before_it": ("met", "2026-09-01"),
        "seen_after_it": ("met", "2026-10-01"),
    }


def test_an_outage_matters_only_inside_the_window() -> None:
    for window, verdict in (("5d", "not_met"), ("9d", "not_met"), ("10d", "cannot_tell"), ("60d", "cannot_tell")):
        clause = f'act = {{ customer = ["replied"], within_of_start = "{window}" }}'
        quick = definition("quick", clause, head='needs = ["mail"]')
        got = judged(quick, stories={"p": "2026-09-01 marketing mailed"}, until="2026-12-31", dead=OUTAGE)
        assert got["p"][0] == verdict, window
    rule = 'sent = { seller = ["sent_quote"] }\nact = { customer = ["replied"], after = "sent", within = "30d" }'
    asked = definition("asked", rule, '{ all = ["act"] }', head='needs = ["mail"]')
    stories = {"before": "2026-09-05 seller sent_quote", "later": "2026-09-25 seller sent_quote"}
    got = judged(asked, stories=stories, until="2026-12-31", dead=OUTAGE)
    assert got == {"before": ("cannot_tell", None), "later": ("not_met", None)}


def test_lately_is_told_again_once_the_outage_is_long_enough_ago() -> None:
    lately = ('act = { customer = "any", within = "14d" }', '{ all = ["act"] }')
    story = {"p": "2026-08-01 customer replied"}
    for kind, until, verdict in (
        ("judgment", "2026-09-25", "cannot_tell"),
        ("judgment", "2026-10-05", "not_met"),
        ("milestone", "2026-10-05", "met"),  # on the first of August
    ):
        got = judged(
            definition("l", *lately, kind=kind, head='needs = ["mail"]'), stories=story, until=until, dead=OUTAGE
        )
        assert got["p"][0] == verdict, (kind, until)
    unseen = definition("m", 'act = { customer = ["replied"], within = "14d" }', head='needs = ["mail"]')
    got = judged(unseen, stories={"p": "2026-08-01 marketing mailed"}, until="2026-12-31", dead=OUTAGE)
    assert got["p"] == ("cannot_tell", None)  # once is enough for a milestone, and once may have been in the outage


def test_who_is_silent_long_after_an_outage_is_silent_for_certain() -> None:
    lost = definition("lost", 's = { customer = "any", silent_for = "21d" }', head='needs = ["mail"]')
    story = {"p": "2026-09-01 customer replied"}
    for until, verdict in (("2026-09-15", "not_met"), ("2026-09-30", "cannot_tell"), ("2026-10-11", "met")):
        got = judged(lost, stories=story, until=until, dead=OUTAGE)
        assert got["p"] == (verdict, "2026-09-22" if verdict == "met" else None), until


def test_judged_once_on_what_was_known_then() -> None:
    test = 'cost = { customer = ["gave_facts"], having = { about = "cost" } }'
    good = definition("good", test, kind="judgment", head='judge = { after = "first_customer_action", wait = "14d" }')
    stories = {
        "in_time": "2026-10-01 customer replied\n2026-10-15 customer gave_facts about=cost",
        "too_late": "2026-10-01 customer replied\n2026-10-16 customer gave_facts about=cost",
        "hindsight": "2026-10-01 customer replied\n2026-10-10 customer gave_facts about=cost known=2026-10-16",
        "waiting": "2026-10-20 customer gave_facts about=cost",
        "never_acted": "2026-10-01 marketing mailed",
    }
    assert judged(good, stories=stories, until="2026-10-31") == {
        "in_time": ("met", "2026-10-15"),
        "too_late": ("not_met", None),
        "hindsight": ("not_met", None),
        "waiting": ("too_early", None),
        "never_acted": ("too_early", None),
    }


def test_inner_definitions_are_judged_on_what_the_outer_may_know() -> None:
    outer = definition(
        "outer",
        'time = { definition = "gave-time" }',
        kind="judgment",
        head='judge = { after = "first_action", wait = "10d" }',
    )
    stories = {
        "seen": "2026-10-01 marketing mailed\n2026-10-05 customer met minutes=30",
        "told_later": "2026-10-01 marketing mailed\n2026-10-05 customer met minutes=30 known=2026-10-20",
    }
    got = judged(GAVE_TIME, outer, stories=stories, until="2026-10-31")
    assert got == {"seen": ("met", "2026-10-11"), "told_later": ("not_met", None)}


def test_first_met_times_of_the_inner_feed_the_outer() -> None:
    both = definition(
        "both",
        'time = { definition = "gave-time" }\n'
        'afterwards = { customer = ["replied"], after = "gave-time", within = "5d" }',
        '{ all = ["time", "afterwards"] }',
    )
    stories = {
        "soon": "2026-10-01 customer replied\n2026-10-02 customer met minutes=30\n2026-10-06 customer replied",
        "late": "2026-10-02 customer met minutes=30\n2026-10-12 customer replied",
        "before": "2026-10-01 customer replied\n2026-10-02 customer met minutes=30",
    }
    got = judged(GAVE_TIME, both, stories=stories, until="2026-10-31")
    assert got == {"soon": ("met", "2026-10-06"), "late": ("not_met", None), "before": ("not_met", None)}


def test_since_counts_the_same_instant_and_after_does_not() -> None:
    asked = 'asked = { customer = ["asked"] }\n'
    stories = {"p": "2026-10-05 customer asked\n2026-10-05 seller answered"}
    since = definition("since", asked + 'done = { seller = ["answered"], since = "asked" }', '{ all = ["done"] }')
    after = definition("after", asked + 'done = { seller = ["answered"], after = "asked" }', '{ all = ["done"] }')
    assert judged(since, stories=stories, until="2026-10-31")["p"] == ("met", "2026-10-05")
    assert judged(after, stories=stories, until="2026-10-31")["p"] == ("not_met", None)


def test_before_counts_all_while_its_mark_has_not_come_and_looks_back_only_from_a_mark() -> None:
    base = 'order = { customer = ["ordered"] }\n'
    plain = definition("plain", base + 'use = { customer = ["used"], before = "order" }', '{ all = ["use"] }')
    back = definition(
        "back", base + 'use = { customer = ["used"], before = "order", within = "7d" }', '{ all = ["use"] }'
    )
    stories = {
        "ordered": "2026-10-01 customer used\n2026-10-20 customer ordered\n2026-10-21 customer used",
        "not_yet": "2026-10-01 customer used",
        "week": "2026-10-15 customer used\n2026-10-20 customer ordered",
    }
    got = judged(plain, stories=stories, until="2026-10-31")
    assert [v for v, _ in got.values()] == ["met", "met", "met"]
    got = judged(back, stories=stories, until="2026-10-31")
    assert got == {"ordered": ("not_met", None), "not_yet": ("not_met", None), "week": ("met", "2026-10-15")}


def test_days_of_the_calendar_bound_a_clause() -> None:
    october = definition("october", 'a = { customer = "any", since = 2026-10-01, before = 2026-11-01 }')
    later = definition("later", 'a = { customer = "any", after = 2026-10-01 }')
    stories = {"sept": "2026-09-30 customer a", "first": "2026-10-01 customer a", "nov": "2026-11-01 customer a"}
    got = judged(october, stories=stories, until="2026-12-31")
    assert got == {"sept": ("not_met", None), "first": ("met", "2026-10-01"), "nov": ("not_met", None)}
    assert judged(later, stories=stories, until="2026-12-31")["first"] == ("not_met", None)


def test_a_definition_met_outside_the_days_of_a_clause_does_not_count() -> None:
    recent = definition("recent", 'time = { definition = "gave-time", since = 2026-10-01 }')
    stories = {"before": "2026-09-30 customer met minutes=30", "on": "2026-10-01 customer met minutes=30"}
    got = judged(GAVE_TIME, recent, stories=stories, until="2026-10-31")
    assert got == {"before": ("not_met", None), "on": ("met", "2026-10-01")}


def test_a_working_day_reaches_over_the_weekend() -> None:
    test = 'asked = { customer = ["asked"] }\nanswer = { seller = ["answered"], since = "asked", within = "1wd" }'
    quick = definition("quick", test, '{ all = ["answer"] }')
    stories = {
        "friday": "2026-10-09 16:00 customer asked\n2026-10-12 15:00 seller answered",
        "sunday": "2026-10-11 12:00 customer asked\n2026-10-12 23:00 seller answered",
        "tuesday": "2026-10-09 16:00 customer asked\n2026-10-13 09:00 seller answered",
    }
    got = judged(quick, stories=stories, until="2026-10-31")
    assert [v for v, _ in got.values()] == ["met", "met", "not_met"]


def test_days_and_weekends_are_those_of_the_plants_zone() -> None:
    days = definition("days", 'came = { customer = ["came"], at_least = 2, distinct = "days" }')
    october = definition("october", 'a = { customer = "any", since = 2026-10-01 }')
    test = 'asked = { customer = ["came"] }\nanswer = { seller = ["answered"], since = "asked", within = "1wd" }'
    quick = definition("quick", test, '{ all = ["answer"] }')
    evening = {"p": "2026-10-01 23:00 customer came\n2026-10-02 01:30 customer came"}  # 19:00 and 21:30 in New York
    assert judged(days, stories=evening, until="2026-10-31")["p"][0] == "met"
    assert judged(days, stories=evening, until="2026-10-31", zone="America/New_York")["p"][0] == "not_met"
    local_day = {"p": "2026-09-30 22:00 customer came"}  # midnight in Berlin
    assert judged(october, stories=local_day, until="2026-10-31")["p"][0] == "not_met"
    assert judged(october, stories=local_day, until="2026-10-31", zone="Europe/Berlin")["p"][0] == "met"
    friday_night = {
        "p": "2026-10-10 01:00 customer came\n2026-10-13 00:30 seller answered"
    }  # Friday 21:00, Monday 20:30
    assert judged(quick, stories=friday_night, until="2026-10-31")["p"][0] == "not_met"
    assert judged(quick, stories=friday_night, until="2026-10-31", zone="America/New_York")["p"][0] == "met"


def test_a_working_day_makes_no_query_longer_than_its_records_need() -> None:
    test = 'asked = { customer = ["came"] }\nanswer = { seller = ["answered"], since = "asked", within = "1wd" }'
    quick, zone, until = definition("quick", test, '{ all = ["answer"] }'), "America/New_York", "2026-10-31"
    spring = "2026-03-06 17:00 customer came\n"  # Friday noon in New York; the clock changes on Sunday
    stories = {
        "in time": f"{spring}2026-03-09 15:59 seller answered",
        "late": f"{spring}2026-03-09 16:01 seller answered",
    }
    got = judged(quick, stories=stories, until=until, zone=zone)
    assert [verdict for verdict, _ in got.values()] == ["met", "not_met"]
    found, _ = records(stories, until)
    read = replace(found, zone=zone, since=day("2026-03-06 17:00"))
    query = backend().compile(judge([quick], read))
    assert len(query) < 200_000  # six million where the clock begins in 2000


def test_fields_are_compared_as_numbers_where_both_are_and_as_words_else() -> None:
    rules = {
        "at least 10": ["10", "12.5"],
        "at most 3": ["3"],
        "one of 3, ten": ["3", "3.0", "ten"],
        "ten": ["ten"],
    }
    values = ["10", "12.5", "3", "3.0", "ten", "Ten"]
    stories = {v: f"2026-10-01 customer a score={v}" for v in values}
    for wanted, expected in rules.items():
        d = definition("d", f'x = {{ customer = ["a"], having = {{ score = "{wanted}" }} }}')
        got = judged(d, stories=stories, until="2026-10-31")
        hits = [v for v in values if got[v][0] == "met"]
        assert hits == [v for v in values if v in expected or (wanted == "at most 3" and v == "3.0")]


def test_names_and_amounts_of_events_can_be_asked_for() -> None:
    d = definition("d", 'x = { seller = "any", having = { actor = "ben", amount = "at least 1000" } }')
    stories = {
        "ben": "2026-10-01 seller:ben quoted amount=1200 EUR",
        "eva": "2026-10-01 seller:eva quoted amount=1200 EUR",
        "small": "2026-10-01 seller:ben quoted amount=900 EUR",
    }
    assert [v for v, _ in judged(d, stories=stories, until="2026-10-31").values()] == ["met", "not_met", "not_met"]
    absent = definition("absent", 'x = { seller = "any", having = { actor = "nobody" } }')
    assert judged(absent, stories=stories, until="2026-10-31")["ben"] == ("not_met", None)


def test_a_check_sheet_counts_marks_of_its_item_at_its_level() -> None:
    d = definition("d", 'x = { check_sheet = "cost of the problem", level = 2 }')
    stories = {
        "two": '2026-10-01 seller checked sheet="cost of the problem" level=2',
        "one": '2026-10-01 seller checked sheet="cost of the problem" level=1',
        "other": "2026-10-01 seller checked sheet=mood level=3",
    }
    assert [v for v, _ in judged(d, stories=stories, until="2026-10-31").values()] == ["met", "not_met", "not_met"]


def test_sql_is_an_escape_hatch_beside_clause_words() -> None:
    d = definition("d", "x = { customer = \"any\", sql = \"amount * 2 > 100 AND about['kind'] = 'a'\" }")
    stories = {
        "hit": "2026-10-01 customer paid amount=60 kind=a",
        "small": "2026-10-01 customer paid amount=40 kind=a",
        "ours": "2026-10-01 seller paid amount=60 kind=a",
    }
    assert [v for v, _ in judged(d, stories=stories, until="2026-10-31").values()] == ["met", "not_met", "not_met"]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("amount > (SELECT 1)", "one condition"),
        ("1 = 1; DROP TABLE events", "one condition"),
        ("amount >", "no SQL condition"),
        ("amuont > 1", "Did you mean 'amount'?"),
        ("action = 3", "is a code there"),
        ("row_number() over () = 1", "one condition"),
    ],
)
def test_sql_lets_nothing_else_through(condition: str, told: str) -> None:
    d = definition("d", f'x = {{ customer = "any", sql = "{condition}" }}')
    with pytest.raises(DefinitionError, match=told.replace("?", r"\?")):
        judged(d, stories={"p": "2026-10-01 customer a"}, until="2026-10-31")


def test_only_if_its_gate_holds_can_anything_be_told() -> None:
    test = 'asked = { customer = ["asked"] }\nanswered = { seller = ["answered"] }'
    d = definition("d", test, '{ all = ["answered"], only_if = ["asked"] }', kind="judgment")
    stories = {
        "asked": "2026-10-01 customer asked",
        "answered": "2026-10-01 customer asked\n2026-10-02 seller answered",
        "quiet": "2026-10-02 seller answered",
    }
    got = judged(d, stories=stories, until="2026-10-31")
    assert [v for v, _ in got.values()] == ["not_met", "met", "cannot_tell"]


def test_measures_count_add_up_and_tell_days() -> None:
    calls = 'calls = { seller = ["called"] }'
    story = {
        "p": "2026-10-01 seller called minutes=5\n2026-10-03 seller called minutes=7\n"
        "2026-10-07 12:00 customer replied",
        "none": "2026-10-01 customer replied",
    }
    counted = definition("n", calls, kind="measure", head='number = { count = "calls" }')
    assert reckoned(counted, stories=story, until="2026-10-31") == {"p": 2.0, "none": 0.0}
    added = definition("m", calls, kind="measure", head='number = { sum = "calls", of = "minutes" }')
    assert reckoned(added, stories=story, until="2026-10-31") == {"p": 12.0, "none": None}
    both = calls + '\nreply = { customer = ["replied"] }'
    days = definition("d", both, kind="measure", head='number = { days_from = "calls", to = "reply" }')
    assert reckoned(days, stories=story, until="2026-10-31") == {"p": 6.5, "none": None}


def test_circles_and_unknown_names_are_refused_with_a_way_out() -> None:
    a = definition("a", 'x = { definition = "b" }')
    b = definition("b", 'x = { definition = "a" }')
    with pytest.raises(DefinitionError, match="in a circle: a -> b -> a"):
        judged(a, b, stories={"p": "2026-10-01 customer a"}, until="2026-10-31")
    with pytest.raises(DefinitionError, match="'b', which is not defined"):
        judged(a, stories={"p": "2026-10-01 customer a"}, until="2026-10-31")
    c = definition(
        "c", 'x = { customer = "any", after = "y" }\ny = { customer = "any", after = "x" }', '{ all = ["x"] }'
    )
    with pytest.raises(DefinitionError, match="count from each other in a circle"):
        judged(c, stories={"p": "2026-10-01 customer a"}, until="2026-10-31")


def test_an_action_that_no_record_holds_is_simply_never_met() -> None:
    d = definition("d", 'x = { customer = ["nowhere"], at_least = 2, distinct = "days", within = "5d" }')
    assert judged(d, stories={"p": "2026-10-01 customer a"}, until="2026-10-31")["p"] == ("not_met", None)


def test_row_order_changes_nothing() -> None:
    d = definition(
        "d",
        'a = { customer = ["a"], at_least = 2, within = "5d" }\n'
        's = { customer = "any", silent_for = "4d", after = "a" }',
        '{ all = ["a", "s"] }',
    )
    lines = [f"2026-10-{i:02d} customer a" for i in (1, 3, 9, 20)]
    wanted = judged(d, stories={"p": "\n".join(lines)}, until="2026-10-31")
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        assert judged(d, stories={"p": "\n".join(lines)}, until="2026-10-31") == wanted


def test_all_definitions_are_compiled_to_one_pass_over_the_events() -> None:
    outer = definition(
        "outer", 'a = { definition = "gave-time" }\nb = { definition = "replied" }', '{ any = ["a", "b"] }'
    )
    found, _ = records({"p": "2026-10-01 customer replied"}, "2026-10-31")
    name = "events_scanned_once"
    backend().create_table(name, backend().to_pyarrow(found.events), temp=True, overwrite=True)
    table = judge([REPLIED, GAVE_TIME, outer], replace(found, events=backend().table(name)))
    assert str(ibis.to_sql(table, dialect="duckdb")).count(name) == 1
