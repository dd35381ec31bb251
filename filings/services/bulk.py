"""One act on many filings: looked at first, frozen, then done one by one through the very services that do it to one.

Never deciding, refusing or closing, alone or by a letter: each of those is somebody's judgement of one case.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.services import record_read
from core import work
from core.language import gettext as _
from filings.models import BulkAct, BulkItem, DeskNews, Filing
from filings.moves import State, find
from filings.services.bulk_letters import check_letter_given, issue_one, letter_digest, letter_text
from filings.services.by_law import transfer_words
from filings.services.correspondence import assign, note
from filings.services.reach import Refused, hold, roles
from filings.services.sending.withdrawal import move
from filings.services.to_do import check_day_ahead, colleague_named, set_tasks

MOST_BULK = 500
AT_ONCE = 30  # that are done while the page is waited for
LETTERS_AT_ONCE = 3  # each of which is set as a PDF
Given = dict[str, str]
Act = BulkAct.Act


def preview_bulk(
    *,
    by: Actor,
    act: str,
    given: Given,
    filings: Sequence[Filing],
    unread_too: bool = False,
    at: datetime | None = None,
) -> BulkAct:
    """Freeze what would be done to which filings, and say of each whether it will be; nothing is done yet. Those in which
    something happened that this person has not looked at are left out unless that is wished."""
    at = at or timezone.now()
    if by.user is None or act not in Act.values:
        raise Refused(_("请选要办的事。"))
    if not filings:
        raise Refused(_("一件也没有选。"))
    if len(filings) > MOST_BULK:
        raise Refused(_("一次最多 %d 件。请先缩小范围。") % MOST_BULK)
    desks = _desks_of(given)
    _check_given(act, given, desks, at)
    told = DeskNews.objects.visible_to(by).unread().of_the_matter()
    unread = set(told.values_list("filing", flat=True))
    with transaction.atomic():
        bulk = BulkAct.objects.create(
            person=by.user, act=act, given=json.dumps(given), created_at=at, due_at=at
        )
        items = []
        for filing in filings:
            why, text = _why_not(by, act, given, filing, desks), ""
            if not why and filing.pk in unread and not unread_too:
                why = unread_words()
            if not why and act == Act.LETTER:
                why, text = _letter(by, filing, given, at)
            state = BulkItem.State.LEFT_OUT if why else BulkItem.State.READY
            seen = letter_digest(text) if text else ""
            items.append(BulkItem(bulk=bulk, filing=filing, state=state, words=why, digest=seen))
        BulkItem.objects.bulk_create(items)
    return bulk


def unread_words() -> str:
    """Why a case is left out in which something happened that this person has not looked at."""
    return _("有您没看过的消息")


def _letter(by: Actor, filing: Filing, given: Given, at: datetime) -> tuple[str, str]:
    """Why its letter cannot be written, or the letter."""
    try:
        return "", letter_text(by, filing, given, at)
    except Refused as refused:
        return str(refused).removesuffix(_("没有改动任何内容。")), ""


def show_letter(*, by: Actor, item: BulkItem, at: datetime | None = None) -> str:
    """The letter of one case, as it would leave; reading it is recorded. Refused where it cannot be written any more."""
    at, filing = at or timezone.now(), item.filing
    if item.bulk.person_id != (by.user.pk if by.user else None) or "desk" not in roles(by, filing):
        raise Refused(_("您现在打不开这一件。"))
    text = letter_text(by, filing, json.loads(item.bulk.given), at)
    record_read(by=by, complaint=filing.complaint, what="filing", desk=filing.organisation_id, at=at)
    return text


def _desks_of(given: Given) -> set[int]:
    """The organisations at whose desk the chosen colleague works today."""
    chosen = given.get("person", "")
    rows = Membership.objects.at_work().filter(user=int(chosen)) if chosen.isdecimal() else None
    return set(rows.values_list("organisation", flat=True)) if rows is not None else set()


def _check_given(act: str, given: Given, desks: set[int], at: datetime) -> None:
    if act == Act.ASSIGN and not desks:
        raise Refused(_("请选一位本机构的在职同事。"))
    wanted = {
        Act.NOTE: _("请在最后一栏写备注。"),
        Act.TASK: _("请在最后一栏写要办的事。"),
        Act.TRANSFER: _("请在最后一栏写为什么转。"),
    }
    if act == Act.TRANSFER and not given.get("body", "").strip():
        raise Refused(_("请写转给哪个单位。"))
    if (words := wanted.get(Act(act))) and not given.get("text", "").strip():
        raise Refused(words)
    if act == Act.LETTER:
        check_letter_given(given)
    if given.get("day") and act == Act.TASK:
        check_day_ahead(_day(given), at)


def _why_not(by: Actor, act: str, given: Given, filing: Filing, desks: set[int]) -> str:
    """Why this act will not be done to a filing as it stands; "" where it will."""
    if (
        filing.complaint.owner_id is not None
        and by.user is not None
        and filing.complaint.owner_id == by.user.pk
    ):
        return _("是您本人的投诉")
    if filing.organisation_id in by.reads_only:
        return _("您在这个机构只看不办")
    if filing.content_closed:
        return _("投诉人撤回了，材料已经关闭")
    if act == Act.ASSIGN and str(filing.assigned_to_id or "") == given.get("person", ""):
        return _("已经由这位同事办理")
    if (
        act == Act.ASSIGN or (act == Act.TASK and given.get("person"))
    ) and filing.organisation_id not in desks:
        return _("这位同事不在收到本件的机构")
    if act == Act.ACCEPT and filing.state != State.ACKNOWLEDGED:
        return _("现在是“%s”，不能受理") % State(filing.state).label
    if act == Act.TRANSFER and find(filing.state, State.TRANSFERRED, {"desk"}) is None:
        return _("现在是“%s”，不能转") % State(filing.state).label
    return ""


def confirm_bulk(*, by: Actor, bulk: BulkAct, at: datetime | None = None) -> BulkAct:
    """Let it be done; a second press changes nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _mine(by, bulk)
        if held.state != BulkAct.State.PREVIEW:
            return held
        held.moved(BulkAct.State.WAITING, due_at=at).save(update_fields=["state", "due_at"])
        work.wake("filings.tasks.sweep_bulk")
    at_once = LETTERS_AT_ONCE if held.act == Act.LETTER else AT_ONCE
    if held.items.filter(state=BulkItem.State.READY).count() <= at_once:
        sweep_bulk(at=at, only=held)
    held.refresh_from_db()
    return held


