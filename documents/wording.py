"""How facts read on paper: dates, parties, requests, tables. Shared by letters, claims and packs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from complaints.reading.once import told_once
from core.sentences import sentence
from documents.charged import answers_for, charged, done_by_another, told_alone
from documents.given import agreed_with
from documents.holding import bears_out
from documents.law import QUOTABLE, Ground, Liable, Provision, provisions_of
from documents.loan_told import loan_told
from documents.losses import OPENING, loss_of
from documents.material import FIELDS, Case, Cost, Exhibit, Message, Person, Respondent, Seal, Tally
from documents.official import OfficialForm
from documents.press import Cited, qr
from legal.corpus import load
from legal.reasoning.bars import lapsed
from legal.reasoning.conditions import evaluate, lookup
from legal.reasoning.naming import is_branch
from legal.reasoning.numerals import number
from legal.reasoning.respondents import of_kin

if TYPE_CHECKING:
    from complaints.stated import Facts

SHANGHAI = timezone(timedelta(hours=8))
CHILD = "该未成年人"
_PERSONS = ("complainant", "representative")
_LISTS: dict[str, Any] = {
    "respondents": (),
    "number": "",
    "matter": "",
    "story": "",
    "timeline": (),
    "messages": (),
    "tally": Tally(),
    "prior": (),
    "costs": (),
    "asks": (),
    "details": {},
    "exhibits": (),
}
_PARTY_LABELS = {"complainant.address": "住址", "representative.address": "住址"}


def allowed(case: Case) -> Case:
    """The same case without anything that is not on its list of fields."""
    persons: dict[str, Person | None] = {}
    for role in _PERSONS:
        person: Person | None = getattr(case, role)
        if person is not None:
            hidden: dict[str, Any] = {
                f.name: f.default for f in fields(Person) if f"{role}.{f.name}" not in case.fields
            }
            person = replace(person, **hidden)
            if role == "representative" and person == Person():
                person = None
        persons[role] = person
    emptied = {name: empty for name, empty in _LISTS.items() if name not in case.fields}
    kept = replace(case, **persons, **emptied)  # type: ignore[arg-type]
    if "exhibits" in case.fields:
        return kept
    return replace(
        kept,
        timeline=tuple(replace(event, exhibits=()) for event in kept.timeline),
        messages=tuple(replace(message, exhibits=()) for message in kept.messages),
    )


def argued(case: Case, form: OfficialForm) -> Case:
    """The same case with the law that its reader decides by: where the form names some, no other; rules of the trade, which
    bind nobody else, for who keeps them."""
    if not form.argues:
        return _without_law(case)
    if form.channel == "court":
        return case
    grounds = (
        replace(
            one,
            provisions=_told(one.provisions if form.to_company else _argued(one, case, form), case, form),
        )
        for one in case.grounds
    )
    return replace(case, grounds=tuple(grounds))


def _told(rows: Iterable[Provision], case: Case, form: OfficialForm) -> tuple[Provision, ...]:
    """What a letter is told of the law of a ground: nothing that turns on an intent which nobody alleges, and to a company
    that carried no message nothing of what a carrier owes."""
    law = load().requests
    apart, about = {*law["intent"]}, {one.role for one in respondents_for(case, form)}
    for name, looked_into in (
        ("of_carriers", "短信规定74" in form.cites),
        ("of_parties", not form.to_company),
        ("of_contract", not form.to_company),
    ):
        # What a carrier owes goes to it and to who looks into carriers; a contract is no matter of whoever only collects, nor
        # of whoever says that they bought what is owed.
        if not (looked_into or {*law[name]["roles"]} & about or (name != "of_carriers" and not about)):
            apart |= {*law[name]["rules"]}
    unsaid = {*law["told_only"]}
    return tuple(
        one
        for one in rows
        if _place(one) not in apart and (one.strength == "direct" or _place(one) not in unsaid)
    )


def of_carriers(provision: Provision) -> bool:
    """Whether it says what whoever carries messages has to do, and nothing of whoever sends them."""
    return _place(provision) in load().requests["of_carriers"]["rules"]


def _place(provision: Provision) -> str:
    """``民法典:1168`` of an id that names its version too."""
    return re.sub("@[^:]*", "", provision.id)


def _argued(ground: Ground, case: Case, form: OfficialForm) -> tuple[Provision, ...]:
    """What somebody else did comes under what makes those answer that the paper is about."""
    rows = ground.provisions
    if by_somebody(ground, case, form):
        about = {one.role for one in respondents_for(case, form)}
        rows = tuple(p for one in ground.liable if one.role in about for p in one.provisions)
    return tuple(p for p in decided_by(form, rows) if p.law or form.standards)


def by_others(ground: Ground, case: Case, form: OfficialForm) -> bool:
    """Whether somebody did it whom a paper is not about: a bank's regulator does not examine an operator."""
    about = {one.role for one in respondents_for(case, form)}
    there = {one.role for one in case.respondents}
    if not about or not there & {*ground.by}:
        return False
    return not about & {*ground.by} or done_by_another(ground, about, there)


