"""The public door of evidence: files come in, copies may be looked at."""

from evidence.views.files import case_files, copy, draft_files, served, thumbnail

__all__ = ["case_files", "copy", "draft_files", "served", "thumbnail"]
