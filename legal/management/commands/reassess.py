"""After a change of law: the open cases whose result changes, the old beside the new. It changes nothing by itself."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from legal import services
from legal.comparing import told
from legal.corpus import Corpus, CorpusError, load
from legal.corpus.reader import read_corpus
from legal.reasoning.facts import FactsError, within_reach
from legal.reassessing import CAUSES, Looked, look

PROGRESS = 500  # cases between two lines of progress


class Command(BaseCommand):
    help = _(
        "法律数据修改以后，找出结果会变的未办结投诉：原结果和新结果对照；不改动任何内容，除非写明 --keep"
    )

    last = ""  # the number of the case that was looked at last

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DATE", help=_("按哪一天提交来算，默认今天"))
        parser.add_argument("--number", default="", metavar="AN-…", help=_("只看这一件"))
        parser.add_argument(
            "--after", default="", metavar="AN-…", help=_("从这个编号之后看起，用来接着上一次")
        )
        parser.add_argument("--limit", type=int, default=0, metavar="N", help=_("最多看多少件，0 为全部"))
        parser.add_argument("--because", choices=CAUSES, help=_("只列因此而变的：法律、事实、放假安排、日子"))
        parser.add_argument(
            "--corpus", metavar="FOLDER", help=_("用这个文件夹里的法律数据，例如还没有发布的修改")
        )
        parser.add_argument(
            "--keep", action="store_true", help=_("把变了的按今天重新评估并保存，原结果仍然保留")
        )
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        day, corpus = _day(options["on"]) or today, _corpus(options["corpus"])
        self._check(options, day == today)
        counts: Counter[str] = Counter()
        looked = look(
            corpus=corpus,
            on=day,
            number=options["number"],
            after=options["after"],
            limit=options["limit"],
        )
        found = self._found(looked, options, counts)
        if options["json"]:
            self._write_json(found, counts, day, corpus)
        else:
            self._write_words(found, counts)

    def _check(self, options: dict[str, Any], is_today: bool) -> None:
        if options["limit"] < 0:
            raise CommandError(_("--limit：应为 0 或者正整数"))
        if options["keep"] and (options["corpus"] or not is_today):
            raise CommandError(
                _("--keep 只能按今天、用正在使用的法律数据保存，不能和 --corpus 或者别的日期一起用。")
            )
        if options["number"] and not Complaint.objects.filter(number=options["number"]).exists():
            raise CommandError(_("没有编号为 %s 的投诉。") % options["number"])

    def _found(
        self, looked: Iterator[Looked], options: dict[str, Any], counts: Counter[str]
    ) -> Iterator[dict[str, Any]]:
        """The cases to show, one at a time; whatever is seen is counted."""
        for place, one in enumerate(looked, start=1):
            if place % PROGRESS == 0:
                self.stderr.write(
                    _("已看 %(place)d 件，到 %(number)s") % {"place": place, "number": one.complaint.number}
                )
            self.last = one.complaint.number
            because = options["because"]
            changed = [(change, cause) for change, cause in one.changed if because in (None, cause)]
            counts["looked_at"] += 1
            counts["never_assessed"] += one.before is None
            counts["unreadable"] += bool(one.unreadable)
            counts["as_then"] += one.before is not None and one.fresh is None and not one.unreadable
            if not changed and not one.unreadable:
                continue
            counts["changed"] += bool(changed)
            counts.update({f"because_{cause}": 1 for cause in {cause for _change, cause in changed}})
            kept = self._keep(one) if options["keep"] and changed else None
            counts["kept"] += kept is not None
            yield _row(one, changed, kept)

    def _keep(self, one: Looked) -> int:
        return services.assess_complaint(by=Actor.system("reassess"), complaint=one.complaint).pk

    def _write_json(
        self, found: Iterator[dict[str, Any]], counts: Counter[str], day: date, corpus: Corpus
    ) -> None:
        """One document, written as it comes: memory does not depend on how many cases there are."""
        head = json.dumps({"on": day.isoformat(), "corpus_version": corpus.version})
        self.stdout.write(head.removesuffix("}") + ', "cases": [', ending="")
        for place, row in enumerate(found):
            self.stdout.write(("," if place else "") + "\n" + json.dumps(row, ensure_ascii=False), ending="")
        self.stdout.write(f'\n], "last": {json.dumps(self.last)}, "counts": {json.dumps(dict(counts))}}}')

    def _write_words(self, found: Iterator[dict[str, Any]], counts: Counter[str]) -> None:
        for row in found:
            self.stdout.write(
                _("%(number)s（原结果：%(made)s，按 %(day)s 提交）")
                % {
                    "number": row["number"],
                    "made": row["before"]["made_at"][:10],
                    "day": row["before"]["filing_on"],
                }
            )
            if row["unreadable"]:
                self.stdout.write(_("  事实读不了：%s") % row["unreadable"])
            for change in row["changes"]:
                for line in change["told"]:
                    self.stdout.write(f"  {_because(change['because'])}{line}")
        self.stdout.write(
            _(
                "看了 %(looked_at)d 件未办结的投诉：%(changed)d 件结果会变，%(unreadable)d 件读不了，%(never)d 件还没有评估过。"
            )
            % {
                **{name: counts[name] for name in ("looked_at", "changed", "unreadable")},
                "never": counts["never_assessed"],
            }
        )
        if self.last:
            self.stdout.write(
                _("最后看的是 %(last)s，从它之后接着看：--after %(last)s") % {"last": self.last}
            )
        if counts["kept"]:
            self.stdout.write(_("按 --keep 保存了 %d 件新的评估，原结果仍然保留。") % counts["kept"])
        else:
            self.stdout.write(_("没有改动任何内容。"))


def _because(cause: str) -> str:
    words = {
        "law": _("［法律］"),
        "facts": _("［事实］"),
        "law_or_facts": _("［法律或事实］"),
        "calendar": _("［放假安排］"),
        "day": _("［日子］"),
    }
    return words[cause]


def _row(one: Looked, changed: list[Any], kept: int | None) -> dict[str, Any]:
    assert one.before is not None  # noqa: S101  (without one nothing can differ)
    return {
        "number": one.complaint.number,
        "state": one.complaint.state,
        "before": {
            "assessment": one.before.pk,
            "made_at": one.before.made_at.isoformat(),
            "filing_on": one.before.filing_on.isoformat(),
            "corpus_version": one.before.corpus_version,
        },
        "changes": [
            {**change.as_json(), "because": cause, "told": told(change)} for change, cause in changed
        ],
        "unreadable": one.unreadable,
        "kept": kept,
    }


def _day(given: str | None) -> date | None:
    try:
        return within_reach("--on", date.fromisoformat(given)) if given else None
    except FactsError as error:
        raise CommandError(str(error)) from error
    except ValueError as error:
        raise CommandError(_("--on：应为 2025-11-11 这样的日期，收到 %s") % given) from error


def _corpus(folder: str | None) -> Corpus:
    if not folder:
        return load()
    try:
        return read_corpus(Path(folder))
    except (CorpusError, OSError, KeyError, TypeError) as error:
        raise CommandError(_("法律数据读不了：%s") % error) from error
