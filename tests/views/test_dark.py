"""The dark ground: words, lines and shapes that can be told on it, and paper that stays light."""

import re

from pyrometer import registry
from pyrometer.apps.web.style import sheet
from pyrometer.figures import _style as paint
from pyrometer.views import _dark as style
from pyrometer.views import html
from tests.figures.examples import FIGURES


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_on_a_dark_ground_words_and_lines_can_be_told() -> None:
    ground = style.DARK[paint.PAPER]
    for words in (paint.INK, paint.TEXT, paint.QUIET, paint.WORSE_TEXT, paint.BETTER, paint.WORSE, paint.POINT):
        assert contrast(style.DARK[words], ground) >= 4.5, words
    assert contrast(style.DARK[paint.LINE], ground) >= 3
    assert contrast(style.DARK[paint.TEXT], style.DARK[paint.WASH]) >= 4.5


def test_every_colour_of_every_picture_has_its_dark_one() -> None:
    for figure in FIGURES.values():
        drawn = str(registry.find("pyrometer.figures", figure.kind).draw(figure, 1080))
        used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) - {"none"}
        assert used <= set(style.DARK), figure.kind


def test_report_and_pages_have_the_same_dark_ground_on_screens_alone() -> None:
    rules = style.dark()
    assert rules.startswith("@media screen and (prefers-color-scheme:dark){")
    assert rules in html.report([], "Plant")
    assert rules in sheet()


def test_words_on_every_dark_ground_of_a_figure_can_be_told() -> None:
    grounds = (paint.PAPER, paint.BAND, paint.WASH, "#faf9f6", "#eaf1f7", "#f8f1ea", "#eef2f5")
    for ground in grounds:
        for words in (paint.INK, paint.TEXT, paint.QUIET, paint.WORSE_TEXT, paint.BETTER):
            assert contrast(style.DARK[words], style.DARK[ground]) >= 4.5, (words, ground)
            assert contrast(words, ground) >= 4.5, (words, ground)
