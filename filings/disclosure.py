"""How counts of people are told to everybody, so that nobody is recognised in them. Pure: counts in, what is said out.

A count is told in tens, rounded down; each ten is reached a few people late, how many is another secret for each figure and
each ten. So nobody learns from a figure, or from two of them a week apart, whether one more or less is in it. What is less
than ten is not told, nor is a nought; where that leaves a single gap beside a sum, the least of the others is not told
either, as the difference would tell it. What is left out follows from what is told alone, never from the counts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

STEP = 10  # people; fewer are not told, and all else is a multiple of it
MOST_LATE = 9  # how many more than a ten it may take


@dataclass(frozen=True, kw_only=True)
class Group:
    """Counts that stand together. ``parts`` is what is told, in order, a nought for what nobody has.

    ``whole``: how many there are altogether of ``of`` (a kind, a channel). ``sums``: each person counts in one part, or
    nearly, so that the parts make up the whole.
    """

    table: str
    of: str
    parts: dict[str, int]
    whole: int
    sums: bool = False


@dataclass(frozen=True)
class Figure:
    """One line of the open data; ``people`` is None where it is not told."""

    table: str
    of: str
    item: str
    people: int | None


@dataclass(frozen=True)
class Disclosure:
    """``late`` gives, for the name of a figure and a ten, how many people more it takes: always as many, known to nobody."""

    late: Callable[[str], int]

    def told(self, name: str, count: int) -> int | None:
        """A multiple of ten, or None for what is not told."""
        tens = count // STEP
        while tens and count < tens * STEP + self.late(f"{name} {tens}") % (MOST_LATE + 1):
            tens -= 1
        return tens * STEP or None

    def figures(self, groups: Iterable[Group]) -> list[Figure]:
        """The whole of each kind and channel once, as ``whole``, however many groups it has; then the parts."""
        rows = list(groups)
        wholes = {group.of: self.told(group.of, group.whole) for group in rows}
        found = [Figure("whole", of, "", people) for of, people in wholes.items()]
        for group in rows:
            told = self._parts(group, wholes[group.of])
            found += [Figure(group.table, group.of, item, people) for item, people in told.items()]
        return found

    def _parts(self, group: Group, whole: int | None) -> dict[str, int | None]:
        """None of them more than the whole as it is told."""
        if whole is None:
            return dict.fromkeys(group.parts)
        told = {
            item: self.told(f"{group.table} {group.of} {item}", count) for item, count in group.parts.items()
        }
        shown = {item: min(people, whole) for item, people in told.items() if people is not None}
        if group.sums and len(shown) == len(told) - 1 and shown:
            del shown[min(shown, key=lambda item: (shown[item], item))]
        return {item: shown.get(item) for item in told}
