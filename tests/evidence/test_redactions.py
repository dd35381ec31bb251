"""Covering parts of an exhibit: boxes, the copy with them burned in, and what is read of it afterwards."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from accounts.actors import Actor
from accounts.models import Organisation
from complaints.models import Access, Act, Draft, LedgerEntry
from core.work import LEASE
from evidence.custody import audit
from evidence.examination import covering
from evidence.models import Exhibit, Redaction, Rendition, Sealed
from evidence.services import (
    NotRedacted,
    erase,
    keep_boxes,
    make_redactions,
    make_renditions,
    open_redaction,
    open_rendition,
    order_redaction,
    redacting,
)
from tests.evidence.conftest import AT, Receive
from tests.evidence.samples import drawn, saved, zipped
from tests.evidence.writings import PAGE, written_page

pytestmark = pytest.mark.django_db
REDACTOR, EXAMINER = Actor.system("redactor"), Actor.system("examiner")
BOX = [0.05, 0.1, 0.9, 0.2]


@pytest.fixture
def shown(hand_in: Receive) -> Exhibit:
    """A screenshot with a telephone number in its second line, and its clean copy."""
    exhibit = hand_in(written_page(), "截图.png")
    make_renditions(by=EXAMINER, at=AT)
    return exhibit


def ordered(by: Actor, exhibit: Exhibit, boxes: list[list[float]], **more: Any) -> Redaction:
    draft = open_redaction(by=by, exhibit=exhibit, at=AT)
    keep_boxes(by=by, redaction=draft, page=1, boxes=boxes)
    return order_redaction(by=by, redaction=draft, at=AT, **more)


def read(by: Actor, rendition: Rendition) -> bytes:
    with open_rendition(by=by, rendition=rendition) as plain:
        return plain.read()


def test_boxes_are_burned_in_and_the_original_stays(begun: tuple[Draft, Actor], shown: Exhibit) -> None:
    _, holder = begun
    order = ordered(holder, shown, [PAGE["phone"]])
    assert (order.state, order.count) == ("pending", 1)
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    assert (made.state, made.reason, made.read_again) == ("done", "", 1)
    copy = Rendition.objects.get(redaction=made, kind="redacted", page=0)
    assert (copy.media_type, copy.source_sha256, copy.width) == ("image/png", shown.sha256, 1080)
    with Image.open(io.BytesIO(read(holder, copy))) as picture:
        left, top, width, height = PAGE["phone"]
        area = (left * 1080, top * 600, (left + width) * 1080, (top + height) * 600)
        assert picture.crop(tuple(map(round, area))).getextrema() == ((0, 0),) * 3
        assert picture.getpixel((5, 5)) == (255, 255, 255)
    entry = LedgerEntry.objects.filter(act=Act.COPY_MADE).latest("sequence")
    assert (entry.detail["redaction"], entry.detail["boxes"]) == (str(made.pk), made.boxes_sha256)
    assert (entry.detail["source"], entry.detail["sha256"]) == (shown.sha256, copy.sealed.sha256)
    clean = Rendition.objects.get(exhibit=shown, kind="clean")
    assert read(holder, clean) != read(holder, copy)
    assert audit.check_case(shown.complaint_id).faults == []
    assert make_redactions(by=REDACTOR, at=AT) is None


def test_words_that_stand_elsewhere_too_make_no_copy_until_the_person_says_so(
    begun: tuple[Draft, Actor], hand_in: Receive
) -> None:
    _, holder = begun
    exhibit = hand_in(written_page(("请致电 13800138000 联系", "再说一次：13800138000")), "两次.png")
    make_renditions(by=EXAMINER, at=AT)
    ordered(holder, exhibit, [PAGE["first"]])
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    assert made.state == "refused"
    assert "第 1 页的别处还读得到" in made.reason
    assert "138" not in made.reason  # the row keeps no covered word
    assert not Rendition.objects.filter(redaction=made).exists()
    again = ordered(holder, exhibit, [PAGE["first"]], elsewhere=True)
    assert (again.number, again.boxes) == (2, made.boxes)
    assert make_redactions(by=REDACTOR, at=AT).state == "done"  # type: ignore[union-attr]


def test_a_new_one_supersedes_and_the_old_one_stays(begun: tuple[Draft, Actor], shown: Exhibit) -> None:
    _, holder = begun
    ordered(holder, shown, [PAGE["phone"]])
    first = make_redactions(by=REDACTOR, at=AT)
    ordered(holder, shown, [PAGE["phone"], PAGE["first"]])
    assert redacting.standing(shown) == first  # until the new one is made
    second = make_redactions(by=REDACTOR, at=AT)
    assert redacting.standing(shown) == second
    assert second is not None
    assert second.number == 2
    held = Exhibit.objects.with_copies().get(pk=shown.pk)
    assert held.redacted_copy is not None
    assert held.redacted_copy.redaction == second
    assert Rendition.objects.filter(redaction=first, kind="redacted").get().ready


@pytest.mark.parametrize(
    "box", [["a", 0, 1, 1], [0, 0, 0.0001, 0.5], [1.2, 0, 0.1, 0.1], [float("nan"), 0, 1, 1], [0, 0, 1]]
)
def test_what_is_no_box_is_not_kept(begun: tuple[Draft, Actor], shown: Exhibit, box: list[Any]) -> None:
    _, holder = begun
    draft = open_redaction(by=holder, exhibit=shown, at=AT)
    keep_boxes(by=holder, redaction=draft, page=1, boxes=[BOX])
    with pytest.raises(NotRedacted):
        keep_boxes(by=holder, redaction=draft, page=1, boxes=[box])
    with pytest.raises(NotRedacted):
        keep_boxes(by=holder, redaction=draft, page=2, boxes=[BOX])
    draft.refresh_from_db()
    assert draft.boxes == {"1": [BOX]}


def test_only_the_person_whose_case_it_is_covers(begun: tuple[Draft, Actor], shown: Exhibit) -> None:
    _, holder = begun
    draft = open_redaction(by=holder, exhibit=shown, at=AT)
    for stranger in (Actor(), Actor(codes=("0" * 64,))):
        with pytest.raises(Exhibit.DoesNotExist):
            open_redaction(by=stranger, exhibit=shown, at=AT)
        with pytest.raises(Exhibit.DoesNotExist):
            keep_boxes(by=stranger, redaction=draft, page=1, boxes=[BOX])
        with pytest.raises(Exhibit.DoesNotExist):
            order_redaction(by=stranger, redaction=draft, at=AT)
    with pytest.raises(NotRedacted, match="还没有画框"):
        order_redaction(by=holder, redaction=draft, at=AT)
    ordered(holder, shown, [BOX])
    with pytest.raises(NotRedacted, match="已经交去处理"):
        keep_boxes(by=holder, redaction=draft, page=1, boxes=[])


def test_what_has_no_pages_is_not_covered(begun: tuple[Draft, Actor], hand_in: Receive) -> None:
    _, holder = begun
    waits = hand_in(saved(drawn(), "PNG"))
    with pytest.raises(NotRedacted, match="还在检查"):
        open_redaction(by=holder, exhibit=waits, at=AT)
    text, closed = hand_in("电话 13800138000".encode(), "记录.txt"), hand_in(zipped({"a": b"x"}), "a.zip")
    while make_renditions(by=EXAMINER, at=AT):
        pass
    for exhibit in (text, closed):
        with pytest.raises(NotRedacted):
            open_redaction(by=holder, exhibit=exhibit, at=AT)


def test_erasing_destroys_the_covered_copies_too(begun: tuple[Draft, Actor], shown: Exhibit) -> None:
    _, holder = begun
    ordered(holder, shown, [PAGE["phone"]])
    made = make_redactions(by=REDACTOR, at=AT)
    erase(by=holder, exhibit=shown, reason="request", at=AT)
    copies = Sealed.objects.filter(rendition__redaction=made)
    assert copies.count() == 2
    assert not copies.filter(wrapped_key__isnull=False).exists()
    with pytest.raises(NotRedacted, match="依法删除"):
        open_redaction(by=holder, exhibit=shown, at=AT)


def test_an_erasure_while_it_is_made_leaves_nothing(
    begun: tuple[Draft, Actor], shown: Exhibit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, holder = begun
    ordered(holder, shown, [PAGE["phone"]])
    honest = redacting._covered_words

    def erased_meanwhile(*given: Any) -> list[str]:
        erase(by=holder, exhibit=shown, reason="request", at=AT)
        return honest(*given)

    monkeypatch.setattr(redacting, "_covered_words", erased_meanwhile)
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    assert made.state == "refused"
    assert "依法删除" in made.reason
    assert not Rendition.objects.filter(redaction=made).exists()


def test_a_worker_that_died_is_followed_by_another(
    begun: tuple[Draft, Actor], shown: Exhibit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, holder = begun
    order = ordered(holder, shown, [PAGE["phone"]])
    assert redacting._claim(AT) == order  # and is killed
    assert make_redactions(by=REDACTOR, at=AT + LEASE / 2) is None
    made = make_redactions(by=REDACTOR, at=AT + LEASE + timedelta(seconds=1))
    assert made is not None
    assert (made.state, made.attempts) == ("done", 2)


def test_a_copy_that_does_not_stand_the_reading_is_thrown_away(
    begun: tuple[Draft, Actor], shown: Exhibit, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The burning leaves the number standing; the reading, in a process of its own, finds it."""
    _, holder = begun
    ordered(holder, shown, [PAGE["phone"]])
    honest = covering._child

    def burns_elsewhere(task: str, *given: Any) -> Any:
        if task == "burn":
            *files, order, pages = given
            given = (*files, {**order, "boxes": {"1": [[0.0, 0.9, 0.1, 0.05]]}}, pages)
        return honest(task, *given)

    monkeypatch.setattr(covering, "_child", burns_elsewhere)
    before = {path for path in store.rglob("*") if path.is_file()}
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    assert made.state == "refused"
    assert "没有完全盖住" in made.reason
    assert {path for path in store.rglob("*") if path.is_file()} == before


