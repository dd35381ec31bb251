"""Lists of the queue under a name: kept by a caseworker for themselves, or for everybody at their desk."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from filings.models import SavedView
from filings.services.reach import Refused

MOST_VIEWS = 40  # of one person at one desk
LONGEST_QUERY = 2_000


def save_view(
    *, by: Actor, organisation_id: int, name: str, query: str, shared: bool, at: datetime | None = None
) -> SavedView:
    """Keep a list under a name; under a name that one used before it takes the place of that list."""
    name = " ".join(name.replace("\x00", "").split())
    if by.user is None or organisation_id not in by.desk_ids:
        raise Refused(_("只有办案台的人员可以存视图。没有改动任何内容。"))
    if not name:
        raise Refused(_("没有存下：请先给这个视图起个名字。"))
    if len(name) > SavedView.LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused(_("没有存下：名字最多 %d 个字，条件也不能太长。") % SavedView.LONGEST_NAME)
    mine = SavedView.objects.filter(made_by=by.user, organisation=organisation_id)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused(_("没有存下：一个人最多存 %d 个视图。请先删去不用的。") % MOST_VIEWS)
    kept, _new = SavedView.objects.update_or_create(
        made_by=by.user,
        organisation_id=organisation_id,
        name=name,
        defaults={"query": query, "shared": shared, "made_at": at or timezone.now()},
    )
    return kept


def delete_view(*, by: Actor, view_id: int) -> str:
    """Delete a view of one's own, and return its name."""
    view = SavedView.objects.filter(made_by=by.user, pk=view_id).first() if by.user else None
    if view is None:
        raise Refused(_("没有删去：只能删自己存的视图。"))
    view.delete()
    return view.name
