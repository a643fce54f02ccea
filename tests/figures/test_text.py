"""Widths of words, cutting, wrapping and the spreading of labels."""

from hypothesis import given
from hypothesis import strategies as st

from pyrometer.figures import _svg as svg
from pyrometer.figures._style import Letters
from pyrometer.figures._text import ELLIPSIS, at_most, fit, is_foreign, spread, width, wrap

PLAIN = Letters(10)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40)


def test_widths_are_those_of_the_vendored_inter() -> None:
    # advance widths in the font files: 1 = 1308 and W = 2672 of 2816 units an em; serif 600: W = 1020 of 1000
    assert width("1", Letters(1000)) == round(1308 / 2816 * 1000)
    assert width("W", Letters(1000)) == round(2672 / 2816 * 1000)
    assert width("W", Letters(1000, 600, is_serif=True)) == 1020


def test_semibold_is_wider_and_serif_has_its_own_widths() -> None:
    assert width("Constraint", Letters(10, 600)) > width("Constraint", PLAIN)
    assert width("Constraint", Letters(10, 600, is_serif=True)) != width("Constraint", Letters(10, 600))


@given(WORDS, WORDS)
def test_width_adds_up(a: str, b: str) -> None:
    assert abs(width(a + b, PLAIN) - width(a, PLAIN) - width(b, PLAIN)) < 1e-9


def test_signs_of_the_look_are_in_the_table() -> None:
    for sign in "–—−×≥≤“”→▲▼€·…":
        assert 0 < width(sign, PLAIN) <= 15, sign


@given(WORDS, st.floats(20, 300))
def test_fitted_words_fit(words: str, room: float) -> None:
    assert width(fit(words, room, PLAIN), PLAIN) <= room


def test_words_that_fit_are_not_touched() -> None:
    assert fit("Time", 100, PLAIN) == "Time"
    assert fit("Information about the customer", 60, PLAIN).endswith(ELLIPSIS)


@given(WORDS, st.floats(40, 300))
def test_wrapped_lines_fit_and_lose_no_word_that_fits(words: str, room: float) -> None:
    lines = wrap(words, room, PLAIN)
    assert all(width(line, PLAIN) <= room for line in lines)
    if all(width(word, PLAIN) <= room for word in words.split()):
        assert " ".join(lines).split() == words.split()


def test_at_most_two_lines_ends_in_an_ellipsis() -> None:
    lines = at_most("one two three four five six seven", 2, 50, PLAIN)
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(1, 12))
def test_spread_labels_keep_their_order_and_their_gap(wanted: list[float], gap: float) -> None:
    places = spread(wanted, gap, 0, 100)
    ranked = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for a, b in zip(ranked, ranked[1:], strict=False):
        assert places[b] - places[a] >= gap - 1e-6
    if (len(wanted) - 1) * gap <= 100:
        assert min(places) >= -1e-6
        assert max(places) <= 100 + 1e-6


def test_labels_that_do_not_collide_stay_where_they_want() -> None:
    assert spread([10, 50, 90], 15, 0, 100) == [10, 50, 90]
    assert spread([50, 50], 10, 0, 100) == [45, 55]


def test_a_name_written_from_right_to_left_is_set_apart_from_our_numbers() -> None:
    arabic, hebrew = "عرض السعر", "שלום"
    assert svg.apart(f"after '{arabic}' (3)") == f"after '\u2068{arabic}\u2069' (3)"
    assert svg.apart(f"{hebrew}, 80 {hebrew}") == f"\u2068{hebrew}\u2069, 80 \u2068{hebrew}\u2069"
    assert svg.apart(f"{hebrew} 2024 {hebrew} 1.9") == f"\u2068{hebrew} 2024 {hebrew}\u2069 1.9"
    assert svg.apart("Ordered 1.9 – 57%") == "Ordered 1.9 – 57%"


def test_signs_that_turn_the_direction_are_ours_alone() -> None:
    assert svg.apart("a\u202eb\u2066c") == "abc"


def test_letters_of_no_vendored_font_are_known() -> None:
    assert is_foreign("客户")
    assert is_foreign("عرض")
    assert not is_foreign("Größe – 5% → −3 ≤ … “x” · ł ő")
