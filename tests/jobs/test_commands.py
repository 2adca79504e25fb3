import re
import socket
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django_q.models import Schedule

from accountability.jobs import tasks
from commitments.lib import clock
from commitments.runs.models import Heartbeat, Run, ScheduleState
from commitments.runs.services import run_enqueue
from commitments.sources.models import Source

pytestmark = pytest.mark.django_db


def _health() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("health", stdout=out, stderr=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_schedules_sync_says_what_differed_and_is_quiet_the_second_time() -> None:
    first, second = StringIO(), StringIO()
    call_command("schedules_sync", stdout=first)
    call_command("schedules_sync", stdout=second)
    assert "+ tick" in first.getvalue()
    assert "+ audit_seal" in first.getvalue()
    assert "tick" not in second.getvalue()
    assert Schedule.objects.count() == 1


def test_health_is_bad_until_work_was_done_and_good_after_a_tick() -> None:
    assert _health()[0] == 1
    tasks.tick()
    assert _health() == (0, "Bộ phận chạy nền hoạt động bình thường.\n")


def test_health_names_what_is_wrong() -> None:
    tasks.tick()
    long_ago = clock.now() - timedelta(hours=2)
    Heartbeat.objects.update(beat_at=long_ago)
    run_enqueue(key="r", kind="probe", params={}, intended_at=long_ago, at=long_ago)
    ScheduleState.objects.filter(key="audit_seal").update(next_due_at=long_ago)
    ScheduleState.objects.filter(key="standings_daily").update(fault="cron")
    code, text = _health()
    assert code == 1
    assert text.count("2 giờ 0 phút") == 3
    assert "standings_daily" in text


def test_health_names_a_source_whose_last_two_pulls_failed_until_one_succeeds() -> None:
    tasks.tick()
    for key, active in (("an-giang", True), ("ca-mau", True), ("paused", False)):
        Source.objects.create(key=key, name=key, kind="folder", is_active=active)

    def ended(key: str, *states: str) -> None:
        for state in states:
            at = clock.now()
            number = Run.objects.count()
            Run.objects.create(
                key=f"pull-{number}",
                kind="source_pull",
                params={"source": key},
                state=state,
                error=f"lỗi {number}" if state == "failed" else "",
                intended_at=at,
                created_at=at,
            )

    ended("paused", "failed", "failed")
    ended("ca-mau", "failed", "succeeded", "failed")
    ended("an-giang", "succeeded", "failed")
    assert _health()[0] == 0
    ended("an-giang", "cancelled", "failed")
    code, text = _health()
    assert code == 1
    assert text == (
        f"Nguồn “an-giang”: 2 lượt lấy số liệu gần nhất đều không thành. Lỗi mới nhất: lỗi {Run.objects.count() - 1}\n"
    )
    ended("an-giang", "succeeded")
    assert _health()[0] == 0


def test_tick_writes_delivers_and_forgets_old_clusters() -> None:
    Heartbeat.objects.create(name="cluster-old", beat_at=clock.now() - timedelta(days=3))
    tasks.tick()
    ScheduleState.objects.filter(key="standings_daily").update(last_due_at=clock.now() - timedelta(days=2))
    tasks.tick()
    run = Run.objects.get(kind="standings_refresh")
    assert run.delivery is not None
    assert not Heartbeat.objects.filter(name="cluster-old").exists()


def test_serve_refuses_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=str(port)):
            call_command("serve", port=port)


@pytest.mark.parametrize("port", ["0", "70000", "web"])
def test_serve_refuses_what_is_no_port(port: str) -> None:
    with pytest.raises(CommandError):
        call_command("serve", f"--port={port}")


def test_every_command_of_the_jobs_is_run_by_some_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(settings.BASE_DIR, "tests").rglob("test_*.py"))
    for name in ("schedules_sync", "health", "serve", "worker"):
        assert re.search(rf'(call_command|\.start)\(\s*"{name}"', tests), name
