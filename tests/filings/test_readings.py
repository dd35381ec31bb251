"""Every reading by staff stands in the record that the complainant sees: which organisation, when, what."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints.models import Access, Act, LedgerEntry
from complaints.models.record import READ
from complaints.services import grant_access, record_read
from evidence.models import Rendition
from evidence.services import make_renditions, open_rendition, receive
from tests.cases import make_case, make_user
from tests.evidence.samples import drawn, saved

pytestmark = pytest.mark.django_db


def test_the_complainant_sees_which_organisation_read_what() -> None:
    case = make_case()
    desk = Organisation.objects.create(name="示例市监管局", kind="regulator")
    caseworker = make_user("caseworker", is_staff=True)
    Membership.objects.create(user=caseworker, organisation=desk, role="caseworker")
    exhibit = receive(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(saved(drawn(60, 40), "PNG")),
        filename="1.png",
    )
    while make_renditions(by=Actor.system("examiner")):
        pass
    grant_access(
        by=case.by, complaint=case.complaint, organisation=desk, why=Access.Why.SENT, exhibits=[exhibit.pk]
    )
    reader = Actor.of_user(caseworker)
    record_read(by=reader, complaint=case.complaint, what="filing:1")
    with open_rendition(by=reader, rendition=exhibit.clean_copy or exhibit.renditions.get(kind="clean")):
        pass
    read = LedgerEntry.objects.filter(complaint=case.complaint, act__in=[Act.CASE_READ, Act.EXHIBIT_READ])
    assert [entry.organisation_ids for entry in read] == [[desk.pk], [desk.pk]]
    client = Client()
    client.force_login(case.owner)
    page = client.get(reverse("case", args=[case.complaint.number])).content.decode()
    assert page.count(f"{desk.name}的人员") == 2
    assert "工作人员查看案件（收到的材料）" in page
    assert "工作人员查看证据（第 1 号文件：查看副本）" in page
    assert caseworker.username not in page  # an organisation answers for its people


def test_each_copy_that_can_be_read_has_a_word_in_the_record() -> None:
    assert {str(kind) for kind in Rendition.Kind} <= set(READ)
    entry = LedgerEntry(act=Act.EXHIBIT_READ, detail={"ordinal": 2, "what": "something later"})
    assert entry.about == "第 2 号文件"
