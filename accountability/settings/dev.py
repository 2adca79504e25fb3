"""The demo and everyday development: no secret to provide, all state below STATE_DIR, a fixed working day."""

import secrets

from accountability.settings import env
from accountability.settings.base import *  # noqa: F403  settings modules are layered by importing the lower one
from accountability.settings.base import LOGGING, STATE_DIR, STATIC_ROOT

DEBUG = env.boolean("DEBUG", False)
DEMO = True
WORKING_DAY = env.day("WORKING_DAY", "2025-10-15")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]


def _kept_secret() -> str:
    """Keep one key per state folder: sessions and queued tasks signed with it must survive a restart."""
    path = STATE_DIR / "secret_key"
    if not path.exists():
        STATE_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:  # another process of the same start was first
            pass
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = env.text("SECRET_KEY", _kept_secret())
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
LOGGING["root"]["level"] = env.text("LOG_LEVEL", "WARNING")

# The accounts that the sign-in page of the demonstration offers: user name, post, what to look at.
DEMO_PASSWORD = "Cam-Ket-2025"  # noqa: S105  printed on the sign-in page of the demonstration
DEMO_SIGN_INS = [
    ("chutich.longphu", "Chủ tịch UBND phường Long Phú", "việc của tôi, gửi báo cáo"),
    ("chutich.rachgia", "Chủ tịch UBND phường Rạch Giá", "bản cam kết chưa ký"),
    ("chutich.anminh", "Chủ tịch UBND xã An Minh", "nhiều nội dung có nguy cơ"),
    ("daumoi.longphu", "Cán bộ đầu mối UBND phường Long Phú", "gửi báo cáo, không được ký"),
    ("thamdinh.noivu", "Chuyên viên thẩm định, Sở Nội vụ", "thẩm định báo cáo"),
    ("thamdinh.vpubnd", "Chuyên viên thẩm định, Văn phòng UBND tỉnh", "thẩm định báo cáo của Sở Nội vụ"),
    ("quanly.noivu", "Trưởng phòng Cải cách hành chính, Sở Nội vụ", "tổng quan, đề xuất, xuất Excel, nguồn số liệu"),
    ("chutich.tinh", "Chủ tịch UBND tỉnh An Giang", "toàn tỉnh, đề xuất"),
    ("hoidong.tdkt", "Thành viên Hội đồng Thi đua - Khen thưởng", "đề xuất, tệp Excel"),
    ("kiemtra.tinh", "Cán bộ kiểm tra", "xem tất cả, không sửa"),
    ("quantri", "Quản trị hệ thống", "nguồn số liệu, lượt chạy; không xem kết quả"),
]
