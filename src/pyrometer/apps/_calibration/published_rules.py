"""Published run lengths, limits designed for them, runs and crossings, and false discoveries."""

from pyrometer.apps._calibration import Check, Row, printed, table

PVALUES = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719) + (
    *(0.6528, 0.759, 1.0),
)
PART = "run lengths"


def checks(runs: int) -> list[Check]:
    """Rules, CUSUM, EWMA, MEWMA, their design, runs, false discoveries; nothing here is simulated."""
    return [*_rules(), *_cusum(), *_ewma(), *_designs(), *_runs()]


def _rules() -> list[Check]:
    from pyrometer.statistics.false_alarms import baseline_alarm_share, run_length

    said: tuple[tuple[tuple[str, ...], float, float, float], ...] = (
        (("we-1",), 0.0, 370.40, 2),
        (("we-1", "we-2"), 0.0, 225.44, 2),
        (("we-1", "we-3"), 0.0, 166.05, 2),
        (("we-1", "we-4"), 0.0, 152.73, 2),
        (("we-1", "we-2", "we-3", "we-4"), 0.0, 91.75, 2),
        (("we-1",), 1.0, 43.89, 2),
        (("we-1", "we-2", "we-3", "we-4"), 1.0, 9.22, 2),
    )
    rows: list[Row] = [
        (
            "Run rules",
            f"run length, {'all four' if len(codes) == 4 else ' + '.join(codes)}, shift {shift:g}",
            printed(arl, int(digits)),
            run_length("western-electric", codes=codes, shift=shift),
        )
        for codes, shift, arl, digits in said
    ]
    twenty = [("XmR chart", "false alarms a new point, 20 before", printed(0.011, 3), baseline_alarm_share(20))]
    return [
        *table(PART, "Champ & Woodall 1987, Technometrics 29, table 1", rows),
        *table(PART, "simulated, 1.1 % a point; Cryer & Ryan 1990", twenty),
    ]


def _cusum() -> list[Check]:
    from pyrometer.statistics import run_length

    page: tuple[tuple[float, float, float, int], ...] = (
        (4.0, 0.0, 168, 0),
        (5.0, 0.0, 465, 0),
        (4.0, 0.5, 26.6, 1),
        (5.0, 0.5, 38.0, 1),
        (4.0, 1.0, 8.38, 2),
        (5.0, 1.0, 10.4, 1),
    )
    rows: list[Row] = [
        ("CUSUM", f"run length, h {h:g}, shift {shift:g}", printed(arl, digits), run_length.cusum(h=h, shift=shift))
        for h, shift, arl, digits in page
    ]
    lucas: tuple[tuple[float, float, int], ...] = (
        (0.0, 149, 0),
        (0.25, 62.7, 1),
        (0.5, 20.1, 1),
        (0.75, 8.97, 2),
        (1.0, 5.29, 2),
        (2.0, 2.01, 2),
    )
    fast: list[Row] = [
        (
            "CUSUM, head start",
            f"run length, h 4, half of it at the start, shift {shift:g}",
            (arl, 1.5 * 10.0**-digits),  # their Markov chain is off by one in the last printed digit here and there
            run_length.cusum(h=4.0, shift=shift, head_start=0.5),
        )
        for shift, arl, digits in lucas
    ]
    return [
        *table(PART, "Page 1954; Montgomery 2013, table 9.3", rows),
        *table(PART, "Lucas & Crosier 1982, Technometrics 24, table 1", fast),
    ]


def _ewma() -> list[Check]:
    from pyrometer.statistics import run_length

    rows: list[Row] = []
    for weight, width, said in ((0.4, 3.054, 14.3), (0.25, 2.998, 11.1), (0.2, 2.962, 10.5), (0.1, 2.814, 10.3)):
        ours = run_length.ewma(weight=weight, width=width, shift=1.0)
        rows.append(("EWMA", f"run length, weight {weight:g}, shift 1", printed(said, 1), ours))
    rows.append(("EWMA", "run length in control, weight 0.2", (500.0, 1.0), run_length.ewma()))
    return table(PART, "Lucas & Saccucci 1990, Technometrics 32, table 3", rows)


def _designs() -> list[Check]:
    from pyrometer.statistics import designer

    rigdon: list[Row] = [
        ("MEWMA", "limit, 4 measures, weight .25, run length 500", printed(16.38, 2), _mewma(4, 0.25, 500))
    ]
    knoth: list[Row] = [
        ("MEWMA", f"limit, 3 measures, weight {weight:g}, run length 1000", printed(said, 2), _mewma(3, weight, 1000))
        for weight, said in ((0.25, 15.82), (0.2, 15.62), (0.1, 14.76))
    ]
    book: list[Row] = [
        ("CUSUM designer", "h for a run length of 370, k .5", printed(4.77, 2), designer.cusum_limit(370)),
        ("CUSUM designer", "h for a run length of 370, k 1", printed(2.52, 2), designer.cusum_limit(370, k=1.0)),
    ]
    ewma: list[Row] = [
        ("EWMA designer", "width for 500, weight .2", printed(2.962, 3), designer.ewma_width(500, weight=0.2))
    ]
    return [
        *table(PART, "Rigdon 1995, J. Stat. Comput. Simul. 52, table 1", rigdon),
        *table(PART, "Knoth 2017, J. Qual. Technol. 49, table 2", knoth),
        *table(PART, "Montgomery 2013, table 9.4; Hawkins 1993", book),
        *table(PART, "Lucas & Saccucci 1990, Technometrics 32, table 3", ewma),
        *table(PART, "Shewhart 1931", [("Shewhart chart", "limit for 370.4", printed(3.0, 3), _three())]),
    ]


def _mewma(measures: int, weight: float, arl: float) -> float:
    from pyrometer.statistics.designer import mewma_limit

    return mewma_limit(measures, weight=weight, arl=arl)


def _three() -> float:
    from pyrometer.statistics.designer import shewhart_limit

    return shewhart_limit(370.4)


def _runs() -> list[Check]:
    from pyrometer.statistics.false_discovery import benjamini_hochberg
    from pyrometer.statistics.rules.anhoej import crossings_needed, longest_allowed

    bounds: list[Row] = []
    for n, longest, fewest in ((10, 6, 2), (15, 7, 4), (20, 7, 6), (24, 8, 8)):
        bounds.append(("Anhoej rules", f"longest run, {n} points", printed(longest, 0), longest_allowed(n)))
        bounds.append(("Anhoej rules", f"fewest crossings, {n} points", printed(fewest, 0), crossings_needed(n)))
    kept = benjamini_hochberg(PVALUES)
    found: list[Row] = [("False discovery rate", "15 tests, those that stand", printed(4, 0), sum(kept.stands))]
    return [
        *table(PART, "Anhoej & Olesen 2014, PLoS ONE 9, table 1", bounds),
        *table(PART, "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57, p. 295", found),
    ]
