"""What may be done to agreements, reports and waivers; one module for each of them."""

from commitments.agreements.services.figures import UnableToSubmitReport
from commitments.agreements.services.load import (
    AgreementsLoaded,
    NewAgreement,
    NewCommitment,
    NewProgramme,
    UnableToLoadAgreements,
    agreements_load,
    programmes_load,
)
from commitments.agreements.services.reports import (
    UnableToReviewReport,
    report_accept,
    report_return,
    report_submit,
)
from commitments.agreements.services.signing import UnableToSignAgreement, agreement_sign
from commitments.agreements.services.waivers import UnableToGrantWaiver, waiver_grant

__all__ = [
    "AgreementsLoaded",
    "NewAgreement",
    "NewCommitment",
    "NewProgramme",
    "UnableToGrantWaiver",
    "UnableToLoadAgreements",
    "UnableToReviewReport",
    "UnableToSignAgreement",
    "UnableToSubmitReport",
    "agreement_sign",
    "agreements_load",
    "programmes_load",
    "report_accept",
    "report_return",
    "report_submit",
    "waiver_grant",
]
