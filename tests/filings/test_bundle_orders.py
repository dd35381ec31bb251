"""P18 for bundles: what each kind of recipient gets, and nothing else; P9 and P11: the same bytes, stamped later."""

import dataclasses
import hashlib
import io
import json
import os
import re
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as read_docx
from PIL import Image

from accounts.actors import Actor
from core import keys
from core.retention_and_limits import BUNDLES_KEPT, COURT_UPLOAD
from documents.bundle import verify
from documents.bundle.audience import AUDIENCES
from evidence.models import Rendition, Timestamp
from evidence.services import erase, make_heads, make_renditions, receive, stamp_due
from evidence.timestamps.local import roots_file
from filings import services
from filings.models import Export
from filings.services import Group, Item, Order
from filings.services.bundles.exports import write_bundle
from filings.services.bundles.issued import issued_under, portal_trust, was_issued
from filings.services.bundles.orders import propose_order, statements_for
from legal.services import assess_complaint
from tests.cases import (
    NOW,
    Case,
    add_exhibit,
    make_case,
    make_hand_recipient,
    make_mail_recipient,
    queued,
    shared,
)
from tests.documents.reading import text_of
from tests.evidence.authorities import authority, needs_openssl
from tests.evidence.test_hostile import bomb_paper
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

PERSON = {
    "id_number": "11010119900307109X",
    "address": "金丝雀路乙号",
    "phone": "13911110001",
    "email": "canary@example.cn",
}
GPS = "canary-gps"
KINDS = ("court", "regulator", "opponent", "own")


def photo(name: str = "现场.jpg", description: str = "手机收到短信", *, by: Case) -> Any:
    """A photo whose hidden notes hold a canary."""
    exif = Image.Exif()
    exif[0x010E] = GPS
    out = io.BytesIO()
    Image.effect_noise((160, 120), 40).convert("RGB").save(out, "JPEG", exif=exif)
    exhibit = receive(
        by=by.by, complaint_id=by.complaint.pk, stream=io.BytesIO(out.getvalue()), filename=name,
        description=description, at=NOW,
    )  # fmt: skip
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    return exhibit


@once_a_module
def case() -> Case:
    made = make_case(name="王小宁", **PERSON)
    photo(by=made)
    add_exhibit(made, colour="green", name="二.png")
    assess_complaint(by=made.by, complaint=made.complaint, at=NOW)
    queued(made, make_mail_recipient())
    handed = queued(made, make_hand_recipient())
    services.record_handed_in(by=made.by, filing=handed, at=NOW)
    services.sweep_outbox(at=NOW)
    return made


def built(case: Case, **order: Any) -> Export:
    export = services.request_export(
        by=case.by, complaint=case.complaint, order=Order(**order), at=NOW + timedelta(hours=1)
    )
    export = services.build_export(export=export)
    assert export.finished, export.error
    return export


def opened(export: Export) -> dict[str, bytes]:
    with services.open_export(by=Actor.system("test"), export=export) as stream:
        archive = zipfile.ZipFile(io.BytesIO(stream.read()))
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def everything(files: dict[str, bytes]) -> str:
    """All that a reader could find: raw bytes, the words of PDFs and of Word files."""
    found = []
    for name, content in files.items():
        found.append(content.decode("utf-8", "ignore"))
        if name.endswith(".pdf"):
            found.append(re.sub(r"\s", "", text_of(content)))
        if name.endswith(".docx"):
            found += [paragraph.text for paragraph in read_docx(io.BytesIO(content)).paragraphs]
    return "\n".join(found)


@pytest.mark.parametrize("kind", KINDS)
def test_each_recipient_gets_its_own_set_and_no_more(case: Case, kind: str) -> None:
    files = opened(built(case, made_for=kind))
    folders = {"/".join(name.split("/")[:2]) for name in files if name.startswith("data/")}
    always = {"data/exhibits", "data/index.json", "data/ledger.jsonl", "data/案卷.pdf"}
    more = {
        "own": {
            "data/complaint.json",
            "data/facts.json",
            "data/assessment.json",
            "data/receipt.json",
            "data/filings",
            "data/editable",
        },
        "court": {"data/receipt.json", "data/filings", "data/editable"},
        "regulator": {"data/receipt.json"},
        "opponent": set(),
    }[kind]
    assert folders == always | more

    said = everything(files)
    in_letters = {
        "own",
        "court",
        "regulator",
    }  # whose letters name the complainant, as consented for their kind
    for name, canary in PERSON.items():
        if kind not in in_letters:
            assert canary not in said, f"{kind}: {name}"
    assert (GPS in said) == (kind in ("own", "court")), kind
    assert ("note_added" in said, "assessed" in said) == ((False, True) if kind == "own" else (False, False))


