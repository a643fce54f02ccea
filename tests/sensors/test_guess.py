"""The guess: right on real files, its evidence beside it; asks only what cannot be known, refuses in a sentence."""

import tomllib
from pathlib import Path

import pytest

from pyrometer.errors import Ambiguous, BadSetting, SensorError
from pyrometer.sensors import _config
from pyrometer.sensors._guess import Answers, Guess, guess
from pyrometer.sensors._guess.words import ending, is_customers, plain
from tests.sensors.workbooks import sheet, workbook

DEALS = """id,created,closed,stage,value,owner,sector
1,2026-01-05,2026-02-01,Won,1200.50,Ada,Steel
2,2026-01-06,2026-02-03,Lost,300.00,Ben,Glass
3,2026-01-07,,Open,,Ada,Glass
4,2026-01-09,2026-02-13,Won,75.00,Ben,Steel
"""


def guessed(tmp_path: Path, text: str, **answers: object) -> Guess:
    path = tmp_path / "deals.csv"
    path.write_text(text, encoding="utf-8")
    return guess([path], Answers(**answers), tmp_path / "plant")  # type: ignore[arg-type]


def counts(found: Guess) -> dict[str, tuple[int, int]]:
    return {a.action: (a.n_events, a.n_prospects) for a in found.actions}


def test_a_crm_export_is_entered_ordered_declined(tmp_path: Path) -> None:
    found = guessed(tmp_path, DEALS)
    assert (found.milestones, found.won, found.lost) == (("entered", "ordered"), ("ordered",), ("declined",))
    assert (found.template, found.grade, found.questions) == ("crm-export", 0, ())
    assert counts(found) == {"entered": (4, 4), "ordered": (2, 2), "declined": (1, 1), "set": (1, 1)}
    sensor = tomllib.loads(found.sensors["deals.toml"])
    assert sensor["path"] == "../deals.csv"
    assert sensor["prospect"] == "id"
    stage, entered, won, lost = sensor["event"]
    assert entered["about"] == {"sector": "{sector}"}
    assert (won["amount"], won["where"], lost["where"]) == ("value", {"stage": "Won"}, {"stage": "Lost"})
    assert (stage["where"], stage["side"], stage["about"]) == ({"stage": ["Open"]}, "system", {"stage": "{stage}"})


def test_what_is_known_only_afterwards_splits_nothing(tmp_path: Path) -> None:
    lines = [
        line + extra
        for line, extra in zip(
            DEALS.splitlines(), (",lost_reason,status", ",,A", ",price,B", ",price,A", ",,B"), strict=True
        )
    ]
    assert guessed(tmp_path, "\n".join(lines) + "\n").segments == ("sector",)


def test_each_guess_stands_beside_its_evidence(tmp_path: Path) -> None:
    text = guessed(tmp_path, DEALS).sensors["deals.toml"]
    assert 'prospect = "id"  # 4 different values in 4 rows, never empty' in text
    assert "where = { stage = \"Won\" }  # by its name: 'Won' in 2 rows" in text
    assert "not after closed in 3 of 3 rows that have both" in text


def test_german_exports_are_read_in_their_own_words_and_signs(tmp_path: Path) -> None:
    text = (
        "Vorgangsnummer;Erstellt am;Abschlussdatum;Phase;Betrag;Inhaber\n"
        "A1;03.01.2026 09:15;28.02.2026;Gewonnen;1.234,50 €;Ada\n"
        "A2;05.01.2026 10:15;n/a;Angebot;800,00 €;Bob\n"
        "A3;27.01.2026 11:15;01.03.2026;Verloren;;Ada\n"
    )
    found = guessed(tmp_path, text, zone="Europe/Berlin")
    assert counts(found) == {"entered": (3, 3), "ordered": (1, 1), "declined": (1, 1), "set": (1, 1)}
    assert (found.currency, found.zone) == ("EUR", "Europe/Berlin")
    sensor = tomllib.loads(found.sensors["deals.toml"])
    assert sensor["fields"] == {
        "Erstellt am": "time day-first",
        "Abschlussdatum": "date day-first",
        "Betrag": "money EUR decimal-comma",
    }
    assert sensor["missing"] == {"Abschlussdatum": ["n/a"]}


