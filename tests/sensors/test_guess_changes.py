"""Logs of field changes, as HubSpot, Salesforce and Pipedrive keep them: moves of the stage are the journey."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pyrometer.errors import SensorError
from pyrometer.plant import start
from pyrometer.process.record import LOST, WON
from pyrometer.process.record import STILL_OPEN as OPEN
from pyrometer.sensors._guess import Answers, Guess, guess

SALESFORCE = """Id,OpportunityId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue,IsDeleted
1,A,u1,2026-01-05T09:00:00.000Z,created,,,,false
2,A,u1,2026-01-09T09:00:00.000Z,StageName,DynamicEnum,Prospecting,Proposal,false
3,A,u1,2026-01-11T09:00:00.000Z,StageName,DynamicEnum,Proposal,Closed Won,false
4,B,u2,2026-01-06T09:00:00.000Z,created,,,,false
5,B,u2,2026-01-08T09:00:00.000Z,Owner,EntityId,005A,005B,false
6,B,u2,2026-01-08T09:00:00.000Z,Owner,Text,Ada,Ben,false
7,B,u2,2026-01-12T09:00:00.000Z,StageName,DynamicEnum,Prospecting,Closed Lost,false
8,C,u1,2026-01-07T09:00:00.000Z,created,,,,false
9,C,u1,2026-01-20T09:00:00.000Z,StageName,DynamicEnum,Prospecting,Closed Won,true
"""
HUBSPOT = """deal_id,timestamp,source,name,value
A,2026-01-05T09:05:00Z,CRM_UI,createdate,1767603600000
A,2026-01-05T09:05:00Z,CRM_UI,amount,"1200.50"
A,2026-01-05T09:05:00Z,CRM_UI,hubspot_owner_id,17
A,2026-01-05T09:05:00Z,CRM_UI,dealstage,appointmentscheduled
A,2026-01-09T09:00:00Z,CRM_UI,dealstage,closedwon
B,2026-01-06T09:05:00Z,IMPORT,createdate,1767690000000
B,2026-01-06T09:05:00Z,IMPORT,dealstage,appointmentscheduled
B,2026-01-16T09:00:00Z,CRM_UI,dealstage,closedlost
"""
PIPEDRIVE = """deal_id,field_key,old_value,new_value,actor_user_id,time
1,stage_id,1,2,10,2026-01-09 09:00:00
1,value,100,900,10,2026-01-09 09:00:00
1,status,open,won,10,2026-01-19 09:00:00
2,stage_id,1,2,11,2026-01-12 09:00:00
2,status,open,lost,11,2026-01-22 09:00:00
3,status,open,lost,11,2026-01-23 09:00:00
"""
DEALS = """id,title,add_time,value,owner_id,channel
1,One,2026-01-05 09:00:00,900,10,web
2,Two,2026-01-06 09:00:00,800,11,fair
3,Three,2026-01-07 09:00:00,700,11,web
4,Four,2026-01-08 09:00:00,600,10,fair
"""


def guessed(folder: Path, **files_and_answers: Any) -> Guess:
    files = {k: v for k, v in files_and_answers.items() if isinstance(v, str) and "\n" in v}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    answers = {k: v for k, v in files_and_answers.items() if k not in files}
    return guess([folder / f"{name}.csv" for name in files], Answers(**answers), folder / "plant")


def counts(found: Guess) -> dict[str, int]:
    return {a.action: a.n_events for a in found.actions}


def test_salesforce_history_begins_when_the_record_was_made(tmp_path: Path) -> None:
    found = guessed(tmp_path, history=SALESFORCE)
    assert (found.milestones, found.won, found.lost) == (("entered", "Closed Won"), ("Closed Won",), ("Closed Lost",))
    assert counts(found) == {"entered": 3, "Proposal": 1, "Closed Won": 1, "Closed Lost": 1, "set": 2}
    rules = tomllib.loads(found.sensors["history.toml"])["event"]
    assert all(rule["where"]["IsDeleted"] == ["false"] for rule in rules)
    owner = next(r for r in rules if r["where"].get("Field") == "Owner")
    assert (owner["actor"], owner["about"]) == ("NewValue", {"owner": "{NewValue}"})
    assert next(r for r in rules if "DataType" in r["where"])["about"] == {"field": "{Field}", "id": "{NewValue}"}


def test_hubspot_writes_days_and_amounts_as_new_values(tmp_path: Path) -> None:
    found = guessed(tmp_path, deals=HUBSPOT)
    assert (found.milestones, found.won, found.lost) == (("entered", "closedwon"), ("closedwon",), ("closedlost",))
    entered = next(a for a in found.actions if a.action == "entered")
    assert entered.first_at.isoformat() == "2026-01-05T09:00:00"  # as the value says, not as the row does
    sensor = tomllib.loads(found.sensors["deals.toml"])
    assert sensor["fields"]["value"] == "time year-first decimal-point"
    rules = {rule["where"]["name"]: rule for rule in sensor["event"]}
    assert (rules["createdate"]["happened_at"], rules["createdate"]["known_at"]) == ("value", "timestamp")
    assert (rules["amount"]["amount"], rules["dealstage"]["action"]) == ("value", "{value}")


def test_pipedrive_tells_the_stage_by_number_and_the_end_by_status(tmp_path: Path) -> None:
    found = guessed(tmp_path, changes=PIPEDRIVE)
    assert (found.milestones, found.won, found.lost) == (("stage_id 2", "won"), ("won",), ("lost",))
    assert any("No row says when they came" in e for e in found.evidence)


STAGES = "id,name,pipeline_id\n1,New,1\n2,Offer,1\n900,Nonsense,1\n"


def test_a_file_of_stages_says_what_the_numbers_in_a_log_of_changes_mean(tmp_path: Path) -> None:
    moved = PIPEDRIVE + "2,stage_id,2,7,11,2026-01-15 09:00:00\n"  # a stage that was deleted since has no name
    found = guessed(tmp_path, deals=DEALS, changes=moved, stages=STAGES)
    assert found.milestones == ("entered", "Offer", "won")
    assert counts(found)["Offer"] == 2
    assert counts(found)["stage_id 7"] == 1
    (lookup,) = tomllib.loads(found.sensors["changes.toml"])["lookup"]
    assert (lookup["key"], lookup["their_key"], lookup["prefix"]) == ("new_value", "id", "stage_")
    plant = start(*(tmp_path / f"{name}.csv" for name in ("deals", "changes", "stages")), folder=tmp_path / "plant")
    journeys = plant.backend.to_pyarrow(plant.journeys()).to_pylist()
    assert journeys[0]["amount"] == 900.0  # an amount of 900 is no stage
    assert "Offer" in {row["action"] for row in plant.measure("nodes")}


def test_beside_a_log_of_changes_the_deals_tell_when_they_came(tmp_path: Path) -> None:
    guessed(tmp_path, deals=DEALS, changes=PIPEDRIVE)
    plant = start(tmp_path / "deals.csv", tmp_path / "changes.csv", folder=tmp_path / "plant")
    found = guessed(tmp_path, deals=DEALS, changes=PIPEDRIVE)
    assert found.milestones == ("entered", "stage_id 2", "won")
    assert found.segments == ("channel",)
    assert not any("No row says when they came" in e for e in found.evidence)
    journeys = plant.backend.to_pyarrow(plant.journeys()).to_pylist()
    assert [(j["name"], j["outcome"]) for j in journeys] == [("1", 1), ("2", 2), ("3", 2), ("4", 0)]
    assert journeys[0]["amount"] == 900.0
    assert journeys[0]["entered_at"].isoformat() == "2026-01-05T09:00:00"


REOPENED = """Id,OpportunityId,CreatedDate,Field,OldValue,NewValue
1,A,2026-01-05T09:00:00.000Z,created,,
2,A,2026-01-09T09:00:00.000Z,StageName,Prospecting,Proposal
3,A,2026-01-11T09:00:00.000Z,StageName,Proposal,Closed Lost
4,A,2026-01-15T09:00:00.000Z,StageName,Closed Lost,Proposal
5,B,2026-01-05T10:00:00.000Z,created,,
6,B,2026-01-12T09:00:00.000Z,StageName,Prospecting,Closed Lost
7,B,2026-01-16T09:00:00.000Z,StageName,Closed Lost,Prospecting
8,B,2026-01-20T09:00:00.000Z,StageName,Prospecting,Closed Lost
9,C,2026-01-05T11:00:00.000Z,created,,
10,C,2026-01-13T09:00:00.000Z,StageName,Prospecting,Closed Lost
11,C,2026-01-14T09:00:00.000Z,StageName,Closed Lost,Proposal
12,C,2026-01-19T09:00:00.000Z,StageName,Proposal,Closed Won
13,D,2026-01-06T09:00:00.000Z,created,,
14,D,2026-01-14T09:00:00.000Z,StageName,Prospecting,Closed Lost
15,D,2026-01-19T09:00:00.000Z,StageName,Closed Lost,Archived
"""


def test_who_was_lost_and_is_taken_up_again_is_open_as_before(tmp_path: Path) -> None:
    found = guessed(tmp_path, history=REOPENED)
    assert found.lost == ("Closed Lost",)  # though one of four is won in the end
    assert found.taken_up == (
        "Proposal",
        "Prospecting",
    )  # what comes before a loss; not where the lost are laid to rest
    plant = start(tmp_path / "history.csv", folder=tmp_path / "plant")
    rows = plant.backend.to_pyarrow(plant.journeys().select("name", "outcome", "ended_at")).to_pylist()
    ends = {row["name"]: (row["outcome"], row["ended_at"] and row["ended_at"].day) for row in rows}
    assert ends == {"A": (OPEN, None), "B": (LOST, 20), "C": (WON, 19), "D": (LOST, 14)}
    then = plant.backend.to_pyarrow(plant.journeys(as_known=date(2026, 1, 13)).select("name", "outcome")).to_pylist()
    assert {row["name"] for row in then if row["outcome"] == LOST} == {"A", "B", "C"}


def test_a_log_whose_fields_hold_no_stage_says_so(tmp_path: Path) -> None:
    hashed = SALESFORCE.replace("StageName", "XyZ")
    with pytest.raises(
        SensorError, match="no field in it is named like a stage, so no way is known. Name it with --stage"
    ):
        guessed(tmp_path, history=hashed)
    assert guessed(tmp_path, history=hashed, stage="XyZ").won == ("Closed Won",)
    with pytest.raises(SensorError, match="--stage XyzZ: no file has such a column. Did you mean 'XyZ'"):
        guessed(tmp_path, history=hashed, stage="XyzZ")


def test_a_log_may_start_before_anybody_has_won(tmp_path: Path) -> None:
    yet = SALESFORCE.replace("Closed Won", "Talking")
    assert [q.flag for q in guessed(tmp_path, history=yet).questions] == ["--won"]
    found = guessed(tmp_path, history=yet, won=("Closed Won",))
    assert (found.milestones, found.won) == (("entered", "Closed Won"), ("Closed Won",))
    plant = start(tmp_path / "history.csv", folder=tmp_path / "plant", won="Closed Won")
    assert sum(plant.measure("groups")["n_won"]) == 0
    more = "10,A,u1,2026-02-20T09:00:00.000Z,StageName,DynamicEnum,Talking,Closed Won,false\n"
    (tmp_path / "history.csv").write_text(yet + more)
    plant.read()
    assert sum(plant.measure("groups")["n_won"]) == 1


def test_the_row_order_of_a_log_of_changes_never_matters(tmp_path: Path) -> None:
    head, *rows = HUBSPOT.splitlines()
    other = "\n".join([head, *reversed(rows)]) + "\n"
    assert guessed(tmp_path, deals=HUBSPOT) == guessed(tmp_path, deals=other)


def test_salesforce_sample_needs_only_the_word_for_won(shared: Path) -> None:
    found = guess([shared / "samples/salesforce/OpportunityFieldHistory.csv"], Answers(won=("Closed Won",)))
    assert found.milestones == ("entered", "Closed Won")


@pytest.mark.parametrize("form", [SALESFORCE, PIPEDRIVE])
def test_what_takes_a_win_back_is_written_beside_it(tmp_path: Path, form: str) -> None:
    back = {
        SALESFORCE: "4x,A,u1,2026-01-15T09:00:00.000Z,StageName,DynamicEnum,Closed Won,Prospecting,false\n",
        PIPEDRIVE: "1,status,won,open,10,2026-01-29 09:00:00\n",
    }[form]
    found = guessed(tmp_path, history=form + back)
    undoing = {SALESFORCE: ("Closed Lost", "Proposal", "Prospecting"), PIPEDRIVE: ("lost", "stage_id 2", "open")}[form]
    assert found.taken_back[: len(undoing)] == undoing
    plant = start(tmp_path / "history.csv", folder=tmp_path / "plant", zone="UTC")
    assert plant.facts.n_taken_back == 1
    assert [j["outcome"] for j in plant.backend.to_pyarrow(plant.journeys()).to_pylist()][0] == WON
