"""What a log line may say."""

import logging
import re

LONG_DIGITS = re.compile(r"\d{7,}")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
QUERY = re.compile(r"\?[^\s\"']+")
# The codes that open a draft or a case, wherever they stand in a path.
CODE = re.compile(r"\b[0-9A-Z]{4,}(?:-[0-9A-Z]{4,}){2,}\b")


class WithoutPersonalData(logging.Filter):
    """Masks telephone and identity numbers, mail addresses, query strings and case codes in a message.

    A net, not a licence: the code that logs says what happened to which id, never to whom.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for pattern, mask in ((QUERY, "?…"), (MAIL_ADDRESS, "…@…"), (CODE, "…"), (LONG_DIGITS, "…")):
            message = pattern.sub(mask, message)
        record.msg, record.args = message, ()
        return True
