"""Public pages of the law: statutes, articles with their versions, situations, reported cases. No account, no database.

They are the same for everybody, so they may be cached; each says what is in force on the day that it is read, or on ``?on=``.
"""

import time
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from complaints.models import Kind
from core.told import told
from legal.corpus import Article, Ground, Reference, Statute, load
from legal.presentation import BURDEN, VERIFIED, address, shown_precedent, tag_of
from legal.reasoning import library
from legal.reasoning.facts import ROLES
from legal.reasoning.numerals import article as spelled

_AS_TYPED = ("words", "problem")
FRESH = 600  # seconds
STARTED = int(time.time())  # a new release has new templates; it starts anew


def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """What a page depends on besides its address: the release, the corpus, the day, the language."""
    return f'"{STARTED}-{load().version[7:23]}-{timezone.localdate()}-{get_language()}"'


def page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Rendered without the request: nobody's name, message or token can stand on a page that may be cached."""
    shown = {name: one if name in _AS_TYPED else told(one) for name, one in context.items()}
    response = HttpResponse(render_to_string(f"legal/{template}.html", shown), status=status)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _day(request: HttpRequest) -> tuple[date | None, str]:
    """The day of ``?on=``, and what is wrong with it."""
    given = request.GET.get("on", "").strip()
    if not given:
        return None, ""
    try:
        return date.fromisoformat(given) if len(given) == 10 else _wrong(), ""
    except ValueError:
        return None, _("日期“%s”看不懂，请写成 2025-11-11。下面是全部版本。") % given[:20]


def _wrong() -> date:
    raise ValueError


def place(number: str, article: Article | None = None) -> str:
    """第四十三条; how an article without a known number is cited."""
    if article is not None and article.cited_as:
        return article.cited_as
    try:
        return spelled(number)
    except ValueError:
        return number