def test_dates_that_prove_no_order_are_refused_until_somebody_says_it(tmp_path: Path) -> None:
    text = "id,created,closed,stage\n1,03/04/2026,05/06/2026,Won\n2,04/04/2026,07/06/2026,Lost\n"
    with pytest.raises(Ambiguous, match="--day-first or --no-day-first"):
        guessed(tmp_path, text)
    assert guessed(tmp_path, text, day_first=True).actions[0].first_at.month == 4
    assert guessed(tmp_path, text, day_first=False).actions[0].first_at.month == 3


def test_an_amount_that_may_be_thousands_is_left_out_and_told(tmp_path: Path) -> None:
    text = DEALS.replace("1200.50", "1.200").replace("300.00", "300").replace("75.00", "75")
    found = guessed(tmp_path, text)
    assert "amount" not in tomllib.loads(found.sensors["deals.toml"])["event"][1]
    assert "'1.200' in value may be thousands or decimals" in found.evidence[-1]
    assert "amount" in guessed(tmp_path, text, decimal_comma=True).sensors["deals.toml"]


def test_what_a_person_says_outranks_the_guess(tmp_path: Path) -> None:
    text = DEALS.replace("Won", "Grün").replace("Lost", "Rot")
    (question,) = guessed(tmp_path, text).questions
    assert (question.flag, "There is: Grün, Open, Rot." in question.text) == ("--won", True)
    found = guessed(tmp_path, text, won=("Grün",), lost=("Rot",), owner="sector", time="created")
    assert counts(found) == {"entered": (4, 4), "ordered": (2, 2), "declined": (1, 1), "set": (1, 1)}
    assert 'actor = "sector"' in found.sensors["deals.toml"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"prospect": "idd"}, "--prospect idd: no file has such a column. Did you mean 'id'"),
        ({"won": ("Wonn",)}, "--won Wonn: no column of .* holds it. Did you mean 'Won'"),
        ({"stage": "stage", "won": ("Wonn",)}, "'Wonn' is no value of stage"),
        ({"stage": "sector"}, "which value of sector means won"),
        ({"currency": "eur"}, "--currency eur: write it as three capital letters, like EUR"),
        ({"sheet": "Deals"}, "--sheet Deals: none of these files is a workbook"),
        ({"time": "2026-13-45"}, "--time 2026-13-45: there is no such day"),
    ],
)
def test_a_wrong_answer_is_one_sentence(tmp_path: Path, answers: dict[str, object], sentence: str) -> None:
    with pytest.raises(SensorError, match=sentence):
        guessed(tmp_path, DEALS, **answers)
    with pytest.raises(BadSetting, match="No time zone named"):
        guessed(tmp_path, DEALS, zone="Mars/Base")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,stage\n1,North\n2,South\n", "no column holds times"),
        ("id,created\n1,2026-01-05\n2,2026-01-06\n", "nothing tells who was won"),
        ("id,won_date\n1,2026-01-05\n2,2026-01-06\n", "when prospects were won, not when they came"),
        ("a,b\nx,2026-01-05\nx,2026-01-06\n", "no column tells whose row it is"),
    ],
)
def test_a_file_that_tells_too_little_says_what_is_missing(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SensorError, match=sentence):
        guessed(tmp_path, text)


def test_rows_without_dates_or_ids_can_be_taken_by_the_day_and_by_the_row(tmp_path: Path) -> None:
    found = guessed(tmp_path, "seller,status\nAda,Won\nBen,Lost\nAda,Won\n", time="2026-01-31", prospect="@row")
    assert counts(found) == {"entered": (3, 3), "ordered": (2, 2), "declined": (1, 1)}