def test_whoever_was_sent_the_covered_copy_sees_no_other(begun: tuple[Draft, Actor], shown: Exhibit) -> None:
    draft, holder = begun
    ordered(holder, shown, [PAGE["phone"]])
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    ordered(holder, shown, [PAGE["phone"], PAGE["first"]])
    later = make_redactions(by=REDACTOR, at=AT)
    desk = Organisation.objects.create(name="某局", kind=Organisation.Kind.REGULATOR)
    other = Organisation.objects.create(name="另一局", kind=Organisation.Kind.REGULATOR)
    from tests.evidence.writings import filed_out_of

    case = filed_out_of(draft, holder)
    sent = {"by": Actor.system("outbox"), "complaint": case, "why": Access.Why.SENT, "exhibits": [shown.pk]}
    from complaints.services import grant_access

    grant_access(**sent, organisation=desk, covered={shown.pk: made.pk})
    grant_access(**sent, organisation=other)
    covered, whole = Actor(organisation_ids=(desk.pk,)), Actor(organisation_ids=(other.pk,))
    assert {one.kind for one in Rendition.objects.visible_to(covered)} == {"redacted", "redacted_top"}
    assert {one.redaction for one in Rendition.objects.visible_to(covered)} == {made}
    assert not Redaction.objects.visible_to(covered).exists()
    assert {"clean", "thumbnail"} <= {one.kind for one in Rendition.objects.visible_to(whole)}
    # What was sent uncovered before, and covered now, is shown covered from now on.
    assert later is not None
    grant_access(**sent, organisation=other, covered={shown.pk: later.pk})
    assert {one.redaction for one in Rendition.objects.visible_to(whole)} == {later}


def test_a_paper_becomes_pictures_alone(begun: tuple[Draft, Actor], hand_in: Receive) -> None:
    _, holder = begun
    from tests.evidence.writings import typeset

    exhibit = hand_in(typeset(["第一页 13800138000", "第二页 什么也没有"]), "账单.pdf")
    while make_renditions(by=EXAMINER, at=AT):
        pass
    ordered(holder, exhibit, [[0.0, 0.0, 1.0, 0.2]])
    made = make_redactions(by=REDACTOR, at=AT)
    assert made is not None
    assert (made.state, made.reason) == ("done", "")
    copy = Rendition.objects.get(redaction=made, kind="redacted", page=0)
    assert (copy.pages, copy.media_type) == (2, "application/pdf")
    with pikepdf.open(io.BytesIO(read(holder, copy))) as pdf:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer
        assert all("/Font" not in page.obj.Resources for page in pdf.pages)
    assert sorted(Rendition.objects.filter(redaction=made).values_list("kind", "page")) == [
        ("redacted", 0), ("redacted", 1), ("redacted", 2), ("redacted_top", 0),
    ]  # fmt: skip
    assert sans_path()
