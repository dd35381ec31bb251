"""The demonstration: the reported stories through the whole flow."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings
from django.utils import timezone

from workbench.demo.alike import alike
from workbench.demo.desk import desk_day
from workbench.demo.people import cast
from workbench.demo.running import Done, file_alike, run_story
from workbench.demo.showing import Look, campaign, headed, letter_to_keep, looks_at, screenshot_read
from workbench.demo.sink import mail_sink
from workbench.demo.stories import STORIES
from workbench.demo.waiting import DemoFailed


class Command(BaseCommand):
    help = (
        "Takes five reported stories through the whole flow: filed, assessed, sent, decided, bundled, verified; with an "
        "imported backup, a screenshot that was read, a covered exhibit, a campaign and its lead, a stamped daily head, "
        "every act of a desk. "
        "Says where to look at each. Run twice, it adds nothing twice. Only on the embedded database, where its accounts belong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="print one JSON document; progress goes to standard error"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_DATABASE:
            raise CommandError(
                "the demo makes accounts with known names: it runs on the embedded database only"
            )
        say = self._say_aside if options["json"] else self._say
        done: list[Done] = []
        looks: list[Look] = []
        try:
            # This process alone sends to the sink; a portal that runs beside it keeps its own mail settings.
            with mail_sink() as (port, received), override_settings(**_to(port)):
                people = cast()
                bundles = Path(settings.ANNING_HOME) / "bundles"
                similar = []
                for at, story in alike(timezone.now()):
                    similar.append(file_alike(story, people.neighbours, at, say))
                # Yesterday's and those before: they cover what is above. Today's follows after midnight, by the clock.
                head = headed(timezone.now(), say)
                for place, story in enumerate(STORIES, 1):
                    say(f"[{place}/{len(STORIES)}]")
                    done.append(run_story(story, people, bundles, say))
                for story, one in zip(STORIES, done, strict=True):
                    looks += looks_at(story, one.complaint, one.filings)
                    if story.backup is not None:
                        looks.append(letter_to_keep(people.consumer, one.complaint, bundles))
                looks += [screenshot_read(people.consumer), campaign(people, similar, say), head]
                looks.append(desk_day(people, similar, say))
                say(f"本机的邮件收件端收到 {len(received)} 封")
        except DemoFailed as failed:
            raise CommandError(str(failed)) from None
        if options["json"]:
            told = {"complaints": [_told(one) for one in done], "look": [one.as_json() for one in looks]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        say("\n到哪里看（make run 以后，用这个账号登录，打开这一页）：")
        for look in looks:
            say(f"  {look.what}\n      {look.account}  {look.page}")
        say(f"演示账号和密码：{Path(settings.ANNING_HOME) / 'accounts.txt'}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)

    def _say_aside(self, line: str) -> None:
        self.stderr.write(line, style_func=str)


def _to(port: int) -> dict[str, Any]:
    """The mail settings that end at the sink."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }


def _told(done: Done) -> dict[str, Any]:
    return {
        "number": done.complaint.number,
        "kind": done.complaint.kind,
        "grounds": done.assessment.result["grounds"],
        "filings": [
            {"channel": one.channel, "recipient": one.recipient.name, "state": one.state}
            for one in done.filings
        ],
        "bundle": str(done.bundle),
    }
