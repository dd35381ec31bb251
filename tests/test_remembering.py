"""A confined process is started once for the same bytes, and always anew for others or where its own test asks for it."""

import io
import subprocess
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image

from documents.frozen import Fields
from evidence.examination import run
from filings.services.sending.content import content_of
from filings.services.sending.giving import Papers
from tests import remembering
from tests.cases import make_case, make_mail_recipient, prepared


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The confined processes that were really started."""
    names: list[str] = []
    really = remembering._started

    def watched(child: str, *arguments: Any, **options: Any) -> "subprocess.Popen[bytes]":
        names.append(child)
        return really(child, *arguments, **options)

    monkeypatch.setattr(remembering, "_started", watched)
    return names


def picture(colour: str) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115
    Image.new("RGB", (41, 29), colour).save(file, "PNG")
    return file


def copied(file: BinaryIO) -> tuple[Any, bytes, bytes]:
    with run.examine(file) as made:
        assert made.clean is not None
        assert made.thumbnail is not None
        return made.finding, made.clean.read(), made.thumbnail.read()


def test_the_same_bytes_start_one_process_and_give_the_same_copy(begun: list[str]) -> None:
    first = copied(picture("#123457"))
    assert begun == ["evidence.examination.child"]
    assert copied(picture("#123457")) == first
    assert len(begun) == 1
    with Image.open(io.BytesIO(first[1])) as clean:
        assert clean.getpixel((5, 5)) == (0x12, 0x34, 0x57)
    assert copied(picture("#123458"))[1] != first[1]
    assert len(begun) == 2


def test_other_limits_start_another(begun: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = copied(picture("#123459"))
    monkeypatch.setattr(run, "MEMORY", run.MEMORY + 1)
    assert copied(picture("#123459")) == first
    assert len(begun) == 2


def test_what_ends_badly_is_not_kept(begun: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MEMORY", 1024 * 1024)
    for times in (1, 2):
        with pytest.raises(run.Exceeded), run.examine(picture("#12345a")):
            pass
        assert len(begun) == times


@pytest.mark.anew
def test_a_test_of_the_process_itself_starts_it_every_time(begun: list[str]) -> None:
    assert copied(picture("#12345b")) == copied(picture("#12345b"))
    assert len(begun) == 2


@pytest.mark.parametrize("place", remembering.ANEW)
def test_every_exception_is_there(place: str) -> None:
    path, _, name = place.partition("::")
    written = Path(__file__).with_name(path.split("/")[0]) / path.partition("/")[2]
    assert written.exists()
    assert not name or f"def {name}" in written.read_text()


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[Papers]:
    """The filings whose fields were really tried."""
    tried: list[Papers] = []
    really = remembering._tried

    def watched(papers: Papers, fields: Fields, **told: Any) -> Fields:
        tried.append(papers)
        return really(papers, fields, **told)

    monkeypatch.setattr(remembering, "_tried", watched)
    monkeypatch.setattr(remembering, "_needed", {})
    monkeypatch.setattr(remembering.memory, "changed", False)
    return tried


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_the_fields_of_a_case_told_alike_are_tried_once(tries: list[Papers]) -> None:
    given = [content_of(prepared(make_case(), make_mail_recipient())) for _times in (1, 2)]
    assert len(tries) == 1
    assert given[0]["number"] != given[1]["number"]
    assert given[0]["fields"] == given[1]["fields"]
    prepared(make_case(story="上周又打来两次。"), make_mail_recipient())
    assert len(tries) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
def test_what_is_remembered_is_what_was_tried(tries: list[Papers], monkeypatch: pytest.MonkeyPatch) -> None:
    case, recipient = make_case(), make_mail_recipient()
    remembered = content_of(prepared(case, recipient))
    monkeypatch.setattr(remembering.memory, "changed", True)
    assert content_of(prepared(case, make_mail_recipient()))["fields"] == remembered["fields"]
    assert len(tries) == 3