def by_somebody(ground: Ground, case: Case, form: OfficialForm) -> bool:
    """The same, or somebody did it whom nobody knows: what a person did whom no paper names was done by no company."""
    about = {one.role for one in respondents_for(case, form)}
    unknown = ground.by == ("person",) and not {one.role for one in case.respondents} & {*ground.by}
    return by_others(ground, case, form) or (unknown and bool(about & {one.role for one in ground.liable}))


def _without_law(case: Case) -> Case:
    return replace(case, grounds=tuple(replace(one, provisions=()) for one in case.grounds))


def decided_by(form: OfficialForm, provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """Those of the laws that a form argues with; all of them where it names none."""
    laws = {*form.cites, *form.enforces} if form.cites else set()
    return tuple(
        one for one in provisions if (not laws or _names(one) & laws) and not _names(one) & {*form.omits}
    )


def _names(provision: Provision) -> set[str]:
    """“民法典” and “民法典:1033”."""
    return {_statute(provision), _place(provision)}


def _statute(provision: Provision) -> str:
    return provision.id.partition(":")[0].partition("@")[0]


def day(value: date | None) -> str:
    """2025年11月2日; a blank for a day that is not known."""
    if not value:
        return ""
    return sentence("{year}年{month}月{day}日", year=value.year, month=value.month, day=value.day)


def moment(value: date | datetime | None) -> str:
    """The day, with hour and minute in Shanghai when they are known."""
    if not isinstance(value, datetime):
        return day(value)
    local = value.astimezone(SHANGHAI) if value.tzinfo else value
    return f"{day(local)} {local:%H:%M}"


def yuan(value: Decimal) -> str:
    """1234.50, without zeros that say nothing: 300."""
    rounded = value.quantize(Decimal("0.01"))
    return f"{rounded:f}".removesuffix(".00")


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip()]


def lines(text: str) -> list[str]:
    """Every line as it stands, empty ones too."""
    return re.split("\r\n|[\r\n\u2028\u2029]", text)


def as_it_stands(case: Case, form: OfficialForm, on: date | None = None) -> OfficialForm:
    """The form of a channel as it speaks to whom has taken this case before, or on a day when the time for a sanction is
    over, and of a guardian who reports for a child; else as it is."""
    fitting = (
        row["say"] for row in form.titles if evaluate(row["when"], case.facts, load().conditions).value
    )
    form = replace(form, title=next(fitting, form.title))
    if form.guardian_reports and case.representative is not None:
        form = replace(form, ours=CHILD)
    form = _spoken_to(case, form)
    taken = next((one for one in case.prior if one.accepted_by == form.channel), None)
    if form.opening_lapsed and on is not None and lapsed_laws(case, form, on):
        words = {"last": day(case.ended)}
        return replace(
            form,
            opening=filled(form.opening_lapsed, words),
            requests={**form.requests, **form.requests_lapsed},
            basis={slug: rows for slug, rows in form.basis.items() if slug not in form.requests_lapsed},
            enforces=(),
        )
    if taken is None or not form.opening_taken:
        return _told_before(case, form)
    words = {"on": f"于{day(taken.on)}" if taken.on else "", "ticket": taken.ticket or "＿＿＿＿＿＿"}
    return replace(
        form,
        title=form.title_taken,
        opening=filled(form.opening_taken, words),
        requests={**form.requests, **form.requests_taken},
        always=form.always_taken,
    )


