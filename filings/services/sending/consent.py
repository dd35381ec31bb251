"""Consent as 个人信息保护法 14 and 23 ask for it: one a recipient, naming who, for what, how and which information.

What it lists is what is given (``filings.services.sending.giving``): content is frozen from these fields alone, its grounds
and sums too, and documents are made from the content alone. Sensitive information has a consent of its own beside it (28–31).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from complaints.models import Complaint
from complaints.reading import reading_once
from complaints.services import guardian_is_over
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from core.language import beside, in_house, reader
from core.language import gettext as _
from documents.excerpts import Excerpt
from documents.frozen import TOLD, Content
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from documents.not_pleaded import Unsaid
from documents.of_several import unplaced
from documents.requests import Request, Unasked
from documents.suits import Suit
from documents.words import Within, nameless, others_reached, told_within, words_given
from evidence.models import Exhibit
from filings.models import Recipient
from filings.services.law import check_recipient_of, entry_for
from filings.services.papers.edits import edited_of
from filings.services.reach import Refused, check_reachable, covered_by, uncovered_for
from filings.services.sending.content import Edited, Wishes, case_fields
from filings.services.sending.giving import (
    ALWAYS,
    CLAIMED,
    DECLARATION,
    LABELS,
    Given,
    Giving,
    content_and_offer,
    fields_of,
    lacking,
    others_named,
    required_by,
    unnamed,
)
from filings.ways.table import part_of
from legal.reasoning.answers import Way as PlanEntry
from legal.reasoning.facts import FACTS
from legal.reasoning.facts import label as told

SEPARATE = IDENTITY, CHILD, ITSELF, WRITTEN, EDITED = (
    "identity",
    "child",
    "itself",
    "written",
    "edited",
)  # keys of separate consents
_OF_IDENTITY = ("complainant.id_number", "representative.id_number")
OF_AGE = 14  # from this age on a child's information is not sensitive for the age alone (28)


@dataclass(frozen=True)
class Separate:
    """A consent beside that to the recipient, to sensitive information (个人信息保护法 29–31): with why it is needed.

    Without it the fields stay out; where the channel ``required`` them, nothing is prepared.
    """

    key: str
    label: str
    text: str
    information: list[str]
    fields: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class ConsentText:
    """A consent as it is shown. ``digest`` covers what is given, ``text`` and files: what is consented to is what was shown.

    What is not given, ``withheld`` and ``unnamed``, is shown beside it and bound by nothing: it grows with the case.
    ``given`` are the fields, separate ones among them; ``optional`` those that may be left out, with their labels; ``needed``
    the labels of those that may not.
    """

    recipient_name: str
    recipient_contact: str
    purpose: str
    way: str
    information: list[str]
    withheld: list[str]  # what the case says and this recipient does not get
    unnamed: str  # in words, where it does not learn who the others are
    text: str
    digest: str
    separate: list[Separate] = field(default_factory=list)
    in_words: str = ""  # that words which go may tell of what is not given all the same
    given: list[str] = field(default_factory=list)
    optional: dict[str, str] = field(default_factory=dict)
    needed: list[str] = field(default_factory=list)
    story: str = ""
    excerpts: list[Excerpt] = field(default_factory=list)  # of a story that does not go whole
    others: list[str] = field(default_factory=list)  # names in the story that may be other people's
    others_reached: list[str] = field(default_factory=list)  # and their mobile numbers
    requests: list[Request] = field(default_factory=list)  # every one that could be ticked
    always: list[str] = field(default_factory=list)  # what its paper asks for besides, whatever is ticked
    speaks_to: str = ""  # whom its letter is written to, where that is another name than the recipient's
    unasked: list[Unasked] = field(default_factory=list)  # what could be, and is not offered there
    unsued: list[Unsaid] = field(default_factory=list)  # who is no defendant of a claim, and why
    causes: dict[str, str] = field(
        default_factory=dict
    )  # 案由 to choose from, by key, what is suggested first
    hints: list[str] = field(default_factory=list)  # what is asked for elsewhere
    suits: list[Suit] = field(default_factory=list)  # the claims that it is apart, where it is two
    within: list[str] = field(default_factory=list)  # what the words tell although the list leaves it out
    asks_nothing: bool = False
    # The version of the paper whose edited blocks go, each of them whole.
    edited: Edited | None = None
    # The codes of the grounds that its paper pleads, and the headings of those that came too late there.
    pleaded: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    # In which language it is shown, and the same in the house's; ``kept`` without it.
    language: str = ""
    original: "ConsentText | None" = None

    @property
    def kept(self) -> "ConsentText":
        """As it is kept: in the language of the house, whoever read it in another."""
        return self.original or self

    def read_as(self, agreed: Collection[str]) -> dict[str, str]:
        """What is kept beside it of how it was read; nothing where that was in the language of the house."""
        if self.original is None:
            return {}
        apart = [f"{one.text}\n{one.label}" for one in self.separate if one.key in agreed]
        return {"language": self.language, "shown": "\n".join([self.text, *apart])}


def in_both(make: Callable[[], ConsentText]) -> ConsentText:
    """A consent as its reader reads it, with the Chinese that stands for it; its digest covers both."""
    ours, read = beside(make)
    if read is ours:
        return ours
    both = digest(canonical([ours.digest, read.digest]))
    return replace(read, language=reader(), original=ours, digest=both)


def labels_of_answers(allowed: Collection[str]) -> dict[str, str]:
    """The answers by name, as a consent lists them: whole where a desk gets them, else by what papers tell of."""
    if not DESK_FIELDS.keys() & {*allowed}:
        return TOLD_FIELDS
    return DESK_FIELDS | {name: label for name, label in TOLD_FIELDS.items() if name in allowed}


def held_as(name: str, said: Mapping[str, Any]) -> str:
    """A field as it is named where it may be left out: of answers those alone that the case holds."""
    named = listed([name], said)
    return named[0] if named else str(_(LABELS[name]))


def listed(
    names: Iterable[str], fields: Mapping[str, Any], *, but: Mapping[str, Any] | None = None
) -> list[str]:
    """Fields as a consent names them, whether they are given or not: answers by what was asked, those alone that are there
    and not among ``but`` as well. So nothing can stand on both sides."""
    named: list[str] = []
    answered = answers_in({name: fields[name] for name in names if name in fields}) - _said_in(but or {})
    placed = False
    for name in names:
        if name not in fields or (name in (but or {}) and not _is_answers(name)):
            continue
        if not _is_answers(name):
            named.append(str(_(LABELS[name])))
        elif answered and not placed:
            # In one order, whatever order they were stored in: the words are bound.
            ordered = [*(one for one in FACTS if one in answered), *sorted(answered - FACTS.keys())]
            named.append(_("您的回答（%s）") % _("；").join(_(told(fact)) for fact in ordered))
            placed = True
    return named


def _is_answers(name: str) -> bool:
    return name.startswith(TOLD) or name in DESK_FIELDS


def answers_in(fields: Mapping[str, Any]) -> set[str]:
    """The facts that the answers among the fields state, by name."""
    groups = [(name.removeprefix(TOLD), said) for name, said in fields.items() if name.startswith(TOLD)]
    groups += [pair for name, said in fields.items() if name in DESK_FIELDS for pair in said.items()]
    return {
        f"{group}.{fact}"
        for group, said in groups
        for fact, value in said.items()
        if value not in (None, "", [])
    }


def _said_in(given: Mapping[str, Any]) -> set[str]:
    """The facts that go: as answers, or in another field, as numbers do with what came from them."""
    rows = [*given.get("messages", ()), *given.get("tally", {}).get("rows", ())]
    return answers_in(given) | ({"contacts.numbers"} if any(row["sender"] for row in rows) else set())


def in_words(given: Mapping[str, Any], withheld: Collection[str]) -> str:
    """That words which go may tell what is not listed; "" where none go, or nothing is left out."""
    words = [str(_(LABELS[name])) for name in ("story", "messages") if given.get(name)]
    return _("不单独提供；%s里写到的，它看得到。") % _("、").join(words) if words and withheld else ""


def claimed_in(content: Content) -> list[str]:
    """The sums asked for and declarations that go, as a consent lists them."""
    return [str(label) for name, label in CLAIMED.items() if content["claim"].get(name)]


def declared_in(content: Content) -> list[str]:
    """Of these, what is ticked on the page of the consent itself, under the sentence that goes: listed, once it is given."""
    return [str(CLAIMED[DECLARATION])] if content["claim"].get(DECLARATION) else []


def propose_consent(
    *,
    complaint: Complaint,
    recipient: Recipient,
    exhibits: Iterable[Any],
    document: str,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
    giving: Giving | None = None,
    at: datetime | None = None,
) -> ConsentText:
    """The consent to show for sending this case and these exhibits to this recipient; the same until something changes.

    ``uncovered`` are those that go without covering although a covered copy was made. Refused for any but a court,
    for a recipient that cannot be reached now, and for ``giving`` that leaves out what the channel requires.
    """
    complaint = complaint.read_whole()
    check_recipient_of(complaint, recipient)
    check_reachable(recipient)
    chosen = chosen_exhibits(complaint, exhibits)
    on = timezone.localdate(at or timezone.now())
    with in_house():
        edited = edited_for(complaint, recipient)
    return proposed(
        complaint=complaint,
        recipient=recipient,
        chosen=chosen,
        document=document,
        wishes=replace(wishes or Wishes(), edited=edited),
        uncovered=uncovered_for(recipient, chosen, uncovered),
        giving=giving or Giving(),
        on=on,
        entry=entry_for(complaint, recipient.channel, on),
    )[0]


def edited_for(complaint: Complaint, recipient: Recipient) -> Edited | None:
    """The edited paper to a recipient, in its newest version; None where nothing was edited."""
    paper = complaint.papers.standing().filter(recipient=recipient).first() if recipient.pk else None
    version = paper.current if paper is not None else None
    return edited_of(complaint, version) if version is not None and version.changed else None


def proposed(
    *,
    complaint: Complaint,
    recipient: Recipient,
    chosen: list[Exhibit],
    document: str,
    wishes: Wishes,
    uncovered: Collection[str],
    giving: Giving,
    on: date,
    entry: PlanEntry | None,
) -> tuple[ConsentText, Content]:
    """The consent, and the content of a filing as it would be if everything in it were agreed to. What was edited is given
    in the language of the house."""
    contents: list[Content] = []

    @reading_once()
    def shown() -> ConsentText:
        asked = wishes
        if contents and wishes.edited is not None:  # again, as it is read
            asked = replace(wishes, edited=edited_for(complaint, recipient))
        made = content_and_offer(
            complaint=complaint,
            recipient=recipient,
            document=document,
            exhibits=chosen,
            uncovered=uncovered,
            wishes=asked,
            giving=giving,
            on=on,
            entry=entry,
        )
        contents.append(made.content)
        return _told(complaint, recipient, chosen, document, asked, uncovered, giving, on, made)

    text = in_both(shown)
    return text, contents[0]  # what is made first is made in the language of the house


def _told(
    complaint: Complaint,
    recipient: Recipient,
    chosen: list[Exhibit],
    document: str,
    wishes: Wishes,
    uncovered: Collection[str],
    giving: Giving,
    on: date,
    made: Given,
) -> ConsentText:
    content = made.content
    given = content["fields"]
    allowed = fields_of(recipient.channel, recipient.way)
    labels = FIELDS | labels_of_answers(allowed)
    said = case_fields(complaint, labels, chosen, wishes, uncovered)
    edited = wishes.edited
    within = told_within(said, given, {**words_given(given), **_written(edited), **_deceived(content)})
    separate = [
        *_separate(complaint, recipient, given, on),
        *of_identity_in(within),
        *_of_doubts(edited),
    ]
    apart = {name for one in separate for name in one.fields}
    excerpted = content.get("excerpted", False)
    information = [
        _("事情经过里选出的句子") if excerpted and one == str(_(FIELDS["story"])) else one
        for one in listed([name for name in labels if name not in apart], given)
    ]
    declared = declared_in(content)
    information += [one for one in claimed_in(content) if one not in declared]
    information += [_("改过的文书内容（%s）") % _("、").join(edited.headings.values())] if edited else []
    must = required_by(recipient.channel)
    name = written_to(recipient, made.speaks_to) or recipient.name
    purpose = _("请%(name)s处理编号为%(number)s的投诉") % {"name": name, "number": complaint.number}
    way = str(part_of(recipient.way).travels)
    contact = recipient.contact or recipient.email
    to = made.speaks_to if made.speaks_to != name else ""
    text = _shown(recipient, name, contact, purpose, way, information, chosen, uncovered, edited, to=to)
    covered = [one for exhibit in chosen if str(exhibit.pk) not in uncovered and (one := covered_by(exhibit))]
    bound = {
        "complaint": str(complaint.pk),
        "recipient": recipient.pk,
        "way": recipient.way,
        "document": document,
        "text": text,
        "fields": digest(canonical(given)),
        "requests": digest(canonical(_requests_in(content))),
        "exhibits": [exhibit.sha256 for exhibit in chosen],
        **({"separate": [one.text for one in separate]} if separate else {}),
        **({"covered": covered} if covered else {}),
        **({"uncovered": sorted(uncovered)} if uncovered else {}),
        **({"court": content["court"]} if "court" in content else {}),
    }
    withheld = listed([name for name in labels if name not in within.repeated], said, but=given)
    withheld += [_("事情经过的其余部分")] if excerpted else []
    return ConsentText(
        recipient_name=name,
        recipient_contact=contact,
        purpose=purpose,
        way=way,
        information=information,
        withheld=withheld,
        in_words=in_words(given, withheld),
        unnamed=unnamed(said, given),
        text=text,
        digest=digest(canonical(bound)),
        separate=separate,
        given=[name for name in labels if name in given],
        optional={
            name: held_as(name, said)
            for name in labels
            if (name in given or name in giving.left_out & said.keys())
            and name not in must | apart | {"story", "exhibits"}
        },
        needed=[str(_(LABELS[name])) for name in labels if name in given and name in must - ALWAYS],
        story=given.get("story", ""),
        excerpts=list(made.excerpts),
        others=others_named(complaint, given.get("story", "")),
        others_reached=others_reached(complaint, given.get("story", "")),
        within=[
            *within.told,
            *_in_edits(edited, withheld),
            *nameless([name for name, said in given.items() if said]),
        ],
        pleaded=made.pleaded,
        late=content["elsewhere"],
        edited=edited,
        requests=list(made.offered.every),
        always=[] if edited and "requests" in edited.edits else made.always,
        speaks_to=to,
        asks_nothing=asks_nothing(made.offered.every, wishes),
        unasked=list(made.offered.unasked),
        unsued=made.unsued,
        causes=made.causes,
        hints=[*made.hints, *unplaced(complaint, recipient.name)],
        suits=made.suits,
    )


def asks_nothing(offered: Iterable[Request], wishes: Wishes) -> bool:
    """Whether a paper asks for nothing definite: nothing that is ticked, nothing in the person's own words."""
    written = wishes.edited is not None and "requests" in wishes.edited.edits
    return not (written or wishes.asks or any(one.wished for one in offered))


