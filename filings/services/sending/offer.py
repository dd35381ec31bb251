"""What a recipient would be given, and what else could be asked of it: what a page of consent is drawn from."""

from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from complaints.reading import reading_once
from complaints.standing import looked_for
from core.language import gettext as _
from documents import frozen
from documents.causes import choices
from documents.claims import Claim, about, suing
from documents.excerpts import Excerpt, together
from documents.filed import CLAIM, made_of, words_in_turn
from documents.frozen import TOLD, Content, case_of
from documents.letters import Letter, salutation
from documents.masking import masked
from documents.not_pleaded import Unsaid, child_beside, not_sued
from documents.official import form_of
from documents.others import addressed
from documents.requests import Requests
from documents.suits import Suit, apart, suits
from documents.wording import respondents_for
from evidence.models import Exhibit
from filings.models import Recipient
from filings.services.reach import COURT, Refused
from filings.services.sending.content import Wishes, said_of
from filings.services.sending.excerpts import offered_excerpts
from filings.services.sending.freeze import accuses, as_requested, requested, ticks_of
from filings.services.sending.giving import STORY, Giving, fields_of, leave_out, quotable, required_by
from filings.services.sending.needed import Papers, needed_by, same_words
from filings.ways.table import part_of
from legal.corpus import load
from legal.models import Overrule
from legal.reasoning.answers import Way as PlanEntry
from legal.reasoning.naming import is_definite, is_suable

DECLARATION = "unsettled"
# What is asked for and declared beside the fields, as a consent lists it.
CLAIMED = {
    "refund": gettext_lazy("要求退还的金额"),
    "mental": gettext_lazy("要求的精神损害抚慰金数额"),
    "triple": gettext_lazy("要求的三倍赔偿数额"),
    DECLARATION: gettext_lazy("没有其他部门受理的声明"),
}


@dataclass(frozen=True)
class Given:
    """The content of a filing, every request that could be ticked for it with all that its channel may carry, and the
    sentences of the story that could be quoted where it does not go whole."""

    content: Content
    offered: Requests
    excerpts: tuple[Excerpt, ...] = ()

    @property
    def causes(self) -> dict[str, str]:
        """The 案由 of a claim to choose from, by key: what follows from the case first."""
        if self.content["document"] != CLAIM:
            return {}
        case, on = case_of(self.content), date.fromisoformat(self.content["on"])
        return choices(about(suing(case, on), self.offered.slugs), on=on)

    @property
    def pleaded(self) -> list[str]:
        """The codes of the grounds that its paper pleads: a claim those alone on which something is asked."""
        case, on = case_of(self.content), date.fromisoformat(self.content["on"])
        return [one.code for one in (suing(case, on) if self.content["document"] == CLAIM else case).grounds]

    @property
    def always(self) -> list[str]:
        """The sentences that its paper asks for whatever is ticked."""
        return [one.text for one in made_of(self.content).requests.always]

    @property
    def speaks_to(self) -> str:
        """Whom its letter is written to, where that is another name than the recipient's; else ""."""
        made = made_of(self.content)
        if not isinstance(made, Letter):
            return ""
        named = salutation(made.recipient, made.told, made.form, printed=made.printed)
        return "" if named in made.recipient.name else named

    @property
    def unsued(self) -> list[Unsaid]:
        """Who is complained about and no defendant of a claim, and why."""
        claim = made_of(self.content)
        return not_sued(claim) if isinstance(claim, Claim) else []

    @property
    def hints(self) -> list[str]:
        """That a claim is two, and what could be asked for besides, in a paper of its own."""
        claim = made_of(self.content)
        if not isinstance(claim, Claim):
            return []
        open_to = {code for row in self.content["law"] for code in row["relief"]}
        return [
            *apart(claim),
            *child_beside(claim),
            *(said for code, said in load().requests["hints"].items() if code in open_to),
        ]

    @property
    def suits(self) -> list[Suit]:
        """The claims that it would be apart, where it is two."""
        claim = made_of(self.content)
        return suits(claim, self.offered.every) if isinstance(claim, Claim) else []


def content_given(**meant: Any) -> Content:
    """The content of a filing, before or after its consent. Refused as ``leave_out`` says."""
    return content_and_offer(**meant).content


