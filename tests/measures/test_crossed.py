"""The crossed measure: won and lost group by group within another field, in agreement with the plain groups."""

from pathlib import Path

import pytest

from pyrometer.errors import UnknownName
from pyrometer.measures._run import run
from tests.process.plants import plant

TEXT = """
; who: acme
2026-01-05 09:00 seller:ann called trade=tin size=big
2026-01-05 10:00 customer replied
2026-01-12 09:00 customer ordered
; who: bolt
2026-01-06 10:00 seller:ann called trade=tin size=small
2026-01-06 11:00 customer replied
2026-02-20 10:00 seller:ben declined reason=price
; who: cora
2026-01-06 10:00 seller:ben called trade=iron size=small
2026-01-06 11:00 customer replied
"""


def test_pairs_add_up_to_the_groups(tmp_path: Path) -> None:
    process = plant(tmp_path, TEXT, settings={"segments": ("trade", "size")}, zone="Europe/Berlin").process()
    crossed, _ = run(process, "crossed", by="trade", within="size")
    cells = {(r["group"], r["within"]): (r["n_entered"], r["n_won"]) for r in crossed}
    assert cells == {("tin", "big"): (1, 1), ("tin", "small"): (1, 0), ("iron", "small"): (1, 0)}
    groups, _ = run(process, "groups", by="trade")
    for row in groups:
        mine = [r for r in crossed if r["group"] == row["group"]]
        for column in ("n_entered", "n_won", "n_lost", "n_open"):
            assert sum(r[column] for r in mine) == row[column]
    with pytest.raises(UnknownName, match="Did you mean 'trade'"):
        run(process, "crossed", by="trade", within="trad")