def test_ones_own_copy_has_what_one_told(case: Case) -> None:
    told = json.loads(opened(built(case, made_for="own"))["data/complaint.json"])
    person = case.complaint.filed_complainant
    assert told["filed"]["story"] == case.complaint.story
    (own,) = (one for one in told["standing"]["people"] if one["role"] == "complainant")
    assert (own["name"], own["phone"]) == (person.name, person.phone)
    assert "id_number" not in own


def test_a_letter_to_one_authority_goes_to_another_by_choice_alone(case: Case) -> None:
    assert statements_for(complaint=case.complaint, made_for="regulator")
    assert propose_order(complaint=case.complaint, made_for="regulator").statement == ""


def test_what_was_not_sent_is_not_called_sent() -> None:
    made = make_case(email="")
    assess_complaint(by=made.by, complaint=made.complaint, at=NOW)
    handed = queued(made, make_hand_recipient())
    services.record_handed_in(by=made.by, filing=handed, at=NOW)
    queued(made, make_hand_recipient("operator"), at=NOW + timedelta(minutes=1))
    of_court, own = (opened(built(made, made_for=kind)) for kind in ("court", "own"))
    folders = [
        sorted({name.split("/")[2] for name in files if "data/filings/" in name}) for files in (of_court, own)
    ]
    assert folders == [["01-12321"], ["01-12321", "02-operator-unsent"]]
    assert "带 unsent 的没有发出" in own["README.txt"].decode()
    shown = [json.loads(line) for line in of_court["data/ledger.jsonl"].splitlines()]
    assert {one["detail"]["channel"] for one in shown if one.get("act") == "filing_prepared"} == {"12321"}
    assert "operator" not in of_court["data/ledger.jsonl"].decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_ledger_shows_only_what_concerns_the_recipient(case: Case, kind: str) -> None:
    shared(by=case.by, complaint=case.complaint, with_user=_lawyer(), at=NOW)
    export = built(case, made_for=kind)
    lines = [json.loads(line) for line in opened(export)["data/ledger.jsonl"].splitlines()]
    assert len(lines) == export.ledger_length
    assert lines[-1]["digest"] == export.ledger_head
    shown = {line["act"] for line in lines if "act" in line}
    allowed = AUDIENCES[kind].acts
    assert allowed is None or shown <= allowed
    assert "exhibit_received" in shown
    assert ("shared" in shown) == (kind == "own")
    assert ("filing_prepared" in shown) == (kind in ("own", "court"))


def _lawyer() -> Any:
    from tests.cases import make_user

    return make_user("lawyer")


def test_nobody_but_court_and_own_lawyer_may_get_an_original(case: Case) -> None:
    exhibit = case.complaint.exhibits.get(ordinal=1)
    for kind, allowed in (("court", True), ("own", True), ("regulator", False), ("opponent", False)):
        order = Order(
            made_for=kind,
            groups=(Group(title="", items=(Item(exhibit=str(exhibit.pk), travels="original"),)),),
        )
        if allowed:
            export = services.request_export(by=case.by, complaint=case.complaint, order=order)
            assert json.loads(export.order)["groups"][0]["items"][0]["travels"] == "original"
        else:
            with pytest.raises(services.Refused, match="不能以这种形式"):
                services.request_export(by=case.by, complaint=case.complaint, order=order)


def test_a_copy_travels_with_the_originals_digest_and_both_stand_in_the_ledger(case: Case) -> None:
    exhibit = case.complaint.exhibits.get(ordinal=1)
    files = opened(built(case, made_for="regulator"))
    index = json.loads(files["data/index.json"])
    (row,) = [one for one in index["exhibits"] if one["ledger_sha256"] == exhibit.sha256]
    assert row["travels"] == "clean"
    assert row["sha256"] == exhibit.clean_copy.sealed.sha256
    assert "sha256:" + hashlib.sha256(files[row["path"]]).hexdigest() == row["sha256"]
    title = re.sub(r"\s", "", text_of(files["data/案卷.pdf"]))
    assert exhibit.sha256.removeprefix("sha256:") in title


