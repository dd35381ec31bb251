"""Who works at an organisation and what they may do: for its administrators and who runs the portal. It opens no case."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import invitations, rights
from accounts.actors import Actor
from accounts.models import Invitation, Membership, Organisation, Unit, User
from complaints.models import Kind
from filings import services
from filings.desk import people

if TYPE_CHECKING:
    from filings.admin.desk import FilingAdmin


def urls(admin: "FilingAdmin") -> list[URLPattern]:
    return [
        path(
            f"members/{more}",
            admin.admin_site.admin_view(partial(view, admin)),
            name=f"filings_filing_{name}",
        )
        for more, view, name in (
            ("", organisations, "organisations"),
            ("<int:organisation_id>/", members, "members"),
            ("<int:organisation_id>/<int:membership_id>/", member, "member"),
        )
    ]


def _answer(
    admin: "FilingAdmin", request: HttpRequest, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **more}
    request.current_app = admin.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, f"admin/filings/filing/{template}", context, status=status)


def organisations(admin: "FilingAdmin", request: HttpRequest) -> HttpResponse:
    """Those whose members one keeps."""
    kept = people.organisations_of(Actor.of(request))
    if not kept:
        raise PermissionDenied
    return _answer(admin, request, "organisations.html", title=_("成员和权限"), organisations=kept)


def _organisation(request: HttpRequest, organisation_id: int) -> tuple[Actor, Organisation]:
    """404 alike for one that is not there and one that is another's to keep."""
    by = Actor.of(request)
    if not rights.keeps_members(by, organisation_id):
        raise Http404
    return by, get_object_or_404(Organisation, pk=organisation_id)


# An act, and what to say when it is done: words, or what they are of what it returned.
Wanted = tuple[Callable[[], Any], str | Callable[[Any], str]]


def told_done(request: HttpRequest, wanted: Callable[[], Wanted]) -> bool:
    """Whether it was done; what was refused, or could not be read, is said."""
    try:
        act, words = wanted()
        done = act()
    except (rights.NotChanged, services.Refused) as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, words if isinstance(words, str) else words(done))
    return True


# ── An organisation ──────────────────────────────────────────────────────────────────────────────────────────────────


