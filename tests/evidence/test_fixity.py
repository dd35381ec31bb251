"""Stored bytes are read again in turn; what is not as recorded is a finding that stays until it is answered."""

import io
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage

from accounts.actors import Actor
from accounts.models import User
from evidence.models import FixityFinding, FixityRound, Sealed
from evidence.sealed import sealing
from evidence.services import check_fixity, tell_of_findings
from evidence.services.fixity import answer_for
from tests.evidence.conftest import AT, Receive

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kept() -> list[Sealed]:
    """Five stored objects of 5,000 bytes, in the order in which they are looked at."""
    made = [sealing.seal(io.BytesIO(bytes([number]) * 5000)) for number in range(5)]
    return sorted(made, key=lambda one: one.pk)


def break_file(sealed: Sealed, store: Path) -> bytes:
    path = store / sealed.name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    return whole


def test_a_round_goes_over_everything_in_steps_and_starts_anew(kept: list[Sealed]) -> None:
    first = check_fixity(at=AT, most_bytes=10_000)
    assert first is not None
    assert (first.checked, first.finished_at, first.place) == (2, None, kept[1].pk)
    check_fixity(at=AT, most_bytes=10_000)
    third = check_fixity(at=AT, most_bytes=10_001)
    assert third is not None
    assert (third.pk, third.checked, third.size, third.finished_at) == (first.pk, 5, 25_000, AT)
    assert check_fixity(at=AT + timedelta(hours=23)) is None  # not before a day has passed
    again = check_fixity(at=AT + DAY)
    assert again is not None
    assert again.pk != first.pk
    assert (again.checked, again.found) == (5, 0)
    assert not FixityFinding.objects.exists()


