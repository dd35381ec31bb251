"""Sending: choose a recipient, read and give the consent, see the document, only then send."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints.forms.fields import Prose
from complaints.models import Complaint, Outcome, Party
from complaints.reading import operators_in
from complaints.standing import standing_facts
from documents.not_pleaded import Unsaid, not_asked, not_pleaded
from documents.official import form_of
from documents.wished import wished
from evidence.models import Exhibit
from filings import services
from filings.models import TAKES_MORE, Document, Filing, Recipient
from filings.services import COURT, ConsentText, Giving, covered_by, takes_uncovered
from filings.views.cases import owned_case
from filings.views.requests import RequestsForm, offers_of, quotes_of, shares, wishes_in
from filings.ways.table import part_of
from legal.models import Assessment
from legal.presentation import shown_plan

# Of the page, what comes back to who drafted meanwhile.
_KEPT = {*RequestsForm().fields, "asking", "exhibits", "story", "left_out", "telling", "told"}
OF_OTHERS = gettext_lazy("可能的他人姓名和电话：%s。它不需要知道的，可以删掉。")


def _assessed(complaint: Complaint, channel: str) -> tuple[dict[str, object], Assessment]:
    """The channel's step of the plan, and the assessment it stands in."""
    assessment = Assessment.objects.latest_of(complaint)
    if assessment is None:
        raise Http404
    for way in shown_plan(assessment.result, complaint.kind):
        if way["channel"] == channel:
            return _as_of_today(complaint, way), assessment
    raise Http404


def _as_of_today(complaint: Complaint, way: dict[str, object]) -> dict[str, object]:
    """A way that was closed when the law was asked may have opened since: its step before was taken, or in vain."""
    today = None if way["open"] else services.way_today(complaint, str(way["channel"]))
    if today is None or not today["open"]:
        return way
    return {**way, **{name: today[name] for name in ("open", "why", "not_before", "not_after")}}


def _way_of(complaint: Complaint, channel: str) -> dict[str, object]:
    return _assessed(complaint, channel)[0]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose_recipient(request: HttpRequest, number: str, channel: str) -> HttpResponse:
    """The recipients of a channel that can be reached from here; posted, a company that the case names is one."""
    complaint = owned_case(request, number)
    way = _way_of(complaint, channel)
    if request.method == "POST":
        named = request.POST.get("name", "")
        try:
            chosen = services.name_recipient(
                by=Actor.of(request), complaint=complaint, channel=channel, name=named
            )
        except services.Refused as reason:
            messages.error(request, str(reason))
            return redirect("choose_recipient", number=number, channel=channel)
        return redirect("consent", number=number, channel=channel, recipient_id=chosen.pk)
    recipients = services.recipients_of(complaint, channel)
    kept = [one for one in recipients if one.pk]
    if len(recipients) == len(kept) == 1 and not _before(complaint, *kept).exists():
        return redirect("consent", number=number, channel=channel, recipient_id=kept[0].pk)
    named = _named_operator(complaint) if channel == "operator" else ""
    first = [one for one in recipients if named and named in one.name]
    having = {one.recipient_id: one for one in _before(complaint, *kept)}
    context = {
        "complaint": complaint,
        "way": way,
        "recipients": [(one, having.get(one.pk)) for one in first or recipients],
        "others": [(one, having.get(one.pk)) for one in recipients if first and one not in first],
    }
    return render(request, "filings/recipients.html", context)


def _named_operator(complaint: Complaint) -> str:
    """The one operator that the case names, else the one that the story tells of; "" where that is open."""
    sides = " ".join(
        one.organisation_name for one in complaint.respondents if one.role == Party.Role.OPERATOR
    )
    told = operators_in(sides) or operators_in(complaint.standing_story)
    return told[0] if len(told) == 1 else ""


def _before(complaint: Complaint, *recipients: Recipient) -> QuerySet[Filing]:
    """What is prepared for or with them already."""
    over = ["withdrawn", "refused", "closed"]
    return Filing.objects.filter(complaint=complaint, recipient__in=recipients).exclude(state__in=over)


