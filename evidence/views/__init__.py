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
from evidence.views.imports import case_imports, draft_imports, one_import

__all__ = [
    "authority",
    "case_custody",
    "case_files",
    "case_imports",
    "copy",
    "draft_files",
    "draft_imports",
    "head_signature",
    "head_text",
    "head_token",
    "heads",
    "heads_lines",
    "one_import",
    "served",
    "thumbnail",
]
