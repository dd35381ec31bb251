"""The page on which a person covers parts of a file, page by page. Everything works with number fields alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from evidence import services
from evidence.examination.places import Place
from evidence.models import Exhibit, Redaction, Rendition
from evidence.services import MOST_BOXES, may_add, standing, why_not
from evidence.streams import sent
from evidence.views.copies import way_back

EMPTY_ROWS = 2
SIDES = ("left", "top", "width", "height")
_FOUND = {
    "phone": gettext_lazy("电话号码"),
    "identity": gettext_lazy("身份证号码"),
    "card": gettext_lazy("银行卡号"),
    "name": gettext_lazy("姓名"),
}


def _percent(side: float) -> str:
    return f"{side * 100:.3f}".rstrip("0").rstrip(".")


def _fields(box: Any) -> dict[str, str]:
    return dict(zip(SIDES, map(_percent, box), strict=True))


def _drawn(box: Any) -> dict[str, str]:
    """The same in thousandths, as the drawing over the page takes them."""
    return {side: f"{value * 1000:.2f}" for side, value in zip(SIDES, box, strict=True)}


def _given(request: HttpRequest) -> list[list[float]]:
    """The boxes of the form: rows of numbers in per cent, and what was found and ticked. NotRedacted for no number."""
    rows = zip(*(request.POST.getlist(side) for side in SIDES), strict=False)
    dropped = set(request.POST.getlist("drop"))
    texts = [list(row) for place, row in enumerate(rows) if any(row) and str(place) not in dropped]
    texts += [one.split(",") for one in request.POST.getlist("place")]
    try:
        return [[float(text.replace("％", "").replace("%", "")) / 100 for text in row] for row in texts]
    except ValueError:
        raise services.NotRedacted(
            _("框的位置有空着的，或者不是数字。没有保存；您填的都还在，请补齐四个数。")
        ) from None


def _offered(found: list[Place] | None, boxes: list[Any]) -> list[dict[str, Any]]:
    """What was found and is not covered yet."""
    rows = []
    for one in found or ():
        middle = one.box[0] + one.box[2] / 2, one.box[1] + one.box[3] / 2
        if any(
            left <= middle[0] <= left + width and top <= middle[1] <= top + height
            for left, top, width, height in boxes
        ):
            continue
        value = ",".join(map(_percent, one.box))
        where = {"across": round(middle[0] * 100), "down": round(middle[1] * 100)}
        rows.append({"label": _FOUND[one.kind], "value": value, "where": where, "drawn": _drawn(one.box)})
    return rows


def _do(request: HttpRequest, by: Actor, exhibit: Exhibit, page: int) -> HttpResponse | None:
    """Save, and have it burned in when that was asked. None when something was wrong: the page shows what was typed."""
    try:
        if "look" in request.POST:
            services.look_for_places(by=by, exhibit=exhibit, page=page)
            return redirect("redact_page", exhibit_id=exhibit.pk, page=page)
        draft = services.open_redaction(by=by, exhibit=exhibit)
        draft = services.keep_boxes(by=by, redaction=draft, page=page, boxes=_given(request))
        if "burn" in request.POST:
            services.order_redaction(by=by, redaction=draft, elsewhere="elsewhere" in request.POST)
            messages.success(request, _("已经开始遮盖并核对，做好了会显示在这里。"))
        else:
            messages.success(request, _("这一页的框已保存，还没有遮盖。全部画好后请按“遮盖并核对”。"))
    except services.NotRedacted as reason:
        messages.error(request, str(reason))
        return None
    following = request.POST.get("following", "")
    if following.isdecimal() and len(following) < 5 and "burn" not in request.POST:
        page = int(following)
    return redirect("redact_page", exhibit_id=exhibit.pk, page=page)


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    rows = zip(*(request.POST.getlist(side) for side in SIDES), strict=False)
    return [dict(zip(SIDES, row, strict=True)) for row in rows if any(row)]


@never_cache
@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, exhibit_id: UUID, page: int = 1) -> HttpResponse:
    """For the person whose case it is; to anybody else the page does not exist."""
    by = Actor.of(request)
    exhibit = get_object_or_404(Exhibit.objects.visible_to(by).with_copies(), pk=exhibit_id)
    if not may_add(by, exhibit.complaint_id):
        raise Http404
    clean, reason = exhibit.clean_copy, why_not(exhibit)
    pages = (clean.pages or 1) if clean is not None and not reason else 1
    if not 1 <= page <= pages:
        raise Http404
    done = None
    if request.method == "POST":
        done = _do(request, by, exhibit, page)
        if done is not None:
            return done
    newest = exhibit.redactions.order_by("-number").first()
    every = newest.boxes if newest is not None else {}
    boxes = every.get(str(page), [])
    found = None if reason else services.places_on(by=by, exhibit=exhibit, page=page)
    current = standing(exhibit)
    rows = _typed(request) if request.method == "POST" else list(map(_fields, boxes))
    context: dict[str, Any] = {
        "exhibit": exhibit,
        "clean": clean,
        "why_not": reason,
        "back": way_back(by, exhibit),
        "page": page,
        "pages": pages,
        "previous": page - 1,
        "following": page + 1 if page < pages else 0,
        "is_paper": clean is not None and clean.media_type == "application/pdf",
        "drawn_page": Rendition.objects.filter(exhibit=exhibit, kind=Rendition.Kind.PAGE, page=page)
        .select_related("sealed")
        .first()
        if clean
        else None,
        "newest": newest,
        "changed": newest is not None and newest.state == Redaction.State.DRAFT,
        "standing": current,
        "copy": exhibit.redacted_copy,
        "top": exhibit.rendition("redacted_top"),
        "rows": [*rows, *({} for _row in range(EMPTY_ROWS))],
        "boxes": list(map(_drawn, boxes)),
        "offered": _offered(found, boxes),
        "looked": found is not None,
        "looking": Rendition.objects.filter(exhibit=exhibit, kind=Rendition.Kind.LINES, page=page).first(),
        "others": [int(one) for one in every if one != str(page)],
        "most_boxes": MOST_BOXES,
        "here": reverse("redact_page", args=[exhibit.pk, page]),
    }
    return render(request, "evidence/redact.html", context, status=422 if request.method == "POST" else 200)


def _newest(request: HttpRequest, exhibit_id: UUID, kind: str) -> HttpResponseBase:
    """The newest copy with parts covered, among those that this visitor may see."""
    seen = Rendition.objects.visible_to(Actor.of(request))
    newest = seen.filter(exhibit_id=exhibit_id, kind=kind, page=0).order_by("-redaction__number").first()
    if newest is None:
        raise Http404
    return sent(request, newest)


@require_safe
def redacted(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return _newest(request, exhibit_id, Rendition.Kind.REDACTED)


@require_safe
def redacted_top(request: HttpRequest, exhibit_id: UUID) -> HttpResponseBase:
    return _newest(request, exhibit_id, Rendition.Kind.REDACTED_TOP)