@reading_once()
def content_and_offer(
    *,
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    exhibits: list[Exhibit],
    uncovered: Collection[str],
    wishes: Wishes,
    giving: Giving,
    on: date,
    entry: PlanEntry | None,
) -> Given:
    """As ``content_given``, with what else could be asked for."""
    channel, way = recipient.channel, part_of(recipient.way)
    desk, by_hand = way.at_desk, way.printed
    allowed = [
        name
        for name in fields_of(channel, recipient.way)
        if name not in giving.left_out - required_by(channel)
    ]
    said = said_of(complaint, allowed, exhibits, wishes, uncovered)
    fields = addressed(
        leave_out(channel, said.fields, giving),
        to=recipient.name,
        channel=channel,
        kind=complaint.kind,
        story=complaint.standing_story,
    )
    names = looked_for(complaint, [row["text"] for row in fields.get("messages", ())])
    fields = masked(fields, names, channel, recipient.name)
    excerpts: list[Excerpt] = []
    papers = Papers(
        complaint=complaint,
        recipient=recipient,
        document=document,
        wishes=wishes,
        on=on,
        entry=entry,
        by_hand=by_hand,
        overrules=list(Overrule.objects.of_case(complaint).select_related("assessment")),
        accusing=wishes.accuses or accuses(ticks_of(complaint, channel, wishes) or ()),
    )
    whole = papers.content(fields)
    # What accuses of a crime is pleaded where it is ticked, and can be ticked where it could be pleaded.
    accusable = papers.accusing or papers.content(fields, accusing=True)["law"] != whole["law"]
    offered = requested(whole, accusable=accusable)
    if "costs" in fields and _unclaimed(offered, channel):
        fields = cast(frozen.Fields, {name: told for name, told in fields.items() if name != "costs"})
        whole = papers.content(fields)
    if STORY not in fields and (story := quotable(said.fields, giving, wishes)):
        excerpts = offered_excerpts(
            complaint, whole, story, chosen=wishes.told, left_out=giving.left_out, names=names
        )
        if quoted := together([one for one in excerpts if one.chosen], story):
            fields = cast(frozen.Fields, {**fields, STORY: quoted})
    papers.excerpted = bool(excerpts)
    papers.among = (
        {row["code"] for row in whole["law"]}
        | {one.ground for one in papers.overrules}
        | _opened_by_silence()
    )
    _check_named(whole)
    # A desk's page shows every field but the answers that papers alone rest on.
    shown = {name for name in fields if desk and not name.startswith(TOLD) and name != "details"}
    if wishes.edited and "facts" in wishes.edited.edits:
        shown.discard(STORY)  # a desk reads what was written in its place
    content = papers.content(needed_by(papers, fields, shown=shown, counted=said.counted))
    asked = as_asked(content, lambda given: words_in_turn(given, entry, by_hand=by_hand))
    return Given(as_requested(asked), offered, tuple(excerpts))


def _unclaimed(offered: Requests, channel: str) -> bool:
    """Whether the costs of a case have nothing to do in a paper: it could claim them, and does not."""
    asks = form_of(channel).requests
    if "redress" in asks and "redress" in {one.slug for one in offered.every}:
        # What was lost makes the ground itself (S9) there, ticked or not.
        return False
    return "costs" in asks and not {
        "costs",
        "damages",
        "medical",
        "return_price",
        "balance",
        "refund",
        "return_opening",
    } & {*offered.slugs}


def as_asked(content: Content, words: Callable[[Content], Iterator[str]]) -> Content:
    """The content with those sums and declarations alone that its papers say: they stand on the consent's list, too."""
    before = [*words(content)] if any(content["claim"].get(name) for name in CLAIMED) else []
    for name in CLAIMED:
        if not content["claim"].get(name):
            continue
        without = deepcopy(content["claim"])
        without.update({name: type(without[name])()})  # type: ignore[literal-required, misc]
        if same_words(before, words({**content, "claim": without})):
            content = {**content, "claim": without}
    return content


def _check_named(content: Content) -> None:
    """Refused where the form is for somebody with a name and nobody here has one (民事诉讼法 122(二))."""
    form = form_of(content["channel"])
    if not form.needs_named:
        return
    asked = respondents_for(case_of(content), form)
    known = is_suable if content["channel"] == COURT else is_definite
    if not any(known(one.name, one.uscc) for one in asked):
        if not asked and content["channel"] == "platform":
            raise Refused(
                _(
                    "还没有写明是哪家平台。内容发在微信群、平台上的，把它的运营者（看它的服务协议里的公司名称）写到“补充和更正”的"
                    "“对方”里，再来备这一份。没有备材料，您填的都还在。"
                )
            )
        raise Refused(
            _(
                "还没有写明%(whom)s是谁：没有名称，或者名称里有“某”“XX”“可能是”，对方不收。没有备材料，您填的都还在。"
                "先查明是谁，再写到“补充和更正”的“对方”里：公司写营业执照上的全称，个人写身份证上的姓名。"
            )
            % {"whom": form.respondent}
        )


@cache
def _opened_by_silence() -> frozenset[str]:
    """The grounds that an answer can close by an exception: a fact less can open them, and no others (``conditions``)."""
    corpus = load()

    def excepts(tree: Any) -> bool:
        if isinstance(tree, Mapping):
            named = corpus.conditions.get(tree["use"]) if isinstance(tree.get("use"), str) else None
            return "unless" in tree or excepts(named) or any(map(excepts, tree.values()))
        return isinstance(tree, list | tuple) and any(map(excepts, tree))

    return frozenset(
        code
        for code, ground in corpus.grounds.items()
        if any(excepts(one.when) or excepts(one.arguable) for one in ground.elements)
    )
