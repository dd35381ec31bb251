"""The server commits and dies before it says so: what was committed keeps its bytes, at every door that stores some."""

import ast
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as limits
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act, Complaint, LedgerEntry
from complaints.services import received_and_kept
from core.retention_and_limits import ORPHAN_LIFE
from core.work import LEASE
from evidence.custody import audit
from evidence.models import Exhibit, Rendition, Sealed, Upload, UploadPiece
from evidence.sealed import sealing
from evidence.services import (
    begin_import,
    carry_imports,
    choose,
    erase,
    groups_of,
    keep_boxes,
    make_redactions,
    make_renditions,
    open_original,
    open_redaction,
    order_redaction,
    receive,
    receive_backup,
    recognise_pictures,
    recognising,
    redacting,
    tick,
    uploading,
)
from evidence.services.returned import forget_bytes
from evidence.services.sweeping import sweep_orphans
from filings import services
from filings.models import Filing
from filings.ways import email as mail
from tests.cases import Case, add_exhibit, make_case, make_desk, make_mail_recipient, queued
from tests.evidence import backups
from tests.evidence.conftest import stored_files
from tests.evidence.samples import drawn, saved
from tests.evidence.writings import PAGE, written_page
from tests.filings.desk_cases import make_desk as make_campaign_desk
from tests.filings.test_campaign_pages import supervisor
from tests.filings.test_campaigns import campaign_of, only, swept
from tests.servers import HOUSE, ROOT

EVERYWHERE = [f"{number:02x}" for number in range(256)]
Deed = Callable[[], object]


class Lost:
    """How many commits there were, and whether the answer of one was lost."""

    commits = 0
    happened = False
    stored = False


@contextmanager
def lost_commit(place: int = 1, *, of_bytes: bool = False) -> Iterator[Lost]:
    """The COMMIT of that place succeeds and raises, as psycopg does when the server is gone before it answers.

    ``of_bytes``: of those alone before which something was stored.
    """
    kind = type(sealing.storage())
    real, save, lost = DatabaseWrapper._commit, kind.save, Lost()

    def commit(connection: DatabaseWrapper) -> None:
        real(connection)
        lost.commits += lost.stored or not of_bytes
        lost.stored = False
        if lost.commits == place and not lost.happened:
            lost.happened = True
            raise OperationalError("server closed the connection unexpectedly")

    def saved(storage: Any, *given: Any, **more: Any) -> str:
        lost.stored = True
        return str(save(storage, *given, **more))

    with pytest.MonkeyPatch.context() as patch, suppress(OperationalError):
        patch.setattr(DatabaseWrapper, "_commit", commit)
        patch.setattr(kind, "save", saved)
        yield lost


def without_bytes() -> list[str]:
    """The names of what is committed, has a key, and is not in the store."""
    rows = [*Sealed.objects.filter(wrapped_key__isnull=False), *UploadPiece.objects.all()]
    return [row.name for row in rows if not sealing.storage().exists(row.name)]


def hand_in(case: Case, content: bytes, name: str = "录音.bin") -> Exhibit:
    return receive(by=case.by, complaint_id=case.complaint.pk, stream=io.BytesIO(content), filename=name)


def a_case() -> Case:
    return make_case(at=timezone.now(), email="")


# ── The doors: each makes ready what it needs, and gives the act ──────────────────────────────────────────────────────
def a_file() -> Deed:
    case = a_case()
    return lambda: hand_in(case, b"what somebody sent")


def _begun(case: Case) -> Upload:
    return uploading.begin_upload(by=case.by, complaint_id=case.complaint.pk, size=200, filename="b.bin")


def _piece(case: Case, upload: Upload, offset: int = 0) -> Upload:
    return uploading.take_piece(
        by=case.by, upload_id=upload.pk, offset=offset, stream=io.BytesIO(b"x" * 100), size=100
    )


def a_piece() -> Deed:
    case = a_case()
    upload = _begun(case)
    return lambda: _piece(case, upload)


def the_end_of_an_upload() -> Deed:
    case = a_case()
    upload = _begun(case)
    _piece(case, upload)
    _piece(case, upload, 100)
    return lambda: uploading.finish_upload(by=case.by, upload_id=upload.pk)


