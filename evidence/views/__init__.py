"""The public door of evidence: files come in, copies may be looked at."""

from evidence.views.custody import (
    authority,
    case_custody,
    head_signature,
    head_text,
    head_token,
    heads,
    heads_lines,
)
from evidence.views.files import case_files, copy, draft_files, served, thumbnail

__all__ = [
    "authority",
    "case_custody",
    "case_files",
    "copy",
    "draft_files",
    "head_signature",
    "head_text",
    "head_token",
    "heads",
    "heads_lines",
    "served",
    "thumbnail",
]
