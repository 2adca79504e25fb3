"""Reading commitments: of a unit's year, and one with all that was said about it."""

from commitments.agreements.models import Commitment, ProgressReport, Waiver
from commitments.agreements.selectors.build import COMMITMENT_RELATIONS, commitment_row, report_row, waiver_row
from commitments.agreements.selectors.rows import CommitmentDetail, CommitmentRow


def commitment_rows_for_unit(*, unit_id: int, year: int) -> list[CommitmentRow]:
    """Return the items of a unit's agreement of a year, signed or not, by number, in one query."""
    items = Commitment.objects.filter(agreement__unit_id=unit_id, agreement__year=year)
    return [commitment_row(item) for item in items.select_related(*COMMITMENT_RELATIONS).order_by("number")]


def commitment_detail(commitment_id: int) -> CommitmentDetail | None:
    """Return one item with its reports, their evidence and its waivers, in four queries; None when unknown."""
    item = Commitment.objects.select_related(*COMMITMENT_RELATIONS).filter(pk=commitment_id).first()
    if item is None:
        return None
    reports = (
        ProgressReport.objects.filter(commitment_id=commitment_id)
        .select_related("commitment__unit", "period")
        .prefetch_related("evidence")
        .order_by("-pk")
    )
    waivers = Waiver.objects.filter(commitment_id=commitment_id).order_by("first_day", "pk")
    return CommitmentDetail(
        commitment=commitment_row(item),
        unit_id=item.unit_id,
        unit_path=item.unit.path,
        unit_name=item.unit.name,
        agreement_uuid=str(item.agreement.uuid),
        agreement_number=item.agreement.number,
        year=item.agreement.year,
        signed_at=item.agreement.signed_at,
        reports=tuple(report_row(report) for report in reports),
        waivers=tuple(waiver_row(waiver) for waiver in waivers),
    )
