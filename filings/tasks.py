"""Acts of the worker: they take ids; the rows are the truth."""

import time

from celery import shared_task
from django.utils import timezone

from accounts.actors import Actor
from filings import services
from filings.desk.table import write_list

SWEEP_SECONDS = 8.0  # less than the schedule's step, so that sweeps do not fill every worker


@shared_task
def deliver_here() -> int:
    """What is due for desks of this portal, and what vanished workers left of any delivery."""
    services.give_up_abandoned()
    return services.deliver_here()


@shared_task
def sweep_parked() -> int:
    return services.sweep_parked()


@shared_task
def sweep_shares() -> int:
    return services.sweep_shares()


@shared_task
def send_away() -> int:
    return services.send_away()


@shared_task
def send_notices() -> int:
    return services.send_notices()


@shared_task
def send_signals() -> int:
    """Pushes and text messages."""
    return services.send_signals()


@shared_task
def call_webhooks() -> int:
    """Events for the own systems of organisations."""
    return services.sweep_webhooks()


@shared_task
def sweep_exports() -> int:
    return services.sweep_exports()


@shared_task
def sweep_lists() -> int:
    """Lists of a desk as tables."""
    return services.sweep_lists(write=write_list)


@shared_task
def erase_again(everything: bool = False) -> int:
    """What came back with a backup and had been erased; at night against the whole list of erasures."""
    return len(services.erase_again(by=Actor.system("eraser"), at=timezone.now(), everything=everything))


@shared_task
def sweep_deadlines() -> int:
    return services.sweep_deadlines()


@shared_task
def sweep_days() -> int:
    """Days that came near or are over: told by day, at hours when people are awake."""
    return services.sweep_days()


@shared_task
def sweep_bulk() -> int:
    """What many cases at a desk wait for."""
    return services.sweep_bulk()


@shared_task
def sweep_desk_days() -> int:
    return services.sweep_desk_days()


@shared_task
def sweep_desk_mail() -> int:
    return services.sweep_desk_mail()


@shared_task
def sweep_desk_digest() -> int:
    return services.sweep_desk_digest()


@shared_task
def sweep_stopped() -> int:
    return services.sweep_stopped()


@shared_task
def fold_tallies() -> None:
    services.fold_tallies()


@shared_task
def sweep_listings() -> int:
    """Lines of the queue that are lacking, for a few seconds; the next sweep goes on."""
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < SWEEP_SECONDS:
        made = services.sweep_listings(at=timezone.now())
        done += made
        if not made:
            break
    return done


@shared_task
def sight_filings() -> int:
    """Count what came to desks since into their campaigns, for a few seconds; the next sweep goes on."""
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < SWEEP_SECONDS:
        looked_at = services.sight_filings(by=Actor.system("campaigns"), at=timezone.now())
        done += looked_at
        if not looked_at:
            break
    return done


@shared_task
def publish_figures() -> bool:
    """Once a week, at whatever hour the portal is there."""
    return services.publish_figures(by=Actor.system("figures"), at=timezone.now())
