"""Doing with a case what was posted: each act that was offered ends in one function of ``filings.services``."""

from collections.abc import Callable

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from filings import services
from filings.admin import mediating, referring
from filings.admin.acts import EXTEND, LONGEST, MEDIATE, MOVE, PROPOSE, REFER, Given, Offer, day_in
from filings.desk.standing import person_name, state_label
from filings.models import Filing, Proposal
from filings.moves import State


def objection(offered: list[Offer], act: str, text: str, given: Given) -> str:
    """Why an act cannot be tried as posted, in words for the caseworker; "" when it can."""
    offer = next((one for one in offered if one.name == act), None)
    if offer is None:
        return _("没有执行：本件现在不能这样办理。")
    empty = [one.label for one in offer.fields if one.required and not str(given.get(one.name, "")).strip()]
    if offer.asks and not text:
        empty.append(offer.asks)
    if empty:
        return _("没有执行：请先填写“%(field)s”。") % {"field": empty[0]}
    if len(text) > LONGEST:
        return _("没有执行：最多写 %(most)d 字，现在是 %(now)d 字。") % {"most": LONGEST, "now": len(text)}
    if "\x00" in text:
        return _("没有执行：文字里有不能保存的控制符，请删去后再试。")
    return ""


def perform(*, by: Actor, filing: Filing, act: str, text: str, given: Given) -> str:
    """Do an act that was offered; what to tell the caseworker. Raise services.Refused with words for them."""
    if act.startswith(MOVE):
        return _move(by, filing, act.removeprefix(MOVE), text, given)
    if act.startswith(MEDIATE):
        return mediating.perform(by=by, filing=filing, act=act, text=text, given=given)
    if act.startswith(REFER):
        return referring.perform(by=by, filing=filing, act=act, text=text, given=given)
    if act.startswith(EXTEND):
        return _extend(by, filing, act.removeprefix(EXTEND), text, str(given.get("day", "")))
    done: dict[str, tuple[Callable[[], object], str]] = {
        "ask": (
            lambda: services.ask(by=by, filing=filing, question=text, missing_material="tick" in given),
            _("问题已发给投诉人，正在等待答复。"),
        ),
        "spoken": (
            lambda: services.record_spoken_answer(
                by=by,
                filing=filing,
                text=text,
                way=str(given.get("way", "")),
                said_at=mediating.moment_in(given),
                read_back="tick" in given,
            ),
            _("口头答复已记下。投诉人能看到。"),
        ),
        "note": (
            lambda: services.note(by=by, filing=filing, text=text, mentions=_people(filing, given)),
            _("内部备注已保存。"),
        ),
        "task": (
            lambda: services.set_tasks(
                by=by,
                filing=filing,
                text=text,
                person=services.colleague_named(str(given.get("person", ""))),
                due_on=day_in(given),
            ),
            _("已记下要办的事。"),
        ),
        "correct": (
            lambda: services.correct_decision(by=by, filing=filing, text=text),
            _("处理结果已更正。投诉人能看到。"),
        ),
        "pause": (
            lambda: services.pause(by=by, filing=filing, slug=str(given.get("slug", "")), reason=text),
            _("期限暂停计算。投诉人能看到。"),
        ),
        "identity": (
            lambda: services.open_identity(by=by, filing=filing, need=text),
            _("已记录。"),
        ),
        "recuse": (
            lambda: services.recuse(by=by, filing=filing, why=str(given.get("why", ""))),
            _("已声明回避。这件投诉不再对您打开。"),
        ),
        "resume": (lambda: services.resume(by=by, filing=filing), _("期限恢复计算。投诉人能看到。")),
        f"{PROPOSE}close": (
            lambda: services.propose(by=by, filing=filing, act=Proposal.Act.CLOSE, reason=text),
            _("已请同事复核。复核以前，什么都没有变。"),
        ),
    }
    run, words = done[act]
    run()
    return words


def _move(by: Actor, filing: Filing, to: str, text: str, given: Given) -> str:
    if to == State.TRANSFERRED:
        text = services.transfer_words(str(given.get("body", "")), text)
    ground = str(given.get("ground", "")) if to == State.REFUSED else ""
    moved = services.move(by=by, filing=filing, to=to, reason=text, ground=ground)
    return _("已记录：%(state)s。投诉人能看到这一步。") % {"state": state_label(moved.state)}


def _extend(by: Actor, filing: Filing, basis: str, text: str, until: str) -> str:
    row = next((row for row, rule in services.extensions_of(filing) if rule.basis == basis), None)
    if row is not None and services.extended(row):
        detail = {"basis": basis, "until": until}
        services.propose(by=by, filing=filing, act=Proposal.Act.EXTEND, reason=text, detail=detail)
        return _("已请同事复核。复核以前，什么都没有变。")
    services.extend(by=by, filing=filing, basis=basis, reason=text, until=until)
    return _("期限已延长。投诉人能看到。")


def _people(filing: Filing, given: Given) -> list[User]:
    chosen = given.getlist("people") if isinstance(given, QueryDict) else []
    return list(User.objects.filter(pk__in=[int(one) for one in chosen if one.isdecimal()]))


def assign(*, by: Actor, filing: Filing, to: User | None) -> str:
    """Give the case to a colleague, to oneself, or back to nobody. Raise services.Refused."""
    if filing.assigned_to_id == (to.pk if to else None):
        return _("没有改派：经办人还是%s。") % (person_name(to) if to else _("空着的"))
    services.assign(by=by, filing=filing, to=to)
    if to is None:
        return _("本件现在没有经办人。")
    return _("已交给 %(name)s 办理。") % {"name": person_name(to)}