def _requests_in(content: Content) -> list[Any]:
    """What is asked for, as a consent binds it. What is declared is ticked under its sentence, on the page itself."""
    claim = {name: said for name, said in content["claim"].items() if name != DECLARATION}
    return [content.get("requests", []), claim]


def without_consent(shown: ConsentText, agreed: Collection[str], channel: str) -> frozenset[str]:
    """The fields that stay out because their separate consent was not given. Refused where nothing goes without them."""
    refused = [one for one in shown.separate if one.key not in agreed]
    for one in refused:
        if one.required and one.key == CHILD:
            raise Refused(
                _("还没有勾选监护人的单独同意。内容都涉及孩子，不同意就不能提交；没有备材料，您填的都还在。")
            )
        if one.required and one.key == ITSELF:
            raise Refused(
                _("还没有勾选孩子本人的同意。满十四周岁，要孩子自己同意；没有备材料，您填的都还在。")
            )
        if one.required and one.key == EDITED:
            raise Refused(
                _("改过的内容里有案件里找不到的，还没有勾选核对过。没有备材料；勾选，或者回去改再试。")
            )
        if one.required and one.key == WRITTEN:
            raise Refused(
                _("要提供的内容里有身份证号码，还没有勾选单独同意。没有备材料；勾选，或者删掉号码再试。")
            )
        if one.required:
            raise Refused(lacking([name for name in one.fields if name in required_by(channel)]))
    return frozenset(name for one in refused for name in one.fields)


