"""Which day is still asked for, where a story tells of a month, or of lately, and of no day."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from complaints.reading import undated


def which_day(story: str, name: str, *, today: date) -> Any:
    """What is said beside the question for the ``first`` or the ``last`` day; "" where the story tells nothing of it."""
    told = undated(story, today=today).get(name)
    if told is None:
        return ""
    if told.month is None:
        return gettext("您写的是「%(words)s」，没有写哪一天。填最近收到的那一天，今天收到的就填今天。") % {
            "words": told.words
        }
    said = {"words": told.words, "month": date_format(date(*told.month, 1), "YEAR_MONTH_FORMAT")}
    if name == "first":
        return (
            gettext(
                "您写的是「%(words)s」，只到月，还差是哪一天：看看%(month)s的短信、通话记录。查不到的，填您能确定的最早的一天，不要猜。"
            )
            % said
        )
    return (
        gettext(
            "您写的是「%(words)s」，只到月，还差是哪一天：看看%(month)s的短信、通话记录。查不到的，填您能确定的最近的一天，不要猜。"
        )
        % said
    )
