"""The recipients that everybody has: official sites, telephones and counters, reached by the complainant in person."""

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand

from filings.models import Recipient, Way

SOURCE = Path(__file__).resolve().parents[2] / "recipients.yaml"


class Command(BaseCommand):
    help = "Adds the public recipients that are missing; what an administrator edited or switched off stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
        wanted = [
            Recipient(
                channel=row["channel"],
                name=row["name"],
                way=Way.HAND,
                contact=str(row["contact"]),
                website=row.get("website", ""),
            )
            for row in rows
        ]
        before = Recipient.objects.count()
        Recipient.objects.bulk_create(wanted, ignore_conflicts=True)
        self.stdout.write(f"{Recipient.objects.count() - before} recipients added, {len(rows)} known")
