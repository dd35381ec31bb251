"""The page of the intake that asks what the person wants, and the few open questions that change the law's answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.services import unsent_here
from complaints import facts, intake, services
from complaints import forms as pages
from complaints.answering import as_bound
from complaints.forms.doubt import BOTH, ask_of_one_debt
from complaints.forms.fields import Named, Prose, field_of
from complaints.forms.telling import OWED, SEPARATOR
from complaints.models import Complaint, Contact, Draft, Kind, Party
from complaints.questions import matters_for
from complaints.reading import asked_before, operators_in
from complaints.stated import Facts
from complaints.understanding import (
    ROLE_OF_KIND,
    Read,
    earlier_told,
    in_doubt_of_whom,
    named_by_story,
    role_named,
    situations_suggested,
    story_of,
    wanted,
    with_named,
)
from complaints.views.frame import Answers, address_of, next_page, step_context
from core.language import listed
from legal.asking import names_somebody, open_questions

# Questions beside what is wanted, one less for as whom and against whom, whether asked here or told before, and where the
# situations were to be chosen first; the others wait on the case.
MOST_ASKED = 6
WISHES = f"loss{SEPARATOR}wishes"
PARTY, NAMED = "party", "named"
_PARTY_OF_KIND = {
    Kind.HARASSMENT.value: gettext_lazy("知道是哪家公司、店铺吗？"),
    Kind.SECOND_HAND_NUMBER.value: gettext_lazy("这个号码是哪家运营商的？"),
    Kind.FAKE_COLLECTION.value: gettext_lazy("催您的自称是哪家公司？"),
}

_OF_ANOTHER = {
    "contacts": gettext_lazy("您说的是别人的电话。请选一项：受到打扰的是谁，材料就写谁。"),
    "number": gettext_lazy("您说的像是别人的号码。请选一项：号码是谁的，材料就写谁。"),
}


def _page_of_capacity(kind: str) -> str:
    """Where it is asked as whom somebody complains."""
    return "number" if kind == Kind.SECOND_HAND_NUMBER else "contacts"


class WantsForm(forms.Form):
    """What is wanted, then what is open. ``asked`` names the open questions: those of the first time, each time."""

    def __init__(self, data: Any, *, answers: Answers, kind: str) -> None:
        super().__init__(data)
        self.answers, self.kind = answers, kind
        self.known: dict[str, Read] = {}
        today = timezone.localdate()
        confirmed = answers.get("understood", {}).get("kind") == kind
        if not facts.chosen_situations(answers):
            suggested = situations_suggested(answers, kind)
            pages.add_situations(self, kind, list(suggested))
        if not confirmed and "understood" in answers:
            # What was read of this kind was not on the page before: there it was still open which kind it is.
            pages.add_read(self, answers, kind, today=today)
            self._name_others()
        self._ask_wishes()
        self.asked = _asked_before(answers, kind) or open_now(answers, kind)
        for place in self.asked:
            if place == PARTY:
                self.fields[PARTY] = Named(
                    label=_PARTY_OF_KIND[kind],
                    required=False,
                    max_length=200,
                    help_text=_("照短信签名、账单或者应用里写的填。不知道就空着。"),
                )
                told = operators_in(story_of(answers)) if kind == Kind.SECOND_HAND_NUMBER else []
                before = answers.get("wants", {}).get(PARTY)
                if before is None and len(told) == 1:
                    self.fields[PARTY].help_text = _("您写的经过里有它。不对就改，或者删掉。")
                    before = told[0]
                self.fields[PARTY].initial = before or ""
                continue
            page, name = place.split(SEPARATOR)
            self._ask(pages.ask_named(page, name, kind), page)

    def _name_others(self) -> None:
        """Who is named beside the operator: where the kind was open, nobody was shown them before."""
        told = named_by_story(self.answers, self.kind)
        names = [name for name, _words in told if role_named(name, self.kind) != Party.Role.OPERATOR]
        if self.kind != Kind.SECOND_HAND_NUMBER or not names:
            return
        self.fields[NAMED] = Prose(
            label=_("对方是谁"),
            required=False,
            max_length=600,
            help_text=_("一行一个。不是它的，删掉。"),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        words = "、".join(words for name, words in told if words and name in names)
        before = self.answers.get("wants", {}).get(NAMED)
        source = _("您写的经过") if before is None else _("您填的")
        self.known[NAMED] = Read("\n".join(names) if before is None else before, source, words)
        self.fields[NAMED].initial = self.known[NAMED].value

    def _ask_wishes(self) -> None:
        """What is wanted; what the story says of it is ticked, until it is answered."""
        self._ask(pages.ask_named("loss", "wishes", self.kind), "loss")
        told = wanted(self.answers, self.kind)
        if told and "wishes" not in self.answers.get("loss", {}):
            field = self.fields[WISHES]
            field.initial = list(told)
            said = listed([f"「{words}」" for words in dict.fromkeys(told.values())])
            field.help_text = _("您写的经过里有%(words)s，照着勾上了；不对就去掉。%(hint)s") % {
                "words": said,
                "hint": field.help_text,
            }

    def _ask(self, ask: Any, page: str) -> None:
        name = f"{page}{SEPARATOR}{ask.name}"
        if name not in self.fields:
            self.fields[name] = field_of(ask)
            self.fields[name].initial = self.answers.get(page, {}).get(ask.name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        page = _page_of_capacity(self.kind)
        whom = f"{page}{SEPARATOR}complainant__capacity"
        given = self.answers.get(page, {}) | {"complainant__capacity": cleaned.get(whom)}
        if whom in self.fields and in_doubt_of_whom({**self.answers, page: given}):
            self.add_error(whom, _OF_ANOTHER[page])
        pages.check_counts(self, self.answers.get("contacts", {}).get("contacts__count"))
        chosen = cleaned.get("situations", facts.chosen_situations(self.answers))
        owed = cleaned.get(OWED, self.answers.get("debt", {}).get("debt__owed")) or ""
        two = bool(self.answers.get("situations", {}).get(BOTH))
        field = OWED if OWED in self.fields else "situations"
        if field in self.fields:
            ask_of_one_debt(self, field, situations=chosen, owed=owed, confirmed=two)
        return cleaned

    def rows(self) -> list[Any]:
        return pages.rows_of(self)

    def wanted(self) -> list[forms.BoundField]:
        return [self[name] for name in ("situations", WISHES) if name in self.fields]

    def open_fields(self) -> list[forms.BoundField]:
        """What is asked besides, and what was changed to something that cannot be taken."""
        shown = ("situations", WISHES)
        asked = [name for name in self.fields if name not in self.known or name in self.errors]
        return [self[name] for name in asked if name not in shown]


def _asked_before(answers: Answers, kind: str) -> list[str]:
    """The questions that this page asked before, as long as they are asked of this kind and these situations."""
    before = answers.get("wants", {})
    if before.get("kind") != kind:
        return []
    pages_now = {one.slug for one in matters_for(kind, facts.chosen_situations(answers))}
    return [one for one in before.get("asked", ()) if one == PARTY or one.split(SEPARATOR)[0] in pages_now]


def open_now(answers: Answers, kind: str) -> list[str]:
    """As whom somebody complains, who is to answer where nobody is named, and the questions that weigh most."""
    today = timezone.localdate()
    suggested = list(situations_suggested(answers, kind))
    situations = facts.chosen_situations(answers) or suggested
    said = {**answers, "situations": {"situations": situations}}
    known: Facts = facts.facts_of(said, filing_date=today)
    asked = (
        [] if facts.capacity_of(answers) else [f"{_page_of_capacity(kind)}{SEPARATOR}complainant__capacity"]
    )
    if names_somebody(known, on=today).weight:
        asked.append(PARTY)
    found = open_questions(known, situations, on=today)
    # How often was asked on the page before, and so was what was left open there.
    names = [
        f"{one.matter.slug}{SEPARATOR}{one.ask.name}"
        for one in found
        if one.ask.fact != "contacts.count"
        and one.ask.name not in answers.get(one.matter.slug, {})
        and not (one.matter.slug == "opt_out" and _by_call_alone(known))
    ]
    about = 1 + bool(PARTY in asked or known.get("respondents"))
    chosen = names[: MOST_ASKED - (not suggested) - about]
    in_order = [
        f"{matter.slug}{SEPARATOR}{ask.name}"
        for matter in matters_for(kind, situations)
        for ask in matter.asks
    ]
    return [*asked, *sorted(chosen, key=in_order.index)]


def _by_call_alone(known: Facts) -> bool:
    """Whether only telephone calls are told of: what stands in a message is asked of nobody who got none."""
    return known.get("contacts", {}).get("channels") == [Contact.Channel.CALL]


@never_cache
@require_http_methods(["GET", "POST"])
def wants(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show it, or take its answers and go on. What was filed meanwhile has its receipt."""
    by = Actor.of(request)
    draft = Draft.objects.visible_to(by).filter(pk=draft_id).first()
    if draft is None:
        complaint = get_object_or_404(Complaint.objects.whole_to(by), pk=draft_id)
        return redirect("receipt", number=complaint.number)
    answers = services.answers_of(draft)
    kind = answers.get("kind", {}).get("kind")
    if kind not in Kind.values or not answers.get("event", {}).get("first"):
        return redirect(next_page(draft, answers))
    typed = None if request.method == "POST" else unsent_here(request=request, at=timezone.now())
    if typed is not None:
        messages.info(request, _("您上次写的内容放回了下面，还没有提交。"))
    form = WantsForm(request.POST if request.method == "POST" else typed, answers=answers, kind=kind)
    if request.method == "POST" and form.is_valid():
        steps = _as_answered(answers, form)
        services.save_steps(by=by, draft=draft, steps=steps)
        return redirect(address_of(draft, intake.after(intake.WANTS.slug, answers | steps)))
    before = _asked_somebody(answers)
    context = step_context(draft, answers, intake.WANTS.slug) | {"form": form, "asked_before": before}
    status = 422 if request.method == "POST" else 200
    return render(request, "legal/wants.html", context, status=status)


