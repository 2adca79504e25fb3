"""Who may open which address: one row each, written by hand, walked by test_access_matrix.py with every person.

People are those of tests/web/world.py. `open_to` may go on (any answer but 403 and 404); `refused` see the thing and
are told why not (403); everybody else finds nothing (404) when the address names an object, and is refused (403) when
it does not. `PUBLIC` needs no sign-in; everything else sends a stranger to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web.world import PEOPLE, World

EVERYBODY = " ".join(PEOPLE)
# Who sees the ward W in detail: its own people, and whoever oversees the province.
OWN = "head officer"
OVERSEERS = "reviewer own_reviewer manager chair council auditor"
SEE_W = f"{OWN} {OVERSEERS}"

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
}
