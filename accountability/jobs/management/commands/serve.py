import argparse
import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accountability.jobs.supervise import ClusterService, Supervisor, WebService, port_is_free


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(_("“%(text)s” không phải là số cổng từ 1 đến 65535.") % {"text": text})
    return int(text)


class Command(BaseCommand):
    help = "Runs the web and the background workers in one terminal, on this machine only, until Ctrl-C."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=_port, default=os.environ.get("PORT", "8000"))

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not port_is_free(port):
            raise CommandError(
                _("Cổng %(port)s đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ PORT=%(other)s.")
                % {"port": port, "other": port + 1 if port < 65535 else 8000}
            )
        call_command("schedules_sync", stdout=self.stdout, stderr=self.stderr)
        self._sign_ins_show()
        Supervisor([WebService(port, self.say), ClusterService(self.say)], self.say).run()

    def _sign_ins_show(self) -> None:
        if settings.DEMO_SIGN_INS:
            self.say(_("Tài khoản dùng thử (mật khẩu chung: %(password)s):") % {"password": settings.DEMO_PASSWORD})
            for username, post, about in settings.DEMO_SIGN_INS:
                self.say(f"  {username:<16} {post}: {about}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