def drop_bulk(*, by: Actor, bulk: BulkAct) -> BulkAct:
    """It is not wanted after all."""
    with transaction.atomic():
        held = _mine(by, bulk)
        if held.state == BulkAct.State.PREVIEW:
            held.moved(BulkAct.State.DROPPED).save(update_fields=["state"])
    return held


def _mine(by: Actor, bulk: BulkAct) -> BulkAct:
    """Locked. BulkAct.DoesNotExist for anybody but who looked at it."""
    return BulkAct.objects.select_for_update().get(pk=bulk.pk, person=by.user)


def sweep_bulk(*, at: datetime | None = None, only: BulkAct | None = None) -> int:
    """Carry out what waits; how many filings were dealt with. Broken off, it goes on where it stopped."""
    done = 0
    while True:
        now = at or timezone.now()
        with transaction.atomic():
            due = BulkAct.objects.due(now)
            due = due.filter(pk=only.pk) if only is not None else due
            free = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")
            claimed = work.claim(free[:1], at=now)
        if not claimed:
            return done
        bulk = claimed[0]
        if bulk.attempts > (bulk.MOST_ATTEMPTS or bulk.attempts):
            work.end(bulk, BulkAct.State.FAILED, reason=_("几次都没有办完。已办的照旧。"), finished_at=now)
            continue
        with work.renewed(claimed):
            done += _carry_out(bulk)
        work.end(bulk, BulkAct.State.DONE, finished_at=timezone.now())


def _carry_out(bulk: BulkAct) -> int:
    by, given = Actor.of_user(bulk.person), json.loads(bulk.given)
    desks = _desks_of(given)
    items = list(bulk.items.filter(state=BulkItem.State.READY).select_related("filing__complaint"))
    for item in items:
        try:
            # The act and that it was done: together, or neither.
            with transaction.atomic():
                _check_as_seen(by, bulk, given, hold(by, item.filing), desks)
                if bulk.act == Act.LETTER:
                    item.words = issue_one(by, item.filing, given, item.digest, timezone.now())
                else:
                    _ACTS[Act(bulk.act)](by, item.filing, given)
                item.state = BulkItem.State.DONE
                item.save(update_fields=["state", "words"])
        except Refused as refused:
            item.state, item.words = BulkItem.State.REFUSED, str(refused)
            item.save(update_fields=["state", "words"])
        except Filing.DoesNotExist:
            item.state, item.words = BulkItem.State.REFUSED, _("您现在打不开这一件。")
            item.save(update_fields=["state", "words"])
    return len(items)


def _check_as_seen(by: Actor, bulk: BulkAct, given: Given, held: Filing, desks: set[int]) -> None:
    """Refused where a filing is not any more what was looked at, or something happened in it that was not looked at."""
    if why := _why_not(by, bulk.act, given, held, desks):
        raise Refused(_("看过名单以后有了变化：%s。这一件没有办。") % why)
    if DeskNews.objects.filter(person=bulk.person, filing=held, at__gt=bulk.created_at).unread().exists():
        raise Refused(_("看过名单以后来了您没看过的消息。这一件没有办，请打开看过再办。"))


# ── What is done to one ──────────────────────────────────────────────────────────────────────────────────────────────


def _assign(by: Actor, filing: Filing, given: Given) -> None:
    assign(by=by, filing=filing, to=User.objects.get(pk=int(given["person"])))


def _accept(by: Actor, filing: Filing, given: Given) -> None:
    move(by=by, filing=filing, to=State.ACCEPTED)


def _transfer(by: Actor, filing: Filing, given: Given) -> None:
    words = transfer_words(given["body"], given["text"])
    move(by=by, filing=filing, to=State.TRANSFERRED, reason=words)


def _note(by: Actor, filing: Filing, given: Given) -> None:
    note(by=by, filing=filing, text=given["text"])


def _task(by: Actor, filing: Filing, given: Given) -> None:
    person = colleague_named(given.get("person", ""))
    set_tasks(by=by, filing=filing, text=given["text"], person=person, due_on=_day(given))


_ACTS: dict[BulkAct.Act, Callable[[Actor, Filing, Given], Any]] = {
    Act.ASSIGN: _assign,
    Act.ACCEPT: _accept,
    Act.TRANSFER: _transfer,
    Act.NOTE: _note,
    Act.TASK: _task,
}


def _day(given: Given) -> date | None:
    typed = given.get("day", "")
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refused(_("日期请写成 2026-12-31 这样。")) from None