def an_upload_is_cancelled() -> Deed:
    case = a_case()
    upload = _begun(case)
    _piece(case, upload)
    return lambda: uploading.cancel_upload(by=case.by, upload_id=upload.pk)


def copies_of_a_picture() -> Deed:
    exhibit = add_exhibit(a_case(), copy=False)
    return lambda: make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)


def words_of_a_picture() -> Deed:
    exhibit = add_exhibit(a_case())
    return lambda: recognise_pictures(by=Actor.system("reader"), exhibit_id=exhibit.pk)


def a_covered_copy() -> Deed:
    case = a_case()
    exhibit = hand_in(case, written_page(), "截图.png")
    make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
    draft = open_redaction(by=case.by, exhibit=exhibit)
    keep_boxes(by=case.by, redaction=draft, page=1, boxes=[PAGE["phone"]])
    order_redaction(by=case.by, redaction=draft, elsewhere=True)
    return lambda: make_redactions(by=Actor.system("redactor"))


def an_extract_of_a_backup() -> Deed:
    case, importer = a_case(), Actor.system("importer")
    content = io.BytesIO(backups.backup())
    imported = receive_backup(by=case.by, complaint_id=case.complaint.pk, stream=content, filename="sms.xml")
    carry_imports(by=importer, import_id=imported.pk)
    imported.refresh_from_db()
    tick(by=case.by, imported=imported, shown=range(len(groups_of(imported))), chosen=[0])
    choose(by=case.by, imported=imported)
    return lambda: carry_imports(by=importer, import_id=imported.pk)


def a_filing() -> Deed:
    case, recipient = a_case(), make_desk()[0]
    shown = services.propose_consent(
        complaint=case.complaint, recipient=recipient, exhibits=(), document="letter"
    )
    return lambda: services.prepare(
        by=case.by, complaint=case.complaint, recipient=recipient, consent_digest=shown.digest
    )


def a_mail() -> Deed:
    queued(a_case(), make_mail_recipient(), at=timezone.now())
    return services.sweep_outbox


def a_bundle() -> Deed:
    case = a_case()
    add_exhibit(case)
    queued(case, make_desk()[0], at=timezone.now())
    export = services.request_export(by=case.by, complaint=case.complaint)
    return lambda: services.build_export(export=export)


def a_lead() -> Deed:
    desk = make_campaign_desk(f"甲市市场监督管理局 {Filing.objects.count()}", channel="12315_complaint")
    campaign_of(desk, 5, region="310113")
    swept()
    by, campaign = Actor.of_user(supervisor(desk)), only(desk)
    return lambda: services.export_lead(by=by, campaign=campaign)


def an_erasure() -> Deed:
    case = a_case()
    exhibit = add_exhibit(case)
    return lambda: erase(by=case.by, exhibit=exhibit, reason="request")


def copies_withdrawn() -> Deed:
    case = a_case()
    exhibit = add_exhibit(case)
    return lambda: begin_import(by=case.by, exhibit=exhibit)


