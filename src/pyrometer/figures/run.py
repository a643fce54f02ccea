"""Run chart: a measure over time, plain or with its median, while it is too early for limits.

`data` has the shape of a control_chart; limits and ranges, if any, are not drawn.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._chart import chart
from pyrometer.model.figure import Figure


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    return chart(figure, width, has_limits=False)


FIGURE = FigureKind(draw=draw)
