"""The letter of complaint: 投诉书, 举报信, 申诉书 and their kin, one form a channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from complaints.details import DETAILS
from documents.account import account_of, answer_in, lines_in, put_in
from documents.belonging import of_day
from documents.blocks import BLANK, Added, unnumbered
from documents.counted import senders
from documents.ending import facts_of
from documents.excerpts import quotation_of
from documents.frozen import MOST_HEADINGS
from documents.holding import bears_out
from documents.law import Provision
from documents.losses import WORK, a_fare, asked_as, loss_of, of_property
from documents.material import Case, Cost, Message, Prior, Recipient, Respondent, Seal, Silence, Tally
from documents.official import OfficialForm, form_of
from documents.others import went_to
from documents.places import of_its_province, seated
from documents.pleading import plain, put
from documents.police import (
    UNIDENTIFIED,
    as_called,
    beside,
    brief_rows,
    headings_of,
    paid_words,
    penal_law,
    penal_provisions,
    sum_rows,
    their_own,
    told_apart,
)
from documents.press import Cited, Document, typeset
from documents.reasons import reasons_of
from documents.replies import turned_away
from documents.requests import Requests, basis_rows, requests_of
from documents.review import articles, in_words, reasons
from documents.sentences import sentences_of
from documents.source_open import is_open
from documents.steps_told import UNANSWERED
from documents.voice import called, own_number, speaker_of
from documents.wording import (
    allowed,
    argued,
    as_it_stands,
    cited_with_text,
    day,
    decided_by,
    exhibit_numbers,
    exhibit_rows,
    facing,
    filled,
    has_extra,
    lapsed_laws,
    looked_up_by,
    message_rows,
    missing_from,
    moment,
    paragraphs,
    person_rows,
    required_of,
    respondent_rows,
    respondents_for,
    seal_data,
    statute_rows,
    yuan,
)
from legal.corpus import load
from legal.corpus.pleading import OURS
from legal.reasoning.conditions import lookup

UNKNOWN = "还不知道是谁"
GUARDIAN = "法定代理人"
OF_CHILD = "被监护的未成年人"
_BY_NUMBER = f"{'＿' * 4}（该号码的运营商）"
_NO_SUMS: Mapping[str, Any] = {"losses": [], "losses_total": "", "costs": [], "costs_total": ""}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one recipient; `on` is its date and chooses the edition of the official form. Where it is not
    `printed`, nobody fills in a blank: lines to sign on and empty rows are left out. `edits` are what somebody wrote in
    place of blocks (`drafting.blocks_of`), by their keys, `added` the blocks that they put in besides."""

    channel: str
    recipient: Recipient
    on: date
    case: Case
    seal: Seal | None = None
    printed: bool = True
    edits: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Added, ...] = ()

    @cached_property
    def form(self) -> OfficialForm:
        return as_it_stands(self.case, form_of(self.channel), self.on)

    @cached_property
    def told(self) -> Case:
        """The case as its recipient is told it, with what it is asked for."""
        return replace(self._facing, asking=self.requests.slugs, lined=self.printed)

    @cached_property
    def _facing(self) -> Case:
        return argued(of_its_province(facing(allowed(self.case), self.form), self.form), self.form)

    @cached_property
    def requests(self) -> Requests:
        return requests_of(self._facing, self.form, on=self.on, offering=False)

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """What it leaves as a line to fill in, or could not be made without."""
        case, form = self.told, self.form
        blank = () if "facts" in self.edits else (DETAILS[name].blank for name in lines_in(case, form))
        return (*missing_from(case, form), *blank)


def complaint_letter(letter: Letter) -> Document:
    """The letter, in the form and with the requests that its channel knows. ValueError: unknown channel."""
    form, case, requests = letter.form, letter.told, letter.requests
    return typeset(
        "letter",
        letter_data(letter),
        on=letter.on,
        title=form.title,
        cited=_cited(case, form, decided_by(form, requests.rests), letter.on),
        missing=letter.lacking,
        left_out=requests.left_out,
    )