def test_times_without_offset_are_asked_for_only_where_others_have_one(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("lead_id,created\n1,2026-01-05T10:00:00Z\n2,2026-01-06T10:00:00Z\n")
    (tmp_path / "won.csv").write_text("lead_id,won_at\n1,2026-02-05 10:00\n")
    found = guess([tmp_path / "leads.csv", tmp_path / "won.csv"])
    assert [(q.code, q.flag) for q in found.questions] == [("zone", "--zone")]
    assert guess([tmp_path / "leads.csv", tmp_path / "won.csv"], Answers(zone="Europe/Berlin")).questions == ()


def test_a_log_asks_what_is_won_when_no_word_tells(tmp_path: Path) -> None:
    rows = [f"{i},{what},2026-01-{day:02}" for i in range(9) for day, what in ((5, "eins"), (7, "zwei"), (9, "drei"))]
    found = guessed(tmp_path, "case_id,activity,timestamp\n" + "\n".join(rows[:-2]))
    assert [q.code for q in found.questions] == ["won"]
    assert guessed(tmp_path, "case_id,activity,timestamp\n" + "\n".join(rows[:-2]), won=("drei",)).questions == ()


def test_a_journal_says_all_itself(tmp_path: Path) -> None:
    path = tmp_path / "acme.journal"
    path.write_text(
        "; who: acme\n2026-01-05 customer replied\n2026-01-09 customer ordered amount=5\n", encoding="utf-8"
    )
    found = guess([path])
    assert (found.milestones, found.won, found.grade) == (("replied", "ordered"), ("ordered",), 2)


def test_words_of_seven_languages_say_won_and_lost() -> None:
    won = ["Closed Won", "closedwon", "Gewonnen", "Gagné", "Ganado", "Vinto", "Ganho", "gewonnen", "A_APPROVED"]
    assert [ending(word.replace("closedwon", "ClosedWon"), "won") > 0 for word in won] == [True] * len(won)
    assert all(
        ending(word, "lost") for word in ["Closed Lost", "Verloren", "Perdu", "Perdido", "Abgelehnt", "A_DECLINED"]
    )
    assert not ending("Not won", "won")
    assert not ending("nicht gewonnen", "won")
    assert plain("StageName") == plain("stage_name") == "stage name"
    assert is_customers("O_SENT_BACK") is True
    assert is_customers("O_SENT") is False


def test_maven_files_together(shared: Path) -> None:
    found = guess(sorted((shared / "data/maven_crm").glob("*.csv")))
    assert counts(found) == {
        "entered": (8300, 8300),
        "ordered": (4238, 4238),
        "declined": (2473, 2473),
        "set": (1589, 1589),
    }
    assert {"sector", "series"} <= set(found.segments)
    assert "manager" not in found.segments  # people are not compared by name
    assert [Path(name).name for name in found.unused] == ["data_dictionary.csv"]


def test_bpic2012_path_is_found_without_a_word_said(shared: Path) -> None:
    found = guess([shared / "data/bpic2012/BPI_Challenge_2012.xes.gz"])
    n = counts(found)
    assert [n[m][1] for m in found.milestones] == [13_087, 7_367, 5_113, 5_015, 3_254, 2_246]
    assert (found.won, found.lost) == (("A_APPROVED",), ("A_DECLINED", "A_CANCELLED"))
    assert (found.zone, found.template, found.questions) == ("Europe/Berlin", "lending", ())


def test_olist_files_are_joined_by_the_lead(shared: Path) -> None:
    found = guess(sorted((shared / "data/olist").iterdir()))
    assert counts(found) == {"entered": (8000, 8000), "order_items": (5044, 380), "ordered": (842, 842)}
    assert len(found.sensors) == 3


def test_pages_without_times_borrow_their_day_from_the_users(shared: Path) -> None:
    found = guess(sorted((shared / "data/web_funnel_5stage").glob("*.gz")))
    n = counts(found)
    assert [n[m][1] for m in found.milestones] == [90_400, 45_200, 6_030, 452]
    assert found.segments == ("device", "sex")


def test_salesforce_history_counts_entries_into_a_stage_not_its_rows(shared: Path) -> None:
    found = guess([shared / "samples/salesforce/OpportunityHistory.csv"])
    assert counts(found)["set"] == (1, 1)  # an amount changed, the stage did not
    assert found.won == ("Closed Won",)
    assert found.lost == ("Closed Lost",)


def test_every_shared_file_is_a_guess_or_one_sentence(shared: Path) -> None:
    files = [f for part in ("data", "samples") for f in sorted((shared / part).rglob("*")) if f.is_file()]
    n_guessed = 0
    for file in (f for f in files if f.stat().st_size < 3_000_000):
        try:
            found = guess([file])
        except SensorError as error:
            assert "\n" not in str(error)
            continue
        if found.questions and not found.sensors:  # only asks which stage means won
            assert "\n" not in found.questions[0].text
            continue
        n_guessed += 1
        for name, text in found.sensors.items():
            _config.parse(text, Path(name))
        assert len(set(found.milestones)) > 1
        ends = {"ordered", "declined"}  # rules stand ready for what no row says yet
        assert {*found.milestones, *found.won, *found.lost} <= set(counts(found)) | ends
    assert n_guessed > 12


def test_a_proof_beyond_the_rows_judged_still_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrometer.sensors import csv
    from pyrometer.sensors._guess import load

    monkeypatch.setattr(load, "MOST_ROWS", 50)
    monkeypatch.setattr(csv, "BLOCK", 2000)
    head = "id,created,closed,stage\n"
    rows = [f"{i},0{1 + i % 9}/02/2026,0{1 + i % 9}/03/2026,{('Won', 'Lost')[i % 2]}\n" for i in range(400)]
    with pytest.raises(Ambiguous):
        guessed(tmp_path, head + "".join(rows))
    found = guessed(tmp_path, head + "".join(rows) + "999,25/02/2026,28/03/2026,Won\n")
    assert tomllib.loads(found.sensors["deals.toml"])["fields"] == {
        "created": "date day-first",
        "closed": "date day-first",
    }
    assert "rows judged; there are more" in found.sensors["deals.toml"]


def test_of_several_sheets_the_first_is_taken_and_the_others_are_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [line.split(",") for line in DEALS.splitlines()]  # type: ignore[assignment]
    book = workbook(tmp_path / "deals.xlsx", {"Deals": sheet(rows), "Old deals": sheet(rows)})
    found = guess([book])
    assert 'sheet = "Deals"  # others that hold something: Old deals' in found.sensors["deals.toml"]
    assert 'sheet = "Old deals"' in guess([book], Answers(sheet="Old deals")).sensors["deals.toml"]
    with pytest.raises(SensorError, match="no sheet 'Old'"):
        guess([book], Answers(sheet="Old"))


def test_an_export_of_won_deals_only_is_understood(tmp_path: Path) -> None:
    won = "\n".join(line for line in DEALS.splitlines() if "Lost" not in line and "Open" not in line)
    assert counts(guessed(tmp_path, won + "\n")) == {"entered": (2, 2), "ordered": (2, 2)}


def test_a_question_counts_no_prospects_where_there_are_none(tmp_path: Path) -> None:
    stages = ("Proposal", "Qualified", "Lost")
    rows = "".join(f"D{i % 4},2026-01-{i + 1:02},{stages[i // 4]},Ada\n" for i in range(12))
    found = guessed(tmp_path, "deal_id,created_date,stage,owner\n" + rows, row_is="event")
    assert [q.text for q in found.questions] == [
        "Which action means won? None is named so. There is: Proposal, Qualified, Lost."
    ]


def test_days_beside_instants_with_offsets_need_no_zone(tmp_path: Path) -> None:
    """Salesforce writes CreatedDate as an instant and CloseDate as a day."""
    lines = DEALS.splitlines()
    rows = [
        lines[0],
        *(",".join([c[0], f"{c[1]}T08:00:00.000+0000", *c[2:]]) for c in (x.split(",") for x in lines[1:])),
    ]
    found = guessed(tmp_path, "\n".join(rows) + "\n")
    assert (found.zone, found.questions) == ("UTC", ())
    assert "mere days are taken as days there" in found.sensors["deals.toml"]


CLOSED = ("Won", "Lost")
OPEN, LOST, WON = ({1: "New", 2: "Talking"}, {1: "Lost", 2: "Lost"}, {1: "Won", 2: "Won"})


def export(stages: dict[int, str], close: str = "closed") -> str:
    rows = [f"{i},2026-01-0{i},{f'2026-02-0{i}' if s in CLOSED else ''},{s}" for i, s in stages.items()]
    return f"id,created,{close},stage\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("stages", "said"), [(OPEN, "New, Talking"), (LOST, "Lost"), (OPEN | {3: "Lost"}, "Lost, New")]
)
def test_where_no_stage_says_won_the_word_for_it_is_asked(tmp_path: Path, stages: dict[int, str], said: str) -> None:
    (question,) = guessed(tmp_path, export(stages)).questions
    assert (question.code, question.flag) == ("won", "--won")
    assert f"There is: {said}" in question.text


