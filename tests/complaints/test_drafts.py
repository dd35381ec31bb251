"""P5: a draft is kept from the first page, opened anywhere with its code, and ends on its day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints import services
from complaints.models import Draft
from complaints.services.drafts import CODE_LENGTH, answers_of, new_code
from core.retention_and_limits import DRAFT_LIFE
from evidence.models import Exhibit
from tests.flows.consumer import screenshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

STEPS = {
    "story": {"story": "双十一前后天天收到广告，回复了 R 也没有用。"},
    "message": {"text": "【示例旗舰店】满200减60！拒收请回复R", "sender": "1069012345678", "received_on": "2025-11-03"},
    "situations": {"situations": ["no_consent", "optout_ignored"]},
    "event": {"first": "2025-11-01", "last": "2025-11-11"},
    "refusal": {"refusal__made": "yes", "refusal__on": "2025-11-04"},
}  # fmt: skip


def holder(code: str) -> Actor:
    return Actor(codes=(code_digest(code),))


def test_five_steps_and_a_file_are_there_on_a_second_device(client: Client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    base = client.post("/start/", {"kind": "harassment"})["Location"].rsplit("/", 2)[0]
    for slug, answers in STEPS.items():
        assert client.post(f"{base}/{slug}/", answers).status_code == 302, slug
    file = SimpleUploadedFile("截图.png", screenshot(), "image/png")
    assert client.post(f"{base}/evidence/files/", {"files": file}).status_code == 302
    code = Draft.objects.get().code

    client.cookies.clear()  # the first device forgets
    assert client.get(f"{base}/story/").status_code == 404
    second = Client()
    assert second.get(f"{base}/story/").status_code == 404
    assert second.post("/resume/", {"code": code}).status_code == 302
    for slug, answers in STEPS.items():
        page = second.get(f"{base}/{slug}/").content.decode()
        for given in answers.values():
            for one in [given] if isinstance(given, str) else given:
                assert one in page, slug
    assert "截图.png" in second.get(f"{base}/evidence/files/").content.decode()
    assert Exhibit.objects.get().received_by == "holder"


def test_the_code_is_found_by_its_digest_and_stored_sealed():
    from django.db import connection

    draft, code = services.open_draft(by=Actor())
    services.save_answers(by=holder(code), draft=draft, step="story", answers={"story": "金丝雀的经过"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM complaints_draft")
        stored = repr(cursor.fetchall())
    for plain in (code, code.replace("-", ""), "金丝雀"):
        assert plain not in stored
    assert code_digest(code) in stored
    assert services.open_with_code(code=code.lower().replace("-", " ")) == draft
    assert services.open_with_code(code=new_code()) is None


def test_a_code_has_a_hundred_random_bits():
    codes = {new_code() for _ in range(5000)}
    assert len(codes) == 5000
    signs = [sign for code in codes for sign in code.replace("-", "")]
    assert len(signs) == 5000 * CODE_LENGTH
    assert len(set(signs)) ** CODE_LENGTH >= 2**100
    share = len(signs) / len(set(signs))
    assert all(0.9 * share < signs.count(sign) < 1.1 * share for sign in set(signs))


def test_every_change_puts_the_end_off_and_the_end_is_an_end():
    begun = timezone.now() - timedelta(days=40)
    draft, code = services.open_draft(by=Actor(), at=begun)
    assert draft.expires_at == begun + DRAFT_LIFE
    assert services.open_with_code(code=code) is None
    assert services.open_with_code(code=code, at=begun + timedelta(days=29)) == draft
    with pytest.raises(Draft.DoesNotExist):
        services.save_answers(by=holder(code), draft=draft, step="story", answers={"story": "晚了"})

    fresh, other = services.open_draft(by=Actor(), at=timezone.now() - timedelta(days=29))
    kept = services.save_answers(by=holder(other), draft=fresh, step="story", answers={"story": "赶上"})
    assert kept.expires_at > timezone.now() + timedelta(days=29)
    assert services.expire_drafts(by=Actor.system("drafts"), at=timezone.now()) == 1
    assert [answers_of(one) for one in Draft.objects.all()] == [{"story": {"story": "赶上"}}]


def test_a_draft_is_nobody_elses():
    draft, code = services.open_draft(by=Actor())
    _other, stranger = services.open_draft(by=Actor())
    for actor in (Actor(), holder(stranger), Actor.system("x")):
        assert not Draft.objects.visible_to(actor).filter(pk=draft.pk).exists()
        with pytest.raises(Draft.DoesNotExist):
            services.save_answers(by=actor, draft=draft, step="story", answers={})
        services.discard_draft(by=actor, draft=draft)
    assert Draft.objects.visible_to(holder(code)).get() == draft
    services.discard_draft(by=holder(code), draft=draft)
    assert not Draft.objects.filter(pk=draft.pk).exists()
