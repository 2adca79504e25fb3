import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from commitments.exports.services.verification import CHECKS, Check, Problem
from commitments.exports.services.verification.chain import unsealed_count

_TELL_EVERY = 500


class Command(BaseCommand):
    help = (
        "Checks the whole record against itself and computes the latest issue of each year again; "
        "says exactly what differs and ends with exit code 1 when something does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = sum(self._check(check) for check in CHECKS)
        waiting = unsealed_count()
        if waiting:
            self.stdout.write(
                _("Còn %(count)s sự kiện chờ niêm phong; nội dung của chúng đã được kiểm tra.") % {"count": waiting}
            )
        if found:
            self.stderr.write(_("Có %(count)s chỗ không còn như đã niêm phong.") % {"count": found})
            sys.exit(1)
        self.stdout.write(_("Toàn bộ hồ sơ còn nguyên vẹn."))

    def _check(self, check: Check) -> int:
        self.stdout.write(f"{check.title}…", ending=" ")
        self.stdout.flush()
        looked, problems = 0, []
        for problem in self._told(check.run()):
            looked += 1
            if problem is not None:
                problems.append(problem)
        self.stdout.write(_("đã xem %(looked)s, sai khác %(found)s") % {"looked": looked, "found": len(problems)})
        for problem in problems:
            self.stderr.write(f"  [{problem.kind}] {problem.text}")
        return len(problems)

    def _told(self, results: Iterator[Problem | None]) -> Iterator[Problem | None]:
        for number, result in enumerate(results, 1):
            if number % _TELL_EVERY == 0 and self.stdout.isatty():
                self.stdout.write(f"{number}…", ending=" ")
                self.stdout.flush()
            yield result
