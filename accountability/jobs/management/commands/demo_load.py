"""Load the demonstration: the province of An Giang in 2025."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accountability.jobs.demo.load import UnableToLoadDemo, demo_is_loaded, demo_load


class Command(BaseCommand):
    help = "Tạo dữ liệu minh họa: tỉnh An Giang năm 2025. Chạy lại không làm mất hay lặp gì."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dữ liệu minh họa không được đưa vào hệ thống thật.")
        if demo_is_loaded():
            self.stdout.write("Dữ liệu minh họa đã có sẵn.")
            return
        self._started = time.monotonic()
        try:
            demo_load(say=self._say, progress=self._progress)
        except UnableToLoadDemo as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Xong dữ liệu minh họa sau {time.monotonic() - self._started:.0f} giây.")

    def _say(self, step: str) -> None:
        self.stdout.write(f"- {step}")

    def _progress(self, done: int, total: int) -> None:
        if sys.stdout.isatty() or done == total:
            self.stdout.write(f"\r  {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
