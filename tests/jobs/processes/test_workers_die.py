import os
import signal

import pytest

from tests.jobs.processes.conftest import Installation, until

pytestmark = pytest.mark.processes


def test_runs_fired_twice_on_two_clusters_have_one_effect_each(installation: Installation) -> None:
    installation.start("worker")
    installation.start("worker")
    keys = [f"run-{number}" for number in range(12)]
    for key in keys:
        installation.ask("write", key=key, deliver=2, seconds=0.2)
        installation.ask("tick")
        installation.ask("write", key=key, deliver=1)
    installation.wait_for(*keys)
    until(lambda: not _being_worked_on(installation), "the second deliveries were looked at")
    assert installation.effects() == dict.fromkeys(keys, 1)


def test_a_worker_killed_in_the_middle_of_a_run_changes_nothing(installation: Installation) -> None:
    installation.start("worker")
    installation.ask("write", key="victim", seconds=1.5)
    os.kill(installation.worker_in("victim"), signal.SIGKILL)
    assert installation.effects() == {}
    installation.wait_for("victim")
    assert installation.effects() == {"victim": 1}
    assert installation.run("victim")[:2] == ("succeeded", 2)


def test_a_run_that_kills_its_worker_every_time_is_set_aside_and_others_go_on(installation: Installation) -> None:
    installation.start("worker")
    installation.ask("write", key="killer", dies=True)
    installation.ask("write", key="honest")
    installation.wait_for("killer", "honest")
    state, attempt, error = installation.run("killer")
    assert (state, attempt) == ("failed", 3)
    assert error
    assert installation.effects() == {"honest": 1}


@pytest.mark.parametrize("how", ["its idle workers are killed", "it is frozen"])
def test_a_hung_cluster_is_noticed_and_replaced(installation: Installation, how: str) -> None:
    installation.start("worker")
    installation.ask("write", key="before")
    installation.wait_for("before")
    main, workers = installation.cluster()
    # Only an idle worker holds the lock that dies with it.
    until(lambda: installation.ask("look")["queue"] == 0, "the workers are idle")
    if how == "it is frozen":
        os.kill(main, signal.SIGSTOP)
        for pid, (parent, _command) in installation.processes().items():
            if parent == main or pid in workers:
                os.kill(pid, signal.SIGSTOP)
    else:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
    installation.ask("write", key="after")
    installation.wait_for("after")
    assert installation.effects() == {"before": 1, "after": 1}
    assert installation.cluster()[0] != main
    assert main not in installation.processes()


def test_a_cluster_whose_main_process_was_killed_leaves_no_orphans_and_loses_nothing(
    installation: Installation,
) -> None:
    installation.start("worker")
    keys = [f"run-{number}" for number in range(6)]
    for key in keys:
        installation.ask("write", key=key, seconds=0.5)
    installation.worker_in("run-*")
    main, workers = installation.cluster()
    os.kill(main, signal.SIGKILL)
    installation.wait_for(*keys)
    assert installation.effects() == dict.fromkeys(keys, 1)
    assert not {main, *workers} & set(installation.processes())


def test_a_cluster_killed_whole_and_started_again_loses_nothing(installation: Installation) -> None:
    first = installation.start("worker")
    keys = [f"run-{number}" for number in range(6)]
    for key in keys:
        installation.ask("write", key=key, seconds=0.5)
    installation.worker_in("run-*")
    for pid in installation.processes():
        os.kill(pid, signal.SIGKILL)
    first.wait()
    installation.start("worker")
    installation.wait_for(*keys)
    assert installation.effects() == dict.fromkeys(keys, 1)


def _being_worked_on(installation: Installation) -> bool:
    return any(state in {"queued", "running"} for state, _, _ in installation.ask("look")["runs"].values())