def chosen_exhibits(complaint: Complaint, exhibits: Iterable[Any]) -> list[Exhibit]:
    """The exhibits meant by ids or rows, in the order of the case. Refused when one is not of this case or is erased."""
    wanted = {str(getattr(one, "pk", one)) for one in exhibits}
    found = [
        exhibit
        for exhibit in Exhibit.objects.of_case(complaint.pk).select_related("sealed").with_copies()
        if str(exhibit.pk) in wanted
    ]
    if len(found) != len(wanted):
        raise Refused(_("有的证据不属于这个投诉，没有提交。请重新选择证据。"))
    if any(exhibit.erased for exhibit in found):
        raise Refused(_("有的证据已经删除，不能再提交。请重新选择证据。"))
    return found


def written_to(recipient: Recipient, letter_to: str) -> str:
    """The one body or company that a letter handed in by the person is written to, where the list knows it in general
    alone; else "". Consent names it (个人信息保护法 23)."""
    named = part_of(recipient.way).printed and letter_to and "＿" not in letter_to
    return letter_to if named else ""


def _shown(
    recipient: Recipient,
    name: str,
    contact: str,
    purpose: str,
    way: str,
    information: list[str],
    exhibits: list[Exhibit],
    uncovered: Collection[str],
    edited: Edited | None,
    *,
    to: str,
) -> str:
    """The words on the screen."""
    lines = [
        _("接收方：%s") % name,
        *([_("信写给：%s") % to] if to else []),
        _("联系方式：%s") % _(contact),
        _("处理目的：%s") % purpose,
        _("处理方式：%s") % way,
        _("个人信息的种类：%s") % _("、").join(information),
    ]
    lines += [
        _("随附证据 %(place)s：%(name)s") % {"place": one.ordinal, "name": one.filename}
        + as_which_copy(one, uncovered)
        for one in exhibits
    ]
    if edited is not None:
        lines.append(
            _("文书用改过的第 %(version)d 版（校验值 %(digest)s）：")
            % {"version": edited.version, "digest": edited.digest}
        )
        lines += [f"“{heading}”\n{text}" for heading, text in edited.blocks]
    lines.append(
        _("这项同意只对这一个接收方有效。发出前撤回，就不会发出；发出后撤回：%s")
        % part_of(recipient.way).withdrawn
    )
    return "\n".join(lines)


