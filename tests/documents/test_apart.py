"""Pages set in a process of their own: the same bytes, memory given back, and a job that fails is said."""

import sys
from pathlib import Path

import pytest

from documents import apart as room
from documents.apart import Broken, apart
from documents.bundles import bundle_cover
from documents.glyphs import font_folder
from documents.press import ROOT, compiled
from tests.documents.test_press import cover

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")


def test_the_same_bytes_here_and_there():
    here = bundle_cover(cover()).pdf
    with apart(fonts=font_folder(), root=ROOT) as press:
        assert bundle_cover(cover()).pdf == here
        assert press.jobs == 1
    assert bundle_cover(cover()).pdf == here
    assert press.jobs == 1  # after the block pages are set here again


def test_a_process_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "GROWN", 0)
    with apart(fonts=font_folder(), root=ROOT) as press:
        first = bundle_cover(cover()).pdf
        assert press._process is None
        assert bundle_cover(cover()).pdf == first


def test_a_job_that_cannot_be_set_is_said_and_the_next_one_works(tmp_path: Path):
    broken = ROOT / "templates" / "letters" / "no_such.typ"
    with apart(fonts=font_folder(), root=ROOT):
        with pytest.raises(Broken, match="No such file"):
            compiled(broken, {}, 0)
        assert bundle_cover(cover()).pages == 1


def test_a_process_that_was_killed_is_said():
    with apart(fonts=font_folder(), root=ROOT) as press:
        bundle_cover(cover())
        assert press._process is not None
        press._process.kill()
        press._process.wait()
        with pytest.raises(Broken, match="ended"):
            bundle_cover(cover())
        assert bundle_cover(cover()).pages == 1
