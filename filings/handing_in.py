"""What somebody needs before them who hands a filing in themselves: the steps in order, and the official form's fields with
the words to copy. Read from the frozen content of the filing, as its printed sheet was, and from nothing else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from documents.filed import made_of
from documents.packs import sheet_data
from filings.models import Filing, FilingDocument
from filings.services import content_of

Kind = FilingDocument.Kind


@dataclass(frozen=True)
class Copied:
    """A field of the official form. ``said`` is what to copy; empty where the person fills it in."""

    place: str  # its own on the page
    name: str
    said: str
    hint: str
    # Whether the name of the field was read on no official page.
    unsure: bool
    # Of a report by SMS: the number that it goes to.
    to: str = ""

    @property
    def sms(self) -> str:
        """The address that opens a telephone's messages with number and words in place; it is sent nowhere by itself."""
        return f"sms:{self.to}?&body={quote(self.said)}" if self.to and self.said else ""


@dataclass(frozen=True)
class Part:
    title: str
    rows: tuple[Copied, ...]
    # The same as a report by SMS, a row for each number that takes it.
    by_sms: tuple[Copied, ...] = ()


@dataclass(frozen=True)
class HandingIn:
    steps: tuple[str, ...]
    parts: tuple[Part, ...]
    cautions: tuple[str, ...]
    # What is said of the fields that are unsure; "" where none is.
    check_first: str
    # What the recipient calls the number that it gives.
    acknowledgement: str


def handing_in(filing: Filing) -> HandingIn:
    """ValueError when the content is not what was consented to."""
    made = made_of(content_of(filing))
    data, places = sheet_data(made), count(1)
    about = [Part(_("表单"), _rows(data["rows"], places))] if data["rows"] else []
    messages = [
        Part(_("第 %d 条信息") % number, _rows(one["rows"], places), _sms(one["composed"], places))
        for number, one in enumerate(data["messages"], 1)
    ]
    return HandingIn(
        steps=tuple(made.form.hand_in),
        parts=(*about, *messages),
        cautions=tuple(data["cautions"]),
        check_first=data["check_first"],
        acknowledgement=data["acknowledgement"],
    )


def _rows(rows: Sequence[Mapping[str, Any]], places: Iterator[int]) -> tuple[Copied, ...]:
    return tuple(
        Copied(f"field-{next(places)}", row["name"], "\n".join(row["value"]), row["hint"], row["memory"])
        for row in rows
    )


def _sms(rows: Sequence[Mapping[str, Any]], places: Iterator[int]) -> tuple[Copied, ...]:
    """The rows of reports by SMS. Each name ends in its number, and perhaps in whose customers it is for."""
    found = [(one, re.search(r"\d{3,}", one.name)) for one in _rows(rows, places)]
    return tuple(replace(one, to=number[0]) if number else one for one, number in found)


def called(contact: str) -> str:
    """The number to call, where a contact is a number and nothing else; "" otherwise."""
    return contact if re.fullmatch(r"\+?[\d-]{3,20}", contact) else ""


def uses(document: FilingDocument) -> str:
    """What one of the documents of a filing is for, for who hands it in."""
    return {
        Kind.PRINT_PACK: _("当面交、邮寄用这一份：封面、材料、证据目录、递交步骤都在里面，打印出来签字。")
        if document.filing.exhibits
        else _(
            "当面交、邮寄用这一份：封面、材料、递交步骤都在里面，打印出来签字。里面没有证据目录：没有附证据。"
        ),
        Kind.FIELD_SHEET: _("网上填表用：和“怎样递交”里的字一样，没有手机在手边时打印出来照着填。"),
        Kind.LETTER: _("网上能传附件的，传这一份；打印件里已经有它，不用再打印。"),
        Kind.CLAIM: _("网上立案上传这一份；打印件里已经有它，不用再打印。"),
    }[Kind(document.kind)]
