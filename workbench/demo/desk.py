"""What a desk does, each act once, on the complaints that are alike: so that whoever looks sees every state of a case."""

import io
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from complaints.models import CameBy, Complaint
from filings import services
from filings.desk.table import write_list
from filings.models import (
    BulkAct,
    Filing,
    LetterKind,
    ListExport,
    Mediation,
    ProofOfService,
    Proposal,
    QualitySample,
    SavedView,
)
from filings.moves import State
from workbench.demo import pictures
from workbench.demo.people import Cast
from workbench.demo.showing import Look
from workbench.demo.story import Paper
from workbench.demo.taking_down import take_down_a_call

Say = Callable[[str], None]


def desk_day(cast: Cast, alike: list[Complaint], say: Say) -> Look:
    """A day at the desk. What was done before is not done again: only a case that nobody has touched is acted on."""
    sent = Filing.objects.at_desk(cast.caseworker).filter(complaint__in=alike).order_by("sent_at")
    acts = (_set_to_do, _stood_still, _refused, _taken_up_again, _transferred, _corrected, _dismissed, _asked)
    done = 0
    for act, filing in zip(acts, sent, strict=False):
        if filing.state == State.ACKNOWLEDGED and filing.assigned_to is None:
            act(cast, filing)
            done += 1
    _lists(cast)
    if (call := take_down_a_call(cast)) is not None:
        _accepted_by_letter(cast, call)
        _answered_by_telephone(cast, call)
        say("办案台：登记了一件来电")
    _sampled(cast)
    say(f"办案台：{done} 件各办一样" if done else "办案台：以前办过的没有再办")
    return Look(
        "办案台：队列、期限、每种办理各一件", "caseworker", reverse("admin:filings_filing_changelist")
    )


def _set_to_do(cast: Cast, filing: Filing) -> None:
    """Handed over in a bulk act, with a note that mentions a colleague and a task for her."""
    person = str(cast.caseworker.user.pk) if cast.caseworker.user else ""
    bulk = services.preview_bulk(
        by=cast.supervisor,
        act=BulkAct.Act.ASSIGN,
        given={"person": person},
        filings=[filing],
        unread_too=True,
    )
    services.confirm_bulk(by=cast.supervisor, bulk=bulk)
    supervisor = cast.supervisor.user
    services.note(
        by=cast.caseworker,
        filing=filing,
        text="（演示）和另外几件是同一家，建议一起约谈。",
        mentions=[supervisor] if supervisor else [],
    )
    services.set_tasks(
        by=cast.caseworker,
        filing=filing,
        text="定约谈的日子\n调取短信发送记录",
        person=supervisor,
        due_on=timezone.localdate() + timedelta(days=3),
    )


def _accepted(cast: Cast, filing: Filing) -> Filing:
    services.assign(by=cast.caseworker, filing=filing, to=cast.caseworker.user)
    return services.move(by=cast.caseworker, filing=filing, to=State.ACCEPTED)


def _stood_still(cast: Cast, filing: Filing) -> None:
    accepted = _accepted(cast, filing)
    pauses = services.pauses_of(accepted)
    services.pause(by=cast.caseworker, filing=accepted, slug=pauses[0].slug, reason="（演示）送检中。")


def _refused(cast: Cast, filing: Filing) -> None:
    services.assign(by=cast.caseworker, filing=filing, to=cast.caseworker.user)
    services.move(
        by=cast.caseworker,
        filing=filing,
        to=State.REFUSED,
        ground=services.refusal_grounds(filing)[-1].key,
        reason="（演示）只为看清不予受理以后是什么样。",
    )


def _taken_up_again(cast: Cast, filing: Filing) -> None:
    _refused(cast, filing)
    services.move(
        by=cast.caseworker, filing=filing, to=State.ACCEPTED, reason="（演示）复查后认为应当受理，重新办理。"
    )
    _mediating(cast, filing)
    # A clue that was found in it goes beside it.
    services.refer(
        by=cast.caseworker,
        filing=filing,
        body="执法大队（演示）",
        reason="（演示）调解中发现违法发送的线索。",
    )


def _mediating(cast: Cast, filing: Filing) -> None:
    """Under way: both agree, a day is set, and nobody has come yet."""
    filing.refresh_from_db()
    by, now = cast.caseworker, timezone.now()
    (respondent,) = services.respondents_of(filing)
    mediation = services.ask_mediation(
        by=by, filing=filing, respondent=respondent, words="（演示）这家店以前愿意谈，建议调解。"
    )
    shown = services.propose_telling(mediation=mediation, chosen=services.FIRST)
    services.agree_to_mediate(
        by=cast.neighbours, filing=filing, chosen=services.FIRST, consent_digest=shown.digest
    )
    today = timezone.localdate(now)
    services.invite_respondent(by=by, filing=filing, answer_by=today + timedelta(days=7))
    services.record_reply(by=by, filing=filing, reply=Mediation.Reply.AGREES, on=today)
    services.call_session(
        by=by,
        filing=filing,
        meets_at=now + timedelta(days=5),
        place="（演示）电话调解",
        mediator="示例服务中心",
    )