def _asked_somebody(answers: Answers) -> str:
    """The words in which the story tells of somebody who was asked for help, as long as it is not told on which day."""
    if "prior" in answers and all(row.get("on") for row in answers["prior"].get("rows", ())):
        return ""
    told = [one.words for one in earlier_told(answers, today=timezone.localdate())]
    return asked_before(story_of(answers)) or next(iter(told), "")


def _as_answered(answers: Answers, form: WantsForm) -> dict[str, Any]:
    said = form.cleaned_data
    steps: dict[str, Any] = {"wants": {"kind": form.kind, "asked": form.asked, PARTY: said.get(PARTY, "")}}
    if "situations" in said:
        steps["situations"] = {"situations": said["situations"]}
    if said.get(BOTH):
        steps["situations"] = {**answers.get("situations", {}), **steps.get("situations", {}), BOTH: True}
    for page, given in pages.by_page(said).items():
        steps[page] = {**answers.get(page, {}), **given}
    rows = list(answers.get("respondents", {}).get("rows", ()))
    if NAMED in form.fields:
        steps["wants"][NAMED] = said[NAMED]
        taken = set(answers.get("wants", {}).get(NAMED, "").split("\n"))
        names = [row["name"] for row in rows if row.get("name") and row["name"] not in taken]
        rows = with_named(rows, [*names, *filter(None, map(str.strip, said[NAMED].splitlines()))], form.kind)
        steps["respondents"] = {"rows": rows}
    before, named = answers.get("wants", {}).get(PARTY), said.get(PARTY)
    if PARTY in form.asked and (named or before):
        rows = [row for row in rows if row.get("name") != before]
        if named and named not in [row.get("name") for row in rows]:
            rows.append({"name": named, "role": role_of(named, form.kind)})
        steps["respondents"] = {"rows": rows}
    return as_bound(answers, steps)


def role_of(name: str, kind: str) -> str:
    """As whom who was named here is complained about: what the name tells; of a number its operator was asked for."""
    role = role_named(name, kind)
    return ROLE_OF_KIND[kind] if role == Party.Role.UNKNOWN else role
