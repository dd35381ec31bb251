"""The public page of daily heads: what it offers can be checked by hand, and it says what is not stamped."""

import base64
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import LedgerEntry
from evidence.custody.merkle import check_proof
from evidence.services import inclusion_proof, make_heads, stamp_due
from tests.cases import Case, make_case, make_user
from tests.evidence.authorities import authority, needs_openssl

pytestmark = [pytest.mark.django_db, needs_openssl]


@pytest.fixture
def case() -> Case:
    return make_case()


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def test_what_the_page_offers_is_checked_by_hand(client: Client, case: Case, tmp_path: Path) -> None:
    with authority(tmp_path / "tsa"):
        (head,) = make_heads(at=tomorrow())
        page = client.get("/custody/").content.decode()
        assert "等待时间戳" in page
        assert client.get(f"/custody/{head.day}.tsr").status_code == 404
        assert stamp_due(at=tomorrow()) == 1
        page = client.get("/custody/").content.decode()
        assert head.digest in page
        assert "等待时间戳" not in page
        assert "演示用时间戳，不证明时间" in page  # the tests' authority is such a one
        for name in (f"{head.day}.json", f"{head.day}.sig", f"{head.day}.tsr", "authority.pem"):
            (tmp_path / name).write_bytes(client.get(f"/custody/{name}").content)
        lines = [json.loads(line) for line in client.get("/custody/heads.jsonl").getvalue().splitlines()]
    (tmp_path / "public-key.pem").write_bytes(client.get("/public-key.pem").content)
    day = str(head.day)
    signature = (
        f"openssl pkeyutl -verify -rawin -pubin -inkey public-key.pem -in {day}.json -sigfile {day}.sig"
    )
    token = f"openssl ts -verify -data {day}.json -in {day}.tsr -CAfile authority.pem"
    for command, said in (
        (f"sha256sum {day}.json", head.digest.removeprefix("sha256:")),
        (signature, "Verified Successfully"),
        (token, "Verification: OK"),
    ):
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=True)
        assert said in done.stdout
    assert [line["digest"] for line in lines] == [head.digest]
    assert base64.b64decode(lines[0]["token"]) == (tmp_path / f"{day}.tsr").read_bytes()
    assert client.get(f"/custody/heads.jsonl?after={day}").getvalue() == b""


def test_without_an_authority_it_says_so(client: Client) -> None:
    assert "没有设置时间戳机构" in client.get("/custody/").content.decode()
    assert client.get("/custody/authority.pem").status_code == 404
    for wrong in ("2026-02-30.json", "x.sig", "2026-01-01.tsr", "?before=x", "heads.jsonl?after=x"):
        assert client.get(f"/custody/{wrong}").status_code == 404


def test_older_heads_are_reached_page_by_page(client: Client) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    make_heads(at=at)
    make_heads(at=at + timedelta(days=31))
    first = client.get("/custody/").content.decode()
    assert first.count('id="2026-') == 30
    assert "?before=2026-03-02" in first
    second = client.get("/custody/?before=2026-03-02").content.decode()
    assert second.count('id="2026-') == 2


def test_the_owner_takes_a_proof_of_their_case_alone(client: Client, case: Case) -> None:
    address = f"/cases/{case.complaint.number}/custody.json"
    assert client.get(address).status_code == 404
    client.force_login(case.owner)
    waiting = client.get(address, follow=True)
    assert "明天零点以后" in waiting.content.decode()
    make_heads(at=tomorrow())
    proof = json.loads(client.get(address).content)
    assert check_proof(proof) == []
    newest = LedgerEntry.objects.filter(complaint=case.complaint).order_by("-sequence").first()
    assert newest is not None
    assert proof["leaf"] == {
        "complaint": str(case.complaint.pk),
        "sequence": newest.sequence,
        "entry": newest.digest,
    }
    assert proof["token"] is None
    client.force_login(make_user("stranger"))
    assert client.get(address).status_code == 404


def test_the_program_in_the_document_says_the_same(case: Case, tmp_path: Path) -> None:
    """docs/evidence.md offers a check that needs nothing of ours."""
    for _number in range(4):
        make_case()
    (head,) = make_heads(at=tomorrow())
    text = (Path(__file__).resolve().parents[2] / "docs" / "evidence.md").read_text("utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    proof = inclusion_proof(complaint_id=case.complaint.pk)
    assert proof is not None
    file = tmp_path / "proof.json"

    def run(given: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
        file.write_text(json.dumps(given), "utf-8")
        command = [sys.executable, "-c", program, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    said = run(proof)
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == [
        str(proof["leaf"]["sequence"]), proof["leaf"]["entry"], str(head.day), head.digest
    ]  # fmt: skip
    for changed in (
        {**proof, "leaf": {**proof["leaf"], "sequence": 9}},
        # The path of the last leaf is one long: reversed it is the same.
        {**proof, "path": proof["path"][:-1]},
        {**proof, "head": proof["head"].replace("2026", "2025")},
    ):
        assert run(changed).returncode != 0
