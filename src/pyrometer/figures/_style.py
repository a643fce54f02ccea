"""The colours and letters of every picture; a colour means a signal, a constraint or rework and nothing else."""

from dataclasses import dataclass, replace

INK = "#1b1f24"
TEXT = "#3f4750"
QUIET = "#5c656f"  # 5.92 : 1 on white
RULE = "#dcdfe3"
WASH = "#f7f6f2"
BAND = "#f4f2ec"
POINT = "#6b7480"  # 4.74 : 1 on white
LINE = "#8b939c"  # 3.11 : 1 on white, the least a line may have
WORSE = "#c2410c"
WORSE_TEXT = "#b23a08"
BETTER = "#0b62a8"
WAY = "#cfd8df"  # customers on their way
WAITING = "#aab4bd"
STOPPED = "#e3ddd2"
DARK = "#4b5661"
LIGHT = "#b9c2ca"
PAPER = "#ffffff"

SANS = "Inter, system-ui, sans-serif"
SERIF = "'Source Serif 4', Georgia, serif"


@dataclass(frozen=True, slots=True)
class Letters:
    """How words are set: size in pixels, weight 400 or 600, colour, serif or not, with a rim that parts lines."""

    size: float = 11.5
    weight: int = 400
    fill: str = TEXT
    is_serif: bool = False
    rim: str | None = None


TITLE = Letters(13.5, 600, INK)
META = Letters(11.5, 400, QUIET)
LABEL = Letters(11.5, 400, TEXT)
STRONG = Letters(11.5, 600, INK)
HOT = Letters(11.5, 600, WORSE_TEXT)
SMALL = Letters(11, 400, QUIET)


def coloured(letters: Letters, fill: str) -> Letters:
    """The same letters in another colour."""
    return replace(letters, fill=fill)


def side_colour(direction: str, better: str) -> str:
    """The colour of a signal that goes `direction` ('up' | 'down') where `better` says which direction is good."""
    if better and direction == better:
        return BETTER
    return WORSE


def text_colour(fill: str) -> str:
    """The colour that words of that meaning take: orange words are darker than orange shapes."""
    return WORSE_TEXT if fill == WORSE else fill
