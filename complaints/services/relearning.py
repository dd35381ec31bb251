"""This deployment's own small table, made anew whenever the texts that are kept to learn from are others.

The rows are what counts: the table bears the digest of those that it was made of, and a sweep compares. So a task that is
lost, or comes twice, changes nothing.
"""

import json
import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from complaints import reading
from complaints.models import TrainingText
from core.canonical import canonical, digest
from core.retention_and_limits import MOST_TRAINING_TEXTS

MANIFEST = "own.json"
_ONE_AT_A_TIME = 0x0C0_22EC7  # an advisory lock: who learns sees every text that was ended before


def learn_own(*, at: datetime) -> dict[str, Any]:
    """Make the table anew where it is not of the texts that are kept now; the manifest of what stands then.

    ``texts`` and ``learned`` are counts by category, as corrected: of too few of one category nothing is learned.
    """
    place = settings.OWN_READER
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        kept = TrainingText.objects.order_by("-kept_at", "-pk")[:MOST_TRAINING_TEXTS]
        texts = sorted([one.label, one.text] for one in kept)
        standing = manifest_of(place)
        if not texts:
            if place.is_dir():
                for left in place.iterdir():
                    left.unlink()
            return {}
        made_of = {"texts_digest": digest(canonical(texts)), "reader": reading.weights_digest()}
        if all(standing.get(name) == value for name, value in made_of.items()):
            return standing
        return _learned(place, texts, made_of, at)


def _learned(
    place: Path, texts: Sequence[Sequence[str]], made_of: dict[str, str], at: datetime
) -> dict[str, Any]:
    corrected = [reading.Corrected(label, text) for label, text in texts]
    runs = reading.relearned(place, corrected)
    manifest = {
        "made_on": timezone.localdate(at).isoformat(),
        **made_of,
        "texts": dict(sorted(Counter(one.category for one in corrected).items())),
        "learned": reading.used_of(corrected) if runs else {},
        "runs": runs,
    }
    # After the table: where it breaks off between, the next sweep makes both again.
    written = place / f"new-{os.getpid()}.json"
    written.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    written.replace(place / MANIFEST)
    return manifest


def manifest_of(place: Path) -> dict[str, Any]:
    """What the table that stands here was made of; empty where there is none."""
    try:
        found: dict[str, Any] = json.loads((place / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found