@pytest.mark.parametrize("stages", [OPEN, LOST, WON, OPEN | {3: "Lost"}, OPEN | {3: "Won"}, {**LOST, 3: "Won"}])
def test_a_word_that_no_row_says_yet_is_written_down_for_later(tmp_path: Path, stages: dict[int, str]) -> None:
    found = guessed(tmp_path, export(stages), won=("Won",), lost=("Lost",))
    assert (found.milestones, found.won, found.lost) == (("entered", "ordered"), ("ordered",), ("declined",))
    rules = {rule["action"]: rule for rule in tomllib.loads(found.sensors["deals.toml"])["event"]}
    assert rules["ordered"]["where"] == {"stage": "Won"}
    assert rules["declined"]["where"] == {"stage": "Lost"}
    n = counts(found)
    told = {"ordered": "Won", "declined": "Lost"}
    assert {a: n.get(a, (0, 0))[0] for a in told} == {a: list(stages.values()).count(s) for a, s in told.items()}
    if not {"Won", "Lost"} <= set(stages.values()):
        assert "as you said; no row says it yet" in found.sensors["deals.toml"]


def test_a_word_that_is_only_misspelt_is_no_word_for_later(tmp_path: Path) -> None:
    with pytest.raises(SensorError, match="'Closed' is no value of stage"):
        guessed(tmp_path, export({1: "Won", 2: "New"}), stage="stage", won=("Closed",))
    with pytest.raises(SensorError, match="'Talkin' is no value of stage .* Did you mean 'Talking'"):
        guessed(tmp_path, export(OPEN), stage="stage", won=("Talkin",))


