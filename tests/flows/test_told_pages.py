"""A real case of each kind as somebody reads it in another language: the plan, the reasons, what is given to whom, the steps on
an official site. What stays in simplified Chinese is the law, names, what papers say, and what is typed as it is."""

import re
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import core.told
from accounts.actors import Actor
from complaints.models import Complaint
from filings import services
from filings.models import Recipient
from legal.corpus import load
from legal.services import assess_complaint
from tests.cases import make_hand_recipient
from tests.foreign import HAN, UNTOLD, foreign_in, untold_in, wide_in
from tests.golden.papers import case_of, filed
from workbench.languages.traditional import traditional

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
MOST = 4  # by hand: every channel has its steps, four show that they are told
CASES = ("others_debt", "pensioner", "calls_after_no")
_LAW = re.compile(r"《.*》|GB/T|第[一二三四五六七八九十百千零]+条|第\d+号案由")


def _written(case: Any) -> list[str]:
    """Every text of a case that somebody wrote, whole and line by line."""
    if isinstance(case, str):
        return [case, *case.splitlines()] if HAN.search(case) else []
    if isinstance(case, dict):
        return [one for inner in case.values() for one in _written(inner)]
    return [one for inner in case for one in _written(inner)] if isinstance(case, list) else []


@cache
def _law() -> str:
    articles = (
        article
        for statute in load().statutes.values()
        for version in statute.versions
        for article in version.articles.values()
    )
    return "".join("".join((one.text or "").split()) for one in articles)


def _is_law(words: str) -> bool:
    """A text of a statute, or how it is cited."""
    return bool(_LAW.match(words)) or "".join(words.split()) in _law()


def _handed_in(complaint: Complaint, channel: str, recipient: Recipient) -> str:
    """The page that says how to hand it in; "" where nothing can be prepared for this channel."""
    meant: dict[str, Any] = {
        "complaint": complaint,
        "recipient": recipient,
        "exhibits": [],
        "document": "claim" if channel == "court" else "letter",
    }
    by = Actor.of_user(complaint.owner)
    try:
        shown = services.propose_consent(**meant)
        giving = services.Giving(agreed=frozenset(one.key for one in shown.separate))
        made = services.prepare(by=by, consent_digest=shown.digest, giving=giving, **meant)
    except services.Refused:
        return ""
    filing = services.confirm(by=by, filing=made)
    return reverse("by_hand", args=[filing.pk])


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_told_in_the_language_of_its_reader(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.told, "_marked", lambda text: core.told.format_html(UNTOLD, text))
    complaint = filed(case_of(name))
    assess_complaint(by=Actor.of_user(complaint.owner), complaint=complaint)
    number = complaint.number
    places = [
        reverse(page, args=[number]) for page in ("case", "law", "law_reasons", "case_capture", "statements")
    ]
    handed: list[str] = []
    for channel in load().channels:
        recipient = make_hand_recipient(channel)
        # What is closed says why; of those that are open, some say what is given and how to hand it in.
        places.append(reverse("choose_recipient", args=[number, channel]))
        if len(handed) < MOST and (by_hand := _handed_in(complaint, channel, recipient)):
            places.append(reverse("consent", args=[number, channel, recipient.pk]))
            handed.append(by_hand)
    assert len(handed) > 2
    own = [*_written(case_of(name)), *Recipient.objects.values_list("name", flat=True)]
    left = {}
    for language in ("en", "zh-hant"):
        client = Client(headers={"accept-language": language})
        client.force_login(complaint.owner)
        for place in [*places, *handed]:
            page = client.get(place, follow=True)
            html = page.content.decode()
            found = [one for one in untold_in(html) if one not in own and not _is_law(one)]
            found += [
                one
                for one in foreign_in(html, own)
                if language == "en" or traditional(one.partition(": ")[2]) != one.partition(": ")[2]
            ]
            if language == "en":
                found += [one for one in wide_in(html) if not any(words in one for words in own)]
            if found:
                left[f"{language} {place}"] = found[:4]
    assert not left
