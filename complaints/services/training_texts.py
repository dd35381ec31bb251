"""Corrected messages that are kept, masked and with a consent of their own, for this deployment alone to learn from.

Off unless the operator sets LEARN_FROM_CORRECTIONS. A consent is to what was shown (个人信息保护法 14); ending it deletes the
text at once (15, 47). What is learned is made anew by ``complaints.services.relearning`` whenever the texts are others.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.actors import Actor
from accounts.models import Consent
from complaints import reading
from complaints.ledger import append_entry
from complaints.models import Act, Category, Complaint, Contact, TrainingText
from complaints.reading import identities_in, still_named, unnamed
from complaints.services.subscriptions import hold_own
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from core.language import beside, house, in_house, listed, reader
from core.language import gettext as _
from core.retention_and_limits import TRAINING_TEXT_LIFE
from core.work import wake

ADULT = 18
LEARN = "complaints.tasks.learn_from_corrections"


class NotKept(Exception):
    """Nothing was kept. The message is for people: why."""


@dataclass(frozen=True)
class Offer:
    """A corrected message as it would be kept."""

    contact: Contact
    text: str
    label: Category
    read_as: Category
    of_a_child: bool
    with_identity: bool
    named: Sequence[str]  # what the mask left of names

    @property
    def refusal(self) -> str:
        """Why it cannot be kept, "" where it can; in the language that is active."""
        if self.of_a_child:
            return _("这件投诉是孩子的，或者由监护人代理：孩子的信息不留。")
        if self.with_identity:
            return _("短信里有身份证号码：这样的短信不留。")
        if self.named:
            return _("遮住以后还有像是姓名的字（%s）：这样的短信不留。") % listed(self.named)
        return ""

    @property
    def terms(self) -> dict[str, Any]:
        """What is asked, as it is shown: the words of the consent, in the language that is active."""
        return {
            "recipient": settings.HANDLER["name"] or gettext("本平台"),
            "contact": settings.HANDLER["contact"],
            "purpose": gettext(
                "让本平台的程序学会：这样的短信应当认作“%s”。只在本平台用，不给别人，不放进公开的程序。"
            )
            % self.label.label,
            "way": gettext(
                "遮住以后的文字加密保存，和别人同意留下的放在一起，算出一张只有数字的表，里面没有原文。"
            ),
            "information": [gettext("上面这段遮住以后的文字"), gettext("您改成的分类")],
            "end": gettext(
                "最长 %d 天，到期删除。随时可以在投诉那一页点“不再留了”：文字当时就删除（以前做的备份里的，到备份销毁为止），"
                "表重新算。不同意，或者以后不再同意，这件投诉都照常办。"
            )
            % TRAINING_TEXT_LIFE.days,
        }

    @property
    def digest(self) -> str:
        """Of all that is shown, whatever the language it is read in."""
        with in_house():
            return digest(canonical({**self.terms, "text": self.text, "label": self.label.value}))


def learns() -> bool:
    """Whether this deployment learns from corrections."""
    return bool(settings.LEARN_FROM_CORRECTIONS)


def training_text_of(complaint: Complaint) -> TrainingText | None:
    """What is kept of a case to learn from."""
    return TrainingText.objects.filter(complaint=complaint).first() if learns() else None


def offer_of(complaint: Complaint) -> Offer | None:
    """The message of a case that was read as something else than its complainant says; None where there is none."""
    if not learns():
        return None
    typed = Contact.objects.filter(complaint=complaint, reading__corrected__category__in=Category.values)
    for contact in typed.exclude(text="").order_by("pk"):
        label = Category(contact.reading["corrected"]["category"])
        read_as = contact.reading.get("read", {}).get("category")
        if read_as in Category.values and read_as != label:
            known = _known(complaint)
            text = unnamed(contact.text, known=known)
            return Offer(
                contact=contact,
                text=text,
                label=label,
                read_as=Category(read_as),
                of_a_child=of_a_child(complaint),
                with_identity=bool(identities_in(contact.text)),
                named=still_named(text, known=known),
            )
    return None


def _known(complaint: Complaint) -> list[str]:
    """What tells of the people of a case: their names, addresses, mailboxes, workplaces."""
    people = complaint.people
    own = [one for one in people if one.role in one.OWN_SIDE]
    said = [word for one in own for word in (one.name, one.address, one.email, one.employer, one.number)]
    said += [one.organisation_name for one in people if one.role == one.Role.PERSON]
    debt = standing_facts(complaint).get("debt") or {}
    return [word for word in [*said, str(debt.get("debtor") or "")] if len(word) > 1]


def of_a_child(complaint: Complaint) -> bool:
    """Whether a case is a child's, whoever speaks for it."""
    person = standing_facts(complaint).get("complainant") or {}
    age = person.get("age")
    return (
        complaint.child is not None
        or person.get("capacity") == "guardian"
        or (isinstance(age, int) and age < ADULT)
    )