def postscript_that_claims_to_be_svg() -> bytes:
    """By its first bytes PostScript, by a word in them SVG: Pillow hands such a file to Ghostscript."""
    return (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 60\n%%Title: <svg xmlns='http://www.w3.org/2000/svg'>\n"
        b"%%EndComments\n0 setgray 0 0 400 60 rectfill\nshowpage\n"
    )


def picture_of_svg() -> bytes:
    return b"<?xml version='1.0'?>\n<!-- made for a test --><svg xmlns='http://www.w3.org/2000/svg'/>"


def half_a_tiff() -> bytes:
    """Its list of what stands where is at the end, as Pillow writes it with libtiff, and is cut off."""
    out = io.BytesIO()
    Image.effect_noise((300, 200), 40).save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()[: len(out.getvalue()) // 2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("画.svg", postscript_that_claims_to_be_svg),
        ("图.svg", picture_of_svg),
        ("扫描.tif", half_a_tiff),
        ("账单.pdf", bomb_paper),
    ],
)
def test_an_original_that_was_refused_a_copy_is_handed_over_and_never_printed(
    case: Case, name: str, content: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, started = tmp_path / "programs", tmp_path / "started"
    programs.mkdir()
    for program in ("gs", "gswin64c"):
        (programs / program).write_text(f"#!/bin/sh\ntouch '{started}'\nexit 1\n")
        (programs / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    raw = content()
    exhibit = receive(
        by=case.by, complaint_id=case.complaint.pk, stream=io.BytesIO(raw), filename=name, at=NOW
    )
    make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    assert exhibit.clean_copy is not None
    assert exhibit.clean_copy.state == Rendition.State.REFUSED
    opens: list[object] = []
    real = Image.open
    monkeypatch.setattr(
        Image, "open", lambda file, *rest, **more: opens.append(file) or real(file, *rest, **more)
    )
    groups = (Group(title="原件", items=(Item(exhibit=str(exhibit.pk), travels="original"),)),)
    files = opened(built(case, made_for="own", groups=groups))
    (row,) = json.loads(files["data/index.json"])["exhibits"]
    assert files[row["path"]] == raw
    assert row["pages"][0] == row["pages"][1]
    assert "本件未逐页打印：没有可打印的副本，请直接打开文件查看" in text_of(files["data/案卷.pdf"])
    assert opens == []
    assert not started.exists()


def test_names_groups_and_what_is_proved_are_printed_as_written(case: Case) -> None:
    first, second = case.complaint.exhibits.order_by("ordinal")
    groups = (
        Group(
            title="退订",
            items=(Item(exhibit=str(second.pk), name="退订短信截图", proves="已经退订", form="书证"),),
        ),
        Group(title="之后", items=(Item(exhibit=str(first.pk), name="手机照片", proves="退订后仍然收到"),)),
    )
    files = opened(built(case, made_for="court", groups=groups, recipient="某某区人民法院"))
    volume = text_of(files["data/案卷.pdf"])
    flat = re.sub(r"\s", "", volume)
    for words in (
        "证据一退订",
        "证据二之后",
        "退订短信截图",
        "已经退订",
        "某某区人民法院",
        "复印件",
        "电子原件",
    ):
        assert words in flat, words
    travels = sorted(name for name in files if name.startswith("data/exhibits/"))
    assert travels == ["data/exhibits/001_退订短信截图.png", "data/exhibits/002_手机照片.jpg"]
    table = read_docx(io.BytesIO(files["data/editable/证据目录.docx"])).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][:3] == ["序号", "原编号", "证据名称"]
    assert [row[:2] for row in rows[1:]] == [["", ""], ["1-1", "2"], ["", ""], ["2-1", "1"]]
    index = json.loads(files["data/index.json"])
    assert [row[6] for row in rows if row[0]] [1:] == [
        f"{one['pages'][0]}-{one['pages'][1]}" for one in index["exhibits"]
    ]  # fmt: skip


def test_the_law_is_annexed_as_on_the_day_and_unverified_words_are_not_quoted(case: Case) -> None:
    raw = opened(built(case, made_for="opponent"))["data/案卷.pdf"]
    with pikepdf.open(io.BytesIO(raw)) as volume, volume.open_outline() as outline:
        assert [item.title for item in outline.root] == ["封面", "证据目录", "随案说明", "证据", "法律条文"]
    flat = re.sub(r"\s", "", text_of(raw))
    result = case.complaint.assessments.latest("pk").result
    pleaded = [one for one in result["grounds"] if one["status"] in ("established", "arguable")]
    assert pleaded
    for provision in (one for ground in pleaded for one in ground["provisions"]):
        if (
            provision.get("strength") != "adverse"
            and provision["verified"] == "number_only"
            and provision.get("text")
        ):
            assert re.sub(r"\s", "", provision["text"])[:20] not in flat


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"made_for": "nobody"}, "交给谁"),
        ({"megabytes": 7}, "大小上限"),
        ({"recipient": "长" * 101}, "100"),
        ({"statement": "00000000-0000-0000-0000-000000000000"}, "文书"),
    ],
)
def test_what_cannot_be_ordered_is_refused_in_words(case: Case, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(services.Refused, match=why):
        services.request_export(by=case.by, complaint=case.complaint, order=Order(**wrong))
    assert not Export.objects.exists()


def test_the_same_order_twice_is_one_and_another_is_another(case: Case) -> None:
    first = services.request_export(by=case.by, complaint=case.complaint)
    assert services.request_export(by=case.by, complaint=case.complaint) == first
    other = services.request_export(by=case.by, complaint=case.complaint, order=Order(made_for="court"))
    assert other != first
    assert other.code != first.code


def test_a_case_keeps_so_many_bundles_and_old_ones_may_be_forgotten(case: Case) -> None:
    for place in range(BUNDLES_KEPT):
        order = Order(recipient=f"第 {place} 位")
        last = services.request_export(by=case.by, complaint=case.complaint, order=order)
    with pytest.raises(services.Refused, match="最多保留"):
        services.request_export(by=case.by, complaint=case.complaint, order=Order(recipient="再一位"))
    last = services.build_export(export=last)
    assert last.sealed is not None
    services.remove_export(by=case.by, export=last)
    last = Export.objects.get(pk=last.pk)
    assert (last.state, last.sealed.erased) == (Export.State.REMOVED, True)
    with pytest.raises(services.Refused):
        services.open_export(by=case.by, export=last)
    services.request_export(by=case.by, complaint=case.complaint, order=Order(recipient="再一位"))
    found = issued_under(last.code)
    assert found is not None
    assert (found.verdict, found.sha256) == ("genuine", last.sha256)


def test_a_bundle_that_holds_what_was_erased_is_forgotten(case: Case) -> None:
    export = built(case)
    others = services.propose_order(complaint=case.complaint, made_for="opponent").groups or ()
    kept = built(case, made_for="opponent", groups=others[1:])
    erase(by=case.by, exhibit=case.complaint.exhibits.get(ordinal=1), reason="request")
    services.sweep_exports()
    assert Export.objects.get(pk=export.pk).state == Export.State.REMOVED
    assert Export.objects.get(pk=kept.pk).state == Export.State.DONE


@needs_openssl
def test_a_bundle_waits_for_its_time_stamp_and_is_then_complete_with_the_same_bytes(
    case: Case, tmp_path: Path, settings: Any
) -> None:
    """P11. The authority is away, the file says so; it comes back, and only what speaks of the stamp is new."""
    with authority(tmp_path / "tsa") as address:
        settings.TIMESTAMP_URL = "http://127.0.0.1:9/"  # nobody listens there
        export = built(case)
        assert export.state == Export.State.UNSTAMPED
        assert "unstamped" in export.filename
        before = opened(export)
        assert "timestamp.tsr" not in before
        assert services.sweep_exports() == 0  # nothing came meanwhile
        settings.TIMESTAMP_URL = address
        Timestamp.objects.update(due_at=NOW, lease_until=None)
        assert stamp_due(at=NOW + timedelta(days=3000)) == 1
        assert services.sweep_exports() == 1
    stamped = Export.objects.get(pk=export.pk)
    assert (stamped.state, stamped.manifest_sha256) == (Export.State.DONE, export.manifest_sha256)
    assert stamped.stamped_at is not None
    # The tests' authority is the demonstration's: nobody is told of a moment without being told that it proves none.
    for page in ("bundle_public", "bundle"):
        address = reverse(page, args=[stamped.code if page == "bundle_public" else case.complaint.number])
        reader = Client()
        reader.force_login(case.owner, backend="django.contrib.auth.backends.ModelBackend")
        assert "演示用时间戳，不证明时间" in reader.get(address).content.decode()
    after = opened(stamped)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "timestamp.tsr", "timestamp-root.pem", "README.txt", "bag-info.txt", "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt", "signed-files.txt", "signature.ed25519",
    }  # fmt: skip
    path = tmp_path / "x.zip"
    write_bundle(stamped, path)
    assert "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest() == stamped.sha256  # the token is reused
    report = verify.check(str(path), **portal_trust())
    # Here the portal trusts no authority any more, and the one that came along does not count.
    assert (report.faults, report.sound, report.timestamp) == ([], True, "present")
    roots = roots_file(tmp_path / "tsa").read_bytes()
    assert verify.check(str(path), roots=roots).timestamp == "valid"
    assert Timestamp.objects.filter(digest=stamped.manifest_sha256).count() == 1