class ConsentForm(forms.Form):
    """Which exhibits travel, as which document, and the separate consent (个人信息保护法 14, 23)."""

    exhibits = forms.ModelMultipleChoiceField(
        queryset=Exhibit.objects.none(),
        required=False,
        label=gettext_lazy("附上哪些文件"),
        widget=forms.CheckboxSelectMultiple,
    )
    uncovered = forms.ModelMultipleChoiceField(
        queryset=Exhibit.objects.none(),
        required=False,
        label=gettext_lazy("遮盖过的文件，哪些给法院看没有遮盖的"),
        help_text=gettext_lazy(
            "不勾，法院拿到的就是遮盖副本。法院要核对原样、遮住的正是要证明的内容时才需要勾。"
            "法院会把证据的副本送达对方：勾了的，您遮住的内容对方也会看到。"
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    story = Prose(
        required=False,
        label=gettext_lazy("给它看的经过（全文）"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    verbatim = forms.BooleanField(
        required=False,
        label=gettext_lazy("把我写的经过原样写进去"),
        help_text=gettext_lazy(
            "选填，可以不勾：起诉状里写了对自己不利的话，对方就不用再证明（民诉法解释第九十二条）。"
            "不勾，只按您的回答写事实；要补充，在“文书”里自己写。勾了，先点“更新下面的内容”看全文。"
        ),
    )
    left_out = forms.MultipleChoiceField(
        choices=services.LABELS.items(),
        required=False,
        label=gettext_lazy("不想给它的"),
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.MultipleChoiceField(choices=[(key, key) for key in services.SEPARATE], required=False)
    document = forms.ChoiceField(choices=Document.choices, widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    unsettled = forms.BooleanField(required=False)
    agree = forms.BooleanField(
        required=False, label=gettext_lazy("我看清了上面的内容，单独同意把这些信息提供给这一个接收方。")
    )


# Presses that set the ticks of the sentences, without script.
NO_QUOTES, USUAL_QUOTES = "quotes-none", "quotes-usual"

TO_THE_OTHER_SIDE = gettext_lazy(
    "选填，可以不勾：这家公司会看到全文，您写的对自己不利的、别人的事也在里面。"
    "不勾，只按您的回答写事实。勾了，先点“更新下面的内容”看全文，可以删。"
)


AS_WRITTEN = gettext_lazy(
    "选填，可以不勾：全文里有可能对您不利的话。不勾，只写下面勾上的句子。勾了，先点“更新下面的内容”看全文，可以删。"
)


def _retold(complaint: Complaint, told: str | None) -> str | None:
    """The story as this recipient gets it; None where it is as it stands."""
    return None if told is None or told.split() == complaint.standing_story.split() else told


def _giving(form: ConsentForm, complaint: Complaint) -> Giving:
    """What the person decided on the page."""
    given = form.cleaned_data
    # A page that did not ask about it takes nothing away.
    told = given.get("story") if "story" in form.data else None
    return Giving(
        left_out=frozenset(given["left_out"]),
        story=_retold(complaint, told),
        verbatim=given.get("verbatim", False),
        agreed=frozenset(given["agreed"]),
    )


def _ask_about(form: ConsentForm, complaint: Complaint, channel: str, proposal: ConsentText) -> None:
    """The story and the fields that need not be given, with what the recipient cannot do without."""
    form.fields["left_out"].choices = list(proposal.optional.items())  # type: ignore[attr-defined]
    if not proposal.optional:
        del form.fields["left_out"]
    elif proposal.needed:
        _hint(
            form,
            "left_out",
            _("勾选的不会写进材料。它一定要的是：%s；不想给，就不能发给它。") % _("、").join(proposal.needed),
        )
    told = "story" in services.fields_of(channel) and bool(complaint.standing_story)
    owed = standing_facts(complaint).get("debt", {}).get("owed", "")
    chosen = services.by_choice(channel, owed, complaint.standing_story)
    if not told or not chosen:
        del form.fields["verbatim"]
    elif channel != COURT:
        to_company = form_of(channel).to_company
        _hint(form, "verbatim", str(TO_THE_OTHER_SIDE if to_company else AS_WRITTEN))
    if not told or (chosen and (proposal.excerpts or not proposal.story)):
        del form.fields["story"]
        return
    if form.is_bound and "story" not in form.data:
        # It was asked for on a page that did not show it: an empty box would take it away again.
        said_there = cast(QueryDict, form.data).copy()
        said_there["story"] = complaint.standing_story
        form.data = said_there
    said = [_("只影响给它的这一份，您原来写的不变。可以删，不能加字、改字；删了请先更新下面的内容。")]
    if "story" not in services.required_by(channel):
        said.append(_("这个渠道也可以不给，全部删掉就行。"))
    if others := [*proposal.others, *proposal.others_reached]:
        said.append(OF_OTHERS % _("、").join(others))
    _hint(form, "story", "".join(said))


def _hint(form: ConsentForm, name: str, words: str) -> None:
    """The hint of a field, also where the form was checked before: its bound fields hold the hint of then."""
    form.fields[name].help_text = words
    form[name].help_text = words


def _can_be_looked_at(exhibit: Exhibit) -> bool:
    return exhibit.clean_copy is not None and exhibit.clean_copy.ready


def _name(exhibit: Exhibit) -> str:
    return f"{exhibit.ordinal}. {exhibit.filename}"


def _label(exhibit: Exhibit) -> str:
    """The file's name, and in words what the recipient would not see as it is."""
    about = _("（遮盖副本）") if covered_by(exhibit) else ""
    if not _can_be_looked_at(exhibit):
        final = exhibit.clean_copy is not None and exhibit.clean_copy.final
        about += _("（没有查看副本）") if final else _("（还在检查）")
    return _name(exhibit) + about


@require_http_methods(["GET", "POST"])
@never_cache
def consent(request: HttpRequest, number: str, channel: str, recipient_id: int) -> HttpResponse:
    """The consent for one recipient, as it will be kept; agreeing prepares the documents and sends nothing yet.

    Ticked in advance are the files that can be looked at; without a ready copy a file travels only by a choice.
    """
    complaint = owned_case(request, number)
    recipient = get_object_or_404(Recipient.objects.for_case(complaint), pk=recipient_id, channel=channel)
    if (sent := _before(complaint, recipient).first()) is not None:
        messages.info(request, _("您给“%s”已经准备过一份，这里是它。") % recipient.name)
        return redirect("write_supplement" if sent.state in TAKES_MORE else "filing", filing_id=sent.pk)
    if not recipient.reachable:
        context = {"complaint": complaint, "recipient": recipient, "way": _way_of(complaint, channel)}
        return render(
            request, "filings/not_taking.html", context, status=409 if request.method == "POST" else 200
        )
    if services.names_nobody(complaint, channel):
        messages.info(
            request, _("还不知道写给哪一家。没有备材料，您填的都还在。选一家，或者写明名称，再来。")
        )
        return redirect("who_is_it", number=number)
    kept = Exhibit.objects.of_case(complaint.pk).filter(sealed__wrapped_key__isnull=False)
    exhibits = kept.select_related("sealed").with_copies()
    document = Document.CLAIM if channel == COURT else Document.LETTER
    initial: dict[str, Any] = {
        "exhibits": [one.pk for one in exhibits if _can_be_looked_at(one)],
        "document": document,
        "story": complaint.standing_story,
    }
    paper = complaint.papers.standing().filter(recipient=recipient).first()
    # What was sent while the session had ended; else what the page said when its paper was begun.
    typed = unsent_here(request=request, at=timezone.now())
    drafted = paper if not typed and request.method != "POST" else None
    if not typed and paper is not None:
        typed = QueryDict(paper.answers.get("page"))
    giving = Giving()
    if typed:
        # What was chosen and written comes back; what was agreed to is read and agreed to anew.
        initial |= {"story": typed.get("story", initial["story"]), "left_out": typed.getlist("left_out")}
        initial["verbatim"] = "verbatim" in typed
        giving = Giving(
            left_out=frozenset(initial["left_out"]) & services.LABELS.keys(),
            story=_retold(complaint, initial["story"]),
            verbatim=initial["verbatim"],
        )
        initial["exhibits"] = [one.pk for one in exhibits if str(one.pk) in typed.getlist("exhibits")]
    form = ConsentForm(request.POST or None, initial=initial)
    said = _as_pressed(request.POST) if request.method == "POST" else typed
    wishes, asking = wishes_in(said), RequestsForm(said if said and "asking" in said else None)
    if drafted is not None:
        # What was put in and taken out while it was drafted.
        wishes = replace(wishes, told=services.quoted_by(drafted))
    if sentence := services.declarable(complaint, channel):
        form.fields["unsettled"].label = _("我确认：%s") % _(sentence)
        form.fields["unsettled"].help_text = _(
            "选填。属实才勾选，会写进材料；不确定就不勾，材料里不写这一句。"
        )
    else:
        del form.fields["unsettled"]
    field = cast("forms.ModelMultipleChoiceField[Exhibit]", form.fields["exhibits"])
    field.queryset = exhibits
    field.label_from_instance = _label  # type: ignore[method-assign,assignment]
    hidden = [one for one in exhibits if covered_by(one)] if takes_uncovered(recipient) else []
    if hidden:
        other = cast("forms.ModelMultipleChoiceField[Exhibit]", form.fields["uncovered"])
        other.queryset = kept.filter(pk__in=[one.pk for one in hidden])
        other.label_from_instance = _name  # type: ignore[method-assign,assignment]
    else:
        del form.fields["uncovered"]  # whatever a page sends: nobody else can be given it
    problem = ""
    chosen = list(initial["exhibits"])
    uncovered: list[object] = []
    if request.method == "POST" and form.is_valid():
        chosen = [one.pk for one in form.cleaned_data["exhibits"]]
        uncovered = [one.pk for one in form.cleaned_data.get("uncovered", ()) if one.pk in chosen]
        giving = _giving(form, complaint)
        if asking.is_bound and not asking.is_valid():
            problem = _("要求里有一项填得不对，请看标出的地方。您填的都还在。")
        elif "draft" in request.POST:
            begun = _begun_or_why(request, complaint, recipient, wishes)
            if isinstance(begun, HttpResponse):
                return begun
            problem = begun
        elif "again" not in request.POST:
            prepared = _prepared_or_why(
                request, complaint, recipient, form, wishes, chosen, uncovered, giving
            )
            if isinstance(prepared, HttpResponse):
                return prepared
            problem = prepared
    elif request.method == "POST":
        problem = _("页面发来的内容不完整。请从头看一遍这一页，再点一次。")
    proposal, why_not = _proposal(complaint, recipient, document, wishes, chosen, uncovered, giving)
    problem = problem or why_not
    if proposal is not None:
        _ask_about(form, complaint, channel, proposal)
        asking.offer(proposal.causes)
    way, assessment = _assessed(complaint, channel)
    quotes = quotes_of(proposal.excerpts) if proposal else []
    offers = offers_of(proposal, asking) if proposal else []
    context = {
        "complaint": complaint,
        "recipient": recipient,
        "came_back": complaint.outcomes.exclude(kind=Outcome.Kind.STOPPED),
        "way": way,
        "unsaid": _unsaid(complaint, assessment, proposal, channel) if proposal else [],
        "form": form,
        "any_files": bool(exhibits),
        "proposal": proposal,
        "asking": asking,
        "offers": offers,
        "to_tick": any(not one.fixed for one in offers),
        "fallen": _fallen(complaint, recipient, document, wishes, chosen, uncovered, giving, proposal),
        "quotes": quotes,
        "ticked": sum(one.ticked for one in quotes),
        "looked": request.POST.get("again") in (NO_QUOTES, USUAL_QUOTES),
        # What was ticked or cut stays so while the page does not show it.
        "told": wishes.told,
        "cut": giving.story,
        "asks_nothing": proposal is not None and proposal.asks_nothing,
        "needs_request": form_of(channel).needs_request,
        "shared": proposal is not None and shares(proposal),
        "made": part_of(recipient.way).made,
        **_lacking(complaint.read_whole(), channel),
        "separate": [(one, one.key in giving.agreed) for one in proposal.separate] if proposal else [],
        "problem": problem,
        "paper": paper,
    }
    return render(request, "filings/send.html", context, status=422 if problem else 200)


def _lacking(complaint: Complaint, channel: str) -> dict[str, int]:
    """How many lines a paper leaves empty, and how much more it could say, which leaves no line."""
    names = services.blanks_for(complaint, channel)
    lines = sum(services.leaves_line(name, channel) for name in names)
    return {"lacking": lines, "details": len(names) - lines}


def _as_pressed(page: QueryDict) -> QueryDict:
    """What a page says, with the ticks that a button sets: those of one suit alone; no sentence, or those without a caution."""
    pressed = page.get("again", "")
    kept = page.copy()
    if ":" in pressed:
        kept.setlist("requests", pressed.split())
    elif pressed in (NO_QUOTES, USUAL_QUOTES):
        kept.setlist("told", [])
        if pressed == USUAL_QUOTES:
            # As if nobody had been asked on this page yet.
            kept.pop("telling", None)
    return kept


def _unsaid(complaint: Complaint, found: Assessment, proposal: ConsentText, channel: str) -> list[Unsaid]:
    """Who is not sued, what the person wants and cannot ask for there, then what of the law is not pleaded."""
    wishes = wished(standing_facts(complaint), found.result, timezone.localdate())
    asked = not_asked(wishes, [one.slug for one in proposal.requests], proposal.unasked, channel=channel)
    unpleaded = not_pleaded(found.result, proposal.pleaded, channel=channel, late=proposal.late)
    return [*proposal.unsued, *asked, *unpleaded]


def _proposal(
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    wishes: services.Wishes,
    chosen: list[object],
    uncovered: list[object],
    giving: Giving,
) -> tuple[ConsentText | None, str]:
    """The consent to read, and what stands against it. Where the channel cannot do without what is left out, the whole."""
    problem = ""
    for given in (giving, Giving()):
        try:
            return services.propose_consent(
                complaint=complaint,
                recipient=recipient,
                exhibits=chosen,
                document=document,
                wishes=wishes,
                uncovered=uncovered,
                giving=given,
            ), problem
        except services.Refused as refused:
            problem = problem or str(refused)
    return None, problem


def _fallen(
    complaint: Complaint,
    recipient: Recipient,
    document: str,
    wishes: services.Wishes,
    chosen: list[object],
    uncovered: list[object],
    giving: Giving,
    proposal: ConsentText | None,
) -> list[str]:
    """The requests that rest on what is left out, and are not made without it."""
    if proposal is None or not giving.left_out:
        return []
    given = replace(giving, left_out=frozenset())
    whole, _why = _proposal(complaint, recipient, document, wishes, chosen, uncovered, given)
    kept = {one.slug for one in proposal.requests}
    return [one.title for one in whole.requests if one.slug not in kept] if whole else []


def _begun_or_why(
    request: HttpRequest, complaint: Complaint, recipient: Recipient, wishes: services.Wishes
) -> HttpResponse | str:
    """Begin the paper of what stands on the page, which comes back here with it; or say why it was not begun."""
    page = request.POST.copy()
    for name in page.keys() - _KEPT:
        del page[name]
    try:
        begun = services.begin_paper(
            by=Actor.of(request),
            complaint=complaint,
            recipient=recipient,
            wishes=wishes,
            page=page.urlencode(),
        )
    except services.Refused as refused:
        return str(refused)
    return redirect("paper", paper_id=begun.pk)


def _prepared_or_why(
    request: HttpRequest,
    complaint: Complaint,
    recipient: Recipient,
    form: ConsentForm,
    wishes: services.Wishes,
    chosen: list[object],
    uncovered: list[object],
    giving: Giving,
) -> HttpResponse | str:
    """Prepare the filing and go to it, or say why it was not prepared."""
    if not form.cleaned_data["agree"]:
        return _("还没有勾选同意，所以什么都没有准备，也没有发出。同意请勾选最下面一项。")
    try:
        filing = services.prepare(
            by=Actor.of(request),
            complaint=complaint,
            recipient=recipient,
            consent_digest=form.cleaned_data["digest"],
            exhibits=chosen,
            uncovered=uncovered,
            document=form.cleaned_data["document"],
            wishes=replace(wishes, unsettled=form.cleaned_data.get("unsettled", False)),
            giving=giving,
        )
    except services.Outdated as refused:
        # It was agreed to as it read before.
        unagreed = cast(QueryDict, form.data).copy()
        unagreed.pop("agree")
        form.data = unagreed
        return str(refused)
    except services.Refused as refused:
        return str(refused)
    return redirect("filing", filing_id=filing.pk)
