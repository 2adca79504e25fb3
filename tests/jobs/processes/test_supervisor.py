import os
import signal
import urllib.error
import urllib.request

import pytest

from tests.jobs.processes.conftest import Installation, until

pytestmark = pytest.mark.processes


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/none") as answer:
            return bool(answer.status)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _web(installation: Installation) -> set[int]:
    return {
        pid
        for pid, (_, command) in installation.processes().items()
        if "accountability.wsgi" in command and "minder" not in command
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_web_and_workers_and_leaves_no_process(
    installation: Installation, port: int, number: signal.Signals
) -> None:
    serve = installation.start("serve", "--port", str(port))
    until(lambda: _answers(port), "the web answers")
    installation.cluster()
    serve.send_signal(number)
    assert serve.wait(timeout=30) == 0
    assert installation.processes() == {}
    assert f"http://127.0.0.1:{port}/" in installation.said()


def test_a_stop_lets_the_work_in_hand_end(installation: Installation) -> None:
    worker = installation.start("worker")
    installation.ask("write", key="short", seconds=1)
    installation.worker_in("short")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    assert installation.processes() == {}
    assert installation.run("short")[:2] == ("succeeded", 1)


def test_a_stop_cut_short_in_the_middle_of_a_run_is_made_good_by_the_next_start(installation: Installation) -> None:
    first = installation.start("worker")
    installation.ask("write", key="long", seconds=4)
    installation.worker_in("long")
    first.send_signal(signal.SIGTERM)
    until(lambda: "Đang dừng" in installation.said(), "the first signal was heard")
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=30) == 0
    assert installation.processes() == {}
    assert installation.effects() == {}
    installation.start("worker")
    installation.wait_for("long")
    assert installation.effects() == {"long": 1}
    assert installation.run("long")[:2] == ("succeeded", 2)


def test_a_supervisor_that_is_killed_takes_its_processes_with_it(installation: Installation, port: int) -> None:
    serve = installation.start("serve", "--port", str(port))
    until(lambda: _answers(port), "the web answers")
    installation.cluster()
    serve.kill()
    serve.wait()
    until(lambda: not installation.processes(), f"nothing is left; {installation.processes()}")


def test_a_dead_web_is_started_again(installation: Installation, port: int) -> None:
    installation.start("serve", "--port", str(port))
    until(lambda: _answers(port), "the web answers")
    dead = _web(installation)
    for pid in dead:
        os.kill(pid, signal.SIGKILL)
    until(lambda: _answers(port) and _web(installation), "the web answers again")
    assert not dead & _web(installation)