@needs_openssl
def test_the_daily_head_travels_with_the_bundle_and_is_checked_without_a_server(
    case: Case, tmp_path: Path, settings: Any
) -> None:
    with authority(tmp_path / "tsa") as address:
        settings.TIMESTAMP_URL = address
        made = make_heads(at=NOW + timedelta(days=2))
        orders = {"made_for": "opponent", "recipient": "某公司"}
        early = services.request_export(
            by=case.by, complaint=case.complaint, order=Order(**orders), at=NOW + timedelta(days=3)
        )
        assert json.loads(early.order)["head"] == ""  # not stamped yet
        assert stamp_due(at=NOW + timedelta(days=3000)) == 1
        export = services.request_export(
            by=case.by, complaint=case.complaint, order=Order(**orders), at=NOW + timedelta(days=3, hours=1)
        )
        assert json.loads(export.order)["head"] == made[-1].digest
        export = services.build_export(export=export)
    assert export.state == Export.State.DONE, export.error
    assert not {name for name in opened(services.build_export(export=early)) if "custody" in name}
    path = tmp_path / "bundle.zip"
    write_bundle(export, path)
    assert "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest() == export.sha256
    make_heads(at=NOW + timedelta(days=9))  # a later head changes nothing
    write_bundle(export, path)
    assert "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest() == export.sha256

    roots = roots_file(tmp_path / "tsa").read_bytes()
    trusted = keys.public_key_fingerprints()
    report = verify.check(str(path), roots=roots, trusted=trusted)
    assert (report.faults, report.custody, report.custody_day) == ([], "valid", made[-1].day.isoformat())
    # The head's key and its time stamp's root came along: without either from outside it is there, and no more.
    for less in ({"trusted": trusted}, {"roots": roots}, {}):
        alone = verify.check(str(path), **less)
        assert (alone.faults, alone.custody) == ([], "present")
    assert "总摘要是不是平台公布的" in verify.conclusion(verify.check(str(path), trusted=trusted))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / case.complaint.number / "data" / "custody"
    commands = (
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public-key.pem", "-in", "head.json",
         "-sigfile", "head.sig"],
        ["openssl", "ts", "-verify", "-data", "head.json", "-in", "head.tsr", "-CAfile", "authority.pem"],
    )  # fmt: skip
    for command in commands:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
    assert "sha256:" + hashlib.sha256((folder / "head.json").read_bytes()).hexdigest() == made[-1].digest


