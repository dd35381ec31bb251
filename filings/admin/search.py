"""Finding a case from what a caseworker has at hand: its number, words out of it, or the complainant's telephone."""

import re
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Upper

from accounts.fields import blind_index
from complaints.models import Complaint, Contact, Party
from complaints.search import bigram_query
from filings.admin.sent import Sent
from filings.models import Filing
from filings.services import FIELDS_OF

_NUMBER = re.compile(r"AN-?(\d{4})-?(\d{6,})", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?86)?[-\s]?(\d{3,4}[-\s]?\d{4}[-\s]?\d{4}|\d{7,12})")
FEW = 3_000  # complaints that may be looked up by id
MOST_TEXT_HITS = 200  # beside those of a telephone
# Where everything that ``Complaint.matching`` reads was sent. Elsewhere a hit may come from what was not.
WHOLE_TEXT = [
    channel for channel, fields in FIELDS_OF.items() if {"story", "messages", "respondents"} <= {*fields}
]


class TooShort(Exception):
    """One character is in half of all cases: nothing was searched."""


def matching(queue: QuerySet[Filing], words: str) -> QuerySet[Filing]:
    """What of a queue answers to these words. Raise TooShort when they hold no two neighbouring characters."""
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        return queue
    if number := _NUMBER.fullmatch(words):
        return queue.filter(complaint__number=f"AN-{number[1]}-{number[2]}")
    if not bigram_query(words):
        raise TooShort
    in_text = _with_words(queue, words)
    if (phone := _PHONE.fullmatch(words)) and (known := _of_telephone(queue, re.sub(r"\D", "", phone[1]))):
        also = in_text.values_list("pk", flat=True)[:MOST_TEXT_HITS]
        return queue.filter(Q(pk__in=[*known, *also]))
    return in_text


def few(complaints: QuerySet[Complaint]) -> list[UUID] | None:
    """The ids when they are few enough to be looked up one by one; None when there are more.

    A list in the order of an index is quick when every other row answers, and looks through all of them when hardly any
    does. PostgreSQL cannot know which it is for words in a text; a look that ends after ``FEW`` rows can.
    """
    found = list(complaints.values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def _with_words(queue: QuerySet[Filing], words: str) -> QuerySet[Filing]:
    """By what the recipient got: where the story stayed behind, only the messages are searched."""
    rare = few(Complaint.objects.matching(words))
    if rare is not None:
        found = queue.filter(complaint_id__in=rare)
    else:
        # As icontains, in a form that PostgreSQL takes for frequent: it then reads the queue in order and stops early.
        place = StrIndex(Upper("complaint__searchable"), Upper(Value(words)))
        found = queue.alias(place=place).filter(place__gt=0)
    # What was chosen out of a backup may have come after the sending: a hit in it would tell what was not sent.
    message = Contact.objects.filter(complaint=OuterRef("complaint_id"), exhibit_id__isnull=True)
    message = message.filter(Q(text__icontains=words) | Q(sender__icontains=words))
    # Not as Exists: PostgreSQL would look through the messages of all cases first, to answer it from a hash.
    said = Subquery(message.order_by().values("pk")[:1])
    return found.alias(said=said).filter(Q(channel__in=WHOLE_TEXT) | Q(said__isnull=False))


def _of_telephone(queue: QuerySet[Filing], digits: str) -> list[UUID]:
    """Filings whose complainant has this telephone, and consented that this recipient learns it."""
    holders = Party.objects.filter(role=Party.Role.COMPLAINANT, phone_index=blind_index(digits))
    candidates = queue.filter(
        complaint_id__in=list(holders.values_list("complaint_id", flat=True)[:MOST_TEXT_HITS])
    )
    return [
        one.pk for one in candidates.only("content", "content_digest") if digits in Sent.of(one).telephone
    ]
