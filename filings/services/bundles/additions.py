"""What was added to the filings of a bundle, as the frozen ledger knows it: only what was sent by then."""

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from complaints.models import Act
from core.canonical import digest
from core.language import gettext as _
from documents import supplement_text
from documents.bundle import Attachment, BundleError
from evidence.models import Sealed
from evidence.sealed import sealing
from filings.models import Filing, Supplement
from filings.services.supplements.frozen import supplement_content_of

Ledger = list[dict[str, Any]]


def added_to(filing: Filing, ledger: Ledger, folder: str, papers: str) -> Iterator[Attachment]:
    """The words and hashes of each supplement as text, its letter, and with ``all`` the mail as it went."""
    sent = {
        row["detail"]["supplement"]
        for row in ledger
        if row["act"] == Act.SUPPLEMENT_MOVED and row["detail"]["to"] == Supplement.State.SENT
    }
    for row in filing.supplements.select_related("letter", "mail").order_by("number"):
        if str(row.pk) not in sent:
            continue
        name = f"{folder}/补充材料{row.number}"
        yield Attachment(name=f"{name}.txt", open=_bytes(_text(row).encode()))
        if row.letter is not None:
            yield Attachment(name=f"{name}.pdf", open=_opener(row.letter))
        if papers == "all" and row.mail is not None:
            yield Attachment(name=f"{name}.eml", open=_opener(row.mail))
        if answers := _answers(row, ledger):
            yield Attachment(name=f"{name}-answers.txt", open=_bytes(answers.encode()))


def _text(row: Supplement) -> str:
    try:
        return supplement_text(supplement_content_of(row))
    except ValueError:
        raise BundleError(
            _("第 %d 次补充和备好时的不一致，案卷没有生成。请联系本平台的维护人员核查。") % row.number
        ) from None


def _answers(row: Supplement, ledger: Ledger) -> str:
    """How each attempt ended; the other side's words only if they are those whose hash stood in the ledger then."""
    ended = {
        one["detail"]["attempt"]: one["detail"]
        for one in ledger
        if one["act"] == Act.FILING_ATTEMPTED and one["detail"].get("supplement") == str(row.pk)
    }
    return "".join(
        f"#{one.attempt} {ended[one.attempt]['outcome']}: "
        f"{one.answer if digest(one.answer) == ended[one.attempt].get('answer') else ''}\n"
        for one in row.deliveries.order_by("attempt")
        if one.attempt in ended
    )


def _opener(sealed: Sealed) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, sealing.open_sealed(sealed))


def _bytes(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)