def _separate(complaint: Complaint, recipient: Recipient, given: Collection[str], on: date) -> list[Separate]:
    """The consents that sensitive information asks for, as far as it is given; why, and what follows without (28–31)."""
    found = []
    must = required_by(recipient.channel)
    if fields := tuple(name for name in _OF_IDENTITY if name in given):
        required = bool(must.intersection(fields))
        without = (
            _("这个渠道要求写明，不同意就不能向它提交。")
            if required
            else _("不同意就不写，其他内容照样提供。")
        )
        why = _("身份证号码是敏感个人信息：%s要凭它核对您的身份；泄露后可能被人冒用。") % recipient.name
        labels = [str(_(FIELDS[name])) for name in fields]
        label = _("我单独同意把身份证号码提供给这一个接收方。")
        found.append(Separate(IDENTITY, label, why + without, labels, fields, required))
    return found + of_child(complaint, recipient.name, on)


def _written(edited: Edited | None) -> dict[str, str]:
    """The edited blocks by the name of the place, as ``told_within`` reads words."""
    found: dict[str, str] = {}
    for heading, text in edited.blocks if edited else ():
        place = _("改过的“%s”") % heading
        found[place] = f"{found[place]}\n{text}" if place in found else text
    return found


def _in_edits(edited: Edited | None, withheld: Collection[str]) -> list[str]:
    """That words are not searched for what is left out: an edited block was written when nothing was."""
    if edited is None or not withheld:
        return []
    return [_("改过的段落照写的给：“不提供”的几项，里面写到的也会给出去。不想给，就去改文书。")]


