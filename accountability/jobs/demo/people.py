"""The accounts that the demonstration signs in with. Posts, never persons' names."""

from accountability.jobs.demo.province import (
    FIRST_DAY,
    HOME_AFFAIRS,
    OFFICE,
    PROVINCE,
    head_post,
    rated,
    username_of,
)
from commitments.accounts.services import NewAccount
from commitments.organization.models import Role
from commitments.organization.services.rows import NewGrant, NewUnit

LONG_PHU = "470152"
_OFFICERS = (
    ("daumoi.longphu", "Cán bộ đầu mối UBND phường Long Phú", Role.FOCAL_OFFICER, LONG_PHU, "", ""),
    ("thamdinh.noivu", "Chuyên viên thẩm định, Sở Nội vụ", Role.REVIEWER, PROVINCE, "", HOME_AFFAIRS),
    ("thamdinh.vpubnd", "Chuyên viên thẩm định, Văn phòng UBND tỉnh", Role.REVIEWER, HOME_AFFAIRS, "", OFFICE),
    ("quanly.noivu", "Trưởng phòng Cải cách hành chính, Sở Nội vụ", Role.MANAGER, PROVINCE, "", HOME_AFFAIRS),
    ("hoidong.tdkt", "Thành viên Hội đồng Thi đua - Khen thưởng", Role.COUNCIL, PROVINCE, "", ""),
    ("kiemtra.tinh", "Cán bộ kiểm tra, chỉ xem", Role.AUDITOR, PROVINCE, "", ""),
    ("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, PROVINCE, "", ""),
)


def accounts(rows: list[NewUnit], sign_ins: dict[str, str]) -> list[NewAccount]:
    """Return every head's and officer's account; only those in `sign_ins` get a password."""
    heads = [(username_of(row.code), head_post(row.name)) for row in rated(rows)]
    officers = [(username, post) for username, post, *_rest in _OFFICERS]
    return [NewAccount(username, post, sign_ins.get(username, "")) for username, post in (*heads, *officers)]


def grants() -> list[NewGrant]:
    officers = [
        NewGrant(username, role, unit, FIRST_DAY, except_code=left_out, home_code=home)
        for username, _post, role, unit, left_out, home in _OFFICERS
    ]
    return [*officers, NewGrant("chutich.tinh", Role.CHAIR, PROVINCE, FIRST_DAY)]