def _told_before(case: Case, form: OfficialForm) -> OfficialForm:
    """The form as it speaks to whom was told before, and may have taken the case or not."""
    body = load().channels[form.channel].rule.get("prior", {}).get("to", "")
    before = next((one for one in case.prior if one.body == body and one.accepted is not False), None)
    if before is None or not form.opening_again:
        return form
    words = {"on": f"于{day(before.on)}" if before.on else "", "ticket": before.ticket or "＿＿＿＿＿＿"}
    return replace(
        form,
        title=form.title_taken,
        opening=filled(form.opening_again, words),
        requests={**form.requests, **form.requests_again},
        always=form.always_again,
    )


def _spoken_to(case: Case, form: OfficialForm) -> OfficialForm:
    """With what its addressee is called: 贵行, 贵公司."""
    to = next((one for one in case.respondents if one.name and one.name == case.addressee), None)
    you = form.you_to(to.role, to.name) if to is not None else form.you
    if you == form.you:
        return form

    def put(said: Any) -> Any:
        if isinstance(said, str):
            return said.replace(form.you, you)
        if isinstance(said, Mapping):
            return {key: put(one) for key, one in said.items()}
        return tuple(put(one) for one in said) if isinstance(said, list | tuple) else said

    names = ("opening", "openings", "requests", "always")
    return replace(form, you=you, **{name: put(getattr(form, name)) for name in names})


def lapsed_laws(case: Case, form: OfficialForm, on: date) -> set[str]:
    """The laws by which nothing is punished any more on a day, as far as the paper is told when it was."""
    facts = cast("Facts", case.facts)
    return {one.partition(":")[0].partition("@")[0] for one in lapsed(form.channel, facts, on, load())}


@told_once
def respondents_for(case: Case, form: OfficialForm) -> tuple[Respondent, ...]:
    """Whom a letter is about: of those that its channel can be asked about, the ones that its grounds are against. A claim
    sues whom something is asked of, and a statement to the police accuses nobody."""
    fitting = _fitting(case, form)
    if form.message_sheet and _done_by_a_person(case):
        # Whoever had their dealings on a platform may have sent it: what came says of the platform nothing.
        fitting = tuple(one for one in fitting if one.role != "platform")
    if form.channel == "court" or form.brief or form.whose:
        return fitting
    if form.each and any(one.name and one.name == case.addressee for one in fitting):
        return fitting
    return charged(fitting, case.grounds, form.enforces)


def _done_by_a_person(case: Case) -> bool:
    """Whether somebody is complained about by themselves who may have done all that a case is about, and nothing was sold."""
    there = any(one.role == "person" for one in case.respondents)
    sold = lookup(case.facts, "content.commercial") is True
    return there and not sold and bool(case.grounds) and all("person" in one.by for one in case.grounds)


