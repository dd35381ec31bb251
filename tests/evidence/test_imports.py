"""A phone's backup into a draft and a case: what is chosen is kept, once; nothing else is."""

import io
from datetime import timedelta

import pytest
from django.db import connection

from accounts.actors import Actor
from complaints.ledger import walk
from complaints.models import Act, Contact, Draft, LedgerEntry
from complaints.services import discard_draft, expire_drafts, save_answers
from evidence import custody, services
from evidence.grouping import Wanted
from evidence.models import Exhibit, Import, Rendition, Sealed
from tests.evidence import backups
from tests.evidence.conftest import AT, Receive

pytestmark = pytest.mark.django_db
State = Import.State
WORKER = Actor.system("importer")


def given(
    begun: tuple[Draft, Actor], content: bytes, name: str = "sms.xml", wanted: Wanted | None = None
) -> Import:
    draft, holder = begun
    return services.receive_backup(
        by=holder, complaint_id=draft.pk, stream=io.BytesIO(content), filename=name, wanted=wanted, at=AT
    )


def carried(imported: Import) -> Import:
    """Pass after pass, until nothing is due."""
    while services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(minutes=1)):
        pass
    return Import.objects.select_related("exhibit__sealed").get(pk=imported.pk)


def chosen(begun: tuple[Draft, Actor], imported: Import, *senders: str, disturbing: bool = False) -> Import:
    groups = services.groups_of(imported)
    places = [place for place, group in enumerate(groups) if group.sender in senders]
    services.tick(by=begun[1], imported=imported, shown=range(len(groups)), chosen=places)
    services.choose(by=begun[1], imported=imported, disturbing=disturbing, at=AT)
    return carried(imported)


def test_what_was_read_is_listed_by_sender_and_signature(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup(declared=99)))
    assert (imported.state, imported.format, imported.read) == (State.CHOOSING, "sms_backup_restore", 11)
    assert (imported.declared, imported.unreadable) == (99, 0)
    groups = services.groups_of(imported)
    assert [one.sender for one in groups[:2]] == [backups.SHOP_NUMBER, backups.LENDER_NUMBER]
    shop, lender, *others = groups
    assert (shop.signature, shop.count, shop.sent, shop.kind) == (backups.SHOP, 6, 1, "marketing")
    assert (shop.first, shop.last) == ("2025-11-01", "2025-11-06")
    assert (shop.refused_on, shop.after, shop.night) == ("2025-11-03", 3, 0)
    assert (lender.kind, lender.night) == ("collection", 1)
    assert {one.sender for one in others} == {"95588", backups.FRIEND_NUMBER}
    assert services.ticked(imported) == frozenset()  # nothing is chosen for the person
    assert not Contact.objects.exists()
