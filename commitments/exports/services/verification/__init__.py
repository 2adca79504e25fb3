"""Checking the whole record against itself. It stands on the top floor because it looks at every app below.

Each check walks one kind of sealed thing and yields, for each thing looked at, a `Problem` or None. None is progress.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.exports.services.verification.announced import announced_check
from commitments.exports.services.verification.chain import chain_check, chain_heads_check, guards_check, unsealed_check
from commitments.exports.services.verification.files import evidence_check, exports_check, snapshots_check
from commitments.exports.services.verification.problem import Problem
from commitments.exports.services.verification.recomputed import recomputation_check
from commitments.exports.services.verification.sealed import (
    batches_check,
    lines_check,
    releases_check,
    signatures_check,
)
from commitments.exports.services.verification.standings import standings_check

__all__ = ["CHECKS", "Check", "Problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its name for people."""

    key: str
    title: Promise
    run: Callable[[], Iterator[Problem | None]]


CHECKS: tuple[Check, ...] = (
    Check("guards", _("Khóa chống sửa, xóa trên các bảng"), guards_check),
    Check("chain", _("Chuỗi niêm phong nhật ký và nội dung từng sự kiện"), chain_check),
    Check("unsealed", _("Sự kiện chưa niêm phong"), unsealed_check),
    Check("chain_heads", _("Dấu niêm phong đã in trên các tệp xuất"), chain_heads_check),
    Check("signatures", _("Chữ xác nhận và bản cam kết đã ký"), signatures_check),
    Check("releases", _("Các bộ quy định"), releases_check),
    Check("snapshots", _("Tệp số liệu gốc"), snapshots_check),
    Check("evidence", _("Tài liệu kiểm chứng"), evidence_check),
    Check("lines", _("Từng dòng đề xuất đã niêm phong"), lines_check),
    Check("batches", _("Các đợt đề xuất"), batches_check),
    Check("announced", _("Mã sha256 mà nhật ký đã ghi cho từng thứ được niêm phong"), announced_check),
    Check("exports", _("Tệp đã xuất"), exports_check),
    Check("standings", _("Tình trạng của mọi nội dung cam kết, tính lại từ số liệu gốc"), standings_check),
    Check("recomputation", _("Tính lại đợt đề xuất mới nhất của từng năm"), recomputation_check),
)