@told_once
def facing(case: Case, form: OfficialForm) -> Case:
    """The case as one company is told it: of what it does not answer for, the facts and no law."""
    if not form.to_company:
        return case
    codes = own_codes(case, form)
    about = respondents_for(case, form)
    roles = {one.role for one in about}
    party = agreed_with(case)
    elsewhere = party is not None and party not in about and any(one.told.gave for one in about)
    grounds = tuple(
        replace(one, provisions=tuple(p for p in one.provisions if _binds(p, roles)))
        if one.code in codes
        else told_alone(one)
        for one in case.grounds
        # With whom the terms were agreed that it did not draw up, it is not told of them.
        if not (elsewhere and one.code == _OF_TERMS)
    )
    shops = {one.role for one in case.respondents} & {"shop"}
    costs = (one for one in case.costs if _caused(one, roles))
    # What was paid in a shop to open a number is asked back of it, and told to nobody else as theirs.
    costs = (one for one in costs if not shops or shops & roles or loss_of(one.what) != OPENING)
    return replace(case, grounds=grounds, costs=tuple(costs))


_OF_TERMS = "H4"


def _caused(cost: Cost, roles: Collection[str]) -> bool:
    """Whether one of these roles may have brought a cost about: a look into the credit report, who reports to it."""
    words: Mapping[str, Collection[str]] = load().requests["kinds"]["costs"].get("of_words", {})
    return not roles or all(word not in cost.what or {*of} & {*roles} for word, of in words.items())


def _binds(provision: Provision, roles: Collection[str]) -> bool:
    """Whether an article that speaks to some roles alone speaks to one of these."""
    spoken_to = {role for one in load().wordings(provision.id) for role in one.speaks_to(None)}
    return not (spoken_to and roles) or bool(spoken_to & {*roles})


def own_codes(case: Case, form: OfficialForm) -> set[str]:
    """The grounds for which the company that a letter goes to answers; of a letter to anybody else, all."""
    if not form.to_company:
        return {one.code for one in case.grounds}
    roles = {one.role for one in respondents_for(case, form)} or {*form.respondent_roles}
    there = {one.role for one in case.respondents}
    return {
        one.code for one in case.grounds if answers_for(one, roles) and not done_by_another(one, roles, there)
    }


def holders_for(case: Case, form: OfficialForm) -> tuple[Respondent, ...]:
    """Those that a letter is not about and that may hold records of what it tells."""
    about = respondents_for(case, form)
    return tuple(one for one in case.respondents if one.role in form.holders and one not in about)


def roles_beside(case: Case, form: OfficialForm) -> set[str]:
    """Roles of those complained about that a letter is not about: they answer for nothing in it."""
    if form.channel == "court":
        return set()
    return {one.role for one in case.respondents} - {one.role for one in respondents_for(case, form)}


def roles_of(case: Case, form: OfficialForm) -> tuple[str, ...]:
    """The roles that a form is about, in this case: an operator whose bill is collected is the creditor, one that sells its own
    service is who advertises."""
    bills = form.respondent_billing and bears_out(case.facts, {"use": "operator_collects"})
    sells = form.respondent_selling and bears_out(case.facts, {"use": "operator_sells"})
    besides = (*(form.respondent_billing if bills else ()), *(form.respondent_selling if sells else ()))
    return (*form.respondent_roles, *besides)


def _fitting(case: Case, form: OfficialForm) -> tuple[Respondent, ...]:
    """Those that this channel can be asked about. A form that names no roles takes all. Nobody is better than somebody whom
    the channel has no power over: those of a role that is not known are taken where nobody's is, and for the operator of a
    number only where the dispute is of a number. A consumer dispute is with whom something was bought of."""
    among = [r for r in case.respondents if not form.of_consumer or r.consumer is not False]
    if not form.respondent_roles:
        return tuple(among)
    if form.each and (own := tuple(r for r in case.respondents if r.name and r.name == case.addressee)):
        return own
    unsorted = all(one.role == "unknown" for one in case.respondents)
    of_a_number = lookup(case.facts, "kind") == "second_hand_number"
    unknown = ("unknown",) if unsorted and (of_a_number or set(form.respondent_roles) != {"operator"}) else ()
    for roles in (roles_of(case, form), form.respondent_otherwise, unknown):
        if fitting := tuple(r for r in among if r.role in roles or (form.of_consumer and r.consumer)):
            return _only_named(fitting, form)
    return ()


