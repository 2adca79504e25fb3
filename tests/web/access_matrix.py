"""Who may open which address: one row each, written by hand, walked by test_access_matrix.py with every person.

People are those of tests/web/world.py. `open_to` may go on (any answer but 403 and 404); `refused` see the thing and
are told why not (403); everybody else finds nothing (404) when the address names an object, and is refused (403) when
it does not. `PUBLIC` needs no sign-in; everything else sends a stranger to the sign-in page.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from commitments.sources.models import RawSnapshot, Source
from tests.web.issue import issued
from tests.web.world import AT, PEOPLE, World

EVERYBODY = " ".join(PEOPLE)
# Who sees the ward W in detail: its own people, and whoever oversees the province.
OWN = "head officer"
OVERSEERS = "reviewer own_reviewer manager chair council auditor"
SEE_W = f"{OWN} {OVERSEERS}"

OVERSIGHT = f"{OVERSEERS} foreign_manager"
EVERYBODY_BUT_FOREIGN = " ".join(name for name in PEOPLE if name != "foreign_manager")
KEEPERS = "manager foreign_manager administrator auditor"
RUNNERS = "manager foreign_manager administrator"

Arguments = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """One address. `names` makes its arguments from the world; None means that it names no object."""

    open_to: str
    refused: str = ""
    names: Arguments | None = None
    post: bool = False
    public: bool = False


def _agreement(code: str) -> Arguments:
    return lambda world: {"uuid": world.agreements[code].uuid}


def _duty(world: World) -> dict[str, Any]:
    return {"commitment_id": world.duty.pk}


def _waiting_report(world: World) -> dict[str, Any]:
    return {"report_id": world.report_id}


def _run(world: World) -> dict[str, Any]:
    return {"run_id": issued(world).run_id}


def _file(world: World) -> dict[str, Any]:
    made = issued(world)
    content = b"a;b\n"
    stored = Path(settings.RAW_DIR, "access", "bang.csv.gz")
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(gzip.compress(content, mtime=0))
    kept, _created = RawSnapshot.objects.get_or_create(
        run_id=made.run_id,
        number=1,
        defaults={
            "source": Source.objects.get(key=made.source_key),
            "file_name": "bang.csv",
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "stored_path": "access/bang.csv.gz",
            "received_at": AT,
        },
    )
    return {"run_id": kept.run_id, "number": kept.number}


def _schedule(world: World) -> dict[str, Any]:
    return {"key": issued(world).schedule_key}


MATRIX: dict[str, Row] = {
    # Coming and going
    "sign_in": Row(EVERYBODY, public=True),
    "sign_out": Row(EVERYBODY, post=True),
    "set_language": Row(EVERYBODY, post=True, public=True),
    "design_page": Row(EVERYBODY, public=True),
    # A head's work
    "home": Row(EVERYBODY),
    "own_agreement": Row(EVERYBODY),
    "agreement": Row(SEE_W, names=_agreement("W")),
    "agreement_text": Row(SEE_W, names=_agreement("W")),
    "agreement_progress": Row(SEE_W, names=_agreement("W")),
    # S waits for its own head; who oversees the province sees it.
    "agreement_sign": Row("sibling", refused=OVERSEERS, names=_agreement("S"), post=True),
    "commitment": Row(SEE_W, names=_duty),
    "commitment_report": Row(OWN, refused=OVERSEERS, names=_duty, post=True),
    "commitment_excuse": Row(
        "manager", refused="head officer reviewer own_reviewer chair council auditor", names=_duty, post=True
    ),
    # Review
    "reviews": Row("reviewer own_reviewer manager foreign_manager"),
    "report_accept": Row(
        "reviewer manager", refused="head officer own_reviewer chair council auditor", names=_waiting_report, post=True
    ),
    "report_return": Row(
        "reviewer manager", refused="head officer own_reviewer chair council auditor", names=_waiting_report, post=True
    ),
    "evidence": Row(SEE_W, names=lambda world: {"uuid": world.evidence_uuid}),
    # Oversight
    "overview": Row(OVERSIGHT),
    "overview_download": Row(OVERSIGHT),
    "unit": Row(SEE_W, names=lambda world: {"uuid": world.units["W"].uuid}),
    # Recommendations: lists show what one may read; a line is about somebody
    "recommendations": Row(f"chief department_head head sibling foreign_head {OVERSIGHT}"),
    "recommendation": Row(f"head {OVERSEERS}", names=lambda world: {"uuid": issued(world).line_uuid}),
    "recommendations_issue": Row(
        "manager foreign_manager chair", refused=EVERYBODY, names=lambda world: {"year": 2025}, post=True
    ),
    "recommendations_progress": Row(
        OVERSIGHT, refused=EVERYBODY, names=lambda world: {"run_id": issued(world).issue_run_id}
    ),
    # Whoever may not read every line of an issue may not take it along whole.
    "council_export": Row(
        "manager chair council",
        refused=EVERYBODY_BUT_FOREIGN,
        names=lambda world: {"batch_id": issued(world).batch_id},
        post=True,
    ),
    "export_file": Row(
        "manager chair council", refused=EVERYBODY_BUT_FOREIGN, names=lambda world: {"uuid": issued(world).export_uuid}
    ),
    # Sources and runs
    "jobs": Row(KEEPERS),
    "run": Row(KEEPERS, refused=EVERYBODY, names=_run),
    "run_file": Row(KEEPERS, refused=EVERYBODY, names=_file),
    "run_progress": Row(KEEPERS, refused=EVERYBODY, names=_run),
    "run_cancel": Row(RUNNERS, refused=EVERYBODY, names=_run, post=True),
    "pull_now": Row(RUNNERS, refused=EVERYBODY, names=lambda world: {"key": issued(world).source_key}, post=True),
    "schedule_pause": Row(RUNNERS, refused=EVERYBODY, names=_schedule, post=True),
    "schedule_resume": Row(RUNNERS, refused=EVERYBODY, names=_schedule, post=True),
}