@needs_openssl
@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda proof: {**proof, "position": proof["position"] + 1}, "proof.json"),
        (lambda proof: {**proof, "path": [*proof["path"], "sha256:" + "0" * 64]}, "proof.json"),
        (lambda proof: {**proof, "leaf": {**proof["leaf"], "sequence": 1}}, "proof.json"),
        (lambda proof: {**proof, "leaf": 5}, "proof.json"),
        (lambda proof: {**proof, "head": proof["head"].replace('"leaves":', '"leaves": ')}, "head.json"),
        (lambda proof: {**proof, "signature": "A" * 86}, "head.sig"),
    ],
)
def test_a_false_proof_is_found_even_where_the_portal_itself_signed_it(
    case: Case, tmp_path: Path, settings: Any, monkeypatch: Any, change: Any, place: str
) -> None:
    from filings.services.bundles import contents

    with authority(tmp_path / "tsa") as address:
        settings.TIMESTAMP_URL = address
        make_heads(at=NOW + timedelta(days=2))
        assert stamp_due(at=NOW + timedelta(days=3000)) == 1
        export = services.request_export(by=case.by, complaint=case.complaint, at=NOW + timedelta(days=3))
        true = contents._proof(export, json.loads(export.order)["head"])
        assert true is not None
        monkeypatch.setattr(
            contents, "_proof", lambda *_: dataclasses.replace(true, proof=change(true.proof))
        )
        path = write_bundle(export, tmp_path / "bundle.zip")
    report = verify.check(str(path))
    assert [where for where, _ in report.faults] == [f"data/custody/{place}"]
    assert report.custody == "invalid"