def _only_named(some: tuple[Respondent, ...], form: OfficialForm) -> tuple[Respondent, ...]:
    """Of several those whom the channel has power over by what they are called, where anybody is called so."""

    def is_called_so(one: Respondent) -> bool:
        return any(part in one.name for part in form.only_named.get(one.role, ("",)))

    return tuple(one for one in some if is_called_so(one)) or some


def filled(sentence: str, words: dict[str, str]) -> str:
    """Placeholders replaced in one pass, so that a person's words are never read as placeholders."""
    return re.sub(r"{(\w+)}", lambda match: words.get(match[1], ""), sentence)


def person_rows(person: Person, role: str, required: Sequence[str], asked: frozenset[str]) -> list[list[str]]:
    """Label and value of everything that is shown or required; an unknown value is a blank to fill in."""
    rows = []
    for name in FIELDS:
        owner, _, attribute = name.partition(".")
        if owner != role or (name not in asked and name not in required):
            continue
        value = getattr(person, attribute)
        shown = day(value) if isinstance(value, date) else value or ""
        if shown or name in required:
            label = _PARTY_LABELS.get(name, FIELDS[name].removeprefix("法定代理人"))
            rows.append([label, shown])
    return rows


# What a form asks of a person who is complained about where it asks who stands for a company; as far as it is known.
AS_KNOWN = ("gender", "employer")


def respondent_rows(respondent: Respondent, required: Sequence[str]) -> list[list[str]]:
    if respondent.role == "person":
        described = AS_KNOWN if "legal_representative" in required else ()
        pairs = {
            "name": ("姓名", respondent.name),
            "gender": ("性别", respondent.gender),
            "employer": ("工作单位", respondent.employer),
            "address": ("地址", respondent.address),
            "contact": ("联系方式或号码", respondent.contact),
        }
        return [
            [label, value]
            for name, (label, value) in pairs.items()
            if value or name in (*required, *described)
        ]
    pairs = {
        "name": ("名称", respondent.name),
        "address": ("地址", respondent.address),
        "legal_representative": (
            "负责人" if is_branch(respondent.name) else "法定代表人",
            respondent.legal_representative,
        ),
        "uscc": ("统一社会信用代码", respondent.uscc),
        "contact": ("联系方式或号码", respondent.contact),
    }
    return [[label, value] for name, (label, value) in pairs.items() if value or name in required]


_REACHED = ("phone", "email", "postcode", "address")


def required_of(case: Case, form: OfficialForm) -> tuple[str, ...]:
    """What the channel requires; a child is reached through who acts for it, but a court names its own home."""
    if case.representative is None:
        return form.required
    acting = {name for name in _REACHED if getattr(case.representative, name)} | {"occupation", "employer"}
    if form.channel == "court":
        acting.discard("address")
    return tuple(name for name in form.required if name not in {f"complainant.{one}" for one in acting})


def missing_from(case: Case, form: OfficialForm) -> list[str]:
    """Labels of what the channel requires and the case does not hold."""
    out = []
    for name in required_of(case, form):
        owner, _, attribute = name.partition(".")
        holder = getattr(case, owner)
        value = getattr(holder, attribute) if attribute and holder is not None else holder
        if name == "story":
            # Of a debt of one's own a story goes in by choice: the answers tell what happened.
            own = lookup(case.facts, "debt.owed") in ("own", "disputed") and any(
                one.facts for one in case.grounds
            )
            value = value or case.timeline or (form.story_of_debt_by_choice and own)
        if not value:
            out.append(_PARTY_LABELS.get(name, FIELDS[name]))
    numbers = any(one.text or re.search(r"\d{3}", one.sender) for one in case.messages)
    numbers = numbers or bool(lookup(case.facts, "contacts.numbers"))
    if form.message_sheet and not numbers:
        out.append("对方的完整号码")
    if any(
        has_extra(one, case, form) and not looked_up_by(one, case, form)
        for one in respondents_for(case, form)
    ):
        out.append(form.respondent_extra)
    for respondent in respondents_for(case, form):
        rows = respondent_rows(respondent, form.respondent_required)
        spared = ("性别", "工作单位") if respondent.role == "person" else ()
        out += [f"{form.respondent}{label}" for label, value in rows if not value and label not in spared]
    return list(dict.fromkeys(out))


