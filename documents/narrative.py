"""What a claim tells, as a judge reads it: who the parties are to each other, what happened in order of time and by whose
hand, what was lost. Each sentence with what it rests on; what a court asks and nobody told is a line to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from complaints.details import DETAILS as DETAIL
from complaints.details import has_line
from complaints.reading.once import told_once
from documents.acts import of_its_act
from documents.belonging import accounts_with
from documents.blocks import BLANK, TICKED, Sentence, said
from documents.bombed import by_sites, proof_of, their_user, told_in, whose_doing
from documents.childs_data import childs_data
from documents.counted import contacts_from, counted_as, span, within
from documents.data_told import data_told, payment_told
from documents.ending import already_public, facts_of, held_as_own
from documents.excerpts import says_nearly_all
from documents.given import giver_of
from documents.laid_to import laid_to
from documents.law import Ground
from documents.losses import (
    BOUGHT,
    CHARGED,
    LOST,
    OPENING,
    PREPAID,
    PRICE,
    REFUND,
    asked_as,
    gave_back,
    loss_of,
    of_property,
    taken,
)
from documents.material import Case, Cost, Prior, Respondent
from documents.official import OfficialForm
from documents.others import HOLDERS
from documents.pleading import put, said_of, voiced
from documents.proof_told import proof_told
from documents.sales import said_to_sell
from documents.source_open import alone_open, how_many_are_theirs
from documents.steps_told import UNANSWERED, handed_to
from documents.story_details import filled_in, told_of
from documents.told import as_told, waived_in
from documents.turns import (
    by_turns,
    counted_by_each,
    counted_of_one,
    informed,
    not_of_who_came_later,
    plainly_refused,
    refused_by_each,
)
from documents.unseen import of_nobody_known
from documents.voice import (
    COLLECTING,
    COURT,
    OF_EACH,
    OTHERS_COLLECT,
    called,
    caller_untold,
    calling,
    contacting,
    defendant,
    number_of,
    several,
    speaker_of,
    voice_at_court,
)
from documents.wording import day, respondents_for, yuan
from documents.words_told import as_written
from legal.corpus import load
from legal.corpus.pleading import (
    ACCOUNTS,
    ASKED,
    ASKED_ON,
    CHILDS,
    NUMBER,
    OURS,
    PROMISED,
    SPAN,
    SUMS,
    THEIRS,
    USER,
    Part,
    Statement,
    details,
)
from legal.reasoning.conditions import lookup
from legal.reasoning.respondents import with_what_follows

DETAILS = "details"


@dataclass(frozen=True)
class Narrative:
    relations: tuple[Sentence, ...]
    course: tuple[Sentence, ...]
    losses: tuple[Sentence, ...]
    answers: tuple[Sentence, ...] = ()

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        return tuple(one for one in (self.relations, self.course, self.losses, self.answers) if one)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return (*self.relations, *self.course, *self.losses, *self.answers)


@told_once
def narrative_of(case: Case, form: OfficialForm) -> Narrative:
    relations, course, losses = (
        tuple(completed(one, case) for one in told)
        for told in (
            _relations(case, form),
            once_asked(of_its_act(_course(case, form), case)),
            _losses(case, form),
        )
    )
    course = _without_less(course, losses)
    answers = _left_over(case, "".join(one.text for one in (*relations, *course, *losses)))
    return Narrative(relations=relations, course=_defined(course), losses=losses, answers=answers)


def _without_less(told: tuple[Sentence, ...], more: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Without “原告因此受到财产损失” where it is told below which they were."""
    return tuple(one for one in told if not any(other.text.startswith(f"{one.text}：") for other in more))


def _left_over(case: Case, told: str) -> tuple[Sentence, ...]:
    """What was answered and no sentence asked for: an answer is in the claim that it was given for. What is denied, and what
    a quoted sentence of the story says, is not told again."""
    known = told + (case.story if case.excerpted else "")
    return tuple(
        Sentence(text=f"{DETAIL[name].blank}：{in_line(answer)}", rests=(DETAILS,))
        for name, answer in case.details.items()
        if name in DETAIL and DETAIL[name].blank and answer.strip()
        if not _DENIES.match(answer.strip()) and not says_nearly_all(known, answer)
    )


