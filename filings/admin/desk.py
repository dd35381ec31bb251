"""The desk in Django's admin: the queue as its list, the case page as its change view. Nothing is added or deleted."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.services import record_read
from filings import services
from filings.admin import (
    acts,
    bulk,
    exhibits,
    inside,
    intake,
    letter_templates,
    letters,
    lists,
    mediating,
    members,
    news,
    people,
    performing,
    referring,
)
from filings.admin.forms import RetentionForm
from filings.admin.messages import messages_page
from filings.admin.queue import ROWS, queue_page
from filings.desk import case, law, mediation, referral
from filings.desk.sent import Sent
from filings.desk.standing import state_label
from filings.models import Filing, FilingDocument
from filings.models.case_row import with_insides
from filings.moves import State


@admin.register(Filing)
class FilingAdmin(admin.ModelAdmin):
    """Who acts for an organisation sees what was sent to it. Being an administrator opens no case."""

    list_per_page = ROWS

    # ── Who may enter ────────────────────────────────────────────────────────────────────────────────────────────
    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(Actor.of(request).organisation_ids)

    def has_view_permission(self, request: HttpRequest, obj: Filing | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Filing | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Filing | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Filing]:
        return Filing.objects.at_desk(Actor.of(request))

    # ── The queue ────────────────────────────────────────────────────────────────────────────────────────────────
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return queue_page(request, self.admin_site.each_context(request), self.opts, self.list_per_page)

    # ── The case page ────────────────────────────────────────────────────────────────────────────────────────────
    def get_urls(self) -> list[URLPattern]:
        document = path(
            "<uuid:filing_id>/documents/<int:document_id>/",
            self.admin_site.admin_view(self.document),
            name="filings_filing_document",
        )
        onward = [
            path(
                f"<uuid:filing_id>/{name}/",
                self.admin_site.admin_view(self.go),
                {"back": back},
                name=f"filings_filing_{name}",
            )
            for name, back in (("previous", True), ("next", False))
        ]
        traced = path(
            "<uuid:filing_id>/grounds/<slug:ground>/",
            self.admin_site.admin_view(self.traced),
            name="filings_filing_ground",
        )
        heard = path(
            "<uuid:filing_id>/messages/",
            self.admin_site.admin_view(partial(messages_page, self)),
            name="filings_filing_messages",
        )
        told = path(
            "news/", self.admin_site.admin_view(partial(news.news_page, self)), name="filings_filing_news"
        )
        many = [
            path("bulk/", self.admin_site.admin_view(partial(bulk.choose, self)), name="filings_filing_bulk"),
            path(
                "bulk/<int:bulk_id>/",
                self.admin_site.admin_view(partial(bulk.shown, self)),
                name="filings_filing_bulk_shown",
            ),
            path(
                "lists/<uuid:list_id>/",
                self.admin_site.admin_view(partial(lists.list_file, self)),
                name="filings_filing_list_file",
            ),
        ]
        given = path(
            "<uuid:filing_id>/files/<int:file_id>/",
            self.admin_site.admin_view(partial(inside.given_file, self)),
            name="filings_filing_given_file",
        )
        files = [
            path(
                f"<uuid:filing_id>/exhibits/<uuid:exhibit_id>/{more}",
                self.admin_site.admin_view(partial(exhibits.exhibit, self)),
                name=name,
            )
            for more, name in (
                ("", "filings_filing_exhibit"),
                ("pages/<int:page>/", "filings_filing_exhibit_page"),
            )
        ]
        worded = [
            *intake.urls(self),
            *letters.urls(self),
            *letter_templates.urls(self),
            *members.urls(self),
            *people.urls(self),
        ]
        return [told, *many, *worded, given, *files, document, traced, heard, *onward, *super().get_urls()]

    def go(self, request: HttpRequest, filing_id: UUID, back: bool) -> HttpResponse:
        return news.go(request, self.sent_here(request, str(filing_id)), back=back)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The case on one page. Reading it is written into the ledger; acting goes through ``filings.services``."""
        filing = self.sent_here(request, object_id)
        if request.method == "POST":
            return self._act(request, filing)
        if request.method == "GET":
            news.read_here(request, filing)
        if filing.content_closed:
            return self._closed(request, filing)
        if request.method == "GET":
            record_read(
                by=Actor.of(request),
                complaint=filing.complaint,
                what=case.read_what(filing),
                desk=filing.organisation_id,
            )
        if (typed := unsent_here(request=request, at=timezone.now())) is None:
            return self._page(request, filing, self._offers(request, filing))
        return self.again(
            request,
            filing,
            typed.get("act", ""),
            typed.get("text", ""),
            _("您上次写的内容放回来了，还没有提交。请看过最新内容再决定。"),
            status=200,
            given=typed,
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own log knows nothing of a case; its ledger does, and stands on the case page."""
        return HttpResponseRedirect(f"{self._address(self.sent_here(request, object_id))}#record")

    def document(self, request: HttpRequest, filing_id: UUID, document_id: int) -> FileResponse:
        """A document as it was sent with a filing; opening it is recorded."""
        filing = self.sent_here(request, str(filing_id))
        if filing.content_closed or Actor.of(request).masked(filing.organisation_id, filing.pk):
            raise Http404
        document = get_object_or_404(
            FilingDocument.objects.select_related("sealed"), pk=document_id, filing=filing
        )
        return FileResponse(
            services.open_document(by=Actor.of(request), document=document),
            as_attachment=True,
            filename=document.filename,
            content_type="application/pdf"
            if document.filename.endswith(".pdf")
            else "application/octet-stream",
        )

    def traced(self, request: HttpRequest, filing_id: UUID, ground: str) -> HttpResponse:
        """How one ground came out, condition by condition; opening it is recorded as reading the case."""
        filing = self.sent_here(request, str(filing_id))
        shown = None if filing.content_closed else law.traced(Sent.of(filing).content, ground)
        if shown is None:
            raise Http404
        what, desk = case.read_what(filing), filing.organisation_id
        record_read(by=Actor.of(request), complaint=filing.complaint, what=what, desk=desk)
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),
            **shown,
            "filing": filing,
            "opts": self.opts,
            "onward_query": news.kept_query(request),
        }
        return TemplateResponse(request, "admin/filings/filing/traced.html", context)

    def sent_here(self, request: HttpRequest, object_id: str) -> Filing:
        """The filing, or 404 alike for what does not exist and for what was sent to somebody else."""
        try:
            pk = UUID(object_id)
        except ValueError:
            raise Http404 from None
        if found := with_insides(self.get_queryset(request).filter(pk=pk)):
            return found[0]
        raise Http404

    def _address(self, filing: Filing) -> str:
        return reverse("admin:filings_filing_change", args=[filing.pk], current_app=self.admin_site.name)

    def _act(self, request: HttpRequest, filing: Filing) -> HttpResponse:
        by, act = Actor.of(request), request.POST.get("act", "")
        typed = request.POST.get("text", "").replace("\r\n", "\n").strip()
        if act == "withdrawal-seen":
            return self._take_note(request, filing)
        if filing.content_closed:
            return self._closed(request, filing, status=409)
        if act == "retain":
            return self._retain(request, filing)
        if act == "assign":
            return self._assign(request, filing)
        if act == "overrule":
            return self._overrule(request, filing, typed)
        if act == "seen":
            return self._seen(request, filing)
        if act == "give":
            return inside.give(self, request, filing, typed)
        if act in ("take-back", "task-done", "lift", "identity-agree", "identity-decline"):
            return inside.settle(self, request, filing, act, typed)
        if act != "note" and request.POST.get("seen") != acts.standing(filing):
            return self.again(request, filing, act, typed, self.overtaken(filing), status=409)
        if act in ("agree", "decline"):
            return inside.settle(self, request, filing, act, typed)
        if error := performing.objection(self._offers(request, filing), act, typed, request.POST):
            return self.again(request, filing, act, typed, error, status=422)
        if request.POST.get("then") == "letter" or act.startswith(acts.LETTER):
            return letters.begin(self, request, filing, act, typed)
        leaving = request.POST.get("then") == "next"
        # Asked before: an act may take the case out of the list.
        following = news.neighbours(request, filing).next if leaving and act != "recuse" else None
        try:
            done = performing.perform(by=by, filing=filing, act=act, text=typed, given=request.POST)
        except services.Refused as refused:
            now = self.sent_here(request, str(filing.pk))
            if now.content_closed:
                return self._closed(request, now, status=409)
            overtaken = acts.standing(now) != acts.standing(filing)
            words = self.overtaken(now) if overtaken else str(refused)
            return self.again(request, now, act, typed, words, status=409 if overtaken else 422)
        if not leaving and act != "recuse":
            messages.success(request, done)
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, f"{filing.complaint.number}：{done}")
        return HttpResponseRedirect(news.onward_address(request, following))

    def _assign(self, request: HttpRequest, filing: Filing) -> HttpResponse:
        chosen = request.POST.get("to", "")
        colleague = next((one for one in services.colleagues(filing) if str(one.pk) == chosen), None)
        try:
            if chosen and colleague is None:
                raise services.Refused(_("没有改变经办人：请从名单里选一位本机构的同事。"))
            messages.success(request, performing.assign(by=Actor.of(request), filing=filing, to=colleague))
        except services.Refused as refused:
            return self.again(request, filing, "assign", "", str(refused), status=422)
        return HttpResponseRedirect(request.get_full_path())

    def _seen(self, request: HttpRequest, filing: Filing) -> HttpResponse:
        """A supplement was looked at: it is new no more, and the complainant reads when."""
        chosen = request.POST.get("supplement", "")
        added = next((one for one in filing.supplements.delivered() if str(one.pk) == chosen), None)
        if added is None:
            raise Http404
        try:
            services.confirm_seen(by=Actor.of(request), supplement=added)
        except services.Refused as refused:
            return self.again(request, filing, "seen", "", str(refused), status=422)
        messages.success(request, _("已记录：看过补充材料。投诉人能看到这一步。"))
        return HttpResponseRedirect(request.get_full_path())

    def _take_note(self, request: HttpRequest, filing: Filing) -> HttpResponse:
        """A caseworker takes note of a withdrawal, whether the content is still open or not."""
        try:
            services.acknowledge_withdrawal(by=Actor.of(request), filing=filing)
        except services.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已记下：本机构知悉撤回。投诉人会看到。"))
        return HttpResponseRedirect(request.get_full_path())

    def _retain(self, request: HttpRequest, filing: Filing) -> HttpResponse:
        """The law by which this desk keeps the file after a withdrawal."""
        form = RetentionForm(request.POST)
        error = "" if form.is_valid() else _("没有执行：请填写下面标出的几项。")
        if not error:
            try:
                services.keep_on_basis(by=Actor.of(request), filing=filing, **form.cleaned_data)
            except services.Refused as refused:
                error = str(refused)
        if error:
            messages.error(request, error)
            now = self.sent_here(request, str(filing.pk))
            if now.content_closed:
                return self._closed(request, now, status=409)
            return self._page(request, now, self._offers(request, now), retention=form, status=422)
        messages.success(request, _("已记下继续保存的依据和期限。投诉人会看到。"))
        return HttpResponseRedirect(request.get_full_path())

    def _closed(self, request: HttpRequest, filing: Filing, *, status: int = 200) -> HttpResponse:
        """What is left at the desk of a filing whose content a withdrawal closed."""
        if status != 200:
            messages.error(request, _("没有执行：投诉人撤回了同意，材料已经关闭。"))
        context = {
            **self.admin_site.each_context(request),
            **case.closed_context(filing, Actor.of(request)),
            "title": filing.complaint.number,
            "opts": self.opts,
            "queue_query": self._queue_query(request),
            "onward_query": news.kept_query(request),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/filings/filing/closed.html", context, status=status)

    def _overrule(self, request: HttpRequest, filing: Filing, typed: str) -> HttpResponse:
        """Another status beside the machine's, on one ground; earlier ones stay."""
        try:
            services.overrule_at_desk(
                by=Actor.of(request),
                filing=filing,
                ground=request.POST.get("ground", ""),
                status=request.POST.get("status", ""),
                reason=typed,
            )
        except services.Refused as refused:
            return self.again(request, filing, "overrule", typed, str(refused), status=422)
        messages.success(request, _("更正已保存，写在系统的结果旁边；只有本机构能看到。"))
        return HttpResponseRedirect(request.get_full_path())

    def _queue_query(self, request: HttpRequest) -> str:
        """The query string of the list that this page was opened from."""
        kept = news.kept_filters(request)
        return f"?{kept}" if kept else ""

    def _offers(self, request: HttpRequest, filing: Filing) -> list[acts.Offer]:
        # Nothing is mediated or handed on before acceptance, or after an answer.
        steps = (
            [*mediating.offers(filing), *referring.offers(filing)] if filing.state == State.ACCEPTED else []
        )
        return acts.offers(filing, Actor.of(request), steps)

    def overtaken(self, filing: Filing) -> str:
        return _(
            "没有执行：您打开本页之后，案件有了变化（可能是同事刚刚办理），现在的状态是“%(state)s”。请看过最新内容再决定。"
        ) % {"state": state_label(filing.state)}

    def again(
        self,
        request: HttpRequest,
        filing: Filing,
        act: str,
        typed: str,
        error: str,
        *,
        status: int,
        given: acts.Given | None = None,
    ) -> HttpResponse:
        """The page as it stands now, with the reason on top and every typed word still there."""
        messages.error(request, error)
        offers = self._offers(request, filing)
        offered = acts.kept(offers, act, typed, error, request.POST if given is None else given)
        homeless = typed if act != "give" and not any(one.name == act and one.asks for one in offered) else ""
        return self._page(request, filing, offered, typed=homeless, status=status)

    def _page(
        self,
        request: HttpRequest,
        filing: Filing,
        offered: list[acts.Offer],
        *,
        typed: str = "",
        retention: RetentionForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        actor, colleagues = Actor.of(request), acts.colleagues_of(filing)
        hidden = actor.masked(filing.organisation_id, filing.pk)
        reader = filing.organisation_id in actor.reads_only and filing.complaint.owner_id != request.user.pk
        context = {
            **self.admin_site.each_context(request),
            **case.context(
                filing,
                actor=actor,
                at_work=[one for one, _name in colleagues],
                acts=bool(offered) or reader,
                today=timezone.localdate(),
            ),
            **case.insides(filing, actor, acts=bool(offered) or reader),
            "mediation": mediation.shown(filing, actor) if filing.mediation and (offered or reader) else None,
            "referral": referral.shown(filing, actor) if filing.referral and (offered or reader) else None,
            "reads_only": reader,
            "title": filing.complaint.number,
            "opts": self.opts,
            "offers": offered,
            "letters": [one for one in acts.letters_of(filing) if offered and one.unissued and not hidden],
            "typed": typed,
            "give_title": request.POST.get("text", "") if request.POST.get("act") == "give" else "",
            "standing": acts.standing(filing),
            "colleagues": colleagues,
            "queue_query": self._queue_query(request),
            "onward_query": news.kept_query(request),
            "retention_form": retention or (RetentionForm() if filing.closes_at else None),
        }
        form = render_to_string("admin/filings/filing/ground_form.html", context, request) if offered else ""
        for ground in (*context["grounds"], *context["open_grounds"], *context["ruled_out"]):
            way = (
                reverse("admin:filings_filing_ground", args=[filing.pk, ground["code"]])
                if ground["traced"]
                else ""
            )
            ground["drawn"] = law.drawn(ground, form=form, address=f"{way}{context['onward_query']}")
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/filings/filing/case.html", context, status=status)