def keep_text(*, by: Actor, complaint: Complaint, shown: str, at: datetime | None = None) -> TrainingText:
    """Keep the masked message with the complainant's consent to what they were ``shown``, by its digest. Twice is once.

    Raise Complaint.DoesNotExist for others, NotKept with the reason.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        if (before := training_text_of(case)) is not None:
            return before
        offer = offer_of(case)
        if offer is None:
            raise NotKept(_("没有可以留的短信。没有留下任何内容。"))
        if offer.refusal:
            raise NotKept(offer.refusal)
        if offer.digest != shown:
            raise NotKept(_("您看的那一页已经变了，请再看一遍再决定。没有留下任何内容。"))
        made = _kept(by, case, offer, at)
        detail = {"text": made.pk, "digest": _digest_of(made), "until": made.kept_until.isoformat()}
        append_entry(by=by, complaint_id=case.pk, act=Act.TEXT_KEPT, detail=detail, at=at)
        wake(LEARN)
    return made


def _kept(by: Actor, case: Complaint, offer: Offer, at: datetime) -> TrainingText:
    made = TrainingText(
        complaint=case,
        contact=offer.contact,
        text=offer.text,
        salt=secrets.token_hex(16),
        label=offer.label,
        read_as=offer.read_as,
        reader=reading.weights_digest(),
        kept_at=at,
        kept_until=at + TRAINING_TEXT_LIFE,
    )
    ours, read = beside(lambda: offer.terms)
    made.consent = Consent.objects.create(
        case_id=case.pk,
        given_by=by.label,
        recipient_name=ours["recipient"],
        recipient_contact=ours["contact"],
        purpose=ours["purpose"],
        way=ours["way"],
        information=ours["information"],
        text=_as_text(ours, _digest_of(made)),
        language="" if reader() == house() else reader(),
        shown="" if reader() == house() else _as_text(read, _digest_of(made)),
        given_at=at,
    )
    made.save(force_insert=True)
    return made


def _as_text(terms: dict[str, Any], named: str) -> str:
    """The consent in one text. It stays when the message is deleted, so it names the message by its digest alone."""
    about = terms["information"]
    return "\n".join([terms["recipient"], terms["purpose"], terms["way"], *about, terms["end"], named])


def _digest_of(text: TrainingText) -> str:
    """Made with the salt, which is deleted with the text: of a known message nobody can tell then that it was kept."""
    return digest(canonical({"text": text.text, "label": str(text.label), "salt": text.salt}))


def end_text(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> bool:
    """The complainant ends it: the text is deleted at once, what was learned from it as soon as a worker comes by. Whether
    there was one. Raise Complaint.DoesNotExist for others."""
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        kept = TrainingText.objects.select_related("consent").filter(complaint=case).first()
        if kept is None:
            return False
        kept.consent.withdrawn_at = max(at, kept.consent.given_at)
        kept.consent.save(update_fields=["withdrawn_at"])
        _delete(by, kept, "asked", at)
    return True


def delete_text_of_file(*, by: Actor, complaint_id: UUID, exhibit: UUID, at: datetime) -> None:
    """With a file goes what was kept of a message that was read in it; inside the transaction that erases the file."""
    if learns():  # else the sweep has deleted it, or is about to
        for kept in TrainingText.objects.filter(complaint=complaint_id, contact__exhibit_id=exhibit):
            _delete(by, kept, "erased", at)


def forget_texts(*, by: Actor, at: datetime) -> int:
    """Delete the texts whose time is over, those of a case that became a child's, and all where nothing is learned any more."""
    forgotten = 0
    for kept in TrainingText.objects.select_related("complaint"):
        if why := _why_over(kept, at):
            with transaction.atomic():
                Complaint.objects.select_for_update(no_key=True).get(pk=kept.complaint_id)
                if TrainingText.objects.filter(pk=kept.pk).exists():
                    _delete(by, kept, why, at)
                    forgotten += 1
    return forgotten


def _why_over(kept: TrainingText, at: datetime) -> str:
    if not learns():
        return "off"
    if kept.kept_until <= at:
        return "over"
    return "child" if of_a_child(kept.complaint) else ""


def _delete(by: Actor, kept: TrainingText, why: str, at: datetime) -> None:
    detail = {"text": kept.pk, "why": why}
    append_entry(by=by, complaint_id=kept.complaint_id, act=Act.TEXT_DELETED, detail=detail, at=at)
    kept.delete()
    wake(LEARN)