# ── Statutes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@require_safe
@condition(etag_func=seen)
def shelves(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    today = timezone.localdate()
    levels = [
        (level, [{"statute": one, "tag": _statute_tag(one, today)} for one in statutes])
        for level, statutes in library.shelves(words)
    ]
    return page("shelves", {"words": words, "levels": levels})


def _statute_tag(statute: Statute, on: date) -> dict[str, str]:
    """In force when any version is; past when all are."""
    tags = [tag_of(version, on) for version in statute.versions]
    return next((tag for tag in tags if tag["standing"] == "current"), tags[-1])


def _statute(name: str) -> Statute | HttpResponse:
    """The statute of an id; for an alias a redirect to it."""
    if statute := load().statutes.get(name):
        return statute
    meant = library.called(name)
    if not meant:
        raise Http404
    if len(meant) > 1:
        return redirect(f"{reverse('law_library')}?{urlencode({'q': name})}")
    return redirect("law_statute", statute_id=meant[0].id)


@require_safe
@condition(etag_func=seen)
def statute(request: HttpRequest, statute_id: str) -> HttpResponseBase:
    found = _statute(statute_id)
    if isinstance(found, HttpResponse):
        return found
    on, problem = _day(request)
    today = timezone.localdate()
    articles = [_listed(found, number, on or today) for number in library.numbers(found)]
    corpus = load()
    context = {
        "statute": found,
        "versions": [{"version": one, "tag": tag_of(one, today)} for one in reversed(found.versions)],
        "articles": articles,
        "counts": _counts(found),
        "before": [corpus.statutes[found.predecessor]] if found.predecessor else _replaced(found),
        "after": corpus.statutes.get(found.successor or ""),
        "on": on,
        "today": today,
        "problem": problem,
    }
    return page("statute", context, 400 if problem else 200)


def _replaced(statute: Statute) -> list[Statute]:
    return [one for one in load().statutes.values() if one.successor == statute.id]


def _counts(statute: Statute) -> list[tuple[str, int]]:
    every = [article.verification for version in statute.versions for article in version.articles.values()]
    return [(label(), every.count(key)) for key, label in VERIFIED.items() if key in every]


def _listed(statute: Statute, number: str, on: date) -> dict[str, Any]:
    """One line of a statute's page: the article in force on the day, else its newest wording, marked as what it is."""
    wordings = statute.wordings(number)
    article = next((one for one in wordings if one.in_force(on)), wordings[-1])
    return {
        "number": number,
        "place": place(number, article),
        "tag": tag_of(article, on),
        "quoted": article.text,
        "note": article.note,
        "versions": len(wordings),
    }


# ── An article ───────────────────────────────────────────────────────────────────────────────────────────────────


@require_safe
@condition(etag_func=seen)
def article(request: HttpRequest, statute_id: str, article_number: str) -> HttpResponseBase:
    found = _statute(statute_id)
    if isinstance(found, HttpResponse):
        return found
    wordings = found.wordings(article_number)
    if not wordings:
        raise Http404
    on, problem = _day(request)
    today = timezone.localdate()
    then = next((one for one in wordings if one.in_force(on or today)), None)
    context = {
        "statute": found,
        "number": article_number,
        "place": place(article_number, wordings[-1]),
        "then": wording(then, today) if then else None,
        "elsewhere": [] if then else _elsewhere(wordings, on or today),
        "wordings": [wording(one, today) for one in reversed(wordings)],
        "earlier": _kin(wordings, [old for one in wordings for old in library.followed(one)]),
        "later": _kin(wordings, [new for one in wordings if (new := library.followed_by(one))]),
        "changes": [_change(one, found, article_number) for one in library.changes(found, article_number)],
        "reliances": _by_kind(f"{found.id}:{article_number}"),
        "on": on,
        "day": on or today,
        "today": today,
        "problem": problem,
    }
    return page("article", context, 400 if problem else 200)


def wording(article: Article, today: date) -> dict[str, Any]:
    """One version of an article for a page: words only where they were verified."""
    return {
        "article": article,
        "citation": article.citation(),
        "tag": tag_of(article, today),
        "paragraphs": [one.splitlines() for one in article.paragraphs],
        "verified": VERIFIED[article.verification](),
    }


def _elsewhere(wordings: list[Article], on: date) -> list[dict[str, Any]]:
    """Where the rule stood on a day on which this number had no text: before it came here, or after it left."""
    chain = [near for one in wordings for near in [library.followed_by(one), *library.followed(one)] if near]
    return [
        {"citation": one.citation(), "address": address(one.id, on)}
        for one in dict.fromkeys(chain)
        if one.in_force(on)
    ]


def _kin(mine: list[Article], found: list[Article]) -> list[dict[str, Any]]:
    """Whose place this article took, or who took its place, under another number or in another statute."""
    return [
        {"article": one, "citation": one.citation(), "address": address(one.id, one.start)}
        for one in dict.fromkeys(found)
        if one not in mine
    ]


def _change(change: library.Change, statute: Statute, number: str) -> dict[str, Any]:
    """A step with links to whichever side stands on another page."""

    def side(article: Article, parts: tuple[library.Part, ...]) -> dict[str, Any]:
        here = article.statute is statute and article.number == number
        return {
            "article": article,
            "citation": article.citation(),
            "address": "" if here else address(article.id),
            "parts": parts,
        }

    old, new = side(change.old, change.before), side(change.new, change.after)
    return {"how": change.how, "old": old, "new": new, "sides": [old, new]}


def _by_kind(identity: str) -> dict[str, list[library.Reliance]]:
    rows = library.reliances(identity)
    return {kind: [row for row in rows if row.kind == kind] for kind in ("ground", "channel")}


# ── Situations and reported cases ────────────────────────────────────────────────────────────────────────────────


@require_safe
@condition(etag_func=seen)
def situations(request: HttpRequest) -> HttpResponse:
    kinds: dict[str, list[Ground]] = {}
    for ground in load().grounds.values():
        kinds.setdefault(_kind_label(ground.kind), []).append(ground)
    return page("situations", {"kinds": list(kinds.items())})


def _kind_label(kind: str) -> str:
    return str(Kind(kind).label)


@require_safe
@condition(etag_func=seen)
def situation_page(request: HttpRequest, situation: str) -> HttpResponse:
    ground = next((one for one in load().grounds.values() if one.slug == situation), None)
    if ground is None:
        raise Http404
    corpus, today = load(), timezone.localdate()
    context = {
        "ground": ground,
        "kind": _kind_label(ground.kind),
        "elements": [
            {
                "element": one,
                "burden": BURDEN[one.burden](),
                "disputed": one.arguable is not None,
                "ways": corpus.capture.ways_for(one.id),
            }
            for one in ground.elements
        ],
        "respondents": [
            {"title": ROLES[one.role], "note": one.note, "provisions": places(one.provisions, today)}
            for one in ground.respondents
        ],
        "relief": [{"remedy": one, "provisions": places(one.provisions, today)} for one in ground.relief],
        "provisions": places(ground.provisions, today),
        "earlier": places(ground.provisions, today, in_force=False),
        "channels": [corpus.channels[name] for name in ground.channels],
        "precedents": [shown_precedent(row) for row in corpus.precedents if ground.code in row["grounds"]],
        "today": today,
    }
    return page("situation", context)


def places(references: tuple[Reference, ...], today: date, *, in_force: bool = True) -> list[dict[str, Any]]:
    """What references mean today; with ``in_force=False`` those that mean nothing today: earlier or later law."""
    rows: dict[str, dict[str, Any]] = {}
    for reference in references:
        now = load().find(reference, today)
        if (now is not None) is not in_force:
            continue
        found = now or next(
            one for one in load().wordings(reference.id) if reference.version in (None, one.version.key)
        )
        citation = found.citation(reference.paragraph, reference.item)
        rows[citation] = {
            "citation": citation,
            "address": address(reference.id, today if in_force else found.start),
            "region": found.statute.region,
            "adverse": reference.adverse,
            "disputed": reference.arguable or found.statute.soft,
            "note": reference.note,
            "span": found,
        }
    return list(rows.values())


@require_safe
@condition(etag_func=seen)
def reported(request: HttpRequest) -> HttpResponse:
    corpus = load()
    rows = [
        shown_precedent(row) | {"grounds": [corpus.grounds[code] for code in row["grounds"]]}
        for row in corpus.precedents
    ]
    return page("reported", {"precedents": rows})