STORING = [
    a_file, a_piece, the_end_of_an_upload, copies_of_a_picture, words_of_a_picture, a_covered_copy, an_extract_of_a_backup,
    a_filing, a_mail, a_bundle, a_lead,
]  # fmt: skip
REMOVING = [an_upload_is_cancelled, an_erasure, copies_withdrawn]


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model reads a picture and no server takes a mail: neither stores anything."""

    class Recognised:
        lines, text, tool, cut, width, height = ("退订回T",), "退订回T", "none", False, 40, 30

        def as_json(self) -> bytes:
            return b"{}"

    monkeypatch.setattr(recognising, "recognise", lambda _picture: Recognised())
    monkeypatch.setattr(redacting, "_lines", lambda _part: [])
    monkeypatch.setattr(
        mail.Conversation, "send", lambda _self, _message, **given: given["hand_over"]() and "250 ok"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("store", "keys", "_quick")
@pytest.mark.parametrize("door", [*STORING, *REMOVING], ids=lambda door: door.__name__)
def test_what_was_committed_keeps_its_bytes_whichever_answer_is_lost(door: Callable[[], Deed]) -> None:
    place, lost = 0, Lost()
    while lost.happened or not place:
        place += 1
        act = door()
        with lost_commit(place, of_bytes=door in STORING) as lost:
            act()
        assert without_bytes() == [], f"after commit {place}"
    assert place > 1, "nothing was committed"


# ── And then the person tries again ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_a_file_whose_answer_was_lost_is_there_when_it_is_sent_again(store: Path) -> None:
    case = a_case()
    with lost_commit():
        hand_in(case, b"what somebody sent")
    again = hand_in(case, b"what somebody sent")
    assert again.repeated
    assert open_original(by=case.by, exhibit=again).read() == b"what somebody sent"
    assert len(stored_files(store)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("store", "keys")
def test_an_upload_goes_on_behind_a_piece_whose_answer_was_lost() -> None:
    case = a_case()
    upload = _begun(case)
    with lost_commit():
        _piece(case, upload)
    with pytest.raises(uploading.WrongPlace) as told:
        _piece(case, upload)
    assert told.value.offset == 100
    _piece(case, upload, told.value.offset)
    with lost_commit():
        uploading.finish_upload(by=case.by, upload_id=upload.pk)
    exhibit = uploading.finish_upload(by=case.by, upload_id=upload.pk)
    assert open_original(by=case.by, exhibit=exhibit).read() == b"x" * 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("store", "keys")
def test_a_filing_whose_answer_was_lost_is_sent_with_its_letter() -> None:
    case, (desk, _caseworker) = a_case(), make_desk()
    with lost_commit():
        shown = services.propose_consent(
            complaint=case.complaint, recipient=desk, exhibits=(), document="letter"
        )
        services.prepare(by=case.by, complaint=case.complaint, recipient=desk, consent_digest=shown.digest)
    services.confirm(by=case.by, filing=Filing.objects.get())
    services.sweep_outbox()
    filing = Filing.objects.get()
    assert filing.state == "acknowledged"
    assert services.open_document(by=case.by, document=filing.documents.get()).read(5) == b"%PDF-"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_an_erasure_whose_answer_was_lost_removes_the_bytes_by_night(store: Path) -> None:
    case = a_case()
    exhibit = hand_in(case, b"what somebody sent")
    with lost_commit():
        erase(by=case.by, exhibit=exhibit, reason="request")
    assert (len(stored_files(store)), forget_bytes()) == (1, 1)
    assert stored_files(store) == []


# ── What was lost in some other way ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_a_file_that_comes_again_puts_lost_bytes_back(store: Path) -> None:
    case = a_case()
    exhibit = hand_in(case, saved(drawn(), "PNG"), "截图.png")
    sealed = Sealed.objects.filter(pk=exhibit.sealed_id)
    before = sealed.values().get()
    sealing.remove(exhibit.sealed.name)
    make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
    assert {one.state for one in exhibit.renditions.all()} == {Rendition.State.FAILED}

    again = hand_in(case, saved(drawn(), "PNG"), "截图.png")
    assert (again.pk, again.repeated) == (exhibit.pk, True)
    assert sealed.values().get() == before
    assert [str(path.relative_to(store)) for path in stored_files(store)] == [before["name"]]
    assert open_original(by=case.by, exhibit=again).read() == saved(drawn(), "PNG")
    assert {one.state for one in exhibit.renditions.all()} == {Rendition.State.PENDING}
    make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
    assert {one.state for one in exhibit.renditions.filter(page=0, kind="clean")} == {Rendition.State.DONE}

    entries = LedgerEntry.objects.filter(complaint_id=case.complaint.pk, act=Act.EXHIBIT_RECEIVED)
    assert [entry.detail.get("again", False) for entry in entries.order_by("sequence")] == [False, True]
    # One file came, though its receipt is told twice.
    assert [entry.detail["exhibit"] for entry in received_and_kept(entries)] == [str(exhibit.pk)]
    assert audit.check_case(case.complaint.pk).faults == []


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_a_file_that_comes_again_touches_nothing_that_is_there(store: Path) -> None:
    case = a_case()
    exhibit = hand_in(case, b"what somebody sent")
    (file,) = stored_files(store)
    stood = file.read_bytes()
    assert hand_in(case, b"what somebody sent").repeated
    assert [path.read_bytes() for path in stored_files(store)] == [stood]
    assert LedgerEntry.objects.filter(act=Act.EXHIBIT_RECEIVED).count() == 1
    other = sealing.seal(io.BytesIO(b"other bytes"))
    sealing.remove(exhibit.sealed.name)
    with pytest.raises(ValueError, match="other bytes"):
        sealing.put_back(exhibit.sealed, other)


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_of_two_who_put_back_one_does(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case()
    exhibit = hand_in(case, b"what somebody sent")
    same = sealing.store(io.BytesIO(b"what somebody sent"))
    before = stored_files(store)
    kind = type(sealing.storage())
    there, first = kind.exists, iter([False])
    # The other one comes between the look and the writing.
    monkeypatch.setattr(
        kind, "exists", lambda storage, name: next(first, None) is None and there(storage, name)
    )
    assert not sealing.put_back(exhibit.sealed, same)
    sealing.recheck(exhibit.sealed)
    assert stored_files(store) == before


# ── What no row knows ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_the_sweep_alone_removes_what_was_not_committed_and_nothing_young_or_known(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case()
    _piece(case, _begun(case))
    queued(case, make_desk()[0])
    add_exhibit(case)
    known = set(stored_files(store))

    def broken(*_given: object, **_more: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("evidence.services.receiving.append_entry", broken)
        with pytest.raises(OperationalError):
            hand_in(case, b"rolled back")
    assert Exhibit.objects.count() == 1
    (orphan,) = set(stored_files(store)) - known
    young = timezone.now() + ORPHAN_LIFE - timedelta(hours=1)
    assert sweep_orphans(prefixes=EVERYWHERE, at=young) == 0
    assert orphan.exists()
    assert sweep_orphans(prefixes=EVERYWHERE, at=young + timedelta(hours=2)) == 1
    assert set(stored_files(store)) == known


def test_a_file_in_the_making_is_never_old_enough_for_the_sweep() -> None:
    """Bytes are stored first and their row is committed after: neither a lease nor a whole task comes near to the grace."""
    longest = timedelta(seconds=limits.CELERY_TASK_TIME_LIMIT)
    assert 100 * max(LEASE, longest) < ORPHAN_LIFE


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_what_is_refused_before_a_row_is_written_leaves_nothing(
    store: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody fills the disk with files that a full case does not take, or with pieces in the wrong place."""
    case = a_case()
    settings.EVIDENCE_MAX_FILES = 0
    with pytest.raises(uploading.NotReceived):
        hand_in(case, b"one too many")
    upload = _begun(case)
    with pytest.raises(uploading.NotReceived):
        uploading.take_piece(by=case.by, upload_id=upload.pk, offset=0, stream=io.BytesIO(b"cut"), size=100)
    whole = sealing.store_piece

    def meanwhile(act: Deed) -> None:
        def store_piece(*given: Any, **more: Any) -> tuple[str, int]:
            act()
            return whole(*given, **more)

        monkeypatch.setattr(sealing, "store_piece", store_piece)

    meanwhile(lambda: Upload.objects.filter(pk=upload.pk).update(offset=50))
    with pytest.raises(uploading.WrongPlace) as told:
        _piece(case, upload)
    assert told.value.offset == 50
    meanwhile(lambda: uploading.discard(upload))
    with pytest.raises(Upload.DoesNotExist):
        _piece(case, upload, 50)
    answers = iter([True, False])
    monkeypatch.setattr("evidence.services.receiving.may_add", lambda *_given: next(answers))
    with pytest.raises(Complaint.DoesNotExist):
        hand_in(case, b"of a draft that ended meanwhile")
    assert stored_files(store) == []


