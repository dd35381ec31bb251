"""What a document is made of: people, what happened, what proves it. Plain data, no database.

Nothing reaches paper unless its name stands in `Case.fields`, the explicit list that the person
consented to for this recipient (PIPL 14, 23). `FIELDS` names everything that can be on that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from core.sentences import sentence
from documents.law import Ground
from documents.told_of_each import EachTold
from legal.reasoning.conditions import Stated

FIELDS: dict[str, str] = {
    "complainant.name": "姓名",
    "complainant.gender": "性别",
    "complainant.birth": "出生日期",
    "complainant.ethnicity": "民族",
    "complainant.occupation": "职业",
    "complainant.employer": "工作单位",
    "complainant.id_number": "身份证号码",
    "complainant.address": "通讯地址",
    "complainant.postcode": "邮政编码",
    "complainant.phone": "联系电话",
    "complainant.email": "电子邮箱",
    "representative.name": "法定代理人姓名",
    "representative.relation": "法定代理人与孩子的关系",
    "representative.phone": "法定代理人联系电话",
    "representative.address": "法定代理人通讯地址",
    "representative.postcode": "法定代理人邮政编码",
    "representative.id_number": "法定代理人身份证号码",
    "respondents": "被投诉方名称和联系方式",
    "number": "投诉人的号码",
    "matter": "事由",
    "story": "事情经过",
    "timeline": "时间线",
    "messages": "短信、通话的内容、号码和时间",
    "tally": "短信、通话的汇总（谁、哪天、多少次）",
    "prior": "此前投诉的情况",
    "costs": "损失和维权开支",
    "details": "补填的细节（日期、地点、账户、经过）",
    "asks": "自己写的请求",
    "exhibits": "证据目录",
}
# Answers that a paper may tell of: what the elements of its grounds rest on, their particulars, the sums that follow.
TOLD_FIELDS: dict[str, str] = {
    "told.event": "您回答的日期",
    "told.complainant": "您回答的身份、孩子的年龄、所在地区、是不是对方的消费者",
    "told.contacts": "您回答的联系方式、次数、夜间和拒绝之后的情况",
    "told.content": "您回答的内容是不是推销、看不看得出发送者、退订方法和费用",
    "told.consent": "您回答的是否同意过、转给他人前有没有单独问过",
    "told.refusal": "您回答的是否拒绝和退订、哪天、怎样",
    "told.data": "您回答的信息来源、去向和画像",
    "told.number": "您回答的号码情况和有关费用",
    "told.charges": "您回答的收费",
    "told.debt": "您回答的欠款和催收情况",
    "told.loss": "您回答的精神影响",
}
DESK_FIELDS: dict[str, str] = {  # read at a desk beside the documents, printed nowhere
    "contact_answers": "您回答的时间、次数、内容和发送者、退订、是否同意过、是否拒绝过",
    "case_answers": "您回答的身份、地区、号码、扣费、欠款和催收、信息来源和去向、精神影响",
}


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    id_number: str = ""
    email: str = ""
    gender: str = ""
    birth: date | None = None
    ethnicity: str = ""
    occupation: str = ""
    employer: str = ""
    relation: str = ""  # of who acts for a child, to the child


@dataclass(frozen=True, kw_only=True)
class Respondent:
    """`role` is the slug of the facts (content_provider, service_provider, operator, …). Gender and employer are a
    person's, as far as they are known."""

    role: str = "unknown"
    name: str = ""
    uscc: str = ""
    address: str = ""
    contact: str = ""
    legal_representative: str = ""
    gender: str = ""
    employer: str = ""
    consumer: bool | None = None  # whether something was bought of this one, where that was said of each
    told: EachTold = field(default_factory=EachTold)  # what the story tells of this one of several


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the timeline; `exhibits` are exhibit numbers such as "1-1"."""

    text: str
    on: date | datetime | None = None
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Message:
    """One SMS or ``call``; `text` exactly as received, but for the names of others where it is ``masked``."""

    sender: str
    text: str
    at: date | datetime | None = None
    masked: bool = False
    call: bool = False
    whose: str = ""  # the name of the one of several; empty where nobody can say
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What all messages and calls come to: in numbers, by who sent them in sentences, and by day, signature and number.

    `said` are sentences without what came after a refusal, `after_said` those with it. `unlisted` are in no row.
    """

    said: tuple[str, ...] = ()
    after_said: tuple[str, ...] = ()
    count: int = 0
    busiest: int = 0
    night: int = 0
    after: int = 0
    rows: tuple[tuple[date, str, str, int], ...] = ()
    unlisted: int = 0
    unit: str = "条"


_ACTS = {"police": "报案", "court": "起诉", "arbitration": "仲裁", "telecom_appeal": "申诉", "12321": "举报"}
_PUT = {
    "投诉": "向{who}提出",
    "报案": "向{who}报案",
    "起诉": "向{who}起诉",
    "仲裁": "向{who}申请仲裁",
    "申诉": "向{who}申诉",
    "举报": "向{who}举报",
}


