"""What a log line may say."""

import logging
import re
import traceback
from typing import Any

# Seven digits and more, but for those inside an id of ours: the log has to say which row it was.
LONG_DIGITS = re.compile(r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b|\d{7,}")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
QUERY = re.compile(r"\?[^\s\"']+")
# The codes that open a draft or a case, wherever they stand in a path.
CODE = re.compile(r"\b[0-9A-Z]{4,}(?:-[0-9A-Z]{4,}){2,}\b")


class WithoutWords(logging.Formatter):
    """Lines whose tracebacks say where and what kind, not the words of the error.

    Those may quote what somebody wrote: PostgreSQL names the failing row in its DETAIL, a parser the text it choked on.
    """

    def formatException(self, ei: Any) -> str:
        kind, error, _trace = ei
        lines = []
        while error is not None:
            frames = traceback.format_tb(error.__traceback__)
            lines.append("".join(frames) + f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(reversed(lines)) if lines else str(kind)


class WithoutPersonalData(logging.Filter):
    """Masks telephone and identity numbers, mail addresses, query strings and case codes in a message.

    A net, not a licence: the code that logs says what happened to which id, never to whom.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for pattern, mask in ((QUERY, "?…"), (MAIL_ADDRESS, "…@…"), (CODE, "…")):
            message = pattern.sub(mask, message)
        message = LONG_DIGITS.sub(lambda digits: digits[1] or "…", message)
        record.msg, record.args = message, ()
        return True
