"""Thirty-three invented cases, and every paper that the portal makes of each on one day, as text that a lawyer can read."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from documents import blocks
from documents.drafting import blocks_of
from documents.filed import CLAIM, LETTER, made_of
from documents.founded import unfounded_of
from documents.papers.kinds import Kind
from documents.papers.table import KINDS, offered
from filings.models import Recipient
from filings.services.law import check_open
from filings.services.papers.generated import drawn_of
from filings.services.reach import Refused
from filings.services.recipients import recipients_of
from filings.services.sending.content import Wishes
from filings.services.sending.giving import Giving, content_and_offer
from filings.services.sending.preparation import check_founded, check_requests, check_something_asked
from tests.cases import make_user

HERE = Path(__file__).parent
ON = date(2026, 11, 29)
AT = datetime(2026, 11, 29, 10, tzinfo=timezone.get_default_timezone())
NAMES = sorted(path.stem for path in (HERE / "cases").glob("*.yaml"))
FIRM = blocks.Firm(name="示例律师事务所")


def case_of(name: str) -> dict[str, Any]:
    """A case as its file writes it, with days as the portal reads them."""
    case: dict[str, Any] = _plain(yaml.safe_load((HERE / "cases" / f"{name}.yaml").read_text()))
    return case


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        # YAML reads the key “on” as a truth.
        return {"on" if key is True else key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def filed(case: dict[str, Any]) -> Complaint:
    """The complaint, as somebody files it."""
    respondents, said = case["respondents"], case["facts"]
    region = case["complainant"].get("region")
    facts = {
        **said,
        # The intake asks where somebody is together with who they are.
        "complainant": {**said.get("complainant", {}), **({"region": region} if region else {})},
        "kind": case["kind"],
        "situations": case["situations"],
        "filing_date": ON.isoformat(),
        "respondents": respondents,
        "wishes": case["wishes"],
    }
    known = {one.name for one in fields(RespondentInput)}
    return file_complaint(
        by=Actor.of_user(make_user("golden")),
        kind=case["kind"],
        situations=case["situations"],
        story=case["story"].strip(),
        facts=facts,
        complainant=ComplainantInput(**case["complainant"]),
        respondents=[
            RespondentInput(**{key: said for key, said in one.items() if key in known}) for one in respondents
        ],
        contacts=[_contact(dict(row)) for row in case["contacts"]],
        at=AT,
    ).complaint


def _contact(row: dict[str, Any]) -> ContactInput:
    at, on = row.pop("received_at", None), row.pop("received_on", None)
    return ContactInput(
        **row,
        received_at=datetime.fromisoformat(at) if at else None,
        received_on=date.fromisoformat(on) if on else None,
    )


def text_of_papers(name: str) -> str:
    """What goes to each channel of the case, or why nothing does, and then the other papers that its file names."""
    case = case_of(name)
    complaint = filed(case).read_whole()
    wishes = Wishes(accuses=case.get("prosecute", False))
    said = [f"# {name}"]
    for channel in case["channels"]:
        for heading, text in _letters(complaint, channel, wishes):
            said += ["", f"## {heading}", "", text]
    helping = {kind.slug for kind in offered(drawn_of(complaint, on=ON, firm=FIRM))}
    for slug in case.get("papers", ()):
        if slug not in helping:
            said += ["", f"## {slug}", "", "（这件案子用不上这种文书。）"]
            continue
        for heading, text in _others(complaint, KINDS[slug]):
            said += ["", f"## {heading}", "", text]
    return "\n".join(said) + "\n"


def _letters(complaint: Complaint, channel: str, wishes: Wishes) -> Iterator[tuple[str, str]]:
    try:
        entry = check_open(complaint, channel, ON)
        for recipient in recipients_of(complaint, channel):
            yield f"{channel}：{recipient.name}", _letter(complaint, recipient, wishes, entry)
            if recipient.complaint_id is None:
                # Of those that everybody has, the first stands for all.
                return
    except Refused as refused:
        yield channel, f"（没有这份材料：{refused}）"


def _letter(complaint: Complaint, recipient: Recipient, wishes: Wishes, entry: Any) -> str:
    made = content_and_offer(
        complaint=complaint,
        recipient=recipient,
        document=CLAIM if recipient.channel == "court" else LETTER,
        exhibits=[],
        uncovered=(),
        wishes=wishes,
        giving=Giving(),
        on=ON,
        entry=entry,
    )
    # What its door refuses is not a paper that anybody gets.
    check_founded(made.content)
    check_requests(made.offered.every, wishes)
    check_something_asked(made.offered.every, wishes, recipient.channel, made.offered.unasked)
    return text_of(blocks_of(made_of(made.content)))


def _others(complaint: Complaint, kind: Kind) -> Iterator[tuple[str, str]]:
    drawn = drawn_of(complaint, on=ON, kind=kind, firm=FIRM)
    for to in kind.addressees(drawn):
        addressed = replace(drawn, addressee=to)
        paper = kind.make(addressed)
        assert unfounded_of(paper, addressed) == []
        yield f"{kind.slug}：{to.name}", text_of(paper)


def text_of(paper: blocks.Paper) -> str:
    """As it is read: title, then block by block, a line a paragraph."""
    said = [paper.title]
    if paper.addressee and not paper.closes:
        said.append(f"{paper.addressee}：")
    for block in paper.blocks:
        if block.heading or block.text:
            said += ["", *([f"【{block.heading}】"] if block.heading else []), block.text]
    if paper.closes:
        said += ["", f"此致 {paper.addressee}"]
    said += [f"附：{one}" for one in paper.annexes]
    said += [f"（空着：{one}）" for one in paper.missing]
    return "\n".join(said)
