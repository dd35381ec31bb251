"""Findings at the desk: for administrators, named by place, answered for with a reason, never deleted."""

import io
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from evidence.models import FixityFinding
from evidence.sealed import sealing
from evidence.services import check_fixity
from tests.evidence.conftest import AT, Receive

pytestmark = pytest.mark.django_db
LIST = "/admin/evidence/fixityfinding/"


@pytest.fixture
def findings(hand_in: Receive, store: Path) -> list[FixityFinding]:
    exhibit, letter = hand_in(b"bytes"), sealing.seal(io.BytesIO(b"a letter"))
    for name in (exhibit.sealed.name, letter.name):
        (store / name).unlink()
    check_fixity(at=AT)
    return [FixityFinding.objects.get(sealed=one) for one in (exhibit.sealed, letter)]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("administrator", "administrator@example.org", "x"))
    return client


def test_an_administrator_sees_the_place_and_answers(findings: list[FixityFinding], desk: Client) -> None:
    page = desk.get(LIST).content.decode()
    assert "证据 1 的原件" in page
    assert "文书、邮件或案卷" in page
    address = f"{LIST}{findings[0].pk}/change/"
    assert "id_note" in desk.get(address).content.decode()
    assert desk.post(address, {"note": " "}).status_code == 200
    assert desk.post(address, {"note": "磁盘损坏，已告知投诉人", "what": "nothing"}).status_code == 302
    answered = FixityFinding.objects.get(pk=findings[0].pk)
    assert (answered.state, answered.note, answered.what) == (
        "answered",
        "磁盘损坏，已告知投诉人",
        findings[0].what,
    )
    assert answered.closed_by.startswith("user:")
    assert desk.post(address, {"note": "再改"}).status_code == 403
    assert desk.post(f"{LIST}{findings[1].pk}/delete/", {"post": "yes"}).status_code == 403
    for model in ("fixityround", "dailyhead", "timestamp"):
        assert desk.get(f"/admin/evidence/{model}/").status_code == 200
        assert desk.get(f"/admin/evidence/{model}/add/").status_code == 403
    assert (
        "证据 1 的原件"
        in desk.get(f"/admin/evidence/fixityfinding/{findings[0].pk}/change/").content.decode()
    )


def test_a_caseworker_does_not(findings: list[FixityFinding]) -> None:
    client = Client()
    client.force_login(User.objects.create_user("caseworker", is_staff=True))
    assert client.get(LIST).status_code == 403