def members(admin: "FilingAdmin", request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Its members, whom it invited, its units, and the log of every change."""
    by, organisation = _organisation(request, organisation_id)
    status, link = 200, ""
    if request.method == "POST" and _links_by_hand(request):
        link = _link(request, by, organisation)
        status = 200 if link else 422
    elif request.method == "POST":
        if told_done(request, partial(_of_organisation, request, by, organisation)):
            return HttpResponseRedirect(request.get_full_path())
        status = 422
    now = timezone.now()
    units = list(organisation.units.all())
    context = {
        "organisation": organisation,
        "members": people.members_of(organisation, timezone.localdate(now)),
        "invitations": list(
            Invitation.objects.open(now).filter(organisation=organisation).select_related("unit")
        ),
        "units": [
            (one, _choices(people.channels_of(organisation, one.channels), one.channels), _kinds(one.kinds))
            for one in [*units, Unit()]
        ],
        "roles": _roles(organisation),
        "identities": Organisation.Identity.choices,
        "typed": {} if link else request.POST,
        "link": link,
        "by_hand": not settings.EMAIL_LEAVES,
        "changes": people.changes_of(organisation),
    }
    return _answer(admin, request, "members.html", status, title=_("成员和权限"), **context)


def _links_by_hand(request: HttpRequest) -> bool:
    """Whether the form is for a link that no mail can bring: it is shown on this page, and never again."""
    return request.POST.get("act") in ("invite", "link") and not settings.EMAIL_LEAVES


def _link(request: HttpRequest, by: Actor, organisation: Organisation) -> str:
    """The link of a new invitation, or a new one of an open one; "" where it was refused, which is said."""
    try:
        if request.POST["act"] == "link":
            row = get_object_or_404(organisation.invitations, pk=_number(request.POST.get("row", "")))
        else:
            row = invitations.invite(by=by, organisation=organisation, **_asked(request, organisation))
        return invitations.link_by_hand(by=by, invitation=row)
    except rights.NotChanged as refused:
        messages.error(request, str(refused))
        return ""


def _asked(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """Whom the form of an invitation asks for."""
    posted = request.POST
    unit = organisation.units.filter(pk=_number(posted.get("unit", ""))).first()
    return {"address": posted.get("address", ""), "role": posted.get("role", ""), "unit": unit}


def _of_organisation(request: HttpRequest, by: Actor, organisation: Organisation) -> Wanted:
    """What a form of the page asks for, and what to say when it is done."""
    posted, act = request.POST, request.POST.get("act")
    if act == "invite":
        asked = _asked(request, organisation)
        invited = partial(invitations.invite, by=by, organisation=organisation, **asked)
        return invited, _("邀请会发到这个邮箱。对方打开信里的链接就能加入。")
    if act == "take-back":
        row = get_object_or_404(organisation.invitations, pk=_number(posted.get("row", "")))
        return partial(invitations.take_back_invitation, by=by, invitation=row), _(
            "邀请已收回，链接打不开了。"
        )
    if act == "identity":
        chosen = posted.get("identity", "")
        closed = partial(rights.set_identity, by=by, organisation=organisation, identity=chosen)
        return closed, _("已保存，从现在起有效。")
    if act == "unit":
        held = organisation.units.filter(pk=_number(posted.get("row", ""))).first()
        changed = partial(
            services.change_unit,
            by=by,
            organisation=organisation,
            name=posted.get("name", ""),
            channels=_among(
                posted.getlist("channels"), people.channels_of(organisation, held.channels if held else ())
            ),
            kinds=[one for one in posted.getlist("kinds") if one in Kind.values],
            unit=held,
        )
        return changed, _("科室已保存。里面的人从现在起看到的照这个。")
    raise Http404


# ── One member ───────────────────────────────────────────────────────────────────────────────────────────────────────


def member(
    admin: "FilingAdmin", request: HttpRequest, organisation_id: int, membership_id: int
) -> HttpResponse:
    """What somebody may do there, with the forms that change it, and each change that was made."""
    by, organisation = _organisation(request, organisation_id)
    rows = organisation.memberships.select_related("user", "unit", "deputy")
    row = get_object_or_404(rows, pk=membership_id)
    status = 200
    if request.method == "POST":
        if told_done(request, partial(_of_member, request, by, row)):
            return HttpResponseRedirect(request.get_full_path())
        status = 422
        row = get_object_or_404(rows, pk=membership_id)
    own = row.user == by.user
    context = {
        "organisation": organisation,
        "one": people.member(row, timezone.localdate()),
        "own": own,
        "roles": _roles(organisation),
        "units": list(organisation.units.all()),
        "channels": _choices(people.channels_of(organisation, row.channels), row.channels),
        "kinds": _kinds(row.kinds),
        "deputies": deputies_of(row),
        "may_reset": rights.may_reset(by, row.user),
        "why": request.POST.get("why", ""),
        "changes": people.changes_of(organisation, row.user),
    }
    title = people.person_name(row.user)
    return _answer(admin, request, "member.html", status, title=title, **context)


def _of_member(request: HttpRequest, by: Actor, row: Membership) -> Wanted:
    posted, act = request.POST, request.POST.get("act")
    if act == "rights":
        changed = partial(
            services.change_rights,
            by=by,
            membership=row,
            role=posted.get("role", ""),
            unit=row.organisation.units.filter(pk=_number(posted.get("unit", ""))).first(),
            channels=_among(posted.getlist("channels"), people.channels_of(row.organisation, row.channels)),
            kinds=[one for one in posted.getlist("kinds") if one in Kind.values],
            exports_lists="exports_lists" in posted,
            takes_complaints="takes_complaints" in posted,
            custodian="custodian" in posted,
            reads_only="reads_only" in posted,
            until=_day(posted.get("until", "")),
        )
        return changed, partial(_changed, row, rights.rights_of(row))
    if act == "end":
        return partial(rights.end_membership, by=by, membership=row), _("已经离开，从现在起什么都打不开。")
    if act == "leave":
        return leave_of(request, by, row)
    if act == "reset":
        reset = partial(rights.reset_second_factor, by=by, person=row.user, why=posted.get("why", ""))
        return reset, _("已重设，所有登录都结束了。本人会收到邮件，下次登录时设置新的。")
    raise Http404


def _changed(row: Membership, before: dict[str, Any], freed: int) -> str:
    """What became of somebody's rights by saving them."""
    row.refresh_from_db()
    if rights.rights_of(row) == before:
        return _("和原来一样，没有改动。")
    if not freed:
        return _("已保存，从现在起有效。")
    return _("已保存，从现在起有效。看不到了、不能再办的 %d 件，回到未分派。") % freed


def leave_of(request: HttpRequest, by: Actor, row: Membership) -> Wanted:
    """What a form of leave asks for."""
    posted = request.POST
    changed = partial(
        rights.set_leave,
        by=by,
        membership=row,
        first=_day(posted.get("away_from", "")),
        last=_day(posted.get("away_until", "")),
        deputy=User.objects.filter(pk=_number(posted.get("deputy", ""))).first(),
    )
    return changed, _("休假和代理已保存。")


def deputies_of(row: Membership) -> list[tuple[int, str]]:
    """Who could stand in: whoever else works there."""
    here = Membership.objects.at_work().filter(organisation=row.organisation_id).exclude(user=row.user_id)
    return [
        (one.user_id, people.person_name(one.user))
        for one in here.select_related("user").order_by("user__username")
    ]


def _roles(organisation: Organisation) -> list[tuple[str, str]]:
    found = []
    for value, label in Membership.Role.choices:
        try:
            rights.check_role(organisation, value)
        except rights.NotChanged:
            continue
        found.append((value, str(label)))
    return found


def _kinds(chosen: list[str]) -> list[tuple[str, str, bool]]:
    return _choices([(value, str(label)) for value, label in Kind.choices], chosen)


def _choices(found: list[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str, bool]]:
    return [(value, label, value in chosen) for value, label in found]


def _among(given: list[str], known: list[tuple[str, str]]) -> list[str]:
    names = {value for value, _label in known}
    return [one for one in given if one in names]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise services.Refused(_("日期请写成 2026-12-31 这样。没有保存。")) from None
