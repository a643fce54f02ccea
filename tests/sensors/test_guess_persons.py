"""Whose row it is, in logs of marketing: people known by an id, an address or a number, never by the row's own id."""

from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from tests.sensors.test_guess import counts, guessed

ACTS = ("Sign Up", "Project Created", "Payment Completed")
OF = [1 + (i * 7) % 3 for i in range(60)]  # how far each of sixty people came: 20 one act, 20 two, 20 paid


def rows_of(line: str) -> str:
    """A row for each act of each person, by a template of its line."""
    found = []
    for i, far in enumerate(OF):
        for k in range(far):
            at = f"2026-01-{1 + i % 20 + 2 * k:02d}T10:0{k}:00Z"
            found.append(line.format(i=i, k=k, act=ACTS[k], at=at, unique=f"e{i}x{k}", ms=1767225600000 + i * 997 + k))
    return "\n".join(found)


TRUTH = {"Sign Up": (60, 60), "Project Created": (40, 40), "Payment Completed": (20, 20)}


def test_a_persons_id_comes_before_the_id_of_the_event(tmp_path: Path) -> None:
    found = guessed(tmp_path, "event,time,distinct_id,$insert_id\n" + rows_of("{act},{at},$device:{i}-ab,{unique}"))
    assert counts(found) == TRUTH
    assert 'prospect = "distinct_id"' in found.sensors["deals.toml"]


def test_an_id_that_some_rows_lack_gives_way_to_one_that_goes_with_it(tmp_path: Path) -> None:
    body = rows_of("{at},{act},u{i},90{i}").replace(",u7,", ",,").replace(",u8,", ",,")
    assert counts(guessed(tmp_path, "event_time,event_type,user_id,amplitude_id\n" + body)) == TRUTH


def test_an_id_stays_where_the_other_is_one_of_several_machines(tmp_path: Path) -> None:
    body = rows_of("{at},{act},u{i},90{i}-{k}").replace(",u7,", ",,")
    assert (
        'prospect = "user_id"'
        in guessed(tmp_path, "event_time,event_type,user_id,device id\n" + body).sensors["deals.toml"]
    )


@pytest.mark.parametrize(
    ("column", "who"),
    [("Email Address", "p{i}@b.example"), ("DNIS", "+49 170 55512{i:02d}"), ("recipient", "{i}@c.de")],
)
def test_people_are_known_by_the_address_or_number_that_comes_again(tmp_path: Path, column: str, who: str) -> None:
    body = rows_of("{unique},kim@us.example,{act},{at}," + who)
    found = guessed(tmp_path, f"CALL ID,AGENT,ACTION,TIMESTAMP,{column}\n{body}")
    assert counts(found) == TRUTH
    assert f'prospect = "{column}"' in found.sensors["deals.toml"]


def test_a_list_with_ids_and_stages_stays_a_list_though_an_address_comes_again(tmp_path: Path) -> None:
    rows = "".join(
        f"{i},p{i % 10}@b.de,{('New', 'Won')[i % 2]},2026-01-{1 + i:02d},2026-02-{1 + i % 28:02d}\n" for i in range(30)
    )
    found = guessed(tmp_path, "id,email,status,created,won at\n" + rows)
    assert 'prospect = "id"' in found.sensors["deals.toml"]
    assert counts(found)["ordered"] == (15, 15)


def test_how_long_calls_took_is_not_offered_as_a_person(tmp_path: Path) -> None:
    rows = "".join(
        f"2026-01-{1 + i % 28:02d} 10:00:00,+49 170 55500{i % 30:02d},0:{10 + i % 49},{'ab'[i % 2]}b\n"
        for i in range(60)
    )
    with pytest.raises(SensorError, match=r"Perhaps: to has 30 different values in 60 rows\.$"):
        guessed(tmp_path, "datetime (UTC),to,duration (total),tags\n" + rows)


def test_what_was_nested_keeps_its_names(tmp_path: Path) -> None:
    rows = "".join(f"{i},2026-01-{1 + i:02d},Won,2026-02-{1 + i:02d},{i}00\n" for i in range(20))
    head = "id,properties.createdate,properties.dealstage,properties.closedate,properties.amount\n"
    toml = guessed(tmp_path, head + rows).sensors["deals.toml"]
    assert 'happened_at = "properties.closedate"' in toml
    assert 'amount = "properties.amount"' in toml


def test_columns_of_people_split_nobody(tmp_path: Path) -> None:
    """What splits prospects is compared by name; people are compared without names, or not at all."""
    people = [f"{name} {kin}" for name in ("Ann", "Bo", "Cy") for kin in ("Lee", "Kim")]
    lines = ["deal_id,created_date,closed_date,stage,owner,responsible,sales_manager,source"]
    for i in range(60):
        who = ",".join(people[i * k % 6] for k in (1, 5, 7))
        lines.append(
            f"D{i},2026-01-{1 + i % 20:02d},2026-02-{1 + i % 20:02d},{'Won' if i % 3 else 'Lost'},{who},web{i % 3}"
        )
    assert guessed(tmp_path, "\n".join(lines) + "\n").segments == ("source",)