def _transferred(cast: Cast, filing: Filing) -> None:
    services.assign(by=cast.caseworker, filing=filing, to=cast.caseworker.user)
    words = services.transfer_words("示例市市场监督管理局（演示）", "（演示）被投诉方的住所在该局辖区。")
    services.move(by=cast.caseworker, filing=filing, to=State.TRANSFERRED, reason=words)


def _corrected(cast: Cast, filing: Filing) -> None:
    """Decided with a letter and its number, the paper for the complainant, and a slip in the words put right."""
    decided = _lettered(cast, _accepted(cast, filing), "（演示）双方达成一致：停止发送，书面道谦。")
    services.correct_decision(
        by=cast.caseworker, filing=decided, text="（演示）双方达成一致：停止发送，书面道歉。"
    )
    paper = pictures.paper(
        Paper("调解书（演示）", (("双方", "申请人、示例旗舰店"), ("达成一致", "停止发送，书面道歉")))
    )
    services.give_file(
        by=cast.caseworker, filing=decided, stream=io.BytesIO(paper), filename="调解书.png", title="调解书"
    )


def _lettered(cast: Cast, filing: Filing, reason: str) -> Filing:
    """The decision and its letter in one act, on the letterhead that the supervisor wrote; served by post."""
    (organisation,) = services.led_by(cast.supervisor)
    services.write_desk_letterhead(
        by=cast.supervisor,
        organisation=organisation,
        code="示服",
        address="示例市示例路 1 号",
        phone="010-00000000",
        signature="投诉举报处理科",
    )
    letter = services.begin_letter(
        by=cast.caseworker, filing=filing, kind=LetterKind.DECISION, given={"reason": reason}
    )
    issued = services.issue_letter(
        by=cast.caseworker, letter=letter, text=letter.text, revision=letter.revision
    )
    services.record_service(
        by=cast.caseworker,
        letter=issued,
        how=ProofOfService.How.POST,
        served_on=timezone.localdate(),
        reference="（演示）EX000000000CN",
    )
    filing.refresh_from_db()
    return filing


def _dismissed(cast: Cast, filing: Filing) -> None:
    """What takes two persons."""
    asked = services.propose(
        by=cast.caseworker,
        filing=_accepted(cast, filing),
        act=Proposal.Act.CLOSE,
        reason="（演示）双方已自行和解。",
    )
    services.settle(by=cast.supervisor, proposal=asked, agree=True)


def _asked(cast: Cast, filing: Filing) -> None:
    services.ask(
        by=cast.caseworker,
        filing=_accepted(cast, filing),
        question="（演示）请补充退订当天的截图。",
        missing_material=True,
    )


def _accepted_by_letter(cast: Cast, filing: Filing) -> None:
    """One kind of letter to each of a list; here of one case."""
    bulk = services.preview_bulk(
        by=cast.caseworker,
        act=BulkAct.Act.LETTER,
        given={"kind": LetterKind.ACCEPTANCE},
        filings=[filing],
        unread_too=True,
    )
    services.confirm_bulk(by=cast.caseworker, bulk=bulk)


def _answered_by_telephone(cast: Cast, filing: Filing) -> None:
    filing.refresh_from_db()
    services.ask(by=cast.caseworker, filing=filing, question="（演示）哪一天退订的？")
    filing.refresh_from_db()
    services.record_spoken_answer(
        by=cast.caseworker,
        filing=filing,
        text="（演示）前天晚上，回的是字母 T。",
        way=CameBy.TELEPHONE,
        said_at=timezone.now(),
        read_back=True,
    )


def _sampled(cast: Cast) -> None:
    """Two of what was answered, one of them called back."""
    if cast.supervisor.user is None or QualitySample.objects.filter(drawn_by=cast.supervisor.user).exists():
        return
    (organisation,) = services.led_by(cast.supervisor)
    today = timezone.localdate()
    sample = services.draw_sample(
        by=cast.supervisor, organisation=organisation, first=today.replace(day=1), last=today, count=2
    )
    case = sample.cases.all()[0]
    services.record_call_back(by=cast.supervisor, case=case, reached=True, satisfied=True)


def _lists(cast: Cast) -> None:
    """A list under a name for everybody at the desk, and one taken out as a table."""
    supervisor = cast.supervisor
    if supervisor.user is None or SavedView.objects.filter(made_by=supervisor.user).exists():
        return
    (organisation,) = supervisor.desk_ids
    services.save_view(
        by=supervisor, organisation_id=organisation, name="三天内到期", query="?due=soon", shared=True
    )
    if not ListExport.objects.filter(person=supervisor.user).exists():
        services.order_list(by=supervisor, query="?state=all", file_format=ListExport.Format.XLSX)
        services.sweep_lists(write=write_list)
