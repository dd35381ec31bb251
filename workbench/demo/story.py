"""What a story of the demonstration is made of."""

from dataclasses import dataclass

from complaints.services import ComplainantInput, ContactInput, RespondentInput
from complaints.stated import Prior, Told


@dataclass(frozen=True)
class Picture:
    """A screenshot that is drawn from the text of a message or page."""

    title: str
    lines: tuple[str, ...]
    time: str


@dataclass(frozen=True)
class Bill:
    """A monthly bill, printed as PDF."""

    holder: str
    number: str
    month: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paper:
    """A form that was photographed. Before it goes to anybody, its identity number is covered."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Backup:
    """The messages of a phone: one advertiser's, and those of others, which concern nobody.

    ``runs``: day, first and last time, how many in between; ``refused_at`` is when TD was sent to the first number.
    """

    signature: str
    numbers: tuple[str, ...]
    runs: tuple[tuple[str, str, str, int], ...]
    refused_at: str


class Happened(Told, total=False):
    """The facts of a story, without what its filing says of itself."""

    prior: list[Prior]
    wishes: list[str]


@dataclass(frozen=True)
class Story:
    slug: str
    kind: str
    situations: tuple[str, ...]
    story: str
    facts: Happened
    complainant: ComplainantInput
    channels: tuple[str, ...]  # where to send it: those of them that the plan holds open
    respondents: tuple[RespondentInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    pictures: tuple[Picture, ...] = ()
    bills: tuple[Bill, ...] = ()
    papers: tuple[Paper, ...] = ()
    backup: Backup | None = None
    decided: bool = False
