"""The same import without a page: ``manage.py import_contacts`` and the API."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Complaint, Contact
from evidence import services
from evidence.models import Exhibit, Import
from tests.cases import shared
from tests.evidence import backups
from tests.legal.cases import OPT_OUT
from tests.legal.test_self_help import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="owner", password="x")


@pytest.fixture
def case(owner: User) -> Complaint:
    complaint: Complaint = filed(owner, OPT_OUT)
    return complaint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sms-20251112.xml"
    path.write_bytes(backups.backup(end=False))
    return path


def run(*arguments: object) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_contacts", *map(str, arguments), "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_by_default_what_disturbs_is_kept(case: Complaint, file: Path) -> None:
    found = run(case.number.lower(), file)
    assert {name: found[name] for name in ("read", "chosen", "kept", "repeated", "unreadable", "declared")} == {
        "read": 11, "chosen": 8, "kept": 8, "repeated": 0, "unreadable": 1, "declared": 11,
    }  # fmt: skip
    assert found["unreadable_lines"] == [{"part": "", "line": 12, "code": "cut_off"}]
    assert set(case.contacts.values_list("sender", flat=True)) == {backups.SHOP_NUMBER, backups.LENDER_NUMBER}
    exhibit = Exhibit.objects.get(pk=found["exhibit"])
    assert (exhibit.door, exhibit.sha256) == ("import", found["sha256"])
    again = run(case.number, file)
    assert (again["chosen"], again["kept"], again["repeated"]) == (8, 8, 0)
    assert case.contacts.count() == 8


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        (["--all"], 11),
        (["--sender", backups.FRIEND_NUMBER], 2),
        (["--sender", f"{backups.FRIEND_NUMBER},+86 {backups.SHOP_NUMBER}"], 9),
        (["--signature", f"【{backups.SHOP}】"], 7),
        (["--sender", "10010"], 0),
    ],
)
def test_the_choice_on_the_command_line(case: Complaint, file: Path, how: list[str], kept: int) -> None:
    assert run(case.number, file, *how)["kept"] == kept


def test_in_words(case: Complaint, file: Path) -> None:
    out = io.StringIO()
    call_command("import_contacts", case.number, str(file), "--sender", "10010", stdout=out)
    assert "格式：SMS Backup & Restore 备份" in out.getvalue()
    assert "读到：11" in out.getvalue()
    assert "第 12 条：文件在这里断了" in out.getvalue()
    assert "没有收入任何一条" in out.getvalue()


def test_wrong_input_is_refused_with_what_to_do(case: Complaint, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有编号为 AN-1 的投诉"):
        run("AN-1", file)
    with pytest.raises(CommandError, match="读不了文件"):
        run(case.number, tmp_path / "missing.xml")
    with pytest.raises(CommandError, match="读不了文件"):
        run(case.number, tmp_path)
    with pytest.raises(CommandError, match="不能和"):
        run(case.number, file, "--all", "--sender", "1069")
    empty = tmp_path / "empty.xml"
    empty.touch()
    with pytest.raises(CommandError, match="0 字节"):
        run(case.number, empty)
    picture = tmp_path / "a.xml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    with pytest.raises(CommandError, match="可以导入的有"):
        run(case.number, picture)


# ── The API ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def api(owner: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(owner)
    return client


def sent(api: APIClient, case: Complaint, **more: str) -> Any:
    content = SimpleUploadedFile("sms.xml", backups.backup())
    return api.post(
        f"/api/v1/complaints/{case.number}/imports/", {"file": content, **more}, format="multipart"
    )


def carry() -> None:
    while services.carry_imports(by=Actor.system("importer"), at=timezone.now()):
        pass


def test_read_listed_and_chosen(api: APIClient, case: Complaint) -> None:
    answer = sent(api, case)
    assert (answer.status_code, answer.json()["state"]) == (202, "pending")
    here = f"/api/v1/imports/{answer.json()['id']}/"
    early = api.post(f"{here}choose/", {"groups": [0]}, format="json")
    assert (early.status_code, "等待读取" in early.json()["detail"]) == (409, True)
    carry()
    waiting = api.get(here).json()
    assert (waiting["state"], waiting["read"]) == ("choosing", 11)
    shop = waiting["groups"][0]
    assert (shop["sender"], shop["after"], shop["refused_on"]) == (backups.SHOP_NUMBER, 3, "2025-11-03")
    assert api.post(f"{here}choose/", {"groups": [999]}, format="json").status_code == 409
    assert api.post(f"{here}choose/", {"groups": ["x"]}, format="json").status_code == 400
    earlier = api.post(f"{here}choose/", {"groups": [0], "round": "2025-11-20T10:00:00+08:00"}, format="json")
    assert (earlier.status_code, "又读了一遍" in earlier.content.decode()) == (409, True)
    chosen = {"groups": [0], "disturbing": True, "round": api.get(here).json()["round"]}
    assert api.post(f"{here}choose/", chosen, format="json").status_code == 202
    carry()
    kept = api.get(here).json()
    assert (kept["state"], kept["kept"], kept["groups"]) == ("kept", 7, [])
    listed = api.get(f"/api/v1/complaints/{case.number}/contacts/").json()["results"]
    assert (listed[0]["exhibit_id"], listed[0]["line"]) == (kept["exhibit"], 1)
    assert [one["id"] for one in api.get(f"/api/v1/complaints/{case.number}/imports/").json()] == [kept["id"]]


def test_the_choice_comes_along(api: APIClient, case: Complaint) -> None:
    sent(api, case, keep="disturbing")
    carry()
    assert Import.objects.get().kept == 8
    other = sent(api, case, signatures=backups.SHOP)
    assert other.json()["state"] == "pending"  # the same file: chosen from once more
    carry()
    assert Import.objects.get().chosen == 7


def test_none_chosen_keeps_nothing(api: APIClient, case: Complaint) -> None:
    here = f"/api/v1/imports/{sent(api, case).json()['id']}/"
    carry()
    assert api.post(f"{here}choose/", {"groups": []}, format="json").json()["state"] == "refused"
    assert not Contact.objects.exists()


def test_a_lawyer_sees_the_contacts_and_not_the_phone(api: APIClient, case: Complaint, owner: User) -> None:
    firm = Organisation.objects.create(name="示例律所", kind=Organisation.Kind.LAW_FIRM)
    lawyer = User.objects.create_user(username="lawyer", password="x")
    Membership.objects.create(user=lawyer, organisation=firm, role="lawyer")
    shared(by=Actor.of_user(owner), complaint=case, with_user=lawyer)
    imported = sent(api, case, keep="disturbing").json()["id"]
    carry()
    theirs = APIClient()
    theirs.force_authenticate(lawyer)
    assert len(theirs.get(f"/api/v1/complaints/{case.number}/contacts/").json()["results"]) == 8
    assert theirs.get(f"/api/v1/complaints/{case.number}/imports/").status_code == 404
    assert theirs.get(f"/api/v1/imports/{imported}/").status_code == 404
    assert sent(theirs, case).status_code == 404