def test_without_a_column_of_when_it_ended_the_rule_waits_to_be_switched_on(tmp_path: Path) -> None:
    found = guessed(tmp_path, "id,created,stage\n1,2026-01-01,New\n2,2026-01-02,Talking\n", won=("Won",))
    assert (found.milestones, counts(found)) == (("entered", "ordered"), {"entered": (2, 2), "set": (2, 2)})
    assert '# where = { stage = "Won" }' in found.sensors["deals.toml"]
    with pytest.raises(SensorError, match="stage says 'Lost' in 2 rows, but no column says on which day"):
        guessed(tmp_path, "id,created,stage\n1,2026-01-01,Lost\n2,2026-01-02,Lost\n", won=("Won",))


def test_a_reason_is_told_with_the_end_and_versions_that_hold_no_more_are_left_out(tmp_path: Path) -> None:
    text = (
        "id,created,closed,stage,lost_reason,_fivetran_active\n"
        "1,2026-01-01,2026-02-01,Lost,price,true\n"
        "1,2026-01-01,2026-01-20,Won,,false\n"
        "2,2026-01-01,2026-02-01,Won,,true\n"
        "3,2026-01-01,2026-02-03,Lost,time,true\n"
    )
    found = guessed(tmp_path, text)
    assert counts(found) == {"entered": (3, 3), "ordered": (1, 1), "declined": (2, 2)}
    rules = {rule["action"]: rule for rule in tomllib.loads(found.sensors["deals.toml"])["event"]}
    assert rules["declined"]["about"] == {"stage": "{stage}", "lost_reason": "{lost_reason}"}
    assert rules["entered"]["where"] == {"_fivetran_active": ["true"]}


def test_a_deal_is_known_by_its_own_id_not_by_the_id_of_its_seller(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i + 7},2026-01-0{i},2026-02-0{i},{('Won', 'Lost')[i % 2]}\n" for i in range(1, 6))
    found = guessed(tmp_path, "id,user_id,create_date,date_closed,stage\n" + rows)
    assert tomllib.loads(found.sensors["deals.toml"])["prospect"] == "id"


