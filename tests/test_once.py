"""What a module begins with is made once, and no test finds what another did to it."""

from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from accounts.models import User
from complaints.models import Complaint
from evidence.models import Exhibit
from evidence.services import open_original
from tests.cases import Case, add_exhibit, make_case
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
made: list[str] = []


@once_a_module
def case() -> Case:
    """With a file, and a mail that went out."""
    begun = make_case(name=f"第{len(made) + 1}人")
    add_exhibit(begun)
    mail.send_mail("收到", "您的投诉已收到。", None, ["wang@example.cn"])
    made.append(begun.complaint.number)
    return begun


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_it_as_it_was_made(case: Case, store: Path, turn: int) -> None:
    assert made == [case.complaint.number]
    assert case.owner.first_name == ""
    assert User.objects.get(pk=case.owner.pk).first_name == ""
    assert [letter.to for letter in mail.outbox] == [["wang@example.cn"]]
    exhibit = Exhibit.objects.get(complaint_id=case.complaint.pk)
    kept = [path for path in store.rglob("*") if path.is_file()]
    assert kept
    with open_original(by=case.by, exhibit=exhibit) as file:
        assert file.read(4) == b"\x89PNG"
    # What the next one must not find: another name, in the row and in the object; damaged bytes; one letter more.
    case.owner.first_name = "改"
    case.owner.save()
    for path in kept:
        path.write_bytes(b"damaged")
    mail.outbox.clear()


@pytest.mark.django_db(transaction=True)
def test_one_that_commits_has_its_own(case: Case) -> None:
    """Nothing is left around it: what it writes can be seen from elsewhere."""
    assert made[-1] == case.complaint.number
    assert not connection.in_atomic_block
    assert Complaint.objects.count() == 1
