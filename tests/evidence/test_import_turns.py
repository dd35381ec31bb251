"""Whose backup is read next: everybody's first before anybody's second."""

from datetime import timedelta

import pytest

from accounts.actors import Actor, code_digest
from complaints.models import Draft
from complaints.services import open_draft
from evidence import services
from evidence.models import Import
from tests.evidence import backups
from tests.evidence.conftest import AT
from tests.evidence.test_imports import WORKER, given

pytestmark = pytest.mark.django_db


def test_many_backups_of_one_person_keep_nobody_else_waiting(begun: tuple[Draft, Actor]) -> None:
    """Three of one case, then one of another: its turn comes second, though all three came before it."""
    draft, code = open_draft(by=Actor())
    another = (draft, Actor(codes=(code_digest(code),)))

    def came(whose: tuple[Draft, Actor], minute: int) -> Import:
        moment = AT + timedelta(minutes=minute)
        content = backups.backup(backups.messages(minute + 1))
        imported = given(whose, content, f"{minute}.xml")
        Import.objects.filter(pk=imported.pk).update(begun_at=moment, due_at=moment)
        return imported

    mine = [came(begun, minute) for minute in range(3)]
    theirs = came(another, 4)
    later = came(begun, 90)  # an hour after the last one it counts as the first again
    turns = []
    while done := services.carry_imports(by=WORKER, at=AT + timedelta(hours=3)):
        turns.append(done)
    assert turns == [mine[0].pk, theirs.pk, later.pk, mine[1].pk, mine[2].pk]
    assert set(Import.objects.values_list("state", flat=True)) == {Import.State.CHOOSING}