@dataclass(frozen=True, kw_only=True)
class Prior:
    """An earlier complaint: to whom, when, its ticket number, what came of it. All in Chinese words."""

    to: str
    on: date | None = None
    ticket: str = ""
    result: str = ""
    accepted_by: str = ""  # the slug of the facts of who took it (police, court, …); empty where nobody did
    body: str = ""  # the slug of whom it went to
    whom: str = ""  # the name of the one of several of that role; empty where nobody can say, or there is one
    accepted: bool | None = None
    answered: date | None = None
    satisfied: bool | None = None

    @property
    def act(self) -> str:
        """What it was in law: who was told decides."""
        return _ACTS.get(self.body, "投诉")

    @property
    def put(self) -> str:
        """“向公安机关报案”, “向银行提出”."""
        return sentence(_PUT[self.act], who=self.to)


@dataclass(frozen=True, kw_only=True)
class Cost:
    what: str
    yuan: Decimal


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """`number` is group-item ("1-1"); `pages` counts its pages, `place` is where it stands in a bundle
    ("12–15"); `size` is in bytes; `form` the kind of evidence (电子数据, 书证, 视听资料 …)."""

    number: str
    name: str
    source: str
    sha256: str
    size: int
    received_at: datetime
    proves: str = ""
    pages: int | None = None
    place: str = ""
    form: str = "电子数据"
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What ties paper to the portal: complaint number, digest of the facts filed, public check page."""

    number: str
    digest: str
    check_url: str


@dataclass(frozen=True, kw_only=True)
class Silence:
    """Whose answer did not come, or who refused to act, as the plan found it. `refused_on` is empty where nothing
    was answered; then `span`, `begins`, `citation` and `due_on` say which time ran out."""

    who: str
    to: str = ""  # as ``prior.to`` of the facts names it
    on: date | None = None
    refused_on: date | None = None
    span: str = ""
    begins: str = ""
    citation: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Recipient:
    name: str
    address: str = ""
    phone: str = ""
    website: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a document may draw on; `fields` decides what it does draw on.

    `asking` is what a claim asks for in the end, and of whom, as ticks are written: its facts are told.

    `ticked` are the requests that the person ticked (`stop`, or `stop:2` of the second respondent), `sums` the yuan that
    they said for them; of content from before that, `relief` holds the codes of assess (R1 …) that were chosen. `refund`,
    `mental`, `triple` are yuan and are only asked for when given; `triple` (退一赔三) is refused unless `claims_fraud`,
    because it needs fraud to be pleaded (消法 55). `unsettled`: the person confirmed that no other body has taken the
    dispute. `accuses`: the person wants a crime or fraud to be alleged; nobody is accused of one otherwise. `elsewhere`
    names disputes that came too late for this channel and are not put to it; `silence` is what a review is about. `facts`
    are the answers that may be told, by group, with the counts of the messages on file; `details` what was filled in of
    those that a court asks for, by name. `excerpted`: the story is sentences of it, to be quoted; `lined`: the paper is
    filled in by hand, and what nobody told is a line on it.
    """

    fields: frozenset[str]
    complainant: Person = field(default_factory=Person)
    representative: Person | None = None
    respondents: tuple[Respondent, ...] = ()
    addressee: str = ""  # to whom the paper goes, which may be one of the respondents
    number: str = ""
    matter: str = ""
    story: str = ""
    excerpted: bool = False
    lined: bool = False
    timeline: tuple[Event, ...] = ()
    messages: tuple[Message, ...] = ()
    tally: Tally = field(default_factory=Tally)
    prior: tuple[Prior, ...] = ()
    costs: tuple[Cost, ...] = ()
    paid: Decimal | None = None  # yuan, paid because of a pressure or a pretence
    began: date | None = None  # the first and the last day, as the person says
    ended: date | None = None
    stated: int = 0  # messages and calls there were in all, as the person says or as are on file
    facts: Stated = field(default_factory=dict)
    exhibits: tuple[Exhibit, ...] = ()
    grounds: tuple[Ground, ...] = ()
    relief: tuple[str, ...] = ()
    ticked: tuple[str, ...] | None = None
    asking: tuple[str, ...] = ()
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    refund: Decimal | None = None
    mental: Decimal | None = None
    triple: Decimal | None = None
    claims_fraud: bool = False
    fraud: str = ""  # how the other side deceived, in the person's words
    unsettled: bool = False
    accuses: bool = False
    accusable: bool = False  # whether a ground alleges a crime, if the person wishes it
    elsewhere: tuple[str, ...] = ()
    silence: Silence | None = None

    def bought_of(self, one: Respondent) -> bool:
        """Whether the person may have bought of this one: as was said of each, of nobody else where it was said of one alone."""
        if one.consumer is not None:
            return one.consumer
        return not any(other.consumer for other in self.respondents)

    def __post_init__(self) -> None:
        if unknown := sorted(self.fields - FIELDS.keys()):
            raise ValueError(f"fields that no document knows: {', '.join(unknown)}")
        if self.triple is not None and not self.claims_fraud:
            raise ValueError("three times the price can only be claimed where fraud is pleaded")
