"""What administrators see of the law: the corpus as it is, what a person must still check, the notices of holidays."""

from legal.admin.calendar import HolidayNoticeAdmin
from legal.admin.corpus import corpus_urls

__all__ = ["HolidayNoticeAdmin", "corpus_urls"]