def looked_up_by(one: Respondent, case: Case, form: OfficialForm) -> str:
    """By what a case is looked up there; that there is nothing of who is no customer and dunned for another."""
    known = loan_told(case)
    if known or one.consumer is not False or lookup(case.facts, "debt.owed") != "others":
        return known
    debtor = str(lookup(case.facts, "debt.debtor") or "")
    whose = f"所称的借款人为{debtor}，" if debtor and not of_kin(case.facts) else ""
    return f"无（{whose}{form.complainant if not form.to_company else '本人'}不是该机构的客户）"


def has_extra(one: Respondent, case: Case, form: OfficialForm) -> bool:
    """Whether a form has a line for what this one looks the case up by: an account is with whoever runs it."""
    if not form.respondent_extra or (
        form.to_company and one.role not in ("bank", "lender", "principal", "trader")
    ):
        return False
    return not form.extra_when or bears_out(case.facts, form.extra_when)


def exhibit_numbers(numbers: Sequence[str]) -> str:
    return f"证据{'、'.join(numbers)}" if numbers else ""


def exhibit_rows(exhibits: Sequence[Exhibit], *, claimed_by: str = "") -> list[dict[str, str]]:
    """`claimed_by`: how a claim calls who hands them in. It hands in the originals or what a court takes for them, so it
    says neither of the two; a letter goes out with copies."""
    return [
        {
            "number": e.number,
            "name": called(e.name),
            "source": re.sub("^投诉人", claimed_by, e.source) if claimed_by else e.source,
            "form": e.form if claimed_by else f"{e.form}（{'原件' if e.original else '复制件'}）",
            "proves": e.proves,
            "pages": e.place or str(e.pages or ("1" if _kind(e.name) == PICTURE else "")),
            "received": moment(e.received_at),
            "size": size(e.size),
            "sha256": e.sha256.removeprefix("sha256:"),
        }
        for e in exhibits
    ]


PICTURE = "图片"
_KINDS = {
    PICTURE: ("png", "jpg", "jpeg", "heic", "heif", "webp", "gif", "bmp", "tif", "tiff"),
    "录音": ("mp3", "m4a", "wav", "amr", "aac", "ogg", "flac"),
    "录像": ("mp4", "mov", "avi", "mkv", "webm", "3gp"),
    "数据文件": ("xml", "csv", "json", "vcf", "html", "txt"),
    "PDF文件": ("pdf",),
}


def _kind(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind, endings in _KINDS.items() if ending in endings), "")


def called(name: str) -> str:
    """A file as a piece of evidence is called: by its name where that says something, else by what it is."""
    kind, stem = _kind(name), name.rpartition(".")[0]
    if not kind or not stem:
        return name
    return stem if re.search("[\u4e00-\u9fff]{2}", stem) else f"{kind}（{name}）"


def unproven(exhibits: Sequence[Exhibit]) -> list[str]:
    """What a table of exhibits leaves blank: what each is to prove, where nobody has said it."""
    numbers = [e.number for e in exhibits if not e.proves.strip()]
    return [f"证据目录里证据{'、'.join(numbers)}的证明对象"] if numbers else []


def proof_lines(exhibits: Sequence[Exhibit]) -> list[str]:
    """“证据1、2（账单7月、账单8月），证明扣费的项目和金额”: which exhibit proves what, in the order of first mention."""
    proving: dict[str, list[Exhibit]] = {}
    for one in exhibits:
        if one.proves.strip():
            proving.setdefault(one.proves.strip().rstrip("。；;"), []).append(one)
    return [
        f"{exhibit_numbers([e.number for e in some])}（{'、'.join(called(e.name) for e in some)}），证明{proves}"
        for proves, some in proving.items()
    ]


