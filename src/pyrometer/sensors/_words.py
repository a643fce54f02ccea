"""The words of a sensor file: every key that it may hold, with what it means."""

from collections.abc import Mapping

SENSOR_WORDS: Mapping[str, str] = {
    "sensor": "The kind of source: csv, excel, journal, parquet, sql or xes.",
    "path": 'The file, or a pattern of files, as seen from the plant: "exports/deals-*.csv".',
    "zone": "The time zone of times that say none; default UTC.",
    "prospect": 'The column that tells who it is; or words with columns in braces: "{region}-{id}".',
    "row_is": '"prospect" (default): every [[event]] that fits takes the row. "event": the first that fits takes it.',
    "id": "The column with the record's own id, unique for ever; left away, what a record says is what it is.",
    "whole": "true: each export holds everybody, so whoever is not in the newest was deleted.",
    "seq": "The column that orders equal times, or one number for all rows of the file.",
    "missing": 'What stands for nothing, by column: { amount = ["n/a", "-"] }; "*" is every column.',
    "fields": "What a column holds, where it does not prove it by itself; see below.",
    "lookup": "Columns of another file, or table of the same database, added by key; see below.",
    "event": "Which rows give an event; see below.",
}

EVENT_WORDS: Mapping[str, str] = {
    "where": 'Only rows in which these columns hold one of these values: { stage = ["Won"] }; left away, all rows.',
    "dates": 'Only rows whose dates lie so to others of the same row: { ended_at = ["after trial_end"] }; see below.',
    "changed": "A column: only rows in which it differs from the prospect's row before.",
    "happened_at": 'The column with the time at which it happened; a day and a clock in two: "{day} {clock}"; or a day '
    "for all of them: 2026-01-31.",
    "time_required": "true: a row that fits and has no time is refused, even if it gave other events.",
    "after": "Where that time is empty: it happened after the time in this column, on a day that is not told.",
    "known_at": "The column with the time at which it became known.",
    "started_at": "The column with the time at which it began: gives the minutes.",
    "action": 'What was done, in one word; or a column in braces: "{activity}".',
    "side": "Who did it: customer, seller, marketing or system.",
    "grade": "The evidence for it, 0 (the seller says so, default) to 4 (money).",
    "actor": "The column with who of us did it.",
    "person": "The column with who of them did it; kept as a number, the name in the vault.",
    "account": "The column with the firm they belong to.",
    "minutes": "A column, or a number, of minutes spent.",
    "cost": "A column, or a number, of what it cost.",
    "amount": "A column, or a number, of what it brought.",
    "currency": "The currency of the amounts, or a column in braces.",
    "about": 'What else is kept of it: { source = "{lead_source}" }, or a list of columns.',
}

LOOKUP_WORDS: Mapping[str, str] = {
    "path": "The other file.",
    "table": "The other table, of a database.",
    "key": "Our column by which it is found.",
    "their_key": "Their column of the same values; default: of the same name.",
    "fields": "Their columns that are added.",
    "prefix": "What their names get in front, so that they can be told from ours.",
    "only_known": "true: rows without a match are others' business; they are counted and not read.",
}

DATE_WORDS: Mapping[str, str] = {
    "before, after": "Earlier, later than the other: times as they stand; by the day where one is a mere day.",
    "on": "The same instant as the other; the same day where one of them is a mere day.",
    "by day": "At the end: by the day in the sensor's zone, whatever the time of day: `after trial_end by day`.",
    "missing": "Nothing stands there. Nothing is before, after or on a date that is missing.",
    "2026-01-31": "A day in place of the other column: `before 2026-01-31`.",
}

FIELD_WORDS: Mapping[str, str] = {
    "text, number, money, date, time": "The kind, which comes first.",
    "EUR": "Of money: the currency, in three capital letters.",
    "decimal-comma, decimal-point": "Of numbers and money: how decimals are written.",
    "year-first, day-first, month-first": "Of dates and times: in which order they are written.",
}
