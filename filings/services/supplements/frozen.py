"""The frozen content of a supplement, read back."""

import json

import documents
from core.canonical import digest
from filings.models import Supplement


def supplement_content_of(supplement: Supplement) -> documents.Supplement:
    """The frozen content. ValueError when it is not what its digest says."""
    if digest(supplement.content) != supplement.content_digest:
        raise ValueError(f"the content of supplement {supplement.pk} is not what was consented to")
    content: documents.Supplement = json.loads(supplement.content)
    return content
