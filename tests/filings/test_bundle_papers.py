"""What the pages of a bundle say to whom: parties on a court's cover, the sound's picture, no name where none belongs."""

import io
from datetime import timedelta
from typing import Any

import pytest

from accounts.actors import Actor
from complaints.stating import answers_now
from core.canonical import canonical, digest
from documents.bundle import BundleContents
from documents.bundle.printing import printer
from documents.bundles import index_data
from evidence.services import make_renditions, receive
from filings import services
from filings.models import Export, Recipient, Way
from filings.services import Group, Item, Order
from filings.services.bundles.contents import contents_of
from legal.services import assess_complaint, assess_stated, shown_answers
from tests.cases import NOW, Case, add_exhibit, agreeing_to, make_case
from tests.documents.reading import text_of
from tests.evidence.recorded import sound
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@once_a_module
def case() -> Case:
    made = make_case(name="王小宁")
    add_exhibit(made, name="王小宁的身份证.png")
    recorded = receive(
        by=made.by,
        complaint_id=made.complaint.pk,
        stream=io.BytesIO(sound("wav")),
        filename="通话录音.wav",
        description="对方承认没有停止",
        at=NOW,
    )
    make_renditions(by=Actor.system("evidence"), exhibit_id=recorded.pk)
    assess_complaint(by=made.by, complaint=made.complaint, at=NOW)
    court = Recipient.objects.create(
        name="上海市宝山区人民法院", channel="court", way=Way.HAND, contact="12368"
    )
    exhibits = tuple(made.complaint.exhibits.all())
    shown = services.propose_consent(
        complaint=made.complaint, recipient=court, exhibits=exhibits, document="claim", at=NOW
    )
    services.prepare(
        by=made.by,
        complaint=made.complaint,
        recipient=court,
        consent_digest=shown.digest,
        exhibits=exhibits,
        document="claim",
        giving=agreeing_to(shown),
        at=NOW,
    )
    return made


def contents(case: Case, **order: Any) -> BundleContents:
    later = NOW + timedelta(hours=1)
    export = services.request_export(by=case.by, complaint=case.complaint, order=Order(**order), at=later)
    return contents_of(Export.objects.get(pk=export.pk))


def cover(of: BundleContents) -> str:
    return text_of(printer(key_id="k", fingerprint="f").cover(of, (), 1))


def corrected(case: Case) -> None:
    """Their name and a day said anew, after what is frozen before NOW + 2 hours."""
    for matter, answers in (
        ("you", {**answers_now(case.complaint, "you"), "name": "王小柠"}),
        ("event", {"first": "2026-02-18", "last": "2026-03-10"}),
    ):
        assess_stated(
            by=case.by,
            complaint=case.complaint,
            matter=matter,
            answers=answers,
            shown=shown_answers(case.complaint, matter),
            reason="写错了",
            at=NOW + timedelta(hours=2),
        )


def renamed(case: Case) -> tuple[Group, ...]:
    items = [
        Item(exhibit=str(one.pk), name=f"第{one.ordinal}件材料", proves="退订后仍收到")
        for one in case.complaint.exhibits.order_by("ordinal")
    ]
    return (Group(title="", items=tuple(items)),)


def test_the_cover_for_a_court_says_who_sues_whom_for_what(case: Case) -> None:
    said = cover(contents(case, made_for="court"))
    assert "原告王小宁" in said
    assert "被告示例优选商城有限公司" in said
    # Nothing is asked of the operator, so the claim does not sue it either.
    assert "示例移动通信公司" not in said
    assert "案由隐私权纠纷" in said
    for kind in ("regulator", "opponent"):
        assert "王小宁" not in cover(contents(case, made_for=kind))


def test_whoever_sues_hands_the_evidence_in_by_that_name(case: Case) -> None:
    assert {one.source for one in contents(case, made_for="court").exhibits} == {"原告提交（网页）"}
    assert {one.source for one in contents(case, made_for="opponent").exhibits} == {"投诉人提交（网页）"}


def test_the_picture_of_a_sound_stands_on_its_page_and_the_length(case: Case) -> None:
    for kind in ("court", "opponent"):
        heard = contents(case, made_for=kind).exhibits[-1]
        assert heard.picture is not None, kind
        with heard.picture.open() as stream:
            assert stream.read(8) == b"\x89PNG\r\n\x1a\n"
        assert ("时长", "0 分 2 秒") in list(heard.details)


def test_the_name_that_a_file_came_with_goes_no_further_than_the_original_may(case: Case) -> None:
    for kind, told in (("court", True), ("own", True), ("regulator", False), ("opponent", False)):
        made = contents(case, made_for=kind, groups=renamed(case))
        assert ("王小宁的身份证" in str([list(one.details) for one in made.exhibits])) == told, kind
        assert made.exhibits[0].name == "第1件材料"


def test_a_bundle_that_names_nobody_has_no_line_to_sign_on(case: Case) -> None:
    pages = printer(key_id="k", fingerprint="f")
    assert "签名" in text_of(pages.index(contents(case, made_for="court"), []))
    assert "签名" not in text_of(pages.index(contents(case, made_for="opponent"), []))
    assert index_data([], on=NOW.date(), number="AN")["signed"]


def test_a_bundle_that_shows_facts_says_what_was_corrected_by_its_day(case: Case) -> None:
    before = services.request_export(
        by=case.by, complaint=case.complaint, order=Order(made_for="own"), at=NOW + timedelta(hours=1)
    )
    corrected(case)
    after = NOW + timedelta(hours=3)
    made = {
        kind: contents_of(
            services.request_export(
                by=case.by, complaint=case.complaint, order=Order(made_for=kind), at=after
            )
        )
        for kind in ("own", "regulator", "opponent")
    }
    own = made["own"]
    assert own.facts == case.complaint.facts  # as the receipt names them
    assert own.stated is not None
    assert own.stated["facts"]["event"]["first"] == "2026-02-18"
    first, second = own.stated["statements"]
    assert first["changes"] == [{"what": "姓名", "before": "王小宁", "since": "王小柠"}]
    assert second["changes"][0]["before"] == "2026年2月20日"
    named = [entry["detail"]["digest"] for entry in own.ledger if entry.get("act") == "facts_stated"]
    assert [digest(canonical(one["said"])) for one in (first, second)] == named
    assert made["regulator"].stated is None
    assert made["opponent"].stated is None
    assert contents_of(Export.objects.get(pk=before.pk)).stated is None
