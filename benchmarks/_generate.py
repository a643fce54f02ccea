"""A made-up sales log of any size: about 16 events a prospect, 25 actions, the same rows for the same seed and DuckDB.

python -m benchmarks._generate FILE.parquet --events 10000000 writes one Parquet file of text and times, in order of
prospects' hashes, not of time: as an export comes.
"""

import argparse
from pathlib import Path

EVENTS_A_PROSPECT = 15.97  # mean of the lengths below
PATH = (
    "lead created", "lead assigned", "mail sent", "mail opened", "called", "reached", "replied", "qualified",
    "meeting booked", "meeting held", "demo booked", "demo held", "trial started", "trial used", "need confirmed",
    "quote sent", "quote opened", "quote discussed", "quote changed", "approver named", "terms agreed",
    "contract sent", "contract signed", "ordered", "paid",
)  # fmt: skip
ASIDE = (2, 3, 4, 15, 17)  # what happens now and then, at any point of the way
CHANNELS = ("fair", "search", "referral", "list", "partner")
N_SELLERS = 200


def sales_log(path: Path, n_events: int, seed: int = 1) -> None:
    """Writes the log to one Parquet file; `n_events` is met within one in a hundred or so."""
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false")
    con.execute(f"COPY ({_sql(max(1, round(n_events / EVENTS_A_PROSPECT)), seed)}) TO '{path}' (COMPRESSION snappy)")


def _sql(n_prospects: int, seed: int) -> str:
    actions, channels = list(PATH), list(CHANNELS)
    return f"""
    WITH born AS (
        SELECT p, 3 + least(60, floor(-ln({_chance("p", "1", seed)}) * 13.5))::INTEGER AS n,
               1 + ({_chance("p", "2", seed)} * 1000 * 86400)::BIGINT AS start_s,
               86400 * 0.05 / (0.02 + {_chance("p", "3", seed)}) AS pace_s,
               1 + floor({_chance("p", "4", seed)} * 4)::INTEGER AS stride,
               {channels}[1 + floor({_chance("p", "5", seed)} * {len(channels)})::INTEGER] AS channel,
               'seller ' || lpad(floor({_chance("p", "6", seed)} * {N_SELLERS})::INTEGER::VARCHAR, 3, '0') AS seller
        FROM (SELECT (i * 7919) % {n_prospects} AS p FROM range({n_prospects}) t(i))
    ), steps AS (
        SELECT *, unnest(range(n)) AS j FROM born
    ), drawn AS (
        SELECT *, {_chance("p * 64 + j", "7", seed)} AS u, {_chance("p * 64 + j", "8", seed)} AS v FROM steps
    )
    SELECT 'e' || (p * 64 + j) AS event_id, 'deal-' || lpad(p::VARCHAR, 8, '0') AS prospect,
           make_timestamp(((epoch(TIMESTAMP '2021-01-01') + start_s + pace_s * (j + 0.9 * v)) * 1000000)::BIGINT)
               AS happened_at,
           CASE WHEN u < 0.06 THEN {actions}[1 + {list(ASIDE)}[1 + floor(u / 0.06 * {len(ASIDE)})::INTEGER]]
                ELSE {actions}[1 + least(24, j * stride // 2)] END AS action,
           seller AS actor, channel,
           CASE WHEN j = n - 1 AND n > 12 THEN round(500 + 20000 * u, 2) END AS amount
    FROM drawn"""


def _chance(what: str, which: str, seed: int) -> str:
    """SQL of a number above 0 and below 1 that depends on nothing but its arguments."""
    return f"((hash({what}, {which}, {seed}) % 1000003)::DOUBLE + 0.5) / 1000003.0"


def main() -> None:
    """Writes a log and says where."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", type=Path)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sales_log(chosen.path, chosen.events, chosen.seed)
    print(f"{chosen.path}: {chosen.path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