def size(count: int) -> str:
    """Bytes, exact: 1,234 字节."""
    return f"{count:,} 字节"


def in_order(messages: Sequence[Message]) -> list[Message]:
    """By the day and minute they came; what has no time keeps its place at the end."""
    return sorted(messages, key=lambda one: (one.at is None, moment_key(one.at)))


def moment_key(value: date | datetime | None) -> tuple[date, float]:
    """For sorting days and moments among each other: a day alone stands before its minutes."""
    if not isinstance(value, datetime):
        return (value or date.max, -1.0)
    local = value.astimezone(SHANGHAI) if value.tzinfo else value
    return (local.date(), local.hour * 3600 + local.minute * 60 + local.second)


def message_rows(messages: Sequence[Message]) -> list[dict[str, Any]]:
    return [
        {
            "sender": m.sender,
            "at": moment(m.at),
            "lines": lines(m.text),
            "exhibits": exhibit_numbers(m.exhibits),
            "call": m.call,
        }
        for m in in_order(messages)
    ]


def _liable(ground: Ground, case: Case, form: OfficialForm) -> list[Liable]:
    """Who of those complained about answers for a ground, as far as this paper is about them."""
    roles, beside = {*roles_of(case, form), *form.respondent_otherwise}, roles_beside(case, form)
    named = [one for one in ground.liable if one.named and one.role not in beside]
    return [one for one in named if not roles or one.role in roles]


def certain(provisions: Iterable[Provision]) -> list[Provision]:
    return [p for p in provisions if p.law and p.strength == "direct"]


_NOT_FOR_PERSONS = "个人信息保护法"  # its article 72: nothing that a natural person does in private affairs


def not_against(ground: Ground, respondents: Sequence[Respondent]) -> str:
    """That a law pleaded against companies is not pleaded against the private person beside them."""
    persons = [r.name or "以个人身份被投诉的一方" for r in respondents if r.role == "person"]
    cited = [p for p in ground.provisions if p.id.partition(":")[0] == _NOT_FOR_PERSONS]
    if not cited or not persons or len(persons) == len(respondents):
        return ""
    law = cited[0].citation.partition("》")[0]
    return f"其中{law}》的规定不针对{'、'.join(dict.fromkeys(persons))}"


_LAW_AND_PLACE = re.compile("(《.+》(?:（[^）]*）)?)(第.+)", re.S)
_NUMERAL = "[零一二三四五六七八九十百千]+"
_PLACES = re.compile(f"第({_NUMERAL})条(?:之({_NUMERAL}))?(?:第({_NUMERAL})款)?(?:第({_NUMERAL})项)?")


def law_by_law(provisions: Iterable[Provision], *, marked: bool = False, of: Case | None = None) -> list[str]:
    """Citations with the name of each law once, its articles in their order: 《…》第一条、第二条. One whose wording is not
    verified says so (rule 8), where it is ``marked``; of two orders that a case goes across each says of which part it is."""
    laws: dict[str, list[str]] = {}
    parts: dict[str, str] = {}
    for provision in provisions:
        printed = provision.printed if marked else provision.named
        found = _LAW_AND_PLACE.fullmatch(printed)
        law, place = (found[1], found[2]) if found else (printed, "")
        laws.setdefault(law, []).append(place)
        parts[law] = _part_of(_statute(provision), of) if of is not None else ""
    return [
        f"{law}{'、'.join(sorted(_whole(places), key=_in_law))}{parts[law]}" for law, places in laws.items()
    ]


