"""Article numbers as Chinese law writes them: 第一千零三十三条, 第二百五十三条之一."""

import re

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


def chinese(number: int) -> str:
    """1–9999 in Chinese numerals, as in an article number (10 is 十, 110 is 一百一十)."""
    if not 0 < number < 10_000:
        raise ValueError(f"not an article number: {number}")
    text, pending_zero = "", False
    digits = str(number)
    for place, digit in enumerate(digits):
        if digit == "0":
            pending_zero = True
            continue
        if pending_zero and text:
            text += "零"
        pending_zero = False
        text += DIGITS[int(digit)] + UNITS[len(digits) - place - 1]
    return text[1:] if text.startswith("一十") else text


def article(number: str) -> str:
    """``43`` → 第四十三条, ``253之一`` → 第二百五十三条之一. Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d+)(之[一二三四五六七八九])?", number)
    if not match:
        raise ValueError(f"not an article number: {number}")
    return f"第{chinese(int(match[1]))}条{match[2] or ''}"


def number(text: str) -> int:
    """一千零三十三 → 1033, the other way about; 十 is 10. Raises ValueError for anything else."""
    total, digit = 0, 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in UNITS[1:]:
            total += (digit or 1) * 10 ** UNITS.index(sign)
            digit = 0
        else:
            raise ValueError(f"not a number: {text}")
    return total + digit
