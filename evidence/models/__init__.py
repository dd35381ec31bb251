"""What proves it: sealed bytes, exhibits as received, and the copies that people may look at."""

from evidence.models.custody import (
    DailyHead,
    DailyLeaf,
    FixityFinding,
    FixityRound,
    Timestamp,
    TimestampQuerySet,
)
from evidence.models.exhibits import Exhibit, ExhibitQuerySet, plain_name
from evidence.models.imports import Import, ImportQuerySet
from evidence.models.renditions import (
    PageWords,
    Redaction,
    RedactionQuerySet,
    Rendition,
    RenditionQuerySet,
)
from evidence.models.sealed import ErasureReason, Sealed, no_truncate
from evidence.models.uploads import Upload, UploadPiece

__all__ = [
    "DailyHead",
    "DailyLeaf",
    "ErasureReason",
    "Exhibit",
    "ExhibitQuerySet",
    "FixityFinding",
    "FixityRound",
    "Import",
    "ImportQuerySet",
    "PageWords",
    "Redaction",
    "RedactionQuerySet",
    "Rendition",
    "RenditionQuerySet",
    "Sealed",
    "Timestamp",
    "TimestampQuerySet",
    "Upload",
    "UploadPiece",
    "no_truncate",
    "plain_name",
]
