"""A supplement as it is being written: kept as typed until the complainant consents to it, or gives it up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.language import gettext as _
from core.language import listed
from core.retention_and_limits import MOST_SUPPLEMENTS
from evidence.models import Exhibit
from filings.models import TAKES_MORE, Filing, Supplement
from filings.moves import State
from filings.services.correspondence import MOST_CHARACTERS
from filings.services.reach import Refused, covered_by, hold, roles, uncovered_for
from filings.services.sending.consent import chosen_exhibits
from filings.services.supplements.movement import cancel, next_number
from filings.ways.table import is_carried, part_of


def check_takes_more(by: Actor, held: Filing) -> None:
    """Refused for anybody but the complainant, and where the recipient has no use for it any more."""
    if "owner" not in roles(by, held):
        raise Refused(_("只有投诉人可以补充材料。没有改动任何内容。"))
    if held.state not in TAKES_MORE:
        raise Refused(why_no_more(held))


def why_no_more(filing: Filing) -> str:
    """Why nothing can be added to a filing where it stands, and what can be done instead; "" while it can."""
    if filing.state in TAKES_MORE:
        return ""
    if filing.state == State.WITHDRAWN:
        return _("您已经撤回了这份材料，不能再补充。要继续找它，可以重新准备一份，把新的文件一起附上。")
    if filing.state in (State.REFUSED, State.DECIDED, State.CLOSED):
        return _("对方已经有了结果，这份材料不能再补充。可以看看接下来还能找谁，新的文件附在那里。")
    if filing.state == State.TRANSFERRED:
        return _("它转给了别的单位，这份材料不能再补充。转去的单位找您时，直接给它。")
    if filing.state == State.SENT_UNKNOWN:
        return _("还不知道对方有没有收到这份材料。先在那一页核实，再来补充。")
    return _("这份材料还没有发出，不用另外补充：先不发，把要加的文件一起附上，重新准备一份。")


def supplement_words(supplement: Supplement, *, owner: bool) -> str:
    """Where it stands, in words that are true of the way that it goes, as the complainant reads it (``owner``) or another."""
    part = part_of(supplement.filing.way)
    if supplement.state == Supplement.State.PREPARED and not owner:
        return _("已备好，等投诉人确认")
    if supplement.state == Supplement.State.QUEUED and not owner and not is_carried(supplement.filing.way):
        return _("等投诉人递交")
    if supplement.state == Supplement.State.SENT:
        return str(part.supplement_arrived)
    if supplement.state == Supplement.State.QUEUED:
        return str(part.supplement_waits)
    return str(supplement.get_state_display())


def write_supplement(
    *,
    by: Actor,
    filing: Filing,
    text: str = "",
    exhibits: Iterable[Any] = (),
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> Supplement:
    """Keep what is being written for a filing; nothing leaves. Writing again replaces it, and cancels one that was
    prepared and not confirmed. Refused for a file that the recipient has in the same copy already."""
    at = at or timezone.now()
    text = text.replace("\x00", "").strip()
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("写得太长：最多 %(most)d 个字，现在是 %(now)d 个字。请缩短后再提交。")
            % {"most": MOST_CHARACTERS, "now": len(text)}
        )
    with transaction.atomic():
        held = hold(by, filing)
        check_takes_more(by, held)
        chosen = chosen_exhibits(held.complaint, exhibits)
        check_new_to_recipient(held, chosen)
        row = held.supplements.select_for_update().filter(state__in=Supplement.OPEN).first()
        tells_of = row.tells_of_id if row is not None else None
        if row is not None and row.state == Supplement.State.PREPARED:
            row.filing = held
            cancel(by=by, held=row, at=at)
            row = None
        if row is None and held.supplements.count() >= MOST_SUPPLEMENTS:
            raise Refused(
                _("这份材料已经补充了 %d 次，不能再加。要说的请直接联系接收方。") % MOST_SUPPLEMENTS
            )
        row = row or Supplement(filing=held, number=next_number(held), begun_at=at, tells_of_id=tells_of)
        row.filing, row.text = held, text
        row.exhibits = [str(one.pk) for one in chosen]
        row.uncovered = sorted(uncovered_for(held.recipient, chosen, uncovered))
        row.save()
    return row


def check_new_to_recipient(held: Filing, chosen: Iterable[Exhibit]) -> None:
    already = [one.ordinal for one in with_recipient(held, chosen)]
    if already:
        raise Refused(_("第 %s 号文件对方已经有了，不用再发。请去掉后再继续。") % listed(map(str, already)))


def with_recipient(filing: Filing, exhibits: Iterable[Exhibit]) -> list[Exhibit]:
    """Of these files those that the recipient has, and as the copy that it would get now."""
    sent = [(filing.exhibits, filing.covered)]
    sent += list(filing.supplements.delivered().values_list("exhibits", "covered"))
    return [
        one
        for one in exhibits
        if any(
            str(one.pk) in went and covered.get(str(one.pk), "") == covered_by(one) for went, covered in sent
        )
    ]
