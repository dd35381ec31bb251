"""What is to be done in a case, inside its desk: set for somebody or for whoever comes, ticked off when it is done."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from filings.models import DeskNews, Filing, Task
from filings.services.desk_news.telling import no_longer_asked, task_key, tell_desk
from filings.services.reach import Refused, colleagues, hold, roles

MOST_TASKS = 100  # of one case
LONGEST_TASK = 500


def set_tasks(
    *,
    by: Actor,
    filing: Filing,
    text: str,
    person: User | None = None,
    due_on: date | None = None,
    at: datetime | None = None,
) -> list[Task]:
    """One task for each line. Refused for somebody who cannot open the case."""
    at = at or timezone.now()
    lines = [line.strip() for line in text.replace("\x00", "").splitlines() if line.strip()]
    with transaction.atomic():
        held = _held(by, filing)
        if not lines or any(len(line) > LONGEST_TASK for line in lines):
            raise Refused(_("请写要办的事，一行一项，每项最多 %d 字。没有保存。") % LONGEST_TASK)
        check_day_ahead(due_on, at)
        if held.tasks.count() + len(lines) > MOST_TASKS:
            raise Refused(_("一件最多记 %d 项。没有保存。") % MOST_TASKS)
        if person is not None and not colleagues(held, at).filter(pk=person.pk).exists():
            raise Refused(_("这位用户不是本机构的在职成员，没有保存。"))
        made = Task.objects.bulk_create(
            [
                Task(filing=held, text=line, person=person, due_on=due_on, set_by=by.label, set_at=at)
                for line in lines
            ]
        )
        detail = {"filing": str(held.pk), "tasks": [one.pk for one in made]}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.TASK_SET, detail=detail, at=at)
        if person is not None:
            tell_desk(filing=held, kind=DeskNews.Kind.TASK, at=at, by=by, people=[person], day=due_on)
    return made


def check_day_ahead(due_on: date | None, at: datetime) -> None:
    """Refused for a day that is over: nothing can be done by then."""
    if due_on is not None and due_on < timezone.localdate(at):
        raise Refused(_("“哪天以前”已经过去，请写今天或者以后。没有保存。"))


def colleague_named(chosen: str) -> User | None:
    """Whom a form names for a task, nobody where it names none. Refused for somebody unknown; who may have the task,
    ``set_tasks`` says."""
    person = User.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if chosen and person is None:
        raise Refused(_("这位用户不是本机构的在职成员，没有保存。"))
    return person


def finish_task(*, by: Actor, task: Task, at: datetime | None = None) -> Task:
    """It is done. Twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(by, task.filing)
        row = Task.objects.select_for_update().get(pk=task.pk, filing=held)
        if row.done_at is not None:
            return row
        row.done_at, row.done_by = at, by.label
        row.save(update_fields=["done_at", "done_by"])
        alarms = DeskNews.objects.filter(filing=held, once__startswith=task_key(row))
        alarms.unread().update(read_at=at)
        if not held.tasks.filter(set_at=row.set_at, person=row.person_id, done_at=None).exists():
            no_longer_asked(filing=held, kind=DeskNews.Kind.TASK, asked_at=row.set_at, at=at, state="done")
        detail = {"filing": str(held.pk), "task": row.pk}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.TASK_DONE, detail=detail, at=at)
    return row


def _held(by: Actor, filing: Filing) -> Filing:
    held = hold(by, filing)
    if "desk" not in roles(by, held):
        raise Refused(_("只有收到这份材料的机构可以记要办的事。没有保存。"))
    return held
