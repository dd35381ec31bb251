"""Every way out, once: those that the outbox carries, by where they end, and those that somebody carries by hand."""

from filings.models import Way
from filings.ways import Away, Here, Part
from filings.ways.desk import Desk
from filings.ways.email import Email
from filings.ways.hand import Hand

HERE: dict[str, Here] = {
    Way.DESK: Desk(),
}
AWAY: dict[str, Away] = {
    Way.EMAIL: Email(),
}
BORNE: dict[str, Part] = {
    Way.HAND: Hand(),
}
PARTS: dict[str, Part] = {**HERE, **AWAY, **BORNE}


def part_of(way: str) -> Part:
    """The way of this name; ValueError for none."""
    return PARTS[Way(way)]


def is_carried(way: str) -> bool:
    """Whether the outbox carries it; else its bearer does, and nothing is sent from here."""
    return way in HERE or way in AWAY