def _deceived(content: Content) -> dict[str, str]:
    """How somebody was deceived, which a paper says under the request for threefold damages."""
    said = content["claim"].get("fraud", "")
    return {_("您写的“隐瞒、说假话”"): said} if said else {}


def _of_doubts(edited: Edited | None) -> list[Separate]:
    """That the person looked at what nobody finds in the case: an edited sentence rests on whoever wrote it."""
    if edited is None or not edited.doubts:
        return []
    told = _("改过的内容里有案件和法律数据里找不到的：") + "".join(edited.doubts)
    return [Separate(EDITED, _("我逐条核对过，是真实、准确的。"), told, [], (), True)]


def of_child(complaint: Complaint, name: str, on: date) -> list[Separate]:
    """The guardian's consent for a child under fourteen, whose information everything here is (31); from then on the child's
    own. None of an adult. Refused where a guardian speaks for somebody who has come of age."""
    check_guardian(complaint, on)
    under = under_fourteen(complaint, on)
    if under is False:
        return _of_itself(complaint, name)
    why = (
        _(
            "不满十四周岁未成年人的个人信息是敏感个人信息：%s要凭它处理投诉；泄露后，孩子可能受到打扰、被人冒用。"
            "要由您作为监护人单独同意，不同意就不能提交。与投诉无关的孩子的信息请不要写，也不要附在文件里。"
        )
        % name
    )
    if under is None:
        why += _("孩子的出生日期没有填，按不满十四周岁办理。")
    label = _("我是监护人，单独同意把孩子的信息提供给这一个接收方。")
    return [Separate(CHILD, label, why, [_("不满十四周岁未成年人的个人信息")], (), True)]


