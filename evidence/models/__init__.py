"""What proves it: sealed bytes, exhibits as received, and the copies that people may look at."""

from evidence.models.exhibits import Exhibit, ExhibitQuerySet, plain_name
from evidence.models.renditions import Rendition, RenditionQuerySet
from evidence.models.sealed import ErasureReason, Sealed, no_truncate

__all__ = [
    "ErasureReason",
    "Exhibit",
    "ExhibitQuerySet",
    "Rendition",
    "RenditionQuerySet",
    "Sealed",
    "no_truncate",
    "plain_name",
]