def test_what_is_broken_or_missing_is_found_once_and_mended_when_it_is_sound(
    kept: list[Sealed], store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = break_file(kept[1], store)
    (store / kept[3].name).rename(store / "elsewhere")
    with caplog.at_level(logging.ERROR):
        walked = check_fixity(at=AT)
    assert walked is not None
    assert walked.found == 2
    assert str(kept[1].pk) in caplog.text
    check_fixity(at=AT + DAY)
    found = {one.sealed_id: one for one in FixityFinding.objects.all()}
    assert set(found) == {kept[1].pk, kept[3].pk}
    assert found[kept[3].pk].what == "the stored bytes are missing"
    (store / kept[1].name).write_bytes(whole)
    # No round is due: what was found is looked at all the same.
    check_fixity(at=AT + DAY + timedelta(minutes=10))
    states = dict(FixityFinding.objects.values_list("sealed_id", "state"))
    assert states == {kept[1].pk: "mended", kept[3].pk: "open"}
    break_file(kept[1], store)
    check_fixity(at=AT + 3 * DAY)
    assert FixityFinding.objects.filter(sealed=kept[1], state="open").count() == 1


def test_what_cannot_be_mended_is_answered_for_with_a_reason(kept: list[Sealed], store: Path) -> None:
    (store / kept[0].name).unlink()
    check_fixity(at=AT)
    finding = FixityFinding.objects.get()
    by = Actor.system("test")
    with pytest.raises(ValueError, match="reason"):
        answer_for(by=by, finding=finding, note=" ", at=AT)
    answered = answer_for(by=by, finding=finding, note="磁盘损坏，已告知投诉人", at=AT)
    assert (answered.state, answered.closed_by) == ("answered", "system:test")
    with pytest.raises(ValueError, match="closed"):
        answer_for(by=by, finding=finding, note="再来一次", at=AT)


def test_what_was_answered_for_is_not_reported_again(kept: list[Sealed], store: Path) -> None:
    (store / kept[0].name).unlink()
    check_fixity(at=AT)
    answer_for(by=Actor.system("test"), finding=FixityFinding.objects.get(), note="磁盘损坏", at=AT)
    check_fixity(at=AT + DAY)
    assert FixityFinding.objects.count() == 1


def test_erased_bytes_are_no_finding(kept: list[Sealed], store: Path) -> None:
    Sealed.objects.filter(pk=kept[2].pk).update(wrapped_key=None)
    (store / kept[2].name).unlink()
    walked = check_fixity(at=AT)
    assert walked is not None
    assert (walked.checked, walked.found) == (4, 0)


# ── Who is told ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def overseer() -> User:
    return User.objects.create_superuser("guanli", "guanli@example.cn", "x")


@pytest.mark.usefixtures("overseer")
def test_a_finding_is_mailed_once_without_a_case_in_it(
    hand_in: Receive, store: Path, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.ADMINS = [("", "duty@example.cn"), ("", "guanli@example.cn")]
    exhibit = hand_in("您的名片业务".encode(), "王小宁的短信.txt", description="谁发的")
    (store / exhibit.sealed.name).unlink()
    for moment in (AT, AT + DAY, AT + 2 * DAY):
        check_fixity(at=moment)
        tell_of_findings(at=moment)
    (letter,) = mailoutbox
    assert letter.to == ["duty@example.cn", "guanli@example.cn"]
    finding = FixityFinding.objects.get()
    assert finding.told_at == AT
    assert str(exhibit.sealed_id) in letter.body
    assert f"/admin/evidence/fixityfinding/{finding.pk}/change/" in letter.body
    for private in ("王小宁", str(exhibit.complaint_id), str(exhibit.pk), exhibit.sha256):
        assert private not in letter.body + letter.subject


@pytest.mark.usefixtures("overseer")
def test_several_findings_are_one_mail_and_a_new_one_is_another(
    kept: list[Sealed], store: Path, mailoutbox: list[EmailMessage]
) -> None:
    for gone in kept[:2]:
        (store / gone.name).unlink()
    check_fixity(at=AT)
    assert tell_of_findings(at=AT) == 2
    (store / kept[4].name).unlink()
    check_fixity(at=AT + DAY)
    assert tell_of_findings(at=AT + DAY) == 1
    assert [letter.body.count("/admin/evidence/fixityfinding/") for letter in mailoutbox] == [2, 1]


@pytest.mark.usefixtures("overseer")
def test_a_mail_server_that_is_away_is_asked_again(
    kept: list[Sealed], store: Path, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / kept[0].name).unlink()
    check_fixity(at=AT)

    def away(*args: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", away)
        assert tell_of_findings(at=AT) == 0
    assert tell_of_findings(at=AT) == 1
    assert len(mailoutbox) == 1


def test_nobody_to_tell_is_told_when_there_is_somebody(
    kept: list[Sealed], store: Path, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    User.objects.create_superuser("silent", "", "x")
    User.objects.create_superuser("left", "left@example.cn", "x", is_active=False)
    User.objects.create_user("caseworker", "desk@example.cn", "x", is_staff=True)
    (store / kept[0].name).unlink()
    check_fixity(at=AT)
    assert tell_of_findings(at=AT) == 0
    settings.ADMINS = [("", "duty@example.cn")]
    assert tell_of_findings(at=AT) == 1
    assert mailoutbox[0].to == ["duty@example.cn"]


def test_one_worker_has_the_round(kept: list[Sealed]) -> None:
    FixityRound.objects.create(started_at=AT, lease_until=AT + timedelta(minutes=15))
    assert check_fixity(at=AT) is None
    taken = check_fixity(at=AT + timedelta(minutes=15))  # the worker that had it died
    assert taken is not None
    assert taken.checked == 5


def test_a_storage_that_is_away_is_no_finding(kept: list[Sealed], monkeypatch: pytest.MonkeyPatch) -> None:
    def away(sealed: Sealed) -> None:
        raise OSError

    monkeypatch.setattr(sealing, "recheck", away)
    walked = check_fixity(at=AT)
    assert walked is not None
    assert (walked.checked, walked.finished_at, walked.lease_until) == (0, None, None)
    assert not FixityFinding.objects.exists()
