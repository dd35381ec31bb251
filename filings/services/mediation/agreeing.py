"""Who complained agrees to mediate, with a consent of its own to what the respondent is told; or does not."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Consent
from core.canonical import canonical, digest
from core.language import gettext as _
from documents.frozen import Content
from documents.words import others_reached, told_within
from filings.models import TOLD_TO_RESPONDENT, DeskNews, Filing, Mediation
from filings.services.desk_news.telling import tell_desk
from filings.services.mediation.moving import LONGEST, apply, end_consent, hold_mediation
from filings.services.mediation.rules import respondents_of
from filings.services.reach import Refused
from filings.services.sending.consent import (
    ConsentText,
    in_both,
    of_child,
    of_identity_in,
    without_consent,
)
from filings.services.sending.content import content_of, own_side
from filings.services.sending.giving import others_named

# What is ticked at first: what it is about and what is wanted, and no more.
FIRST = ("matter", "requests")
# Without one of these the respondent would not know what the mediation is about.
ABOUT = frozenset({"matter", "requests", "story"})


def tellable(filing: Filing) -> dict[str, str]:
    """What a respondent can be told, by name, of the content that the desk was given; {} where that is not what was
    consented to."""
    try:
        content = content_of(filing)
    except ValueError:
        return {}
    found = {name: _said(content, name) for name in TOLD_TO_RESPONDENT}
    return {name: text for name, text in found.items() if text}


def _said(content: Content, name: str) -> str:
    fields = content["fields"]
    if name == "requests":
        rows = [sentence for one in content.get("requests", ()) for sentence in one["sentences"]]
        return "\n".join(dict.fromkeys([*rows, *fields.get("asks", ())]))
    if name == "story":
        return content.get("edits", {}).get("facts") or fields.get("story", "")
    if name == "costs":
        return "\n".join(_("%(what)s %(yuan)s 元") % one for one in fields.get("costs", ()))
    return str(fields.get(name) or "")


def propose_telling(
    *, mediation: Mediation, chosen: Iterable[str], at: datetime | None = None
) -> ConsentText:
    """The consent to show for telling the respondent these fields; the same until something of it changes."""
    wanted = {*chosen}
    return in_both(lambda: _told(mediation, wanted, at or timezone.now()))


def _told(mediation: Mediation, wanted: Collection[str], at: datetime) -> ConsentText:
    filing, case = mediation.filing, mediation.filing.complaint
    given = {name: text for name, text in tellable(filing).items() if name in wanted}
    recipient, desk = mediation.respondent, filing.recipient.name
    contact = respondents_of(filing).get(recipient, "") or _("没有写")
    purpose = _("由%(desk)s主持，和它调解编号为%(number)s的投诉") % {"desk": desk, "number": case.number}
    way = _("由%s写进调解邀请书，寄给或者交给它；您的材料、证据文件不给它") % desk
    information = [str(TOLD_TO_RESPONDENT[name]) for name in given]
    within = told_within(own_side(case), given, {_("给它看的内容"): "\n".join(given.values())})
    separate = [*of_child(case, recipient, timezone.localdate(at)), *of_identity_in(within)]
    text = "\n".join(
        [
            _("接收方：%s") % recipient,
            _("联系方式：%s") % contact,
            _("处理目的：%s") % purpose,
            _("处理方式：%s") % way,
            _("个人信息的种类：%s") % _("、").join(information),
            _(
                "这项同意只对这一次调解、这一个接收方有效。邀请发出以前可以收回；发出以后，它看到的收不回来，调解可以不再继续。"
            ),
        ]
    )
    bound = {"mediation": mediation.pk, "text": text, "given": sorted(given.items())}
    if separate:
        bound["separate"] = [one.text for one in separate]
    words = "\n".join(given.values())
    return ConsentText(
        recipient,
        contact,
        purpose,
        way,
        information,
        [],
        "",
        text,
        digest(canonical(bound)),
        separate,
        given=list(given),
        others=others_named(case, words),
        others_reached=others_reached(case, words),
        within=within.told,
    )


def agree_to_mediate(
    *,
    by: Actor,
    filing: Filing,
    chosen: Iterable[str],
    consent_digest: str,
    agreed: Collection[str] = (),
    at: datetime | None = None,
) -> Mediation:
    """Agree to mediate and consent to what the respondent is told. Refused where that would read otherwise now, where it
    would not know what it is about, and without a separate consent that is due."""
    at = at or timezone.now()
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "owner")
        shown = propose_telling(mediation=mediation, chosen=chosen, at=at)
        if not ABOUT & {*shown.given}:
            raise Refused(_("请至少选事由、请求、事情经过里的一项，对方才知道为什么事调解。什么都没有提供。"))
        if shown.digest != consent_digest:
            raise Refused(_("要给对方看的内容和您刚才看到的不一样了。请重新看一遍再同意；什么都没有提供。"))
        without_consent(shown, agreed, held.channel)
        kept = shown.kept
        told = tellable(held)
        content = canonical([[name, told[name]] for name in kept.given])
        consent = Consent.objects.create(
            case_id=held.complaint_id,
            given_by=by.label,
            recipient_name=kept.recipient_name,
            recipient_contact=kept.recipient_contact,
            purpose=kept.purpose,
            way=kept.way,
            information=[*kept.information, *(name for one in kept.separate for name in one.information)],
            text=kept.text,
            separate="\n".join(f"{one.text}\n{one.label}" for one in kept.separate),
            **shown.read_as([one.key for one in shown.separate]),
            given_at=at,
        )
        detail = {"consent": consent.pk, "shown": shown.digest, "content": digest(content)}
        apply(
            by=by,
            filing=held,
            held=mediation,
            to=Mediation.State.AGREED,
            who="owner",
            at=at,
            detail=detail,
            consent=consent,
            content=content,
            content_digest=digest(content),
            answered_at=at,
        )
        tell_desk(filing=held, kind=DeskNews.Kind.MEDIATION, at=at)
    return mediation


def decline_to_mediate(*, by: Actor, filing: Filing, why: str = "", at: datetime | None = None) -> Mediation:
    """No mediation, or none any more: what was consented to for the respondent is withdrawn with it. The desk then ends it."""
    at, why = at or timezone.now(), why.replace("\x00", "").strip()
    if len(why) > LONGEST:
        raise Refused(_("最多写 %d 字。没有改动任何内容。") % LONGEST)
    with transaction.atomic():
        held, mediation = hold_mediation(by, filing, "owner")
        detail = {"withdrawn": mediation.consent_id} if end_consent(mediation, at) else {}
        to = Mediation.State.DECLINED
        apply(
            by=by,
            filing=held,
            held=mediation,
            to=to,
            who="owner",
            at=at,
            detail=detail,
            answered_at=at,
            why_not=why,
        )
        tell_desk(filing=held, kind=DeskNews.Kind.MEDIATION, at=at)
    return mediation
