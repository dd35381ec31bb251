"""A calendar as a file that telephones and computers subscribe to (RFC 5545). Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

MOST_BYTES = 75  # of a line; what is longer goes on in the next (3.1)


def calendar_file(name: str, events: Iterable[tuple[str, date, str]], *, domain: str, at: datetime) -> bytes:
    """The calendar ``name``: an event for each number, day and title, which says the number and the title and nothing else;
    told of a day before."""
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//anning//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for number, day, title in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{day:%Y%m%d}@{domain}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(f'{number} {title}')}",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT15H",  # nine in the morning of the day before
            f"DESCRIPTION:{_text(f'{number} {title}')}",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line of at most so many bytes, never broken inside a character."""
    pieces: list[bytes] = [b""]
    for sign in line:
        raw = sign.encode()
        if len(pieces[-1]) + len(raw) > MOST_BYTES - (len(pieces) > 1):
            pieces.append(b"")
        pieces[-1] += raw
    return b"\r\n ".join(pieces) + b"\r\n"