# ── Where stored bytes are removed ────────────────────────────────────────────────────────────────────────────────────
REMOVED_AT = {
    # The one place, and the health check's own probe.
    "evidence/sealed/sealing.py forget",
    "evidence/sealed/sealing.py put_back",
    "portal/tasks.py _write",
    # No row was ever written for these bytes.
    "evidence/services/receiving.py _stored",
    "evidence/services/receiving.py receive",
    "evidence/services/uploading.py take_piece",
    "evidence/services/copying.py stored_for",
    "evidence/services/redacting.py _keep",
    "filings/services/bundles/exports.py _keep",
    "filings/services/list_exports.py _build",
    # The commit that took the key or the row away has been heard of.
    "evidence/services/erasing.py _erased",
    "evidence/services/importing.py withdraw_copies",
    "evidence/services/uploading.py _drop_pieces",
    "filings/services/erasure.py _forget_mail",
    "filings/services/bundles/exports.py _forget",
    "filings/services/list_exports.py remove_list",
    # The sweeps: no row knows them, or the row says that the key was destroyed.
    "evidence/services/returned.py forget_bytes",
    "evidence/services/sweeping.py sweep_orphans",
}
REMOVERS = {place.rpartition(" ")[2] for place in REMOVED_AT}
# A cache's entries are deleted with a key, as stored bytes are with a name.
CACHES = {"portal/cache.py", "portal/management/commands/serve.py"}


