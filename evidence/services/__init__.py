"""The acts on evidence: the only code that writes it."""

from evidence.services.copying import make_renditions, retry_rendition
from evidence.services.erasing import erase, erase_abandoned
from evidence.services.reading import open_original, open_rendition
from evidence.services.receiving import NotReceived, max_bytes, max_files, may_add, receive
from evidence.services.timestamping import ask_timestamp, stamp_due, timestamping_configured

__all__ = [
    "NotReceived",
    "ask_timestamp",
    "erase",
    "erase_abandoned",
    "make_renditions",
    "max_bytes",
    "max_files",
    "may_add",
    "open_original",
    "open_rendition",
    "receive",
    "retry_rendition",
    "stamp_due",
    "timestamping_configured",
]
