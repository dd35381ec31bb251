"""Acts later. The rows are the truth: a task that is lost, or run twice, changes nothing."""

import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.actors import Actor
from evidence import services

SWEEP_SECONDS = 8.0  # less than the schedule's step, so that sweeps do not fill every worker


@shared_task
def make_renditions_of(exhibit_id: str) -> None:
    """The copies of one file's whole, and its first pages; the sweep goes on with a long paper, in turn with others."""
    for _ in range(3):
        if services.make_renditions(by=Actor.system("examiner"), exhibit_id=UUID(exhibit_id)) is None:
            break
    services.send_to_reader(UUID(exhibit_id))


@shared_task
def sweep_renditions() -> int:
    """Make what is due, whoever lost it, for a few seconds; the next sweep goes on."""
    made, begun = 0, time.monotonic()
    while time.monotonic() - begun < SWEEP_SECONDS and services.make_renditions(by=Actor.system("examiner")):
        made += 1
    return made


@shared_task
def recognise_pages(exhibit_id: str) -> None:
    """The words of one picture, or of the first page of a paper that has none; the sweep goes on with the others."""
    services.recognise_pictures(by=Actor.system("reader"), exhibit_id=UUID(exhibit_id))


@shared_task
def recognise_due() -> int:
    """Read what is due, one picture after the other, for a few seconds; the next sweep goes on."""
    read, begun = 0, time.monotonic()
    while time.monotonic() - begun < SWEEP_SECONDS and services.recognise_pictures(by=Actor.system("reader")):
        read += 1
    return read


@shared_task
def sweep_redactions() -> int:
    """One copy with parts covered at a time, as it may take minutes; another worker may take the next."""
    return int(services.make_redactions(by=Actor.system("redactor")) is not None)


@shared_task
def carry_import(import_id: str) -> None:
    """One pass of whichever import's turn it is: the one that rang comes in its turn, by a ring or by the sweep."""
    services.carry_imports(by=Actor.system("importer"))


@shared_task
def sweep_imports() -> int:
    """One pass at a time: a backup may take minutes, and another worker sweeps meanwhile."""
    return int(services.carry_imports(by=Actor.system("importer")) is not None)


@shared_task
def erase_abandoned() -> int:
    return services.erase_abandoned(by=Actor.system("eraser"), at=timezone.now())


@shared_task
def sweep_timestamps() -> int:
    return services.stamp_due(at=timezone.now())


@shared_task
def make_heads() -> int:
    return len(services.make_heads(at=timezone.now()))


@shared_task
def check_fixity() -> None:
    services.check_fixity(at=timezone.now())
    services.tell_of_findings(at=timezone.now())


@shared_task
def sweep_uploads() -> int:
    """What was begun and not finished in two days."""
    return services.sweep_uploads(at=timezone.now())


@shared_task
def sweep_orphans() -> int:
    """A sixteenth of the store an hour: files that no row knows."""
    now = timezone.now()
    return services.sweep_orphans(prefixes=[f"{now.hour % 16:x}{second:x}" for second in range(16)], at=now)