def _cited(case: Case, form: OfficialForm, rests: Sequence[Provision], on: date) -> tuple[Cited, ...]:
    """What the letter cites; a brief one by number, and what its addressee enforces alone."""
    if form.brief:
        named = penal_provisions(case, form, lapsed_laws(case, form, on))
        return tuple((name, None) for name in dict.fromkeys(p.id for p in named))
    if form.whose:
        return tuple((name, None) for name in articles(case.silence, form, on))
    return cited_with_text(case, form, rests)


def letter_data(letter: Letter) -> dict[str, Any]:
    """What templates/letters/letter.typ prints; only what the list of fields allows."""
    form, case, requests = letter.form, letter.told, letter.requests
    data = {
        "heading": form.title,
        "act": form.act,
        "recipient": salutation(letter.recipient, case, form, printed=letter.printed),
        "opening": opening(case, form),
        "parties": _parties(letter),
        "number": case.number,
        "number_called": own_number(case, form),
        "matter": _matter(case, form),
        "account": [one.text for one in account_of(case, form)],
        **(facts := facts_data(_with_what_is_claimed(case, form, requests, letter.edits))),
        "prior": [
            {**row, "result": result, **_as_its_own(one, case, form)}
            for row, one, result in zip(
                facts["prior"], case.prior, _waited_for(letter, case, form), strict=True
            )
            if _is_told(one, case, form)
        ],
        "reasons": reason_rows(case, form),
        "requests": list(requests.sentences),
        "basis": basis_rows(requests, form),
        "declaration": _declaration(case, form, sums=any(one.sum for one in requests.made)),
        "signer": form.complainant if form.signed and letter.printed else "",
        "represented": case.representative is not None and not form.ours,
        "date": day(letter.on),
        "exhibits": exhibit_rows(case.exhibits),
        "statutes": statute_rows(case.grounds),
        "seal": seal_data(letter.seal),
        "brief": None,
        "why": [],
    }
    data["story"] = [*quotation_of(case, form), *data["story"]]
    if data["represented"] and data["story"] and not case.excerpted:
        data["story"] = [f"法定代理人陈述：{data['story'][0]}", *data["story"][1:]]
    if form.whose:
        data |= _of_a_review(case, form, letter.on)
    if form.brief:
        data |= _brief(case, form, letter.on, printed=letter.printed)
    return as_edited(data, letter.edits, letter.added)


def letter_parts(letter: Letter) -> Iterator[object]:
    """Parts of ``letter_data`` that are soon drawn, as they stand there."""
    yield list(letter.requests.sentences)
    yield _parties(letter)
    if not letter.form.whose and "facts" not in letter.edits:
        yield [one.text for one in account_of(letter.told, letter.form)]


def _parties(letter: Letter) -> list[dict[str, Any]]:
    named = parties(letter.told, letter.form)
    return named if letter.printed else _filled_in(named, letter.told, letter.form)


def _is_told(one: Prior, case: Case, form: OfficialForm) -> bool:
    """Whether a letter tells of this earlier complaint: before a body that takes nothing which another has taken, also of
    whoever said that it was not theirs to take."""
    if form.to_company or not form.earlier or one.body in ("", form.channel, *form.earlier):
        return True
    return bool(form.unsettled) and turned_away(one, case)


def _with_what_is_claimed(
    case: Case, form: OfficialForm, requests: Requests, edits: Mapping[str, str]
) -> Case:
    """Where a dispute is settled between two, what was spent stands only if it is asked for; what was taken is told."""
    if not form.needs_request or case.asks or "requests" in edits:
        return case
    slugs, kind = requests.slugs, str(lookup(case.facts, "kind"))
    return replace(
        case,
        costs=tuple(
            one
            for one in case.costs
            if (of_property(one.what) and not a_fare(one.what)) or asked_as(one.what, kind=kind) in slugs
        ),
    )


