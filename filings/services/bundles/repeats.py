"""A bundle that failed, ordered anew with the same choices."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.services import owns
from core.language import gettext as _
from filings.models import Export
from filings.services.bundles.exports import remove_export, request_export
from filings.services.bundles.orders import Group, Item, ItemText, Order, one_group, order_of
from filings.services.reach import Refused, hold_case


def order_again(*, by: Actor, export: Export, at: datetime | None = None) -> Export:
    """Order a bundle that failed once more, with the same choices; what was left of the failed one is forgotten.

    Refused as ``request_export`` refuses, such as where an exhibit was erased since: then all stays as it is.
    Export.DoesNotExist for who may not see it.
    """
    with transaction.atomic():
        found = Export.objects.visible_to(by).get(pk=export.pk)
        case = hold_case(found.complaint_id)
        failed = Export.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if failed.state != Export.State.FAILED:
            raise Refused(_("只有没做成的案卷才需要照原样再做。没有改动任何内容。"))
        fresh = request_export(by=by, complaint=case, order=same_order(failed), at=at)
        if by.label == failed.actor or owns(by, case.pk):
            remove_export(by=by, export=failed)
    return fresh


def same_order(export: Export) -> Order:
    """What was chosen for a bundle, to be ordered anew; of what was not chosen then, the newest."""
    kept = order_of(export)
    groups = tuple(
        Group(title=group["title"], items=tuple(map(_item, group["items"]))) for group in kept["groups"]
    )
    return Order(
        made_for=export.made_for,
        recipient=export.recipient,
        groups=groups if kept["version"] else one_group(export.exhibits),
        statement=kept["statement"],
        megabytes=kept["megabytes"],
    )


def _item(row: ItemText) -> Item:
    return Item(
        exhibit=row["exhibit"],
        travels=row["travels"],
        name=row["name"],
        proves=row["proves"],
        form=row["form"],
    )
