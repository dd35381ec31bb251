"""Finding a case from what a caseworker has at hand: its number, words out of it, or the complainant's telephone."""

import re
from typing import Any, cast
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, StrIndex, Upper

from complaints.models import Complaint, Contact, Party
from complaints.numbers import EXTENSION, NumberError, telephone, trunk
from complaints.search import Plain, bigram_query, case_number, ways_of_writing
from core.fields import blind_index
from core.written import plain
from filings.channels import fields_by_channel
from filings.desk.sent import Sent
from filings.models import Filing, FilingQuerySet

_DIGITS = re.compile(r"\d{7,12}")
FEW = 3_000  # rows that may be looked up by id
MOST_TEXT_HITS = 200  # beside those of a telephone


class TooShort(Exception):
    """One character is in half of all cases: nothing was searched."""


def matching(queue: QuerySet[Filing], words: str) -> QuerySet[Filing]:
    """What of a queue answers to these words. Raise TooShort when they hold no two neighbouring characters."""
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        return queue
    if number := case_number(words):
        return queue.filter(complaint__number=number)
    queue = cast("QuerySet[Filing]", cast(FilingQuerySet, queue).not_withdrawn())
    if not bigram_query(plain(words)):
        raise TooShort
    in_text = _with_words(queue, words)
    if (forms := _forms_of(words)) and (known := _of_telephone(queue, forms)):
        also = in_text.values_list("pk", flat=True)[:MOST_TEXT_HITS]
        return queue.filter(Q(pk__in=[*known, *also]))
    return in_text


def holders_of_telephone(queue: QuerySet[Filing], words: str) -> list[UUID]:
    """Filings whose complainant has this telephone, and let this desk know it; none where the words are no telephone."""
    forms = _forms_of(words)
    return _of_telephone(queue, forms) if forms else []


def few(rows: QuerySet[Any]) -> list[UUID] | None:
    """The ids when they are few enough to be looked up one by one; None when there are more.

    A list in the order of an index is quick when every other row answers, and looks through all of them when hardly any
    does. PostgreSQL cannot know which it is for words in a text; a look that ends after ``FEW`` rows can.
    """
    found = list(rows.values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def _with_words(queue: QuerySet[Filing], words: str) -> QuerySet[Filing]:
    """By what the recipient got: where the story stayed behind, only the messages are searched."""
    rare = few(Complaint.objects.matching(words))
    if rare is not None:
        found = queue.filter(complaint_id__in=rare)
    else:
        # As icontains, in a form that PostgreSQL takes for frequent: it then reads the queue in order and stops early.
        said_at = [
            StrIndex(Upper("complaint__searchable"), Upper(Value(way))) for way in ways_of_writing(words)
        ]
        found = queue.alias(place=Greatest(*said_at) if len(said_at) > 1 else said_at[0]).filter(place__gt=0)
    # What was chosen out of a backup may have come after the sending: a hit in it would tell what was not sent.
    message = Contact.objects.filter(complaint=OuterRef("complaint_id"), exhibit_id__isnull=True)
    folded = plain(words)
    message = message.alias(folded=Plain(F("text"))).filter(
        Q(text__icontains=words) | Q(sender__icontains=folded) | Q(folded__icontains=folded)
    )
    # Not as Exists: PostgreSQL would look through the messages of all cases first, to answer it from a hash.
    said = Subquery(message.order_by().values("pk")[:1])
    return found.alias(said=said).filter(Q(channel__in=_whole_text()) | Q(said__isnull=False))


def _whole_text() -> list[str]:
    """Where everything that ``Complaint.matching`` reads was sent. Elsewhere a hit may come from what was not."""
    read = {"story", "messages", "respondents"}
    return [channel for channel, fields in fields_by_channel().items() if read <= {*fields}]


def _forms_of(words: str) -> list[str]:
    """In which forms a telephone may have been kept: as it is folded today, and as it was before; [] for no telephone."""
    try:
        number = telephone(words, abroad=True).partition(EXTENSION)[0]
    except NumberError:
        number = trunk(words)
        return [number] if _DIGITS.fullmatch(number) and not re.search(r"[^\W\d]", words) else []
    return list(dict.fromkeys([number, f"0{number}", re.sub(r"\D", "", plain(words))]))


def _of_telephone(queue: QuerySet[Filing], forms: list[str]) -> list[UUID]:
    """Filings whose complainant has this telephone, and consented that this recipient learns it."""
    indexes = [blind_index(form) for form in forms]
    holders = Party.objects.filter(role=Party.Role.COMPLAINANT, phone_index__in=indexes)
    candidates = queue.filter(
        complaint_id__in=list(holders.values_list("complaint_id", flat=True)[:MOST_TEXT_HITS])
    )
    return [
        one.pk
        for one in candidates.only("content", "content_digest")
        if any(form in Sent.of(one).telephone for form in forms)
    ]
