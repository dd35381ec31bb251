"""How a desk words its letters, what stands over them and how they leave; and which numbers it gave."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.services import unsent_here
from documents.desk_letters import FIELDS
from filings import services
from filings.admin.bulk import desk_actor
from filings.models import DeskLetter, DeskTemplate, Filing, LetterKind, LetterTemplate

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin

SHOWN = 50
LINES = ("code", "address", "phone", "head", "signature")
WORDED = ("title", "mark", "text")


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    return [
        path(
            f"letters/{more}",
            admin.admin_site.admin_view(partial(view, admin)),
            name=f"filings_filing_{name}",
        )
        for more, view, name in (
            ("", letters, "letters"),
            ("<int:organisation_id>/<slug:letter_kind>/", template, "letter_template"),
        )
    ]


def letters(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """The numbers that were given, for everybody at the desk; letterhead and templates for who leads it."""
    by, status = desk_actor(request), 200
    led = services.led_by(by)
    typed: QueryDict | None = None
    if request.method == "POST":
        organisation = next((one for one in led if str(one.pk) == request.POST.get("organisation")), None)
        if organisation is None:
            raise Http404
        try:
            services.write_desk_letterhead(
                by=by,
                organisation=organisation,
                **{name: request.POST.get(name, "") for name in LINES},  # type: ignore[arg-type]
                second_look="second_look" in request.POST,
                sealed_by_hand="sealed_by_hand" in request.POST,
            )
        except services.Refused as refused:
            messages.error(request, str(refused))
            typed, status = request.POST, 422
        else:
            messages.success(request, _("已保存。以后取号的文书用新的；已经取号的不变。"))
            return HttpResponseRedirect(request.get_full_path())
    else:
        typed = unsent_here(request=request, at=timezone.now())
    heads = {one.organisation_id: one for one in LetterTemplate.objects.filter(organisation__in=led)}
    numbered = DeskLetter.objects.at_desk(by).exclude(number="")
    context = {
        "title": _("文书模板和文号"),
        "desks": [
            {
                "organisation": one,
                "head": typed
                if typed is not None and typed.get("organisation") == str(one.pk)
                else heads.get(one.pk),
                "kinds": [services.template_in_force(one.pk, kind) for kind in LetterKind.values],
            }
            for one in led
        ],
        "numbered": list(
            numbered.select_related("filing__complaint", "file")
            .defer("given", "filled", "text", "filing__content")
            .order_by("-year", "-pk")[:SHOWN]
        ),
    }
    return _answer(admin, request, "letter_templates.html", status, context)


def template(
    admin: "FilingAdmin", request: HttpRequest, organisation_id: int, letter_kind: str
) -> HttpResponse:
    """One kind: its text is a new version each time, looked at beforehand with a case of the desk."""
    by = desk_actor(request)
    organisation = next((one for one in services.led_by(by) if one.pk == organisation_id), None)
    if organisation is None or letter_kind not in LetterKind.values:
        raise Http404
    now, status, shown = services.template_in_force(organisation.pk, letter_kind), 200, ""
    typed = (
        request.POST
        if request.method == "POST"
        else unsent_here(request=request, at=timezone.now()) or QueryDict()
    )
    if request.method == "POST":
        try:
            if request.POST.get("act") == "preview":
                shown = _looked_at(request, organisation, letter_kind)
            else:
                title, mark, text = (request.POST.get(name, "") for name in WORDED)
                made = services.write_template(
                    by=by, organisation=organisation, kind=letter_kind, title=title, mark=mark, text=text
                )
                messages.success(request, _("已存为第 %d 版，以后拟的文书用它。") % made.number)
                return HttpResponseRedirect(request.get_full_path())
        except services.Refused as refused:
            messages.error(request, str(refused))
            status = 422
    rows = DeskTemplate.objects.filter(organisation=organisation, kind=letter_kind)
    context = {
        "title": f"{_('文书模板')}：{LetterKind(letter_kind).label}",
        "organisation": organisation,
        "now": now,
        "written": {name: typed.get(name, getattr(now, name)) for name in WORDED},
        "number": typed.get("number", ""),
        "shown": shown,
        "fields": FIELDS.items(),
        "versions": list(rows.order_by("-number")[:SHOWN]),
    }
    return _answer(admin, request, "letter_template.html", status, context)


def _looked_at(request: HttpRequest, organisation: Organisation, kind: str) -> str:
    by, number = desk_actor(request), request.POST.get("number", "").strip()
    rows = Filing.objects.at_desk(by).not_withdrawn().identity_open(by).filter(organisation=organisation)
    filing = rows.select_related("complaint", "organisation").filter(complaint__number=number).first()
    if filing is None:
        raise services.Refused(_("本机构没有这个编号的投诉。写的还在下面，没有保存。"))
    return services.preview_template(by=by, filing=filing, kind=kind, text=request.POST.get("text", ""))


def _answer(
    admin: "FilingAdmin", request: HttpRequest, page: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    whole = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "address": reverse("admin:filings_filing_letters"),
        **context,
    }
    return TemplateResponse(request, f"admin/filings/filing/{page}", whole, status=status)