def _defined(course: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Whoever collected is called so only after it was said who that is."""
    place = next((at for at, one in enumerate(course) if COLLECTING in one.text), None)
    if place is None or any(f"“{COLLECTING}”" in one.text for one in course):
        return course
    first = course[place]
    text = first.text.replace(COLLECTING, f"实施催收的一方（以下称“{COLLECTING}”）", 1)
    return (*course[:place], replace(first, text=text), *course[place + 1 :])


def asked_in(case: Case, form: OfficialForm, reasons: Iterable[Sentence] = ()) -> list[str]:
    """The details that a claim has a line or an answer for, in its order."""
    told = [*_relations(case, form), *_course(case, form), *_losses(case, form), *reasons]
    quoted = filled_in(case)
    names = dict.fromkeys(name for one in told for name in details(one.text))
    return [name for name in names if name not in quoted]


def once_asked(told: Sequence[Sentence]) -> list[Sentence]:
    """Where several sentences ask the same detail, the last of them has it: what was said, and when, is told once."""
    found: list[Sentence] = []
    for at, one in enumerate(told, 1):
        asked = _ASIDE.search(one.text)
        again = asked is not None and any(asked[0] in other.text for other in told[at:])
        found.append(replace(one, text=one.text.removesuffix(asked[0])) if asked and again else one)
    return found


_ASIDE = re.compile(r"（[^（）]*{\?[^（）]*）$")


def completed(one: Sentence, case: Case) -> Sentence:
    """With the details that were given in their places, and lines in those of the others; none where it is quoted."""
    one = as_told(one, case)
    if quoted := {name for name in filled_in(case) if not case.details.get(name)}:
        one = replace(one, text=pruned(one.text, lambda names: not quoted.issuperset(names)))
    lined = [name for name in details(one.text) if has_line(name) or case.details.get(name)]
    one = replace(one, text=pruned(one.text, lambda names: not {*lined}.isdisjoint(names)))
    names = details(one.text)
    if not names:
        return one
    one = replace(one, text=unprompted(one.text, case.details))
    told = {**data_told(case), **payment_told(case)}
    words = {
        f"{ASKED}{name}": in_line(case.details.get(name, "")) or told.get(name) or BLANK for name in names
    }
    given = [DETAILS] if any(case.details.get(name) for name in names) else []
    given += ["story"] if any(name in told and not case.details.get(name) for name in names) else []
    return replace(one, text=put(one.text, words), rests=(*one.rests, *given))


def pruned(text: str, keeps: Callable[[Sequence[str]], bool]) -> str:
    """Without the parts in brackets whose details are not kept, and without what nothing is left between."""
    text = _PART.sub(lambda part: part[0] if keeps(details(part[0])) else part["lead"], text)
    text = re.sub("；+(?=[；）])", "", text)
    return re.sub("（；*）", "", text.replace("（；", "（"))


_PART = re.compile(r"(?P<lead>[（；])(?P<said>[^（）；{}]*(?:{\?\w+}[^（）；{}]*)+)")


def unprompted(text: str, answers: Mapping[str, str]) -> str:
    """Without the words that list what is asked where the answer alone stands in the brackets and says more than yes or no:
    “（日期、方式：3月2日，短信）”."""

    def said(part: re.Match[str]) -> str:
        answer = answers.get(part["name"], "")
        tells = len(answer) >= _TELLS_ITSELF and not _DENIES.match(answer)
        return f"（{{{ASKED}{part['name']}}}）" if tells else part[0]

    return _PROMPTED.sub(said, text)


# That something was found out, asked for or looked up is said by these words alone.
_PROMPTED = re.compile(
    r"（(?!发现|请求|查询|就诊|提出|对)[^（）；：{}]*[、，和][^（）；：{}]*：{\?(?P<name>\w+)}）"
)
_DENIES = re.compile("没|不|无|未")
_TELLS_ITSELF = 6


def in_line(told: str) -> str:
    lines = [line.strip().rstrip("。；;，,") for line in told.splitlines()]
    return "；".join(line for line in lines if line)


# ── Who they are to each other ────────────────────────────────────────────────────────────────────────────────────────
@told_once
def _relations(case: Case, form: OfficialForm) -> list[Sentence]:
    rows = load().narrative.relations
    own = _first([one for one in rows if not one.roles], case, form, None)
    usable = own is not None and (case.number or (own.rests and number_of(case, form)))
    found = [own] if own is not None and usable else []
    callers = calling(case)
    for one in case.respondents:
        fit = [row for row in rows if one.role in row.roles and (one in callers or not row.several)]
        fit = [row for row in fit if one.told.gave or not row.gave]
        about = None if _only_beside(one, case) else _first(fit, case, form, one)
        if about is not None:
            found.append(_shown(_by_what_shows_it(about, case), case, one))
    found = once_asked(found) if by_sites(case) else found
    who = giver_of(case) or contacting(case, form) or _dealt_with(case)
    before = _first(load().narrative.before, case, form, who, named=False) if who is not None else None
    before = _ordered_there(before, case, form)
    return [*found, *([before] if before is not None else []), *_dealings(case, form, before)]


def _ordered_there(told: Sentence | None, case: Case, form: OfficialForm) -> Sentence | None:
    """Of an order on a platform whose goods it was of, where one alone sells them."""
    giver = giver_of(case)
    selling = [one for one in case.respondents if one.role == "content_provider" and one != giver]
    if told is None or giver is None or giver.role != "platform" or len(selling) != 1:
        return told
    there = defendant(case, form, giver)
    words = f"在{there}的平台上向{defendant(case, form, selling[0])}下单时"
    return replace(told, text=told.text.replace(f"在{there}处下单时", words))


def _only_beside(one: Respondent, case: Case) -> bool:
    """Whether what sites sent is laid to another of those who can have had it done."""
    doer = whose_doing(case) if by_sites(case) else None
    return doer is not None and one != doer and one.role in ("person", "content_provider")


def _by_what_shows_it(one: Sentence, case: Case) -> Sentence:
    if not by_sites(case):
        return one
    return replace(one, text=one.text.replace(f"{{{ASKED}sender_proof}}", f"{{{ASKED}{proof_of(case)}}}"))


def _shown(told: Sentence, case: Case, one: Respondent) -> Sentence:
    """With what shows that it was this one, where nobody wrote it and the case does."""
    asked = f"{{{ASKED}sender_proof}}"
    if asked not in told.text or case.details.get("sender_proof"):
        return told
    proof, rests = proof_told(case, one)
    if not proof:
        return told
    return replace(told, text=told.text.replace(asked, proof), rests=(*told.rests, *rests))


# Whose claim it is, by their own account.
_CREDITORS = frozenset({"bank", "lender", "assignee", "trader"})


def related(case: Case, form: OfficialForm) -> list[Sentence]:
    """Of the same what a letter tells: of a number whose it is, of a debt that is denied or disputed whether there is any, and
    of who calls what they were given the number for."""
    rows, found = load().narrative.relations, list[Sentence | None]()
    if lookup(case.facts, "kind") == "second_hand_number":
        found.append(_first([one for one in rows if not one.roles], case, form, None))
    about = [one for one in respondents_for(case, form) if one.name]
    if form.to_company:
        about = [one for one in about if called(one, case, form) == form.you]
    if lookup(case.facts, "debt.owed") in ("none", "others", "settled", "disputed"):
        for one in about:
            if one.role in _CREDITORS:
                fit = [row for row in rows if one.role in row.roles]
                told = _first(fit, case, form, one, who=called(one, case, form))
                found.append(_to_themselves(told, form) if told is not None and form.to_company else told)
    caller = giver_of(case) or contacting(case, form)
    if caller in about:
        found.append(_first(load().narrative.before, case, form, caller, who=called(caller, case, form)))
    selling = [one for one in about if one.role in _SELLING and case.bought_of(one)]
    if form.of_consumer and len(selling) == 1 and lookup(case.facts, "kind") == "harassment":
        ordered = any("提供过号码" in one.text for one in found if one is not None)
        if case.details.get("bought") or not ordered:
            named = {OURS: speaker_of(form), THEIRS: called(selling[0], case, form)}
            row = load().narrative.dealings["used" if selling[0].role in _SERVING else "bought"]
            found.append(Sentence(text=put(row, named), rests=_that_sold(selling[0])))
    return [one for one in found if one is not None and one.rests]


def _that_sold(one: Respondent) -> tuple[str, ...]:
    """What says that something was bought of somebody: what was said of them, else the one answer for all."""
    return ("complainant.consumer_of_respondent",) if one.consumer is None else ("respondents",)


def _to_themselves(told: Sentence, form: OfficialForm) -> Sentence:
    """“本人与贵机构有借款关系”: nobody is told what they are, but for what of it was told besides."""
    text = re.sub(f"^{form.you}(是原出借机构|自称受让上述债权(?:而催收)?)(?=（|$)", "", told.text)
    text = text.strip("（）") if text != told.text else text
    plainly = text.removeprefix(f"{form.you}是出借机构，")
    if plainly != text:
        plainly = plainly.replace("涉案催收就其债权进行", f"涉案催收以{form.you}所称的债权为由进行")
    return replace(told, text=re.sub("(?:(?<=与)|(?<=对))其(?=有|没有)", form.you, plainly, count=1))


def _dealt_with(case: Case) -> Respondent | None:
    """Of several who called, the only one of whom the person bought."""
    bought = [one for one in calling(case) if one.consumer]
    return bought[0] if len(bought) == 1 else None


def _dealings(case: Case, form: OfficialForm, before: Sentence | None) -> list[Sentence]:
    """Of whom something was bought, where the law of consumers is pleaded: of each, or a line where nobody said of whom."""
    pleaded = {p.id.partition(":")[0] for ground in case.grounds for p in ground.provisions}
    if lookup(case.facts, "kind") != "harassment" or not pleaded & {*load().requests["between_consumers"]}:
        return []
    words, own = load().narrative.dealings, speaker_of(form)
    sellers = [one for one in case.respondents if one.role in _SELLING]
    said_of = [one for one in sellers if one.consumer is not None]
    if len(sellers) > 1 and not said_of:
        rests = ("complainant.consumer_of_respondent",)
        return [Sentence(text=put(words["one_of"], {OURS: own}), rests=rests)]
    ordered = before is not None and lookup(case.facts, "data.source") == "order"
    found = []
    for one in said_of or sellers:
        bought = one.consumer is not False
        if not (bought and (ordered or asks(case, PRICE))):  # told with the order, with what is asked back
            named = {OURS: own, THEIRS: defendant(case, form, one)}
            row = "strange" if not bought else "used" if one.role in _SERVING else "bought"
            found.append(Sentence(text=put(words[row], named), rests=_that_sold(one)))
    return found


_SELLING = frozenset({"content_provider", "platform", "bank", "lender", "payment_institution"})
_SERVING = _SELLING - {"content_provider"}


def joining(case: Case, form: OfficialForm, one: Respondent) -> Sentence | None:
    """Why somebody who did nothing with their own hands answers together with who did (连带)."""
    rows = [row for row in load().narrative.joining if one.role in row.roles]
    return _first(rows, case, form, one, named=False)


def told_on(one: Respondent, case: Case) -> date | None:
    """Since when a creditor knew: the first day on which it was complained to, of what went on then."""
    bodies = [body for body in ("bank", "lender") if one.role in _BODIES[body]]
    if one.role == "trader":
        bodies = ["respondent"]
    only = len(case.respondents) == 1
    asked = (
        row
        for row in case.prior
        if row.body in bodies and (row.whom == one.name or (not row.whom and (only or one.role != "trader")))
    )
    return min((row.on for row in asked if row.on and not _before_it(row.on, case)), default=None)


def _before_it(on: date, case: Case) -> bool:
    """Whether a day lies before all that is complained about: what was said then was about something else."""
    return case.began is not None and on < case.began


def answering(case: Case, form: OfficialForm, one: Respondent) -> Sentence | None:
    """Why a defendant answers, in words; None where nothing more than the law says it."""
    rows = [row for row in load().narrative.answering if one.role in row.roles]
    found = _first(rows, case, form, one, named=False)
    return completed(found, case) if found is not None and borne(found, case) else None


def _first(
    rows: Iterable[Part],
    case: Case,
    form: OfficialForm,
    one: Respondent | None,
    *,
    named: bool = True,
    who: str = "",
) -> Sentence | None:
    """The first sentence that the facts carry. A defendant is named where it is first told of; ``who``: as a letter calls it."""
    corpus = load()
    words = {OURS: speaker_of(form), NUMBER: number_of(case, form)}
    if not words[NUMBER]:
        rows = [replace(row, said=_of_the_number(row.said)) for row in rows]
    if one is not None:
        if (asked := told_on(one, case)) is not None:
            words[ASKED_ON] = day(asked)
        words[USER] = their_user(case)
        words[ACCOUNTS] = _accounts_of(one, case) or f"{{{ASKED}which_account}}"
        words[THEIRS] = who or defendant(case, form, one) + (one.name if named else "")
    facts = with_what_follows(facts_of(case))
    for row in rows:
        told = said_of(row.said, facts, corpus.conditions, bare=True)
        if told is not None and (f"{{{ASKED_ON}}}" not in told.text or ASKED_ON in words):
            rests = [*_told_in(told.rests, case), *(["respondents"] if one is not None else [])]
            rests += ["number"] if f"{{{NUMBER}}}" in told.text and case.number else []
            return Sentence(text=put(told.text, words), rests=tuple(dict.fromkeys(rests)))
    return None


def _of_the_number(said: Statement) -> Statement:
    """The same where nobody said which number it is."""
    named = tuple(one.replace(f"号码{{{NUMBER}}}", "涉案号码") for one in said.wordings)
    return replace(said, wordings=named)


def _accounts_of(one: Respondent, case: Case) -> str:
    """Which of the accounts are this one's: those that its name has, the only one where nobody else runs accounts; "" for
    not known. Whoever is sued alone need not run every account that was told of."""
    accounts = [str(told) for told in lookup(case.facts, "number.accounts_bound") or () if told]
    others = [other.name for other in case.respondents if other.role in HOLDERS and other != one]
    if others:
        return "、".join(f"“{told}”" for told in accounts_with(one.name, others, accounts))
    own = accounts if len(accounts) == 1 else [told for told in accounts if told in one.name]
    return "、".join(f"“{told}”" for told in own)


# ── What happened, in order of time ───────────────────────────────────────────────────────────────────────────────────
@told_once
def _course(case: Case, form: OfficialForm) -> list[Sentence]:
    told = [*_counts(case, form)]
    already = set[str]()
    for ground in case.grounds:
        rows = [one for one in ground.claim or ground.facts if one.text not in already and borne(one, case)]
        already.update(one.text for one in rows)
        rows = laid_to(rows, case, lambda one: defendant(case, form, one))
        said_of_all = voiced(
            of_nobody_known([spanned(one, case) for one in rows], case), _words(case, form, ground)
        )
        told += [_of_each(one, case, form) for one in said_of_all] if several(case, ground) else said_of_all
    told = said_with_the_count(
        {one.text: one for one in (as_written(one, case, by_whom=True) for one in told)}.values(), case
    )
    earlier = _earlier(case, form, {name for one in told for name in one.rests})
    if told and not any(_DAY.search(one.text) for one in (*told, *earlier)):
        when, days = span(case.facts)
        told = (
            [Sentence(text=f"有关情形发生在{when.removeprefix('自')}", rests=days), *told] if when else told
        )
    told, earlier = _with_answers(told, earlier)
    return [*in_order(after_no([*told, *earlier]), case), *_asked(case, form), *_felt(case, form)]


def _with_answers(
    told: Sequence[Sentence], earlier: Sequence[Sentence]
) -> tuple[list[Sentence], list[Sentence]]:
    """What was answered to what a ground tells of stands with it, before what came after."""
    found, left = [*told], []
    for one in earlier:
        asked = next((at for at, said in enumerate(found) if _ASKED_ON & {*said.rests} and _asks(said)), None)
        if asked is None or "答复（" not in one.text or "投诉" in one.text:
            left.append(one)
            continue
        first = found[asked]
        rests = tuple(dict.fromkeys((*first.rests, *one.rests)))
        found[asked] = replace(first, text=f"{first.text}；{one.text}", rests=rests)
    return found, left


def _asks(said: Sentence) -> bool:
    return _DAY.match(said.text) is not None


def said_with_the_count(told: Iterable[Sentence], case: Case) -> list[Sentence]:
    """Without how many came from one number in a day, where the count says the same of the day."""
    listed = list(told)
    same = lookup(case.facts, "debt.per_day") == lookup(case.facts, "contacts.max_per_day")
    counted = any("contacts.max_per_day" in one.rests for one in listed)
    return [one for one in listed if not (same and counted and one.rests == ("debt.per_day",))]


def _asked(case: Case, form: OfficialForm) -> list[Sentence]:
    """The facts that what is asked for needs and no ground tells."""
    return [one for _heading, one in for_requests(load().narrative.asked, case, form)]


def needed(case: Case, form: OfficialForm, slugs: Collection[str]) -> list[Sentence]:
    """The same of these requests, said of the one whom a letter goes to or is about."""
    asked = replace(case, asking=tuple(one for one in case.asking if one in slugs))
    return [one for _heading, one in for_requests(load().narrative.asked, asked, form)]


def argued_for_requests(case: Case, form: OfficialForm) -> list[tuple[str, Sentence]]:
    """Why what is asked for may be asked, where no ground argues it: each under its heading; to whom a letter goes, what
    letters argue."""
    rows = [one for one in load().narrative.argued if form.channel == COURT or one.letters]
    return [(heading, completed(one, case)) for heading, one in for_requests(rows, case, form)]


def for_requests(parts: Iterable[Part], case: Case, form: OfficialForm) -> list[tuple[str, Sentence]]:
    """Of each request that is made the first sentence that the facts carry, said of whom it is asked."""
    listed = tuple(parts)
    asked: dict[str, list[str]] = {}
    for one in case.asking:
        slug, _, place = one.partition(":")
        whom = asked.setdefault(slug, [])
        if place:
            whom.append(defendant(case, form, case.respondents[int(place) - 1]))
    if any(of_property(one.what) for one in case.costs):  # told with what was lost
        listed = tuple(one for one in listed if one.heading or "damages" not in one.asks)
    if any(loss_of(one.what) in (BOUGHT, PREPAID) for one in case.costs):
        for_price = {*asked} & {PRICE}
        listed = tuple(one for one in listed if not (for_price & {*one.asks} and not one.heading))
    if any(loss_of(one.what) == CHARGED for one in case.costs):
        listed = tuple(one for one in listed if one.heading or REFUND not in one.asks)
    found: list[tuple[str, Sentence]] = []
    for slug, whom in asked.items():
        rows = [one for one in listed if slug in one.asks]
        facts = with_what_follows(facts_of(case))
        told = ((row, said_of(row.said, facts, load().conditions, bare=True)) for row in rows)
        part, first = next(((row, one) for row, one in told if one is not None), (None, None))
        if part is not None and first is not None:
            theirs = _of_roles(part.roles, case, form) if part.roles else whom
            if part.roles and not theirs:
                continue
            alone = form.channel != COURT and len(respondents_for(case, form)) == 1
            other = form.you if form.to_company else form.respondent if alone else "、".join(theirs)
            child = childs_data(case)
            words = {
                OURS: speaker_of(form),
                THEIRS: other or form.respondent,
                PROMISED: said_to_sell(case),
                CHILDS: child.data if child else "",
            }
            rests = (*_told_in(first.rests, case), f"{TICKED}{slug}")
            said = (part.heading, Sentence(text=put(first.text, words), rests=rests))
            # What two requests rest on is said once.
            if not (part.heading and any(one[0] == said[0] and one[1].text == said[1].text for one in found)):
                found.append(said)
    return found


def _of_roles(roles: Collection[str], case: Case, form: OfficialForm) -> list[str]:
    """What a reason says of one role it says of nobody else, whoever is asked for what it is a reason of."""
    return [defendant(case, form, one) for one in respondents_for(case, form) if one.role in roles]


def _told_in(rests: tuple[str, ...], case: Case) -> list[str]:
    """With what an answer was told in, for what is made of it; nothing told what is not so."""
    facts = facts_of(case)
    told = {
        "derived.renounced": DETAILS,
        "derived.already_public": already_public(case),
        "derived.by_sites": told_in(case),
        "derived.users_act": told_in(case),
        "derived.held_as_own": held_as_own(case),
        "derived.misdescribed": DETAILS,
        "derived.account_closed": "story",
        "derived.induced": "story",
        "derived.childs_data": "story",
        "derived.childs_sources": "story",
        "derived.waived": waived_in(case),
        "derived.asked_unbind": DETAILS,
    }
    return [told.get(name, name) for name in rests if name not in told or lookup(facts, name)]


def _of_each(one: Sentence, case: Case, form: OfficialForm) -> Sentence:
    """Where several may have done it, which of them is asked beside the detail that a sentence asks anyway. Who gave data to
    whom is not for the person to know: a line would ask them for what they sue for."""
    told = {"told_how"} if informed(case) is not None else set()
    if giver_of(case) is not None:
        # Whose box it was is told with who handed the data on.
        told |= {"consent_where", "consent_ended"}
    refused = "" if case.details.get("refused_whom") else _refused_by_each(case, form)
    if refused and "refused_how" in details(one.text):
        one = plainly_refused(one)
        return replace(one, text=_beside(one.text, refused), rests=(*one.rests, "respondents"))
    each = load().narrative.each
    more = [each[name] for name in details(one.text) if name in each and name not in told]
    if each["passed_to"] in more and not case.details.get("given_to"):
        more.append(each["given_to_untold"])
    return replace(one, text=_beside(one.text, *more)) if more else one


def _refused_by_each(case: Case, form: OfficialForm) -> str:
    return refused_by_each(case, lambda one: defendant(case, form, one))


def _beside(text: str, *more: str) -> str:
    """With more in its last brackets, which it gets where it has none."""
    asked = "；".join(more)
    return f"{text[:-1]}；{asked}）" if text.endswith("）") else f"{text}（{asked}）"


def asks(case: Case, slug: str) -> bool:
    return any(one.partition(":")[0] == slug for one in case.asking)


def borne(one: Sentence, case: Case) -> bool:
    """Whether what it says of money that was taken has such a sum: the costs of a case may all be what was spent."""
    return "loss.costs" not in one.rests or any(
        taken(cost.what) or gave_back(cost.what) for cost in case.costs
    )


def _words(case: Case, form: OfficialForm, ground: Ground) -> Mapping[str, str]:
    return {**voice_at_court(case, form, ground), SPAN: within(case.facts)}


def spanned(one: Sentence, case: Case) -> Sentence:
    """A sentence that says from when to when rests on the days, too; without them it begins with what happened."""
    place = f"{{{SPAN}}}"
    if place not in one.text:
        return one
    days = span(case.facts)[1]
    return (
        replace(one, rests=(*one.rests, *days))
        if days
        else replace(one, text=one.text.replace(f"{place}，", ""))
    )


def _counts(case: Case, form: OfficialForm) -> list[Sentence]:
    """“自2026年9月1日至11月15日，被告1向原告拨打电话、发送短信共58次”: by whose hand, where that is known."""
    who = contacting(case, form)
    by = defendant(case, form, who) if who is not None else ""
    turns = by_turns(case, lambda one: defendant(case, form, one))
    turns += f"（以下统称“{COLLECTING}”）" if turns and caller_untold(case) else ""
    apart = (
        counted_of_one(case, case.tally.unit, speaker_of(form), who, lambda one: defendant(case, form, one))
        if who is not None and not turns
        else []
    )
    found = apart or counted_as(case.facts, case.tally.unit, speaker_of(form), by=by, turns=turns)
    found += not_all_theirs(case, form, defendant) if found else []
    alone = alone_open(case)
    found += how_many_are_theirs(case, defendant(case, form, alone)) if found and alone else []
    each = counted_by_each(case, lambda one: defendant(case, form, one))
    if apart:
        pass
    elif found and (turns or each):
        found += _of_each_counted(case, each)
        found += not_of_who_came_later(case, speaker_of(form), lambda one: defendant(case, form, one))
    elif found and by:
        found = [replace(one, rests=(*one.rests, "respondents")) for one in found]
    elif calling(case):
        found = [replace(one, text=_beside(one.text, load().narrative.each["count"])) for one in found]
        found += _untold_caller(case, form)
    elif any(one.code in OF_EACH and _holders(one, case) > 1 for one in case.grounds):
        found = [replace(one, text=_beside(one.text, load().narrative.each["count"])) for one in found]
    if found and case.tally.rows:
        found.append(said(_listed(case), "tally"))
    if case.tally.after and lookup(case.facts, "refusal.made") is not True:
        # What was refused by a word that is on file alone.
        after = [row for row in case.tally.after_said if row not in case.tally.said]
        found += [said(f"其中{row.rstrip('。')}", "tally") for row in after]
    return found


def _of_each_counted(case: Case, each: str) -> list[Sentence]:
    """How many of them were whose, where that was told; else that nobody counted."""
    if case.details.get("each_count"):
        return [Sentence(text=f"各被告的次数：{in_line(case.details['each_count'])}", rests=(DETAILS,))]
    if each:
        return [said(each, "contacts.count", "respondents")]
    return [said("各被告各自的次数以通信记录为准", "contacts.count")]


def not_all_theirs(
    case: Case, form: OfficialForm, name: Callable[[Case, OfficialForm, Respondent], str]
) -> list[Sentence]:
    """Of all that came that others wrote and called, too: how many were whose the records tell. ``name``: how a paper calls
    the one that is complained about."""
    theirs = replace(
        case, facts={**case.facts, "debt": {**(lookup(case.facts, "debt") or {}), "others_collect": False}}
    )
    who = contacting(theirs, form) if lookup(case.facts, OTHERS_COLLECT) else None
    if who is None or not name(case, form, who):
        return []
    text = f"其中署名、自称{name(case, form, who)}的次数以通信记录为准，其余来自身份不明的催收人员"
    return [Sentence(text=text, rests=(OTHERS_COLLECT, "respondents"))]


def _listed(case: Case) -> str:
    """Where the rows are: those that are not on file are not said to be unproved."""
    if case.tally.count >= (lookup(case.facts, "contacts.count") or 0):
        return "逐条的记录见文后“联系记录汇总”"
    return f"已经整理的{case.tally.count}{case.tally.unit}见文后“联系记录汇总”，其余以通信记录为准"


def _holders(ground: Ground, case: Case) -> int:
    return sum(one.role in ground.by for one in case.respondents)


def _untold_caller(case: Case, form: OfficialForm) -> list[Sentence]:
    """Of a debt that one company lent and another collects: whose people called is for them to say, and one name for those."""
    if not caller_untold(case):
        return []
    words = {THEIRS: "、".join(defendant(case, form, who) for who in calling(case))}
    return [said(put(load().narrative.each["callers"], words), "respondents")]


_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def after_no(told: list[Sentence]) -> list[Sentence]:
    """How many came after it stands behind the sentence that says no: a refusal, or that it is not one's debt."""
    counts = [one for one in told if "contacts.after_refusal" in one.rests and _GOES_ON.match(one.text)]
    rest = [one for one in told if one not in counts]
    places = [at for at, one in enumerate(rest) if {"refusal.on", "debt.told_them_on"} & {*one.rests}]
    said_no = [at for at in places if _DAY.search(rest[at].text) and not _GOES_ON.match(rest[at].text)]
    if not counts or not said_no:
        return told
    at = said_no[0] + 1
    on = [
        replace(one, text=one.text.removeprefix("此后")) for one in rest[at:] if one.text.startswith("此后")
    ]
    return [*rest[:at], *counts, *on, *(one for one in rest[at:] if not one.text.startswith("此后"))]


# What goes on from the sentence before it.
_GOES_ON = re.compile("此后|补卡以后|登录以后|提供之前|该项收费")


def _of_before(one: Sentence) -> bool:
    """What a number was before it was got stands before all that happened."""
    rests = {*one.rests}
    return bool(rests & _BEFORE) and rests <= _BEFORE | {"complainant.capacity", "respondents"}


_BEFORE = frozenset({"number.second_hand", "number.told"})


def in_order(told: Sequence[Sentence], case: Case) -> list[Sentence]:
    """By the first day that a sentence names. One without a day tells of all that time, or goes on from the one before it."""
    began = date.fromisoformat(contacts_from(case.facts) or str(date.min))
    before, dated = began, []
    for one in told:
        named = _DAY.search(one.text)
        if not _GOES_ON.match(one.text):
            before = date(*map(int, named.groups())) if named else date.min if _of_before(one) else began
        dated.append((before, one))
    return [one for _on, one in sorted(dated, key=lambda row: row[0])]


# Whom an earlier complaint went to, by the roles that a defendant has who is meant.
_BODIES: Mapping[str, tuple[str, ...]] = {
    "operator": ("operator",),
    "platform": ("platform", "payment_institution"),
    "bank": ("bank",),
    "lender": ("lender", "bank", "assignee"),
}
# Who learned of it matters although nobody sues them: money that was taken is stopped there.
_OF_MONEY = frozenset({"S7", "S9"})


def _earlier(case: Case, form: OfficialForm, said_of: Collection[str]) -> list[Sentence]:
    """What was reported to the police, what was told the defendants themselves, and what the alleged creditor of no debt
    answered; a complaint to others proves nothing. ``said_of``: what the grounds tell of."""
    found = []
    for one in case.prior:
        told = _report(one, form) if one.body == "police" else _complaint(one, case, form, said_of)
        if told:
            found.append(Sentence(text=told, rests=("prior",)))
    return found


def _report(one: Prior, form: OfficialForm) -> str:
    when = f"{day(one.on)}，" if one.on else ""
    number = f"（受案号：{one.ticket}）" if one.ticket else ""
    ends = (
        {True: "，公安机关已经受理", False: "，公安机关没有受理"}.get(one.accepted, "")
        if one.accepted is not None
        else ""
    )
    return f"{when}{speaker_of(form)}向公安机关报案{number}{ends}"


def _complaint(one: Prior, case: Case, form: OfficialForm, said_of: Collection[str]) -> str:
    own, when = speaker_of(form), f"{day(one.on)}，" if one.on else ""
    number = f"（编号：{one.ticket}）" if one.ticket else ""
    named = next((who for who in case.respondents if who.name and who.name == one.whom), None)
    if named is not None:
        whom = answers = defendant(case, form, named)
    elif one.whom:
        return ""  # whoever was asked is not sued
    elif one.body == "respondent":
        rows = lookup(case.facts, "respondents") or ()
        # Nobody complains to whom they cannot name.
        many = len([row for row in rows if row.get("name")] or rows or case.respondents) > 1
        whom = f"对方（接收投诉的一方和方式：{{{ASKED}whom}}）" if many else form.respondent
        answers = "对方" if many else whom
    else:
        meant = [who for who in case.respondents if who.role in _BODIES.get(one.body, ())]
        meant = [] if one.whom else meant
        if len(meant) == 1:
            whom = answers = defendant(case, form, meant[0])
        elif meant:
            whom = f"{form.respondent}（接收投诉的一方和方式：{{{ASKED}whom}}）"
            answers = f"该{form.respondent}"
        elif one.body in _BODIES and any(ground.code in _OF_MONEY for ground in case.grounds):
            whom = answers = one.to
        elif one.body == "lender" and one.answered and lookup(case.facts, "debt.owed") == "none":
            # Whether there is a debt its alleged creditor knows, sued or not.
            whom, answers = "所称的出借机构", "该机构"
        elif one.answered and one.on and (to := _handed(one, case)) is not None:
            # What an authority handed on reached a defendant.
            return f"{when}{own}就此向{one.to}投诉，其于{_later(one.answered, one.on)}答复称已转{defendant(case, form, to)}处理"
        else:
            return ""
    # That it was asked on that day is told with the ground.
    told_with_ground = one.on is not None and any(
        str(lookup(case.facts, name) or "") == one.on.isoformat() for name in _ASKED_ON & {*said_of}
    )
    about = "曾" if one.on is not None and _before_it(one.on, case) else "就此"
    asked = f"{when}{own}{about}向{whom}提出投诉{number}"
    told = one in told_of(case) and not case.details.get("answer")
    answer = "" if told else f"（答复的内容：{{{ASKED}answer}}）"
    if one.answered:
        on = _later(one.answered, one.on)
        ended = "，问题没有解决" if one.satisfied is False else ""
        if told_with_ground:
            return f"{day(one.answered)}，{answers}答复{answer}{ended}"
        return f"{asked}，{answers}于{on}答复{answer}{ended}"
    if one.accepted is False:
        return f"{asked}，{answers}不予受理"
    if told_with_ground:
        return ""
    ended = (
        "，至今没有答复" if one.result == UNANSWERED else "，问题没有解决" if one.satisfied is False else ""
    )
    return (
        f"{asked}{ended}"
        if told or one.result == UNANSWERED
        else f"{asked}{ended}（答复的情况：{{{ASKED}answer}}）"
    )


def _later(answered: date, asked: date | None) -> str:
    """The day of an answer, without its year where that of the question is the same."""
    same = asked is not None and answered.year == asked.year
    return day(answered).removeprefix(f"{answered.year}年" if same else "")


def _handed(one: Prior, case: Case) -> Respondent | None:
    """The defendant to whom the story tells that an authority handed an earlier complaint."""
    roles = [who.role for who in case.respondents]
    told = (who for who in case.respondents if one.on and handed_to(case.story, one.on.isoformat(), who.role))
    return next((who for who in told if roles.count(who.role) == 1), None)


_ASKED_ON = frozenset({"number.label_reported_on", "debt.told_them_on"})


def _felt(case: Case, form: OfficialForm) -> list[Sentence]:
    if (
        asks(case, "mental")
        or lookup(case.facts, "loss.mental") not in ("some", "severe")
        or not lookup(case.facts, "contacts.count")
    ):
        return []
    own = speaker_of(form)
    return [said(f"上述情形影响了{own}的正常生活（具体的影响：{{{ASKED}impact}}）", "loss.mental")]


# ── What was lost ─────────────────────────────────────────────────────────────────────────────────────────────────────
@told_once
def _losses(case: Case, form: OfficialForm) -> list[Sentence]:
    own, found = speaker_of(form), []
    for kind, row in load().narrative.losses.items():
        costs = [one for one in claimed_costs(case) if _lost_as(one, case) == kind]
        if costs:
            found.append(said(put(row, {OURS: own, SUMS: _sums(costs)}), "costs"))
    return found


def _lost_as(one: Cost, case: Case) -> str:
    """What nobody who is sued sold was bought for nothing: lost. What was charged, where it is asked back."""
    kind, of = loss_of(one.what), str(lookup(case.facts, "kind"))
    if kind in (BOUGHT, PREPAID, OPENING, CHARGED) and asked_as(one.what, kind=of) == "damages":
        return LOST
    return kind


def claimed_costs(case: Case) -> tuple[Cost, ...]:
    """The costs that a claim asks for: no court is told of others. What the person asks in their own words may be any."""
    if case.asks:
        return case.costs
    of = str(lookup(case.facts, "kind"))
    return tuple(one for one in case.costs if asks(case, asked_as(one.what, kind=of)))


def _sums(rows: Sequence[Cost]) -> str:
    """“公证费1000元、律师费3000元，共4000元”."""
    listed = "、".join(f"{one.what}{yuan(one.yuan)}元" for one in rows)
    total = sum((one.yuan for one in rows), Decimal(0))
    return f"{listed}，共{yuan(total)}元" if len(rows) > 1 else listed
