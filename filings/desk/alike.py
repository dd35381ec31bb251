"""Other cases at a desk of the same person, against the same respondent, from the same number: linked, never merged.

Of what each desk was given and nothing else: a telephone that was not sent links nothing, nor does one whose holder the
organisation keeps closed. What was withdrawn links and is linked no more.
"""

from uuid import UUID

from django.db.models import Q

from accounts.actors import Actor
from complaints.keyed_pairs import keyed_pairs
from complaints.models import Party
from filings.desk.asked import PERSON, RESPONDENT
from filings.desk.sent import Sent
from filings.models import Filing, FilingQuerySet


def alike(by: Actor, queue: FilingQuerySet, text: str) -> FilingQuerySet:
    """What of a queue is like the filing that ``text`` names, itself with it; nothing where this person may not read that."""
    what, _sep, pk = text.partition("-")
    known = Filing.objects.at_desk(by).not_withdrawn()
    if what == PERSON:
        return queue.filter(pk__in=_of_same_person(known.identity_open(by), UUID(pk)))
    row = known.filter(pk=pk).values_list("listing__respondents", "listing__senders").first()
    respondents, senders = row or ("", "")
    if what == RESPONDENT:
        return _holding(queue, "respondents", (respondents or "").partition("、")[0], "、")
    return _holding(queue, "senders", (senders or "\n").split("\n")[1], "\n")


def _holding(queue: FilingQuerySet, field: str, word: str, between: str) -> FilingQuerySet:
    """Those in whose line the word stands whole: the field is a list with a sign between its words."""
    if not word:
        return queue.none()
    name = f"listing__{field}"
    whole = Q(**{name: word}) | Q(**{f"{name}__startswith": f"{word}{between}"})
    whole |= Q(**{f"{name}__endswith": f"{between}{word}"}) | Q(
        **{f"{name}__contains": f"{between}{word}{between}"}
    )
    if pairs := keyed_pairs(word):  # lets an index find it
        queue = queue.filter(listing__pairs__contains=pairs)
    return queue.not_withdrawn().filter(whole)


def _of_same_person(known: FilingQuerySet, pk: UUID) -> list[UUID]:
    """By the telephone of who complained, where this desk was given it of both."""
    complainants = Party.objects.filter(role=Party.Role.COMPLAINANT)
    of_it = complainants.filter(complaint__filings=pk).exclude(phone_index="")
    holders = complainants.filter(phone_index__in=of_it.values("phone_index"))
    rows = known.filter(complaint__in=holders.values("complaint")).only("content", "content_digest")
    sent = {one.pk: Sent.of(one).telephone for one in rows}
    return [one for one, telephone in sent.items() if telephone and telephone == sent.get(pk)]