def _of_a_review(case: Case, form: OfficialForm, on: date) -> dict[str, Any]:
    """A review is about the authority's duty: what the other side broke is told in the story, and argued nowhere."""
    nothing = Tally()
    return {
        "why": reasons(case.silence, form, on),
        "account": [],
        "reasons": [],
        "basis": [],
        "statutes": [],
        **_NO_SUMS,
        **{
            name: said
            for name, said in facts_data(replace(case, messages=(), tally=nothing)).items()
            if name in ("messages", "masked", "tally")
        },
    }


def _brief(case: Case, form: OfficialForm, on: date, *, printed: bool) -> dict[str, Any]:
    """A statement to the police is short: sums, days and numbers first, no civil law, what is long annexed."""
    headings = headings_of(case)[:MOST_HEADINGS]
    return {
        "opening": opening(case, form) + paid_words(case),
        **({"matter": "；".join(headings)} if headings and case.matter else {}),
        "brief": {
            "sums": sum_rows(case),
            "rows": brief_rows(case, form, printed=printed),
            "law": penal_law(case, form, lapsed_laws(case, form, on)),
        },
        "reasons": [],
        "basis": [],
        "statutes": [],
        **_NO_SUMS,
    }


def as_edited(data: dict[str, Any], edits: Mapping[str, str], added: Sequence[Added] = ()) -> dict[str, Any]:
    """The data of a paper with what somebody wrote, and without what nobody reads in it any more."""
    written = edited_lines(edits)
    gone: dict[str, Any] = {}
    if "facts" in written:
        gone |= {name: [] for name in ("account", "narrative", "story", "timeline", "prior", "proofs")}
        gone |= {**_NO_SUMS, "untold": False, "tally": {**data["tally"], "said": []}}
        if not data.get("brief"):  # which says number and matter in its summary
            gone |= {"number": "", "matter": ""}
    if "reasons" in written:
        told = "".join(written["reasons"])
        gone |= {"reasons": [], "statutes": [row for row in data.get("statutes", ()) if _names(row, told)]}
    gone |= {name: [] for name in ("basis",) if name in written}
    gone |= {name: "" for key, name in (("opening", "opening"), ("closing", "declaration")) if key in written}
    return {
        **data,
        **{name: less for name, less in gone.items() if name in data},
        "edited": written,
        "added": _added(added),
    }