def test_anybody_learns_whether_a_bundle_was_issued_here_and_nothing_else(case: Case, client: Any) -> None:
    export = built(case, made_for="court")
    files = opened(export)
    page = client.get(f"/bundles/{export.code}/")
    said = page.content.decode()
    assert page.status_code == 200
    assert "本平台签发过这份案卷" in said
    assert "是不是这一份、有没有改动，没有核对" in said
    for canary in (*PERSON.values(), "王小宁", "现场", "手机收到短信"):
        assert canary not in said
    index = json.loads(files["data/index.json"])
    for one in index["exhibits"]:
        assert one["sha256"] in said

    def asked(**posted: Any) -> str:
        return client.post("/bundles/check/", posted).content.decode()

    def file(name: str, content: bytes) -> io.BytesIO:
        made = io.BytesIO(content)
        made.name = name
        return made

    listing, signature = files["signed-files.txt"], files["signature.ed25519"]
    sound = asked(listing=file("a", listing), signature=file("b", signature))
    assert "这份清单是本平台签发的" in sound
    assert "案卷里的其他文件没有上传，没有核对" in sound
    assert export.sha256 in sound
    forged = asked(listing=file("a", listing.replace(b"1", b"2")), signature=file("b", signature))
    assert "签名不对" in forged
    number = case.complaint.number
    # Each answer reaches as far as what was asked: a forged bundle may hold a genuine exhibit or list.
    exhibit = index["exhibits"][0]["sha256"].upper()
    for digest, heading, open_ in (
        (export.sha256, "是本平台签发的案卷", False),
        (export.manifest_sha256, "这份校验值清单在本平台签发的案卷里", True),
        (exhibit, "这件证据在本平台签发的案卷里", True),
    ):
        page = asked(number=number.lower(), digest=digest)
        assert heading in page, digest
        assert ("没有核对" in page, "一个字节也没有改动" in page) == (open_, not open_)
    assert "没有签发过" in asked(number=number, digest="0" * 64)
    assert "材料不全" in asked(number=number, digest="12")
    assert "材料不全" in asked()
    assert was_issued(listing=b"", signature=b"x", number="", digest="").verdict == "incomplete"
    assert client.get("/bundles/NOSUCHCODE/").status_code == 404


