"""The closed vocabulary of definitions: every word that a file may hold, with what it means."""

from collections.abc import Mapping

CLAUSE_WORDS: Mapping[str, str] = {
    "customer": 'What the customer did: a list of actions, or "any".',
    "seller": 'What the seller did: a list of actions, or "any".',
    "marketing": 'What marketing did: a list of actions, or "any".',
    "system": 'What a system did: a list of actions, or "any".',
    "having": 'What fields of the event hold: a value, a list, "at least 10", "at most 3", "one of a, b".',
    "grade": "The least grade of evidence that counts, 0 to 4; default for customers: the grade of the plant.",
    "at_least": "How often it must have happened at least; default 1.",
    "at_most": "How often it may have happened at most.",
    "distinct": 'What at_least and at_most count instead of events: "people" or "days".',
    "within": "The time that counts: looking back from the judged instant, or from `after` and `since` on.",
    "within_of_start": "Only what happened within this time of the prospect's first event counts.",
    "since": "Only what happened at or later than this counts: a day, a clause, a definition, a first action.",
    "before": "Only what happened earlier than this counts: a day, a clause, a definition, a first action.",
    "after": "Only what happened later than this counts: a day, a clause, a definition, a first action.",
    "definition": "Another definition must be met.",
    "check_sheet": "An item of a check sheet, as marked by a reader or listener.",
    "level": "The least level marked on the check sheet.",
    "silent_for": "Nothing of the kind happened for this long.",
    "until": "What undoes it: a clause beside. It holds until such an event, and again from the next of its own on.",
    "sql": "An SQL condition on the event; not readable by the signers.",
}

DEFINITION_WORDS: Mapping[str, str] = {
    "definition": "The name: small letters, digits and hyphens; the file has the same name.",
    "kind": "milestone (when was it first so), judgment (is it so), measure (how much).",
    "version": "A whole number; one more at each change of content.",
    "title": "How people say it, for headings.",
    "says": "What is meant, in one sentence that everybody who signs understands.",
    "used_to_decide": "The decision that hangs on it.",
    "owner": "Who keeps it.",
    "value": "What the customer gives: attention, information, time, trust or money.",
    "needs": "Sensors that must be live; without them nothing can be told.",
    "beware": "How it may mislead.",
    "review_by": "The day by which it is looked at again.",
    "unit": 'What is judged; default "prospect".',
    "criterion": "Which clauses must hold: all, any, none, at_least, only_if.",
    "judge": '"now", or { after = ..., wait = ... }: once, on facts known by then.',
    "number": "What a measure counts: count, sum with of, or days_from with to.",
    "must_predict": "What it must foretell to be worth keeping: definition and within.",
    "test": "The clauses, by name.",
    "decision": "What is done at each verdict.",
    "agreed": "Who signed, and on which day.",
    "examples": "Limit samples: stories with the verdict they must get.",
}

CRITERION_WORDS: Mapping[str, str] = {
    "all": "All of these clauses hold.",
    "any": "At least one of these clauses holds.",
    "none": "None of these clauses holds.",
    "at_least": "A number and clauses: { 2 = [...] } means two of them hold.",
    "only_if": "Unless all of these clauses hold, the verdict is cannot_tell.",
}

JUDGE_WORDS: Mapping[str, str] = {
    "after": "A clause, a definition or a first action whose first time starts the clock.",
    "wait": "How long after that it is judged.",
}
NUMBER_WORDS: Mapping[str, str] = {
    "count": "How many events of this clause.",
    "sum": "The sum over the events of this clause ...",
    "of": "... of this field: minutes, amount, cost or a field of about.",
    "days_from": "Days from the first time of this clause ...",
    "to": "... to the first time of this one.",
}
PROMISE_WORDS: Mapping[str, str] = {"definition": "What must come true.", "within": "By when, from its first time."}
AGREED_WORDS: Mapping[str, str] = {
    "by": "Who.",
    "on": "The day.",
    "version": "The version signed; default: the one that stands.",
}
EXAMPLE_WORDS: Mapping[str, str] = {
    "verdict": "The verdict it must get: met, not_met, too_early or cannot_tell.",
    "number": "The number it must get, for a measure.",
    "borderline": "true where it lies at the edge.",
    "judged_on": "The day or instant of judging; default: the story's last line.",
    "story": "What happened, in journal notation.",
    "note": "What it teaches.",
}
LEARNED_WORDS: Mapping[str, str] = {
    "learned": "What it was learned from.",
    "value": "The length, frozen.",
    "pinned": "The day it was frozen.",
}
CHECK_ACTION = "checked"  # the action of an event that marks an item of a check sheet; about: sheet and level