def _added(added: Sequence[Added]) -> dict[str, list[dict[str, Any]]]:
    """The blocks that were put in, by what they follow."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in added:
        row = {"heading": one.heading, "lines": paragraphs(one.text)}
        found.setdefault(one.after, []).append(row)
    return found


def _names(row: Mapping[str, Any], text: str) -> bool:
    """Whether a text names this article, and its law."""
    law, _end, place = row["citation"].partition("》")
    named = re.search("第[^第条]+条(?:之.)?", place)
    return f"{law}》" in text and named is not None and named[0] in text


def edited_lines(edits: Mapping[str, str]) -> dict[str, list[str]]:
    """The paragraphs of what somebody wrote, by the key of the block; requests without numbers and ends, which the
    paper gives them."""
    lines = {key: paragraphs(text) for key, text in edits.items()}
    if "requests" in lines:
        lines["requests"] = [unnumbered(line).rstrip("；;。") for line in lines["requests"]]
    return lines


def _declaration(case: Case, form: OfficialForm, *, sums: bool) -> str:
    """What the complainant declares; of messages and of what is attached only where there are any."""
    said = form.declaration if not form.message_sheet or _quoted(case) else ""
    said += form.attached if case.exhibits else ""
    return said + (form.unsettled if case.unsettled else "") + (form.once if sums else "")


def _quoted(case: Case) -> bool:
    return any(message.text and not message.call for message in case.messages)


def _filled_in(found: list[dict[str, Any]], case: Case, form: OfficialForm) -> list[dict[str, Any]]:
    """The same without the rows that are empty; of a respondent of whom nothing is known, it says so."""
    unknown = [["名称", case.silence.who if form.whose and case.silence is not None else UNKNOWN]]
    filled = []
    for one in found:
        rows = [row for row in one["rows"] if row[1]]
        if rows or one["role"].startswith((form.respondent, form.accused or form.respondent)):
            filled.append({**one, "rows": rows or unknown})
    return filled


def salutation(recipient: Recipient, case: Case, form: OfficialForm, *, printed: bool = True) -> str:
    """Whom a letter speaks to: the company complained about where the list of recipients knows it only in general, else
    the recipient without the hint that the list gives to whoever looks for it."""
    named, hint, _ = recipient.name.partition("（")
    if form.greeting and (hint or named.endswith(("热线", "电话", "平台"))):
        if printed and case.silence is not None and case.silence.to in form.greeting_to:
            return form.greeting_to[case.silence.to]
        return (form.place and seated(case, form, printed=printed)) or form.greeting
    line = bool(hint) or named.endswith("客服")
    if not line or recipient.name in {one.name for one in case.respondents}:
        return recipient.name
    companies = [one.name for one in respondents_for(case, form) if one.name and one.role != "person"]
    if form.channel == "operator" and not companies and not case.number:
        # Whose number it is, nobody can tell without the number.
        return _BY_NUMBER
    # Whom it complains about, and not the service line of the brand that it is sent by.
    return "、".join(companies) if form.to_company and companies else named


def opening(case: Case, form: OfficialForm) -> str:
    """What the letter is; of a review, whose time ran out by which article, or who refused, and when."""
    said = filled(_opening_for(case, form), {"number": case.number or "（待填）"})
    silence = case.silence
    if silence is not None and silence.on and (form.lapsed or form.refused):
        words = {**in_words(silence), "act": _asked_as(case, silence)}
        if silence.refused_on:
            said = filled(form.refused, words)
        elif silence.due_on:
            said = filled(form.lapsed, words)
    if case.elsewhere and form.elsewhere:
        said += filled(
            form.elsewhere,
            {"elsewhere": "”“".join(put(one, {OURS: speaker_of(form)}) for one in case.elsewhere)},
        )
    return said


def _opening_for(case: Case, form: OfficialForm) -> str:
    """Of several openings the first that fits whom it goes to, who else is there, and the facts."""
    to = {one.role for one in respondents_for(case, form)}
    there = {one.role for one in case.respondents}
    for row in form.openings:
        fits = bool(to & set(row.get("roles", to)) and there & set(row.get("beside", there)))
        if "asked" in row:
            fits = any(one.body in row["asked"] and one.satisfied is not True for one in case.prior)
        if "told" in row:  # it was asked itself before, and answered
            fits = fits and any(one.to == row["told"] and one.answered for one in case.prior)
        if fits and ("when" not in row or _holds(row["when"], case)):
            return str(row["say"])
    return form.opening


def _matter(case: Case, form: OfficialForm) -> str:
    """What it is about: the grounds, or what its addressee deals with, where that is one thing alone."""
    told = (str(row["say"]) for row in form.matters if "when" not in row or _holds(row["when"], case))
    return next(told, case.matter) if case.matter else ""


def _holds(tree: Any, case: Case) -> bool:
    return bears_out(facts_of(case), tree)


_TICKETS = {"operator": "工单号", "police": "受案号"}


def _ticket(prior: Prior) -> str:
    return f"{_TICKETS.get(prior.body, '编号')}：{prior.ticket}" if prior.ticket else ""


def _waited_for(letter: Letter, case: Case, form: OfficialForm) -> list[str]:
    """What came of each earlier complaint; of one that this channel waits for and nobody answered, for how long."""
    after = load().channels[form.channel].rule.get("after", {})
    bodies = {after.get("channel"), *after.get("to", ()), *after.get("otherwise", {}).get("to", ())}
    given = [rule["days"] for rule in after.get("rules", ()) if not rule.get("regions")]
    on = letter.on

    def unanswered(since: date) -> str:
        waited = (on - since).days
        return f"至今未答复，已满{given[0]}日" if given and waited > given[0] else f"至今未答复，已{waited}日"

    asked = put_in(case, form)
    return [
        "；".join(
            part
            for part in (
                _answer(
                    p,
                    answer_in(case, form, p),
                    unanswered(p.on) if p.body in bodies and p.on and p.on < on else "",
                ),
                f"投诉的事项：{asked}" if asked and p.body in bodies and not _shown(p, asked, case) else "",
                _not_taken(p, case, form),
            )
            if part
        )
        for p in case.prior
    ]


def _shown(prior: Prior, asked: str, case: Case) -> bool:
    """Whether what was put there is told in the account already, so that no line is left for it."""
    on = prior.on.isoformat() if prior.on else ""
    return asked == BLANK and bool(on) and any(of_day(one, on) for one in sentences_of(case.story))


def _not_taken(prior: Prior, case: Case, form: OfficialForm) -> str:
    """That an authority which was asked before took nothing of this dispute, to whom that would close it."""
    if not form.unsettled or form.to_company or not turned_away(prior, case):
        return ""
    return f"其答复有关争议不归其处理，没有就本{form.act}的事项受理"


def _answer(prior: Prior, said: str, waited: str) -> str:
    """What came of an earlier complaint: when it was answered, and what, where the person wrote that; of none, how long it is
    waited for."""
    if prior.answered is None or prior.accepted is False:
        return waited if not prior.result or (prior.result == UNANSWERED and waited) else prior.result
    words = f"（答复的内容：{said}）" if said else ""
    unsettled = "，对答复不满意" if prior.satisfied is False else ""
    return f"已于{day(prior.answered)}答复{words}{unsettled}"


def _as_its_own(prior: Prior, case: Case, form: OfficialForm) -> dict[str, str]:
    """What was put to the very one that a letter is against is said of it by the name that it has there."""
    about = respondents_for(case, form)
    if form.to_company or form.whose or prior.act != "投诉" or len(about) != 1:
        return {}
    went = went_to(prior, about[0], case.respondents)
    return {"put": f"向{called(about[0], case, form)}提出"} if went else {}


def _asked_as(case: Case, silence: Silence) -> str:
    """What somebody who did not answer was asked: a complaint, unless it was a report to them."""
    acts = {one.act for one in case.prior if one.body == silence.to and one.on == silence.on}
    act = acts.pop() if len(acts) == 1 else "投诉"
    return act if act == "报案" else f"提出{act}"


def reason_rows(case: Case, form: OfficialForm) -> list[dict[str, str]]:
    reasons = reasons_of(case, form) if form.argues else ()
    return [{"title": one.title, "text": one.text} for one in reasons]


def facts_data(case: Case) -> dict[str, Any]:
    """What happened: story, timeline, messages, earlier complaints, what was lost and what was spent."""
    return {
        "story": [*([] if case.excerpted else paragraphs(case.story)), *paragraphs(case.fraud)],
        "timeline": [
            {"at": moment(e.on), "text": e.text, "exhibits": exhibit_numbers(e.exhibits)}
            for e in case.timeline
        ],
        # A call has no text: it stands among what is counted.
        "messages": message_rows([one for one in case.messages if one.text or not case.tally.said]),
        "masked": any(one.masked for one in case.messages),
        "tally": {
            "said": senders(case),
            "rows": [
                [day(on), f"【{signature}】" if signature else "", sender, str(count)]
                for on, signature, sender, count in case.tally.rows
            ],
            "unlisted": f"另有{case.tally.unlisted}{case.tally.unit}未列入。" if case.tally.unlisted else "",
            "unit": case.tally.unit,
        },
        "prior": [
            {
                "to": p.to,
                "on": day(p.on),
                "ticket": p.ticket,
                "numbered": _ticket(p),
                "result": p.result,
                "act": p.act,
                "put": p.put,
            }
            for p in case.prior
        ],
        **_sums("losses", [c for c in case.costs if _lost(c)]),
        **_sums("costs", [c for c in case.costs if not _lost(c)]),
    }


def _lost(cost: Cost) -> bool:
    """What was not earned for want of work was lost, and spent on nothing."""
    return of_property(cost.what) or loss_of(cost.what) == WORK


def _sums(name: str, rows: Sequence[Cost]) -> dict[str, Any]:
    total = yuan(sum((one.yuan for one in rows), Decimal(0))) if rows else ""
    return {name: [{"what": one.what, "yuan": yuan(one.yuan)} for one in rows], f"{name}_total": total}


def _writing(case: Case, form: OfficialForm) -> list[dict[str, Any]]:
    """Who complains and who acts for them; a guardian who reports does so before the child is named."""
    rows = person_rows(case.complainant, "complainant", required_of(case, form), case.fields)
    if case.representative is not None and form.signed and not rows:
        rows = [["姓名", ""]]
    age = lookup(case.facts, "complainant.age")
    if case.representative is not None and rows and rows[0] == ["姓名", ""] and age is not None:
        # Whose name is not known yet: of what age is.
        rows = [["姓名", f"{'＿' * 4}（{plain(age)}周岁）"], *rows[1:]]
    of_it: list[dict[str, Any]] = []
    if rows:
        of_it = [{"role": OF_CHILD if form.ours else form.complainant, "rows": rows}]
    if case.representative is None:
        return of_it
    acting = person_rows(case.representative, "representative", (), case.fields)
    by = {"role": form.complainant if form.ours else GUARDIAN, "rows": acting}
    return [by, *of_it] if form.ours else [*of_it, by]


def parties(case: Case, form: OfficialForm) -> list[dict[str, Any]]:
    """Who complains, who acts for them, about whom; each with the rows to print."""
    out = _writing(case, form)
    about, behind, holders = told_apart(case, form)
    found: tuple[Respondent, ...] = tuple(about)
    called = form.accused if form.accused and case.accuses else form.respondent
    for index, respondent in enumerate(found, start=1):
        numbered = f"{called}{index}" if len(found) > 1 else called
        as_told = _as_told(respondent, case, form)
        rows = respondent_rows(as_told, form.respondent_required)
        if form.message_sheet and len(found) == 1 and not respondent.contact:
            shown_apart = respondent.name != as_told.name or is_open(case)
            numbers = [] if shown_apart else _sent_from(case)
            rows = [*(row for row in rows if row[1]), *numbers]
        looked_up = looked_up_by(respondent, case, form)
        extra = [[form.respondent_extra, looked_up]] if has_extra(respondent, case, form) else []
        out.append({"role": numbered, "rows": [*rows, *extra]})
    if len(found) == 1 and form.message_sheet and is_open(case):
        (_label, shown), *more = _sent_from(case)
        out.append({"role": _numbers_of(case), "rows": [["名称", f"{shown}（使用人请核查）"], *more]})
    if len(found) > 1 and form.message_sheet:
        (_label, shown), *more = _sent_from(case)
        out.append({"role": _numbers_of(case), "rows": [["名称", _by_each(case) or shown], *more]})
    if not found and form.to_company:
        # Its addressee is complained about for nothing: whose messages it is asked to look into.
        if sent := _sending(case):
            out.append({"role": _numbers_of(case), "rows": [["名称", sent], *_unknown_numbers(case)]})
    elif not found:
        senders = _sending(case)
        # A report of numbers carries no names: a blank line would ask for one.
        unnamed = [["名称", ""], ["地址或号码", senders]]
        known = senders or ("见下面的信息原文" if _quoted(case) else "")
        rows = [["号码", known], *_unknown_numbers(case)]
        rows = rows if form.message_sheet else unnamed
        if form.brief:
            rows = [["名称", UNIDENTIFIED], ["地址或号码", "" if their_own(case, form) else senders]]
            rows = [row for row in rows if row[1]]
        if form.whose:  # an authority: whoever sent the messages is not its address
            who = f"（{case.silence.who}的全称）" if case.silence is not None else ""
            rows = [[f"名称{who}", ""], ["地址", ""]]
        out.append({"role": form.respondent, "rows": rows})
    return [*out, *beside(behind, holders), *_acting_for(case, form)]


def _as_told(one: Respondent, case: Case, form: OfficialForm) -> Respondent:
    """Somebody whom nobody can name, by what they called themselves and the numbers that they called from."""
    if one.name or one.role == "person" or form.brief or form.to_company or form.needs_named or form.whose:
        return one
    numbers = _sending(case)
    known = [as_called(case), f"号码{numbers}" if numbers else ""]
    return replace(one, name="，".join(part for part in known if part))


def _sending(case: Case) -> str:
    """The numbers of what is on file, and those that were named besides."""
    numbers = [one.sender for one in case.messages if re.search(r"\d{3}", one.sender)]
    return "、".join(dict.fromkeys([*numbers, *(lookup(case.facts, "contacts.numbers") or ())]))


def _by_each(case: Case) -> str:
    """The numbers, each beside whose it is, with the name by which it signs; "" where nobody said which of them sent what."""
    told = [one for one in case.messages if re.search(r"\d{3}", one.sender)]
    names = [one.name for one in case.respondents if any(one.name == row.whose for row in told)]
    if not names:
        return ""
    others = dict.fromkeys(one.sender for one in told if one.whose not in names)
    more = lookup(case.facts, "contacts.numbers") or ()
    others |= dict.fromkeys(one for one in more if one not in {row.sender for row in told})
    found = [
        f"{name}：{'、'.join(dict.fromkeys(_signed(row) for row in told if row.whose == name))}"
        for name in names
    ]
    return "；".join([*found, *([f"由何人使用待查明：{'、'.join(others)}"] if others else [])])


def _signed(row: Message) -> str:
    signed = re.match("【(.+?)】", row.text)
    return f"{row.sender}（签名【{signed[1]}】）" if signed and not row.call else row.sender


def _sent_from(case: Case) -> list[list[str]]:
    """The numbers as rows; a line for them where nobody told any."""
    return [["号码", _sending(case)], *_unknown_numbers(case)]


def _by(case: Case) -> tuple[bool, bool]:
    """Whether somebody called, and whether somebody wrote through a carrier."""
    ways = {*(lookup(case.facts, "contacts.channels") or ())}
    return "call" in ways, bool(ways & {"sms", "mms"})


def _numbers_of(case: Case) -> str:
    by_call, by_text = _by(case)
    unknown = {label for label, _blank in _unknown_numbers(case)}
    if by_call != by_text or unknown:
        return "来电号码" if by_call and "来电号码" not in unknown else "对方号码"
    return "对方号码"


def _unknown_numbers(case: Case) -> list[list[str]]:
    """Of calls and messages that both came, a line for the numbers of whichever nobody told."""
    if _by(case) != (True, True) or lookup(case.facts, "contacts.numbers") or not _sending(case):
        return []
    on_file = {one.call for one in case.messages if re.search(r"\d{3}", one.sender)}
    return [[label, ""] for call, label in ((True, "来电号码"), (False, "发送号码")) if call not in on_file]


# Whoever was paid for the creditor, and dunned nobody since.
_PAID_BEFORE = "此前受托、收取结清款项的一方"


def _paid_and_gone(case: Case) -> bool:
    paid = lookup(case.facts, "debt.paid_to_agent") is True
    return paid and lookup(case.facts, "debt.collected_by") == "own_staff"


def _acting_for(case: Case, form: OfficialForm) -> list[dict[str, Any]]:
    """Whom a company sent, in a letter to it and to who supervises it: it answers for what they did."""
    called = _PAID_BEFORE if _paid_and_gone(case) else form.beside_called
    if form.beside and not form.to_company:
        about = respondents_for(case, form)
        named = [r.name for r in case.respondents if r.role in form.beside and r.name and r not in about]
        return [{"role": called, "rows": [["名称", "、".join(named)]]}] if named else []
    to = next((one for one in case.respondents if one.name and one.name == case.addressee), None)
    if not form.each or to is None:
        return []
    named = [
        r.name
        for r in case.respondents
        if r.name and r.name != case.addressee and r.role != to.role and form.told_of(r.role, to.role)
    ]
    return [{"role": called, "rows": [["名称", "、".join(named)]]}] if named else []
