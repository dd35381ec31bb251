"""A draft of a letter, filled from the case for an act that is not done yet; written on until it leaves or is dropped."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.services import record_read
from core.language import gettext as _
from documents.desk_letters import filled, unknown_names
from filings.models import Deadline, DeskLetter, Filing, LetterKind, LetterTemplate, Proposal
from filings.moves import State, find
from filings.services import deadlines
from filings.services.by_law import extensions_of, refusal_ground, refusal_grounds, ways_left
from filings.services.desk_letters.mediating import OF_MEDIATION, may_be_written, mediation_values
from filings.services.desk_letters.templates import LONGEST_LETTER, Template, template_in_force
from filings.services.law import Due
from filings.services.listing.lines import line_of
from filings.services.mediation.ending import end_ground
from filings.services.mediation.rules import mediation_rule
from filings.services.reach import Refused, hold, roles
from filings.services.sending.content import content_of
from legal.corpus import load

Kind = LetterKind
TO = {
    Kind.ACCEPTANCE: State.ACCEPTED,
    Kind.REFUSAL: State.REFUSED,
    Kind.TRANSFER: State.TRANSFERRED,
    Kind.DECISION: State.DECIDED,
    Kind.CLOSING: State.CLOSED,
}
# Which may be written after the act as well, that was done without a letter.
AFTER = (Kind.ACCEPTANCE, Kind.DECISION, Kind.CLOSING)
GIVEN = ("reason", "ground", "body", "basis", "until", "yuan")


def done_before(filing: Filing, kind: str) -> bool:
    """Whether the act of a letter was done without it: then it tells of that."""
    return kind in AFTER and filing.state == TO[Kind(kind)]


def begin_letter(
    *, by: Actor, filing: Filing, kind: str, given: dict[str, str], at: datetime | None = None
) -> DeskLetter:
    """A draft for an act; nothing is done yet and nobody is told. One that is open for it is gone on with: what somebody wrote
    in it stays, what was not written in is filled anew. Refused for an act that is not allowed now."""
    at = at or timezone.now()
    given = {name: _plain(given.get(name, "")) for name in GIVEN}
    with transaction.atomic():
        held = hold_at_desk(by, filing)
        head = letterhead_of(held)
        check_doable(held, kind, given)
        template = template_in_force(held.organisation_id, kind)
        text = filled(template.text, values_of(held, kind, given, at))
        open_one = DeskLetter.objects.unissued().filter(filing=held, kind=kind).first()
        if open_one is not None:
            if open_one.state == DeskLetter.State.SEALING or asked_about(open_one) is not None:
                return open_one
            return _filled_anew(open_one, template, given, text, at, written=open_one.text != open_one.filled)
        return DeskLetter.objects.create(
            filing=held,
            organisation=head.organisation,
            kind=kind,
            given=json.dumps(given, ensure_ascii=False),
            template=template.row,
            title=template.title,
            mark=template.mark,
            filled=text,
            text=text,
            written_by=by.label,
            changed_at=at,
        )


def _filled_anew(
    letter: DeskLetter, template: Template, given: dict[str, str], text: str, at: datetime, *, written: bool
) -> DeskLetter:
    letter.given = json.dumps(given, ensure_ascii=False)
    if not written:
        letter.template, letter.title, letter.mark = template.row, template.title, template.mark
        letter.filled = letter.text = text
        letter.revision += 1
    letter.changed_at = at
    letter.save()
    return letter


def write_letter(
    *,
    by: Actor,
    letter: DeskLetter,
    text: str,
    revision: int,
    reason: str | None = None,
    at: datetime | None = None,
) -> DeskLetter:
    """Keep what was written: the letter, and what who complained reads of the act beside it. Refused where somebody wrote in it
    since the page was made: both texts are there."""
    with transaction.atomic():
        _filing, held = hold_letter(by, letter)
        return keep_text(held, text, reason, revision, at or timezone.now())


def refill_letter(*, by: Actor, letter: DeskLetter, at: datetime | None = None) -> DeskLetter:
    """As the template in force has it; what was written in it is gone."""
    at = at or timezone.now()
    with transaction.atomic():
        filing, held = hold_letter(by, letter)
        _check_open(held)
        template = template_in_force(held.organisation_id, held.kind)
        text = filled(template.text, values_of(filing, held.kind, held.answers, at))
        return _filled_anew(held, template, held.answers, text, at, written=False)


def drop_letter(*, by: Actor, letter: DeskLetter) -> None:
    """A draft is not wanted any more: it had no number, nobody was told of it."""
    with transaction.atomic():
        _filing, held = hold_letter(by, letter)
        _check_open(held)
        held.delete()


def keep_text(held: DeskLetter, text: str, reason: str | None, revision: int, at: datetime) -> DeskLetter:
    """The same for a letter that the caller has locked. Without a ``reason`` that stays."""
    _check_open(held)
    text, answers = _plain(text), held.answers
    reason = answers["reason"] if reason is None else _plain(reason)
    if not text or max(len(text), len(reason)) > LONGEST_LETTER:
        raise Refused(_("正文要写，最多 %d 字。没有保存；写的还在这里。") % LONGEST_LETTER)
    if text == held.text and reason == answers["reason"]:
        return held
    if revision != held.revision:
        raise Refused(_("您打开以后，同事改过这份文书。没有保存；您写的还在这里，请对照后再决定。"))
    held.given = json.dumps({**answers, "reason": reason}, ensure_ascii=False)
    held.text, held.revision, held.changed_at = text, held.revision + 1, at
    held.save(update_fields=["given", "text", "revision", "changed_at"])
    return held


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def hold_at_desk(by: Actor, filing: Filing) -> Filing:
    held = hold(by, filing)
    if "desk" not in roles(by, held):
        raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
    if by.masked(held.organisation_id, held.pk):
        raise Refused(_("文书写给投诉人，请先打开投诉人身份。没有改动任何内容。"))
    return held


def hold_letter(by: Actor, letter: DeskLetter) -> tuple[Filing, DeskLetter]:
    """The case, the filing and the letter, locked; Filing.DoesNotExist for who may not see it."""
    filing = hold_at_desk(by, letter.filing)
    rows = DeskLetter.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    held = rows.filter(pk=letter.pk, filing=filing).first()
    if held is None:
        raise Refused(_("这份草稿已经不要了。没有改动任何内容。"))
    held.filing = filing
    return filing, held


def letterhead_of(filing: Filing) -> LetterTemplate:
    """Refused where nobody wrote what its document numbers begin with."""
    row = LetterTemplate.objects.filter(organisation=filing.organisation_id).exclude(code="").first()
    if row is None:
        raise Refused(_("本机构还没有写机关代字，不能拟文书。请主管在“文书模板”里写。没有改动任何内容。"))
    return row


def letterhead_in_use(letter: DeskLetter) -> LetterTemplate | None:
    return LetterTemplate.objects.filter(organisation=letter.organisation_id).first()


def preview_template(*, by: Actor, filing: Filing, kind: str, text: str, at: datetime | None = None) -> str:
    """A template that is being written, with a case in it; reading that is recorded. Refused for a field that no case has."""
    at = at or timezone.now()
    if unknown := unknown_names(text):
        raise Refused(_("没有“%s”这一项。花括号里只能写下面列出的。没有保存。") % unknown[0])
    if "desk" not in roles(by, filing):
        raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
    record_read(by=by, complaint=filing.complaint, what="filing", desk=filing.organisation_id, at=at)
    sample = {
        "reason": _("（办理时写的）"),
        "body": _("（转给的单位）"),
        "until": f"{timezone.localdate(at)}",
    }
    rules = extensions_of(filing) if kind == Kind.EXTENSION else []
    if rules:
        sample["basis"] = rules[0][1].basis
    if kind == Kind.REFUSAL and (grounds := refusal_grounds(filing)):
        sample["ground"] = grounds[0].key
    if kind == Kind.ENDING and (rule := mediation_rule(filing)) is not None and rule.ends:
        sample["ground"] = rule.ends[0].key
    return filled(text, values_of(filing, kind, sample, at))


def asked_about(letter: DeskLetter) -> Proposal | None:
    """Who waits for a second person with this letter, if anybody does."""
    rows = letter.filing.proposals.filter(state=Proposal.State.ASKED, act=Proposal.Act.LETTER)
    return rows.filter(detail__letter=letter.pk).first()


def _check_open(held: DeskLetter) -> None:
    if held.state != DeskLetter.State.DRAFT:
        raise Refused(_("这份文书是“%s”，不能再改。没有改动任何内容。") % held.get_state_display())
    if asked_about(held) is not None:
        raise Refused(_("这份文书在等同事复核，不能改。要改的，先收回请求。没有改动任何内容。"))


def check_doable(held: Filing, kind: str, given: dict[str, str]) -> None:
    """Refused for what could not be done now."""
    if kind not in Kind.values:
        raise Refused(_("没有这种文书。没有保存。"))
    if done_before(held, kind):
        if held.letters.filter(kind=kind, state=DeskLetter.State.ISSUED).exists():
            raise Refused(_("这种文书已经发过了。没有改动任何内容。"))
        return
    if kind == Kind.REQUEST:
        allowed = held.state in (State.ACKNOWLEDGED, State.ACCEPTED)
    elif kind in OF_MEDIATION:
        allowed = may_be_written(held, kind)
    elif kind == Kind.EXTENSION:
        allowed = any(rule.basis == given.get("basis") for _row, rule in extensions_of(held))
    else:
        allowed = find(held.state, TO[Kind(kind)], {"desk"}) is not None
    if not allowed:
        raise Refused(
            _("这份材料现在是“%s”，这份文书说的不能办了。没有改动任何内容。") % State(held.state).label
        )
    if kind == Kind.REFUSAL:
        refusal_ground(held, given.get("ground", ""))
    if kind == Kind.ENDING:
        end_ground(held, given.get("ground", ""))


# ── What a template can name ─────────────────────────────────────────────────────────────────────────────────────────


def values_of(held: Filing, kind: str, given: dict[str, str], at: datetime) -> dict[str, str]:
    """Of the content that this desk was given, and of what was written for the act; nothing else of the case."""
    line, words = line_of(content_of(held)), given.get("reason", "")
    if kind == Kind.DECISION and done_before(held, kind):
        words = words or held.decision
    channel = load().channels.get(held.channel)
    received = timezone.localdate(held.sent_at or held.prepared_at)
    after = ways_left(held, TO[Kind(kind)], timezone.localdate(at)) if Kind(kind) in TO else []
    return {
        "投诉编号": held.complaint.number,
        "投诉人": line.complainant or "投诉人",
        "被投诉人": "、".join(line.respondents or line.senders[:3]),
        "收到日期": f"{received.year}年{received.month}月{received.day}日",
        "机构": held.organisation.name if held.organisation else "",
        "渠道": channel.title if channel else held.channel,
        "理由": words,
        "要求": words,
        "处理结果": words,
        "转往": " ".join(given.get("body", "").split()),
        "期限": _periods(held, kind, at),
        "途径": "\n".join(after),
        **_by_law(held, kind, given),
        **mediation_values(held, kind, given, at),
    }


def _by_law(held: Filing, kind: str, given: dict[str, str]) -> dict[str, str]:
    """On which article a refusal or an extension rests, and how much longer it becomes."""
    if kind == Kind.REFUSAL:
        chosen = refusal_ground(held, given.get("ground", ""))
        said = f"：“{chosen.words}”" if chosen and chosen.words else ""
        return {"依据": f"{chosen.citation}{said}。" if chosen else ""}
    rules = extensions_of(held) if kind == Kind.EXTENSION else []
    rule = next((rule for _row, rule in rules if rule.basis == given.get("basis")), None)
    if rule is None:
        return {}
    longer = f"延长{rule.days}日" if rule.days else f"延长到{given.get('until', '')}"
    return {"依据": f"{rule.citation}（{rule.needs}）", "延长": longer}


def _periods(held: Filing, kind: str, at: datetime) -> str:
    """The periods that run, and those that begin with acceptance; what cannot be counted yet is left out."""
    rows: list[Deadline | Due] = [one for one in held.deadlines.all() if one.is_running]
    if kind == Kind.ACCEPTANCE and not done_before(held, kind):
        begun = deadlines.begun_by_acceptance(held, timezone.localdate(at))
        beside = all(one.beside for one in begun)
        rows = [*(one for one in rows if beside and one.step != Deadline.Step.ACCEPTANCE), *begun]
    said = [
        f"{one.what}，{one.due_on:%Y-%m-%d}" + (f"（{one.provision}）" if one.provision else "")
        for one in rows
        if one.due_on is not None
    ]
    return "；".join(dict.fromkeys(said))