def check_guardian(complaint: Complaint, on: date) -> None:
    """Refused where a case still names a guardian for somebody who is an adult on that day (民法典 17, 23)."""
    if guardian_is_over(complaint, on):
        raise Refused(
            _(
                "孩子已经满 18 周岁，监护人不能再代为同意、提交。没有发出；已有的都还在。"
                "请孩子本人接手：在投诉那一页点“请孩子接手”。"
            )
        )


def _of_itself(complaint: Complaint, name: str) -> list[Separate]:
    """Of a child of fourteen or more, for whom a guardian acts: that it agrees itself."""
    if complaint.child is None:
        return []
    why = _(
        "孩子满十四周岁了，提供给%s要孩子自己同意：请把这一页给孩子看，由孩子来勾。监护人的勾选代替不了。"
    )
    label = _("我是孩子本人，看过这一页，同意把我的信息提供给这一个接收方。")
    return [Separate(ITSELF, label, why % name, [_("孩子的个人信息")], (), True)]


def of_identity_in(within: Within) -> list[Separate]:
    """The consent to an identity number that stands in the words (29, 30): given apart, or the number is cut."""
    if not within.identities:
        return []
    where = _("、").join(within.identities)
    tails = _("、").join(dict.fromkeys(one[-3:] for found in within.identities.values() for one in found))
    text = _(
        "%(where)s里有身份证号码（尾号%(tails)s）。身份证号码是敏感个人信息，泄露后可能被人冒用。"
        "不想给就删掉；是别人的，请删掉。留着又不同意，就不能提交。"
    ) % {"where": where, "tails": tails}
    label = _("我单独同意把写在里面的身份证号码提供给这一个接收方。")
    return [Separate(WRITTEN, label, text, [_("写在里面的身份证号码")], (), True)]


def under_fourteen(complaint: Complaint, on: date) -> bool | None:
    """Whether a guardian speaks for a child under fourteen (31); None where one does and the age is not known."""
    said = standing_facts(complaint).get("complainant", {})
    child = complaint.child
    if child is None and said.get("capacity") != "guardian":
        return False
    if child is not None and child.born:
        born = date.fromisoformat(child.born)
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < OF_AGE
    age = said.get("age")
    return age < OF_AGE if isinstance(age, int) else None


def as_which_copy(exhibit: Exhibit, uncovered: Collection[str]) -> str:
    if not covered_by(exhibit):
        return ""
    if str(exhibit.pk) in uncovered:
        return _("（给没有遮盖的副本：您遮盖过的内容它都看得到）")
    return _("（只给遮盖了一部分的副本）")
