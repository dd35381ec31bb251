"""What is shown of a copy, a page at a time, whichever skin it is shown in: the copy alone, never the original."""

import logging
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from evidence import services
from evidence.models import Exhibit, Rendition
from evidence.sealed.sealing import SealBroken
from evidence.services import MAX_PAGES_DRAWN, MAX_TEXT
from evidence.words import backup_words, extracts

log = logging.getLogger(__name__)

Kind = Rendition.Kind
EXTRACT_SHOWN = 64 * 1024  # bytes of a backup's extract on the page of the viewer
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """A picture of a page: its address, its own size, and words for whoever does not see it."""

    address: str
    width: int | None
    height: int | None
    words: str


def _words(by: Actor, exhibit: Exhibit, page: int) -> str:
    """What a page says, read on the record; "" when it says nothing or is not there."""
    found = Rendition.objects.visible_to(by).filter(exhibit=exhibit, kind=Kind.TEXT, page=page).first()
    return _read(by, found, MAX_TEXT) if found is not None else ""


def _read(by: Actor, rendition: Rendition, most: int) -> str:
    try:
        with services.open_rendition(by=by, rendition=rendition) as plain:
            return plain.read(most).decode("utf-8", "replace")
    except Rendition.DoesNotExist:
        return ""
    except (SealBroken, OSError) as problem:
        log.error("text of exhibit %s cannot be read back: %s", rendition.exhibit_id, type(problem).__name__)
        return ""


def _extract_context(by: Actor, exhibit: Exhibit, clean: Rendition) -> dict[str, Any]:
    """The beginning of what was chosen out of a backup, as a table; the whole is the copy itself."""
    head, _gap, body = _read(by, clean, EXTRACT_SHOWN).partition("\n\n")
    lines = body.split("\n")[:-1]  # the last is empty, or was cut off
    return {
        "head": head.split("\n"),
        "columns": lines[0].split("\t") if lines else [],
        "rows": [line.split("\t") for line in lines[1:]],
        "more": clean.sealed is not None and clean.sealed.size > EXTRACT_SHOWN,
        "found_type": backup_words.format_label(exhibit.backup.format),
    }


def form_of(clean: Rendition) -> str:
    """How the viewer shows a copy: ``picture``, ``paper``, ``table``, ``text``, ``extract``, ``sound`` or ``film``."""
    if clean.tool == extracts.TOOL:
        return "extract"
    if clean.media_type.startswith("text/"):
        return "table" if clean.source_type == SHEET else "text"
    plain = {"application/pdf": "paper", "audio/mp4": "sound", "video/mp4": "film"}
    return plain.get(clean.media_type, "picture")


def _clock(milliseconds: int | None) -> str:
    minutes, seconds = divmod(round((milliseconds or 0) / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def _pages(exhibit: Exhibit, clean: Rendition, form: str) -> int:
    if form == "paper":
        return clean.pages or 1
    if form in ("table", "text"):
        return Rendition.objects.filter(exhibit=exhibit, kind=Kind.TEXT).count() or 1
    return 1


def _sheet(exhibit: Exhibit, clean: Rendition, drawn: Rendition | None, page: int) -> Sheet | None:
    if drawn is not None and drawn.ready:
        address = reverse("exhibit_picture", args=[exhibit.pk, page])
        return Sheet(address, drawn.width, drawn.height, _("第 %(page)s 页") % {"page": page})
    if form_of(clean) == "paper":
        return None
    words = _("%(name)s 的查看副本") % {"name": exhibit.filename}
    return Sheet(reverse("exhibit_copy", args=[exhibit.pk]), clean.width, clean.height, words)


def page_context(by: Actor, exhibit: Exhibit, clean: Rendition, page: int) -> dict[str, Any] | None:
    """What is shown of one page of a copy that is ready, read on the record; None for a page that it has not."""
    form = form_of(clean)
    pages = _pages(exhibit, clean, form)
    if not 1 <= page <= pages:
        return None
    if form == "extract":
        return {"form": form, "pages": 1, "waits": False} | _extract_context(by, exhibit, clean)
    words = _words(by, exhibit, page)
    drawn = (
        Rendition.objects.filter(exhibit=exhibit, kind=Kind.PAGE, page=page).first()
        if form == "paper"
        else None
    )
    return {
        "form": form,
        "pages": pages,
        "words": words,
        "rows": [line.split("\t") for line in words.split("\n")] if form == "table" else [],
        "drawn": drawn,
        "sheet": _sheet(exhibit, clean, drawn, page) if form in ("picture", "paper") else None,
        "waits": drawn is not None and not drawn.final,
        "most_pages": MAX_PAGES_DRAWN,
        "recognised": form in ("paper", "picture") and bool(words),
        "clock": _clock(clean.duration),
        "has_waveform": form in ("sound", "film")
        and Rendition.objects.filter(exhibit=exhibit, kind=Kind.WAVEFORM).exists(),
    }
