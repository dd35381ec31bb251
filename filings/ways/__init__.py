"""The ways out: how a filing travels to its recipient, one file a way, and what each of them answers.

Nobody outside asks which way it is; they ask the way (``filings.ways.table.part_of``). A new way is one file here, its
line in the table, its value of ``filings.models.Way`` and its tests. A way knows models and lower rooms, never the acts of
``filings.services``: those ask it.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from accounts.actors import Actor
from documents.frozen import Content
from documents.supplements import Supplement as SupplementContent
from filings.models import Filing, Recipient, Supplement, Way

Words = str | Promise


class Part(Protocol):
    """What the house asks of every way out."""

    way: Way
    # Whether it ends at a desk of this portal: whoever works there reads the answers too, and decides there.
    at_desk: bool
    # Whether the bearer needs a pack to print, and a sheet of the official form's fields.
    printed: bool
    # Whether a letter is made for what is added later.
    letter_with_supplement: bool
    # How it travels, in the words of the consent; and how what is added later does.
    travels: Words
    supplement_travels: Words
    # What a supplement that was brought there, or waits, is called.
    supplement_arrived: Words
    supplement_waits: Words
    # What the complainant presses to let it go, and is told when they have.
    release: Words
    released: Words
    # What follows when the documents are made, before anything is let go.
    made: Words
    # What the recipient hears when the consent is withdrawn after it has the documents, and from whom.
    withdrawn: Words

    def lacks(self, recipient: Mapping[str, Any]) -> dict[str, str]:
        """What a recipient still needs to be reached by this way: the field, and what to fill in. ``recipient`` by field."""
        ...

    def tell_withdrawn(self, filing: Filing, at: datetime) -> Words:
        """Tell who got it that the consent was withdrawn (个人信息保护法 15); what stands as a note in the case, "" for none."""
        ...

    def tell_erased(self, filing: Filing, ordinal: int, at: datetime) -> Words:
        """Tell who got it that the content of an exhibit is erased here; what stands as a note in the case."""
        ...


@dataclass(frozen=True)
class Arrived:
    """That a filing is with its recipient: what the other side answered, and the proof that is kept."""

    answer: Words
    source: str
    reference: str


class Here(Part, Protocol):
    """A way that ends within this database: delivered and settled in one transaction, so it never half happens."""

    def hand_over(self, filing: Filing, *, by: Actor, at: datetime) -> Arrived:
        """Bring a filing to its recipient, inside the transaction of the outbox, which is ``by``."""
        ...

    def hand_over_supplement(self, supplement: Supplement, *, by: Actor, at: datetime) -> Arrived:
        """Bring what was added to a filing the way it went, likewise; the caller saves the row."""
        ...


class NotSent(Exception):
    """The other side has not taken it, for certain: ``why`` in words. ``answer`` are the very words of the server, ""
    where it said none. ``final`` when trying again cannot help; ``of_server`` when it was silent, gone or not to be
    spoken with: the next one there would fare alike."""

    def __init__(self, why: str, *, final: bool, of_server: bool = False, answered: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.answer = why if answered else ""
        self.final = final
        self.of_server = of_server


class Ambiguous(Exception):
    """The end of the message may have reached the other side, and its answer did not reach us."""


class Talk(Protocol):
    """A connection to somebody's server, which carries several filings of one recipient."""

    def send(self, message: bytes, *, recipient: Recipient, hand_over: Callable[[], bool]) -> str:
        """Deliver the bytes and return the server's final answer. Raises NotSent and Ambiguous.

        ``hand_over`` is called when everything is with the server but what commits it: until then every failure is
        certain. When it says no, nothing is sent.
        """
        ...


class Away(Part, Protocol):
    """A way over somebody else's server: the outbox sends sealed bytes, and knows how every attempt ended."""

    # What is said of an attempt whose worker vanished after it had let go of the message.
    broken_off: Words

    def message(self, filing: Filing, content: Content, *, at: datetime) -> bytes:
        """What is sent, made once; every later attempt sends the same bytes."""
        ...

    def supplement_message(
        self, supplement: Supplement, content: SupplementContent, *, at: datetime
    ) -> bytes:
        """The same of what was added to a filing: a message of its own that refers to the first."""
        ...

    def conversation(self) -> AbstractContextManager[Talk]: ...
