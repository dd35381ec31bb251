"""Counted contacts as bars: places and sizes for an SVG, drawn on the server; the table beside it says the same."""

from dataclasses import dataclass

from complaints.counting.timeline import Timeline

WIDTH, HEIGHT = 600, 160
TALLEST = 150


@dataclass(frozen=True)
class Bar:
    """A day or a month; ``after`` of the ``count`` came after a refusal and stands at the foot of the bar."""

    name: str
    count: int
    after: int
    x: float
    width: float
    y: float
    height: float
    after_y: float
    after_height: float


@dataclass(frozen=True)
class Chart:
    top: int
    bars: tuple[Bar, ...]


def chart_of(counted: Timeline) -> Chart:
    """Bars in a box of 600 × 160, with the count of the tallest."""
    rows = counted.bars()
    top = max((count for _name, count, _after in rows), default=0) or 1
    width = WIDTH / max(len(rows), 1)
    bars = []
    for place, (name, count, after) in enumerate(rows):
        tall, foot = TALLEST * count / top, TALLEST * after / top
        bars.append(
            Bar(
                name=name,
                count=count,
                after=after,
                x=round(place * width, 2),
                width=round(max(width - 1, 0.5), 2),
                y=round(HEIGHT - tall, 2),
                height=round(tall, 2),
                after_y=round(HEIGHT - foot, 2),
                after_height=round(foot, 2),
            )
        )
    return Chart(top, tuple(bars))
