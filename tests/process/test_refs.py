"""A definition in a finding names the words that its test looks for, and no others."""

from pyrometer.definitions.parse import parse
from pyrometer.definitions.starter import lost_from_actions
from pyrometer.process.refs import ref


def test_what_only_undoes_a_clause_is_not_thereby_defined() -> None:
    lost = ref(parse(lost_from_actions("lost", "seller", ("Closed Lost",), 0, taken_up=("Proposal",))))
    assert (lost.name, lost.reads) == ("lost", ("Closed Lost",))
