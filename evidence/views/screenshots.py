"""A screenshot at the beginning: hand it in, wait for its words, correct them beside the picture, use them."""

from contextlib import suppress
from typing import Any, TypeGuard
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from complaints import intake
from complaints.forms import MAX_MESSAGE, DayField, Prose, prose
from complaints.models import Complaint, Draft
from complaints.reading import dangers, describe
from complaints.reading.screenshots import Proposed, Screen, read_screenshot
from complaints.services import answers_of
from complaints.views.frame import held_draft, step_context
from evidence import services
from evidence.models import Exhibit, Rendition
from evidence.sealed.sealing import SealBroken
from evidence.services import (
    Confirmed,
    lines_of,
    max_bytes,
    plan_lines,
    recognised,
    send_to_reader,
    use_screenshot,
)

_AROUND = 6  # signs before and after one that was hard to read
_MOST_NAMED = 12  # places of a message named to look at


class ScreenForm(forms.Form):
    """What holds for the whole screenshot."""

    taken_on = DayField(
        label=gettext_lazy("这张截图是哪天截的"),
        required=False,
        help_text=gettext_lazy("图上写“昨天”“周二”的，要靠这一天才算得出日期。填好后按“换算日期”。"),
    )
    sender = Prose(
        label=gettext_lazy("对方的号码"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("写完整，106 开头的要连后面的子端口一起写。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "short"}),
    )

    def clean_sender(self) -> str:
        given: str = self.cleaned_data["sender"].strip()
        number = describe(given) if given else None
        if number is not None and not number.accepted:
            raise ValidationError(number.advice)
        return number.number if number is not None else ""


class ProposalForm(forms.Form):
    """One message of the screenshot, to be corrected."""

    text = prose(MAX_MESSAGE, label=gettext_lazy("文字"), required=False)
    side = forms.ChoiceField(
        label=gettext_lazy("谁发的"),
        choices=[("in", gettext_lazy("对方发来的")), ("out", gettext_lazy("我发出的"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=gettext_lazy("日期"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("时间"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("请按“18:03”的样子填写时间。")},
    )
    keep = forms.BooleanField(label=gettext_lazy("不是主要的一条，也收进这件投诉"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 4


def _initial(one: Proposed) -> dict[str, Any]:
    return {"text": one.text, "side": "out" if one.own else "in", "on": one.on, "at": one.at}


def _places(one: Proposed) -> list[tuple[str, str, str]]:
    """The signs that were hard to read, each with what stands around it."""
    return [
        (one.text[max(0, start - _AROUND) : start], one.text[start:end], one.text[end : end + _AROUND])
        for start, end in one.doubtful[:_MOST_NAMED]
    ]


def _is_picture(clean: Rendition | None) -> TypeGuard[Rendition]:
    return clean is not None and clean.ready and clean.media_type.startswith("image/")


def _pictures(draft: Draft) -> list[Exhibit]:
    """Exhibits of the draft that are pictures, or may turn out to be."""
    held = Exhibit.objects.of_case(draft.pk).with_copies().select_related("sealed")
    return [
        one
        for one in held
        if not one.erased
        and one.clean_copy is not None
        and (one.clean_copy.media_type.startswith("image/") or not one.clean_copy.final)
    ]


def _frame(draft: Draft) -> dict[str, Any]:
    told = reverse("step", args=[draft.pk, intake.TELL.slug])
    context = step_context(draft, answers_of(draft), intake.SCREENSHOT.slug)
    return context | {"step": intake.SCREENSHOT, "told": told, "back": told}


@never_cache
@require_http_methods(["GET", "POST"])
def draft_screenshots(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose a screenshot: a new one, which becomes an exhibit like any other, or one that is there already."""
    draft = held_draft(request, draft_id)
    if request.method == "POST":
        exhibit = receive_screenshot(request, draft, request.FILES.get("file"))
        if exhibit is not None:
            return redirect("screenshot", exhibit_id=exhibit.pk)
    context = _frame(draft) | {"pictures": _pictures(draft), "max_megabytes": max_bytes() // 1024 // 1024}
    return render(
        request, "evidence/screenshots.html", context, status=422 if request.method == "POST" else 200
    )


def receive_screenshot(request: HttpRequest, draft: Draft, file: UploadedFile | None) -> Exhibit | None:
    """Take a screenshot in; None, with the reason told, where it is not taken."""
    if file is None:
        messages.error(request, _("还没有选图片。请先选一张短信截图，再点“上传并识别”。"))
        return None
    try:
        return services.receive(
            by=Actor.of(request),
            complaint_id=draft.pk,
            stream=file,
            filename=file.name or "",
            declared_type=file.content_type or "",
        )
    except services.NotReceived as reason:
        messages.error(request, str(reason))
    except Complaint.DoesNotExist:  # the draft ended while the bytes came
        raise Http404 from None
    return None


@never_cache
@require_http_methods(["GET", "POST"])
def screenshot(request: HttpRequest, exhibit_id: UUID) -> HttpResponse:
    """One screenshot of a draft: being read, or read and to be corrected. Filed meanwhile: it is looked at as evidence."""
    by = Actor.of(request)
    exhibit = get_object_or_404(Exhibit.objects.visible_to(by).with_copies(), pk=exhibit_id)
    draft = Draft.objects.visible_to(by).filter(pk=exhibit.complaint_id).first()
    if draft is None:
        return redirect("exhibit", exhibit_id=exhibit.pk)
    row, clean = lines_of(exhibit), exhibit.clean_copy
    if request.method == "POST" and request.POST.get("act") == "again":
        if row is not None and row.state == Rendition.State.FAILED:
            with suppress(ValueError):  # in another tab it was tried again, or erased
                services.retry_rendition(by=by, rendition=row)
        elif row is None and _is_picture(clean):  # it came before words were read at all
            plan_lines(clean, 1, timezone.now())
        send_to_reader(exhibit.pk)
        return redirect("screenshot", exhibit_id=exhibit.pk)
    context: dict[str, Any] = _frame(draft) | {"exhibit": exhibit, "clean": clean, "lines": row}
    context["unread"] = row is None and _is_picture(clean)
    context["works"] = not exhibit.erased and (
        clean is None or not clean.final or (row is not None and not row.final)
    )
    screen, fault = _screen(row, request)
    context["fault"] = fault
    if screen is None or not screen.messages:
        return render(request, "evidence/screenshot.html", context)
    if request.method == "POST":
        done = _corrected(request, by, exhibit, screen, context)
        if done is not None:
            return done
    else:
        _show(
            context,
            screen,
            ScreenForm(initial={"sender": screen.sender}),
            [ProposalForm(prefix=f"m{one.place}", initial=_initial(one)) for one in screen.messages],
            main=str(screen.messages[0].place) if len(screen.messages) == 1 else "",
        )
    refused = request.method == "POST" and request.POST.get("act") != "dates"
    return render(request, "evidence/screenshot.html", context, status=422 if refused else 200)


def _screen(row: Rendition | None, request: HttpRequest) -> tuple[Screen | None, bool]:
    """What the picture seems to say, and whether it could not be read back."""
    if row is None or not row.ready:
        return None, False
    try:
        found = recognised(row)
    except (SealBroken, OSError, ValueError):
        return None, True
    if found is None:
        return None, False
    form = ScreenForm(request.POST if request.method == "POST" else None)
    form.is_valid()
    day = getattr(form, "cleaned_data", {}).get("taken_on")
    return read_screenshot(found.lines, width=found.width, height=found.height, taken_on=day), False


def _show(
    context: dict[str, Any], screen: Screen, form: ScreenForm, proposals: list[ProposalForm], *, main: str
) -> None:
    context |= {
        "screen": screen,
        "form": form,
        "main": main,
        "urgent": [*dict.fromkeys([*context["urgent"], *dangers(*(one.text for one in screen.messages))])],
        # What was read without a doubt is folded; another day or number may be given all the same.
        "settled": "sender" not in screen.asked and not any("date" in one.asked for one in screen.messages),
        "rows": [
            {
                "proposed": one,
                "form": proposal,
                "places": _places(one),
                "more": len(one.doubtful) > _MOST_NAMED,
                "chosen": main == str(one.place),
                "settled": not {"side", "date"} & set(one.asked),
            }
            for one, proposal in zip(screen.messages, proposals, strict=True)
        ],
        "several": len(screen.messages) > 1,
    }


def _corrected(
    request: HttpRequest, by: Actor, exhibit: Exhibit, screen: Screen, context: dict[str, Any]
) -> HttpResponse | None:
    """Use what was confirmed, or put it on the page again; None when the page is to be shown."""
    given = request.POST.copy()
    dates = request.POST.get("act") == "dates"
    if dates:
        for one in screen.messages:
            if one.on is not None:
                given[f"m{one.place}-on"] = one.on.isoformat()
    form = ScreenForm(given)
    proposals = [ProposalForm(given, prefix=f"m{one.place}") for one in screen.messages]
    main = given.get("main", "")
    good = all([form.is_valid(), *(one.is_valid() for one in proposals)])
    _show(context, screen, form, proposals, main=main)
    if dates:
        if form.cleaned_data.get("taken_on") is None and "taken_on" not in form.errors:
            form.add_error("taken_on", _("请先填截图的日期，才能换算“昨天”“周二”。"))
        return None
    if not good:
        return None
    confirmed = [
        Confirmed(
            place=one.place,
            text=proposal.cleaned_data["text"].strip(),
            own=proposal.cleaned_data["side"] == "out",
            on=proposal.cleaned_data["on"],
            at=proposal.cleaned_data["at"],
        )
        for one, proposal in zip(screen.messages, proposals, strict=True)
    ]
    chosen = next((one for one in confirmed if str(one.place) == main), None)
    if chosen is None or not chosen.text:
        context["choose"] = _("请选出最能说明问题的一条。") if chosen is None else _("选出的这一条没有文字。")
        return None
    kept = [
        one
        for one, proposal in zip(confirmed, proposals, strict=True)
        if one is not chosen and one.text and proposal.cleaned_data["keep"]
    ]
    try:
        use_screenshot(by=by, exhibit=exhibit, sender=form.cleaned_data["sender"], main=chosen, kept=kept)
    except services.NotNow as reason:
        messages.error(request, str(reason))
        return redirect("exhibit", exhibit_id=exhibit.pk)
    said = _("截图里的文字已经放进这件投诉。")
    if kept:
        said += _("另外 %d 条也收进了这件投诉。") % len(kept)
    messages.success(request, said)
    return redirect("step", draft_id=exhibit.complaint_id, slug=intake.UNDERSTOOD.slug)
