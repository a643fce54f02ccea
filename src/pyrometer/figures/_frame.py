"""The frame of every figure: its title, its meta line and the room below them."""

from pyrometer.model.figure import Figure


def blank(figure: Figure, width: int) -> str:
    """An empty picture."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="40"></svg>'
