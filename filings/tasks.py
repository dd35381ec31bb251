"""Acts of the worker: they take ids; the rows are the truth."""

from celery import shared_task

from filings import services
from filings.models import Export


@shared_task
def sweep_outbox() -> int:
    return services.sweep_outbox()


@shared_task
def deliver(delivery_id: int) -> bool:
    return services.deliver(delivery_id=delivery_id)


@shared_task
def sweep_exports() -> int:
    return services.sweep_exports()


@shared_task
def build_export(export_id: str) -> None:
    services.build_export(export=Export.objects.get(pk=export_id))


@shared_task
def sweep_deadlines() -> int:
    return services.sweep_deadlines()