def test_guessing_is_limited(client: Any) -> None:
    answers = [client.get(f"/bundles/{place:024d}/").status_code for place in range(25)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_page_that_was_filled_in_wrongly_keeps_what_was_typed(case: Case, client: Any) -> None:
    client.force_login(case.owner)
    where = f"/cases/{case.complaint.number}/bundle/"
    first, second = case.complaint.exhibits.order_by("ordinal")
    page = client.get(where + "?for=court").content.decode()
    assert f"{first.pk}-number" in page
    sent = {
        "made_for": "court", "recipient": "某某区人民法院", "title-1": "短信", "megabytes": "10", "statement": "",
        f"{first.pk}-number": "1-1", f"{first.pk}-travels": "clean", f"{first.pk}-name": "照片一",
        f"{first.pk}-proves": "收到短信", f"{first.pk}-form": "书证",
        f"{second.pk}-number": "1-1", f"{second.pk}-travels": "original", f"{second.pk}-name": "照片二",
        f"{second.pk}-proves": "", f"{second.pk}-form": "电子数据",
    }  # fmt: skip
    wrong = client.post(where, sent)
    assert wrong.status_code == 400
    said = wrong.content.decode()
    for typed in ("某某区人民法院", "照片一", "照片二", "收到短信", "用了两次"):
        assert typed in said
    assert not Export.objects.exists()
    answer = client.post(where, {**sent, f"{second.pk}-number": "2－7"})
    assert answer.status_code == 302
    order = json.loads(Export.objects.get().order)
    assert [(group["title"], [item["number"] for item in group["items"]]) for group in order["groups"]] == [
        ("短信", ["1-1"]), ("", ["2-1"]),
    ]  # fmt: skip
    assert order["megabytes"] == 10
    items = [item for group in order["groups"] for item in group["items"]]
    assert [(item["travels"], item["form"], item["name"]) for item in items] == [
        ("clean", "书证", "照片一"), ("original", "电子数据", "照片二"),
    ]  # fmt: skip


def test_an_order_is_closed_in_the_database(case: Case) -> None:
    from django.db import connection

    order = Order(groups=propose_order(complaint=case.complaint, made_for="own").groups, recipient="甲")
    services.request_export(by=case.by, complaint=case.complaint, order=order)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "order"::text FROM filings_export')
        (raw,) = cursor.fetchone()
    assert "手机收到短信" not in str(raw)
    assert "手机收到短信" in Export.objects.get().order


def test_the_other_side_gets_a_note_that_names_nobody_or_the_letter_that_was_chosen(case: Case) -> None:
    flat = re.sub(r"\s", "", text_of(opened(built(case, made_for="opponent"))["data/案卷.pdf"]))
    for words in ("随案说明", "对方当事人：", case.complaint.number, "证据共2件", "法律条文附在证据之后"):
        assert words in flat, words
    for canary in ("王小宁", *PERSON.values()):
        assert canary not in flat
    assert "随案说明" not in re.sub(
        r"\s", "", text_of(opened(built(case, made_for="regulator"))["data/案卷.pdf"])
    )


def test_a_file_beyond_the_recipients_limit_travels_on_a_disc_and_index_and_page_say_so(case: Case) -> None:
    large = receive(
        by=case.by, complaint_id=case.complaint.pk, stream=io.BytesIO(bytes(6 << 20)), filename="通话录音.bin",
        description="催收人的原话", at=NOW,
    )  # fmt: skip
    make_renditions(by=Actor.system("evidence"), exhibit_id=large.pk)
    files = opened(built(case, made_for="court", megabytes=5))
    index = json.loads(files["data/index.json"])
    assert [(one["name"], one["on_disc"]) for one in index["exhibits"] if one["on_disc"]] == [
        ("通话录音.bin", True)
    ]
    number = next(one["number"] for one in index["exhibits"] if one["on_disc"])
    volumes = [content for name, content in files.items() if name.endswith(".pdf") and "案卷" in name]
    assert all(len(content) <= 5 << 20 for content in volumes)
    flat = "".join(re.sub(r"\s", "", text_of(content)) for content in volumes)
    assert f"证据{number}的文件超过接收系统每个文件5MB的上限，刻录光盘随卷提交" in flat
    assert "文件超过每个5MB的上限，刻录光盘随卷提交" in flat
    assert "电子原件（光盘）" in flat
    assert "光盘" in files["README.txt"].decode()
    table = read_docx(io.BytesIO(files["data/editable/证据目录.docx"]))
    assert any("刻录光盘" in paragraph.text for paragraph in table.paragraphs)
    assert "光盘" not in re.sub(
        r"\s", "", text_of(opened(built(case, made_for="court", recipient="不限"))["data/案卷.pdf"])
    )


def test_a_bundle_for_a_court_is_proposed_in_files_that_can_be_uploaded(case: Case, client: Any) -> None:
    assert propose_order(complaint=case.complaint, made_for="court").megabytes == COURT_UPLOAD
    assert COURT_UPLOAD in services.MEGABYTES
    assert propose_order(complaint=case.complaint, made_for="own").megabytes == 0
