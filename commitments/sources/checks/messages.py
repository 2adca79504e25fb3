"""Every sentence about a file, a row or a figure, by code. Parsers and checks give codes; people read sentences.

The sentence is made again from code and details whenever it is shown, so that it follows the reader's language.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

TEXTS = {
    # A whole file.
    "file_too_large": _("Tệp nặng %(size)s MB, vượt mức %(limit)s MB cho phép. Hãy tách thành nhiều tệp nhỏ hơn."),
    "file_empty": _("Tệp trống, không có nội dung."),
    "file_protected": _("Tệp đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi lưu lại."),
    "kind_xls": _("Tệp .xls là định dạng cũ. Hãy mở tệp, chọn “Lưu thành” rồi chọn “Excel Workbook (.xlsx)”."),
    "kind_xls_or_protected": _(
        "Tệp là định dạng .xls cũ hoặc có đặt mật khẩu. Hãy bỏ mật khẩu và lưu lại thành “Excel Workbook (.xlsx)”."
    ),
    "kind_xlsm": _("Tệp có chứa macro nên không được nhận. Hãy lưu lại thành “Excel Workbook (.xlsx)” không có macro."),
    "kind_xlsb": _("Tệp .xlsb không được nhận. Hãy lưu lại thành “Excel Workbook (.xlsx)”."),
    "kind_ods": _("Tệp .ods không được nhận. Hãy lưu lại thành “Excel Workbook (.xlsx)” hoặc CSV UTF-8."),
    "kind_html": _(
        "Tệp là trang web (HTML), dù có thể mang tên bảng tính. "
        "Hãy mở bằng Excel rồi lưu thành “Excel Workbook (.xlsx)”."
    ),
    "kind_unknown": _("Chỉ nhận tệp .xlsx hoặc .csv; tệp này có đuôi “%(suffix)s”."),
    "not_a_workbook": _("Tệp không phải là bảng tính Excel (.xlsx) nguyên vẹn. Hãy mở bằng Excel và lưu lại."),
    "not_a_table": _("Nội dung tệp không phải là bảng có các cột ngăn bằng dấu phẩy hoặc dấu chấm phẩy."),
    "text_not_utf8": _("Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại, chọn loại “CSV UTF-8”."),
    "text_not_utf8_line": _(
        "Tệp CSV không dùng bảng mã UTF-8 (sai từ dòng %(line)s). Hãy lưu lại, chọn loại “CSV UTF-8”."
    ),
    "csv_broken": _("Dấu ngoặc kép hoặc độ dài ô sai quy cách ở dòng %(row)s, nên không tách được các cột."),
    "zip_suspicious": _("Cấu trúc bên trong tệp bất thường nên tệp bị từ chối."),
    "zip_too_large": _("Nội dung tệp sau khi giải nén vượt %(limit)s MB nên tệp bị từ chối."),
    "zip_bomb": _("Tệp nén chặt bất thường, giống tệp phá hoại, nên bị từ chối. Hãy xuất lại tệp từ nơi cung cấp."),
    "xml_doctype": _("Tệp có khai báo thực thể XML, là dấu hiệu tệp phá hoại, nên bị từ chối."),
    "xml_broken": _("Một phần bên trong tệp bị hỏng (%(part)s). Hãy mở bằng Excel và lưu lại."),
    "workbook_empty": _("Không có trang tính nào có số liệu."),
    "too_many_rows": _("Bảng có hơn %(limit)s dòng. Hãy tách thành nhiều tệp nhỏ hơn."),
    "cell_too_long": _("Có ô dài hơn %(limit)s ký tự. Hãy xóa nội dung thừa rồi lưu lại."),
    "too_many_columns": _("Bảng trải quá rộng (hơn %(limit)s cột, hoặc có ô lẻ ở rất xa). Hãy xóa các ô thừa."),
    "needs_too_much_memory": _("Đọc tệp này cần quá nhiều bộ nhớ nên đã dừng. Các tệp khác không bị ảnh hưởng."),
    "needs_too_much_time": _("Đọc tệp này mất quá nhiều thời gian nên đã dừng. Các tệp khác không bị ảnh hưởng."),
    "not_readable": _("Không đọc được tệp. Hãy mở bằng Excel và lưu lại."),
    "not_processed": _(
        "Nội dung tệp làm phát sinh lỗi kỹ thuật (%(error)s) nên tệp không được nhận; các tệp khác không bị ảnh hưởng. "
        "Quản trị viên xem thêm trong nhật ký của máy chủ."
    ),
    "header_unknown": _("Không tìm thấy dòng tiêu đề cột quen thuộc của nguồn này trong 20 dòng đầu."),
    "header_incomplete": _("Dòng tiêu đề thiếu cột: %(columns)s."),
    "header_repeated": _("Dòng tiêu đề có cột lặp lại: %(columns)s."),
    "header_formula": _("Dòng tiêu đề có công thức. Hãy dán lại dạng giá trị."),
    # Remarks about a file or a run.
    "columns_unknown": _("Có cột không dùng đến: %(columns)s."),
    "sheets_left_out": _("Chỉ đọc trang tính “%(read)s”; không đọc: %(sheets)s."),
    "row_count_far": _("Lượt này có %(count)s dòng, lượt trước có %(before)s dòng: chênh lệch lớn, cần xem lại."),
    "file_still_growing": _("Tệp “%(file)s” đang được ghi; lượt sau sẽ lấy."),
    "passed_over": _(
        "Bỏ qua %(count)s mục trong thư mục nguồn vì không phải tệp thường (liên kết, ống dẫn, thư mục mang tên tệp) "
        "hoặc không được phép đọc: %(files)s."
    ),
    # A row that could not be read.
    "formula": _("Ô có công thức. Hãy dán lại dạng giá trị."),
    "too_many_cells": _("Dòng có %(count)s ô, nhiều hơn %(wanted)s cột của tiêu đề."),
    "moment_unreadable": _("Không đọc được thời điểm “%(text)s”; cần dạng 2025-10-11T13:01Z."),
    "moment_without_time": _("Thời điểm “%(text)s” thiếu giờ phút; cần dạng 2025-10-11T13:01Z."),
    "moment_does_not_exist": _("Thời điểm “%(text)s” không có thật."),
    "moment_out_of_range": _("Thời điểm “%(text)s” không hợp lệ: năm phải từ %(first)s đến %(last)s."),
    "period_unreadable": _("Không hiểu kỳ số liệu “%(text)s”."),
    "period_does_not_exist": _("Kỳ “%(text)s” không có thật."),
    "number_unreadable": _("“%(text)s” không phải là số theo cách viết đã khai báo cho nguồn này."),
    "number_ambiguous": _("“%(text)s” có thể hiểu thành hai số khác nhau nên không nhận."),
    "number_too_fine": _("“%(text)s” có quá bốn chữ số thập phân."),
    # A row that was read and held back.
    "field_missing": _("Thiếu dữ liệu ở cột %(column)s."),
    "unit_unknown": _("Không tìm thấy đơn vị có mã %(code)s."),
    "unit_not_valid": _("Đơn vị có mã %(code)s không tồn tại vào ngày %(day)s."),
    "period_unknown": _("Chưa có kỳ báo cáo %(period)s trong hệ thống."),
    "period_in_future": _("Kỳ %(period)s chưa bắt đầu vào lúc lấy số liệu."),
    "moment_in_future": _("Thời điểm lấy số liệu %(moment)s muộn hơn lượt lấy số liệu này."),
    "value_out_of_range": _("Giá trị %(value)s nằm ngoài khoảng từ %(least)s đến %(most)s."),
    "row_repeated": _("Trùng với dòng %(row)s (tệp %(file)s): cùng đơn vị, kỳ và thời điểm."),
    "row_contradicts": _("Mâu thuẫn với dòng %(row)s (tệp %(file)s): cùng đơn vị, kỳ và thời điểm, khác số liệu."),
    # A row that was accepted, with a remark.
    "part_missing": _("Cột %(column)s để trống: không có số liệu, không tính là 0."),
    "parts_differ": _("Tổng các điểm thành phần là %(sum)s, khác tổng điểm ghi trong tệp là %(total)s."),
    "restated": _("Số liệu của kỳ đã chốt thay đổi từ %(before)s thành %(value)s."),
    "corrected": _("Cùng thời điểm đó trước đây đã nhận %(before)s, nay là %(value)s."),
    "unchanged": _("Không đổi so với lần trước."),
    "repeated_elsewhere": _("Giống dòng %(row)s của tệp %(file)s; chỉ ghi một lần."),
}

# Names of the counters on the page of a run.
NAMES = {
    "part_missing": gettext_noop("thiếu điểm thành phần"),
    "parts_differ": gettext_noop("điểm thành phần không khớp tổng"),
    "restated": gettext_noop("thay đổi sau khi chốt kỳ"),
    "corrected": gettext_noop("sửa lại cùng thời điểm"),
    "repeated_elsewhere": gettext_noop("trùng với tệp khác"),
}


def message_text(code: str, details: Mapping[str, str]) -> str:
    """Say it in the active language; a code or word that is not known any more is shown as it was stored."""
    try:
        return str(TEXTS[code]) % dict(details)
    except KeyError:
        return " ".join([code, *(f"{name}={value}" for name, value in details.items())])
