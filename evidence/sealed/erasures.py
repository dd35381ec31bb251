"""What is said where an exhibit stood whose content was erased (个人信息保护法 47): when, why, and what is left."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Act, LedgerEntry
from evidence.models import ErasureReason, Exhibit
from evidence.words import reasons


def erasure_words(at: Any, reason: str) -> str:
    """The sentence that stands wherever the content stood. ``reason`` is an ErasureReason."""
    why = ErasureReason(reason).label if reason in ErasureReason.values else _("未注明")
    day = timezone.localtime(at).date() if hasattr(at, "tzinfo") else at
    return _("内容已于%(day)s依法删除（个人信息保护法第四十七条；原因：%(why)s），哈希值和存证记录保留。") % {
        "day": f"{day:%Y-%m-%d}",
        "why": why,
    }


def tell_erasures(exhibits: Iterable[Exhibit]) -> list[Exhibit]:
    """The same exhibits, each erased one with its sentence in ``erased_words``; one query, and none where none is."""
    found = list(exhibits)
    said = _said({one.complaint_id for one in found if one.erased})
    for one in found:
        one.erased_words = said.get(str(one.pk), reasons.erased()) if one.erased else ""
    return found


def _said(cases: set[Any]) -> Mapping[str, str]:
    if not cases:
        return {}
    entries = LedgerEntry.objects.filter(complaint_id__in=cases, act=Act.EXHIBIT_ERASED)
    return {
        str(entry.detail.get("exhibit")): erasure_words(entry.at, str(entry.detail.get("reason")))
        for entry in entries
    }
