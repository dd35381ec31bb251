"""The public door of evidence: files come in, copies may be looked at."""

from evidence.views.copies import copy, exhibit, picture, search, thumbnail, waveform
from evidence.views.custody import (
    authority,
    case_custody,
    head_signature,
    head_text,
    head_token,
    heads,
    heads_lines,
)
from evidence.views.files import case_files, counsel_files, draft_files
from evidence.views.imports import case_imports, draft_imports, one_import
from evidence.views.redaction import redact, redacted, redacted_top
from evidence.views.screenshots import draft_screenshots, screenshot
from evidence.views.telling import start
from evidence.views.uploads import upload, uploads

__all__ = [
    "authority",
    "case_custody",
    "case_files",
    "case_imports",
    "copy",
    "counsel_files",
    "draft_files",
    "draft_imports",
    "draft_screenshots",
    "exhibit",
    "head_signature",
    "head_text",
    "head_token",
    "heads",
    "heads_lines",
    "one_import",
    "picture",
    "redact",
    "redacted",
    "redacted_top",
    "screenshot",
    "search",
    "start",
    "thumbnail",
    "upload",
    "uploads",
    "waveform",
]