class Removals(ast.NodeVisitor):
    """The functions of a file in which stored bytes are removed, and the lines where that answers an exception."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: set[str] = set()
        self.in_answer: list[str] = []
        self._function, self._answering = "", False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = self._function, self._answering
        self._function, self._answering = node.name, False
        self.generic_visit(node)
        self._function, self._answering = before

    def visit_Try(self, node: ast.Try) -> None:
        for tried in (*node.body, *node.orelse):
            self.visit(tried)
        before, self._answering = self._answering, True
        for answer in (*node.handlers, *node.finalbody):
            self.visit(answer)
        self._answering = before

    def visit_Attribute(self, node: ast.Attribute) -> None:
        of = getattr(node.value, "attr", getattr(node.value, "id", ""))
        if of == "sealing" and node.attr in ("forget", "remove"):
            self._note(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        deletes = name == "delete" and (node.args or node.keywords) and self.file not in CACHES
        if deletes or (self.file == "evidence/sealed/sealing.py" and name in ("forget", "remove")):
            self._note(node)
        elif self._answering and name in REMOVERS:
            self.in_answer.append(f"{self.file}:{node.lineno}")
        self.generic_visit(node)

    def _note(self, node: ast.expr) -> None:
        if (self.file, self._function) != ("evidence/sealed/sealing.py", "remove"):
            self.places.add(f"{self.file} {self._function}")
        if self._answering:
            self.in_answer.append(f"{self.file}:{node.lineno}")


def removals_of(file: str, source: str) -> Removals:
    found = Removals(file)
    found.visit(ast.parse(source))
    return found


def test_stored_bytes_are_removed_at_named_places_and_never_in_answer_to_an_exception() -> None:
    places: set[str] = set()
    for app in HOUSE:
        for path in (ROOT / app).rglob("*.py"):
            found = removals_of(str(path.relative_to(ROOT)), path.read_text())
            places |= found.places
            assert found.in_answer == []
    assert places == REMOVED_AT


@pytest.mark.parametrize(
    "source",
    [
        "def keep():\n try:\n  save()\n except BaseException:\n  sealing.forget(sealed)\n  raise",
        "def keep():\n try:\n  save()\n finally:\n  for one in stored: sealing.remove(one)",
        "def keep():\n try:\n  save()\n except OSError:\n  with open(): mail.sealing.forget(sealed)",
        "def keep():\n try:\n  save()\n except OSError:\n  storage().delete(name)",
        "def keep():\n try:\n  save()\n except OSError:\n  undo.callback(sealing.forget, sealed)",
        "def keep():\n try:\n  save()\n except OSError:\n  _drop_pieces(upload)",
    ],
)
def test_the_look_at_the_source_sees_every_way_to_do_it(source: str) -> None:
    assert removals_of("evidence/services/keeping.py", source).in_answer
    assert not removals_of(
        "evidence/services/keeping.py",
        source.replace("try:", "if kept:")
        .replace("except BaseException:", "else:")
        .replace("except OSError:", "else:")
        .replace("finally:", "else:"),
    ).in_answer