def _part_of(name: str, case: Case) -> str:
    """Of what happened the part that an order governs, where another took its place in the midst of it."""
    statute = load().statutes.get(name)
    if statute is None or statute.carried_by or case.ended is None:
        return ""
    began, last, first = case.began or case.ended, statute.versions[-1].end, statute.versions[0].start
    if statute.successor and last and began <= last < case.ended:
        return f"（限于{day(last)}以前的部分）"
    if statute.predecessors and began < first <= case.ended:
        return f"（限于{day(first)}以后的部分）"
    return ""


def parted(provisions: Sequence[Provision]) -> tuple[list[Provision], list[Provision]]:
    """What a claim rests on, and what it rests on only where that fails (备位): nobody gained without cause what a contract or
    a wrong has them give back, and no loss is left where a payment is undone."""
    places = {one.id: _place(one) for one in provisions}
    behind = {
        place
        for rule in load().requests["backup"]
        if {*places.values()} & {*rule["beside"]}
        for place in rule["only"]
    }
    backup = [one for one in provisions if places[one.id] in behind]
    return [one for one in provisions if one not in backup], backup


def _whole(places: list[str]) -> list[str]:
    """Each once, and no paragraph beside its whole article."""
    articles = {one for one in places if one.endswith("条")}
    return [
        one
        for one in dict.fromkeys(places)
        if not any(one != article and one.startswith(f"{article}第") for article in articles)
    ]


def _in_law(place: str) -> tuple[int, ...]:
    """Article, its sequel, paragraph and item, as numbers."""
    found = _PLACES.match(place)
    return tuple(number(one) if one else 0 for one in found.groups()) if found else (0,)


def unverified(case: Case, rests: Iterable[Provision]) -> list[str]:
    """What a claim names whose wording nobody has compared; ``rests``: what its requests rest on."""
    rows = [*provisions_of(case.grounds), *(p for p in rests if p.certain)]
    rows += [p for ground in case.grounds for one in ground.liable for p in one.provisions]
    unread = {p.citation: p for p in rows if p.law and p.certain and p.verified not in QUOTABLE}
    return law_by_law(unread.values())


def statute_rows(grounds: Sequence[Ground]) -> list[dict[str, Any]]:
    """The annex of articles: the words in force that day, or none where they are not verified."""
    return [
        {
            "citation": p.named,
            "unchecked": "条文内容",
            "lines": [*paragraphs(p.lead), *paragraphs(p.quoted)] if p.quoted else [],
        }
        for p in provisions_of(grounds)
        if p.sure
    ]


def cited_with_text(case: Case, form: OfficialForm, rests: Sequence[Provision]) -> tuple[Cited, ...]:
    """Every article that the paper names, with its words where they are quoted; `rests` is what its requests rest on."""
    named = [p for p in provisions_of(case.grounds) if p.sure]
    return tuple((p.id, p.quoted) for p in named) + _numbered(case, form, [p for p in rests if p.sure])


def cited_by_number(case: Case, form: OfficialForm, rests: Sequence[Provision]) -> tuple[Cited, ...]:
    """What a claim names: of what its requests rest on, only what is certain."""
    sure = [p for p in rests if p.certain]
    return tuple((p.id, None) for p in provisions_of(case.grounds)) + _numbered(case, form, sure)


def _numbered(case: Case, form: OfficialForm, rests: Sequence[Provision]) -> tuple[Cited, ...]:
    """What liability and requests rest on: named, never quoted."""
    liable = [
        p
        for g in (case.grounds if form.liability else ())
        for one in _liable(g, case, form)
        for p in certain(one.provisions)
    ]
    already = {p.id for p in provisions_of(case.grounds)}
    return tuple(
        (name, None) for name in dict.fromkeys(p.id for p in [*liable, *rests]) if name not in already
    )


def seal_data(seal: Seal | None) -> dict[str, str] | None:
    if seal is None:
        return None
    short = seal.digest.removeprefix("sha256:")[:16]
    return {
        "number": seal.number,
        "digest": " ".join(short[i : i + 4] for i in range(0, len(short), 4)),
        "url": seal.check_url,
        "qr": qr(seal.check_url),
    }
