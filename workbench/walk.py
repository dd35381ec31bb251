"""An act walked through: which modules of the house it enters, in which order, how often, and how often it comes back.

Counted are calls of functions in this thread. What a module does while it is imported is none, and neither is a branch
that the act did not take: the walk is that of one case.
"""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Complaint
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from filings import services
from filings.models import Document, Filing, Recipient, Way

ROOT = Path(__file__).resolve().parent.parent
# The product; the workbench, which walks, is no part of what it walks through.
APPS = ("core", "accounts", "complaints", "evidence", "legal", "documents", "filings", "portal")
# Who acts, and the table of moves: nouns as the models are, without a row.
NOUNS = ("accounts.actors", "filings.moves")
# Pure of any domain, so that a reader of an act need not go there: digits in Chinese, citations, the written form.
LEAVES = ("legal.reasoning.numerals",)
# Every act passes through it and nobody goes there to follow one: in whose language it runs.
THROUGH = ("core/language.py",)


class Sort(StrEnum):
    """What a module is to the act. A reader who follows the act goes into its rooms; the rest is asked by its name."""

    ROOM = "room"  # a module of the act's own app: door, service, read model
    OTHER = "other app"
    FACADE = "façade"  # the ``__init__`` of a package, which hands on
    NOUNS = "nouns"  # models, querysets, the table of moves
    LEAF = "leaf"


@dataclass
class Visit:
    """A module on the way. ``returns``: how often it was entered again after another room, or another app, had been."""

    module: str
    sort: Sort
    calls: int = 0
    returns: int = 0


def sort_of(module: str, *, app: str, package: bool) -> Sort:
    """What a module is to an act of ``app``; ``package`` for an ``__init__``."""
    parts = module.split(".")
    if parts[0] == "core" or module in LEAVES:
        return Sort.LEAF
    if module in NOUNS or parts[1:2] == ["models"]:
        return Sort.NOUNS
    if package:
        return Sort.FACADE
    return Sort.ROOM if parts[0] == app else Sort.OTHER


def walk(act: Callable[[], Any], *, app: str = "filings") -> list[Visit]:
    """Do the act and tell the modules whose functions it called, in the order of first entry."""
    visits: dict[str, Visit] = {}
    modules: dict[str, tuple[str, bool] | None] = {}
    last: Visit | None = None

    def called(frame: FrameType, event: str, _given: Any) -> None:
        nonlocal last
        # The bodies of modules and classes are no functions: they run at the first import alone.
        if event != "call" or not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            return
        filename = frame.f_code.co_filename
        if filename not in modules:
            modules[filename] = _module_of(filename)
        if (known := modules[filename]) is None:
            return
        module, package = known
        visit = visits.get(module)
        if visit is None:
            visit = visits[module] = Visit(module, sort_of(module, app=app, package=package))
        elif visit is not last:
            visit.returns += 1
        visit.calls += 1
        if visit.sort in (Sort.ROOM, Sort.OTHER):
            last = visit

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        act()
    finally:
        sys.setprofile(before)
    return list(visits.values())


def _module_of(filename: str) -> tuple[str, bool] | None:
    """The dotted name of a file of the house, and whether it is a package's own; None for any other file."""
    path = Path(filename)
    if not path.is_relative_to(ROOT) or path.suffix != ".py":
        return None
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] not in APPS or path.relative_to(ROOT).as_posix() in THROUGH:
        return None
    return ".".join(parts).removesuffix(".__init__"), parts[-1] == "__init__"


# ── The acts, on an invented case ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Invented:
    """A complaint about text messages and the desk of an invented regulator, with somebody who works there."""

    owner: Actor
    complaint: Complaint
    recipient: Recipient
    caseworker: User


def invent() -> Invented:
    """Rows for one walk: to be made, and thrown away, within the caller's transaction."""
    now = timezone.now()
    day = timezone.localdate(now)
    owner = Actor.of_user(User.objects.create_user("walk-owner"))
    filed = file_complaint(
        by=owner,
        kind="harassment",
        situations=["optout_ignored"],
        story="回复了退订，之后还是收到推销短信。",
        facts={
            "kind": "harassment",
            "situations": ["optout_ignored"],
            "event": {"first": f"{day - timedelta(days=20)}", "last": f"{day - timedelta(days=2)}"},
            "filing_date": f"{day}",
            "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
            "respondents": [{"role": "content_provider", "name": "示例优选商城有限公司"}],
            "contacts": {"channels": ["sms"], "count": 12, "after_refusal": 9, "numbers": ["10690000123456"]},
            "content": {
                "commercial": True,
                "sender_identified": True,
                "opt_out_offered": True,
                "opt_out_works": False,
            },
            "consent": {"status": "none"},
            "refusal": {"made": True, "on": f"{day - timedelta(days=19)}", "ways": ["sms_reply"]},
        },
        complainant=ComplainantInput(
            name="王小宁", phone="13900001234", address="上海市宝山区示例路 1 号", region="310113"
        ),
        respondents=[RespondentInput(role="content_provider", name="示例优选商城有限公司")],
        contacts=[
            ContactInput(
                channel="sms",
                sender="10690000123456",
                text="【示例优选】全场五折，退订回T",
                received_at=now - ago,
            )
            for ago in (timedelta(days=20), timedelta(days=2))
        ],
        at=now,
    )
    organisation = Organisation.objects.create(name="示例监管局（走查）", kind=Organisation.Kind.REGULATOR)
    caseworker = User.objects.create_user("walk-caseworker", is_staff=True)
    Membership.objects.create(user=caseworker, organisation=organisation, role=Membership.Role.CASEWORKER)
    recipient = Recipient.objects.create(
        name=organisation.name,
        channel="12315_report",
        way=Way.DESK,
        organisation=organisation,
        contact="示例",
    )
    return Invented(owner, filed.complaint, recipient, caseworker)


def prepare(case: Invented) -> Callable[[], Filing]:
    """Preparing a letter; what is read once a process has been read before, by the preview."""
    shown = services.propose_consent(
        complaint=case.complaint, recipient=case.recipient, exhibits=(), document=Document.LETTER
    )
    services.preview(by=case.owner, complaint=case.complaint, recipient=case.recipient)
    return lambda: services.prepare(
        by=case.owner, complaint=case.complaint, recipient=case.recipient, consent_digest=shown.digest
    )


def case_page(case: Invented) -> Callable[[], Any]:
    """The page of a case at a desk, opened for the second time."""
    filing = services.confirm(by=case.owner, filing=prepare(case)())
    services.deliver(delivery_id=filing.deliveries.get().pk)
    # A host that the portal serves on this machine.
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(case.caseworker, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:filings_filing_change", args=[filing.pk])

    def opened() -> None:
        answer = browser.get(page)
        if answer.status_code != 200:
            raise RuntimeError(f"the case page answers {answer.status_code}")

    opened()
    return opened


ACTS: dict[str, Callable[[Invented], Callable[[], Any]]] = {"prepare": prepare, "case": case_page}