def test_the_first_version_of_a_record_is_told_when_it_was_made(tmp_path: Path) -> None:
    """Tryton keeps every version; the first was never written again, so its time is that of its making."""
    versions = "".join(
        f"{3 * i + 1},{i},lead,2026-01-0{i} 09:00:00,\n"
        f"{3 * i + 2},{i},lead,2026-01-0{i} 09:00:00,2026-01-1{i} 09:00:00\n"
        f"{3 * i + 3},{i},{('won', 'lost')[i % 2]},2026-01-0{i} 09:00:00,2026-01-1{i} 10:00:00\n"
        for i in range(1, 7)
    )
    found = guessed(tmp_path, "__id,id,state,create_date,write_date\n" + versions)
    assert counts(found) == {"lead": (6, 6), "won": (3, 3), "lost": (3, 3), "set": (6, 6)}
    assert found.actions[0].first_at.isoformat() == "2026-01-01T09:00:00"
    assert tomllib.loads(found.sensors["deals.toml"])["seq"] == "__id"


def test_a_log_that_says_of_nobody_that_they_were_won_is_left_to_the_file_that_does(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "moves.csv").write_text(
        "id,time,stage\n" + "".join(f"{i},2026-01-1{j},S{j}\n" for i in range(1, 5) for j in (1, 2))
    )
    found = guess([tmp_path / "deals.csv", tmp_path / "moves.csv"])
    assert (found.milestones, list(found.sensors)) == (("entered", "ordered"), ["deals.toml"])
    assert "says of nobody that they were won" in found.unused[str(tmp_path / "moves.csv")]


def test_what_stands_before_the_name_of_a_column_does_not_hide_it(tmp_path: Path) -> None:
    """Pipedrive writes 'Deal - Won time'."""
    names = ("ID", "Status", "Deal created", "Won time", "Lost time", "Deal closed on")
    head, rows = ",".join(f"Deal - {name}" for name in names), ""
    for i, stage in enumerate(("Won", "Lost", "Open", "Won"), 1):
        closed = f"2026-02-0{i} 09:00:00"
        ends = [closed if stage in said else "" for said in (("Won",), ("Lost",), ("Won", "Lost"))]
        rows += ",".join([str(i), stage, f"2026-01-0{i} 09:00:00", *ends]) + "\n"
    rules = tomllib.loads(guessed(tmp_path, f"{head}\n{rows}").sensors["deals.toml"])["event"]
    times = {rule["action"]: rule["happened_at"] for rule in rules}
    assert (times["entered"], times["ordered"], times["declined"]) == (
        "Deal - Deal created",
        *["Deal - Deal closed on"] * 2,
    )


def test_those_lost_may_have_a_day_of_their_own(tmp_path: Path) -> None:
    rows = "".join(
        f"{i},{s},2026-01-0{i},{f'2026-02-0{i}' if s == 'won' else ''},{f'2026-03-0{i}' if s == 'lost' else ''}\n"
        for i, s in enumerate(("won", "lost", "active", "won"), 1)
    )
    found = guessed(tmp_path, "id,status_type,date_created,date_won,date_lost\n" + rows)
    rules = tomllib.loads(found.sensors["deals.toml"])["event"]
    times = {rule["action"]: rule["happened_at"] for rule in rules}
    assert (times["ordered"], times["declined"]) == ("date_won", "date_lost")
    assert counts(found) == {"entered": (4, 4), "ordered": (2, 2), "declined": (1, 1), "set": (1, 1)}


def test_a_sheet_that_knows_one_day_can_be_read_by_it(tmp_path: Path) -> None:
    sheet_of_one = "Company;Date;Status\n" + "".join(
        f"Org {i};1{i}.01.2026;{('gewonnen', 'Absage', 'offen')[i % 3]}\n" for i in range(9)
    )
    with pytest.raises(SensorError, match="Name it with --ended COLUMN; it may be that of --time"):
        guessed(tmp_path, sheet_of_one)
    found = guessed(tmp_path, sheet_of_one, time="Date", ended="Date")
    assert counts(found) == {"entered": (9, 9), "ordered": (3, 3), "declined": (3, 3), "set": (3, 3)}
