"""What a page takes for granted before its first block: a plant to stand in, and the files of which it speaks."""

import shutil
from pathlib import Path

DEALS = "opportunity_id,sales_agent,deal_stage,engage_date,close_date,close_value\n" + "".join(
    f"D{i},{'Ann' if i % 2 else 'Ben'},{('Won', 'Lost', 'Won', 'Prospecting')[i % 4]},2025-{1 + i % 9:02d}-{13 + i % 9}"
    f",{'' if i % 4 == 3 else f'2025-{2 + i % 9:02d}-{14 + i % 9}'},{100 + i}\n"
    for i in range(120)
)
SUBSCRIPTIONS = "id,status,created,trial_end,ended_at\n" + "".join(
    f"s{i},{'active' if i % 3 else 'canceled'},2025-0{1 + i % 8}-03,2025-0{1 + i % 8}-17,"
    f"{'' if i % 3 else f'2025-0{1 + i % 8}-{(10, 17, 25)[i // 3 % 3]}'}\n"
    for i in range(120)
)


def judged(first: str, second: str, head: str = "item,judge,label,round,standard") -> str:
    """Fifty items that Ann and Ben judged, four of them not alike; every third one by the first label."""
    right = [first if i % 3 else second for i in range(50)]
    other = {first: second, second: first}
    rows = [f"deal {i},Ann,{word},1,{word}" for i, word in enumerate(right)]
    rows += [f"deal {i},Ben,{other[word] if i % 12 == 5 else word},1,{word}" for i, word in enumerate(right)]
    return "\n".join([head, *rows]) + "\n"


def export() -> str:
    """A list of judgements whose columns have names of their own, an item known by two of them."""
    rows = judged("met", "not met").splitlines()[1:]
    return "dialog,turn,coder,code\n" + "".join(
        f"{r.split(',')[0]},{i % 50 % 7},{r.split(',')[1]},{r.split(',')[2]}\n" for i, r in enumerate(rows)
    )


def wide() -> str:
    """The same judgements with a column for each person."""
    rows = "".join(f"{i},{'yes' if i % 3 else 'no'},{'yes' if i % 4 else 'no'},yes\n" for i in range(50))
    return "id,ann_2026,bob_2026,expert\n" + rows


def weeks(n: int = 40) -> list[str]:
    """Mondays from 2025-06-02 on."""
    from datetime import date, timedelta

    return [str(date(2025, 6, 2) + timedelta(weeks=i)) for i in range(n)]


FILES = {
    "warmth.csv": judged("warm", "hot").replace("deal 0,Ann,warm", "deal 0,Ann,cold"),
    "judgements/qualified.csv": judged("qualified", "not"),
    "deals.csv": DEALS,
    "sales_pipeline.csv": DEALS,
    "subscriptions.csv": SUBSCRIPTIONS,
    "judgements.csv": judged("qualified", "not"),
    "export.csv": export(),
    "wide.csv": wide(),
    "orders.csv": "day,orders\n" + "".join(f"{day},{20 + i * 7 % 5}\n" for i, day in enumerate(weeks())),
    "shares.csv": "day,won,offers\n" + "".join(f"{day},{20 + i * 7 % 5},50\n" for i, day in enumerate(weeks())),
    "by-team.csv": "team,week,won,offers\n" + "".join(f"a,{d},{20 + i * 7 % 5},50\n" for i, d in enumerate(weeks())),
}


def lay(folder: Path, demo: Path) -> Path:
    """The demo plant as a folder to stand in, with the files of which pages speak beside its own; gives the folder."""
    shutil.copytree(demo, folder)
    for earlier in ("old", "definitions-of-last-year"):
        shutil.copytree(demo / "definitions", folder / earlier)
    for file, text in FILES.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder
