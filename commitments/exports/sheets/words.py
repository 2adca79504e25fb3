"""The words of the workbook. It is a Vietnamese official paper whatever language the pages are read in."""

STATES = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "at_risk": "Có nguy cơ không đạt",
    "missed": "Không đạt",
    "no_data": "Chưa có số liệu",
    "waived": "Nguyên nhân khách quan",
    "not_applicable": "Không phát sinh",
}
KINDS = {
    "score": "Điểm số",
    "rank": "Thứ hạng",
    "rate": "Tỷ lệ",
    "count": "Số lượng",
    "duty": "Nhiệm vụ",
}
LEVELS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "not_completed": "Không hoàn thành nhiệm vụ",
    "undetermined": "Chưa xác định",
}
OUTCOMES = {
    "fired": "dữ kiện đang có ủng hộ",
    "insufficient": "chưa đủ dữ kiện",
    "near": "gần đạt",
    "not_supported": "kết quả CCHC chưa hỗ trợ",
}
CERTAINTIES = {
    "confirmed": "Đã xác nhận",
    "stated": "Theo nguồn công khai, chưa đối chiếu văn bản gốc",
    "third_party": "Theo tài liệu của bên thứ ba",
    "inferred": "Suy ra từ các quy định đã xác nhận",
    "unconfirmed": "Chưa xác nhận",
    "local": "Mức do tỉnh đặt (chưa có văn bản)",
}
CERTAINTY_HELP = {
    "confirmed": "có trang công khai nêu rõ văn bản và điều, khoản",
    "stated": "có trang công khai nêu quy định, chưa thấy số điều",
    "third_party": "chỉ thấy trong tài liệu của bên thứ ba, không phải văn bản pháp luật",
    "inferred": "suy ra từ các quy định lân cận đã xác nhận",
    "unconfirmed": "chưa tìm thấy nguồn xác nhận; cần người có chuyên môn đọc văn bản gốc trước khi dùng",
    "local": "chưa tìm thấy văn bản nào đặt mức này; tỉnh tự đặt và có thể đặt lại",
}
UNITS = {
    "percent": "%",
    "point": "điểm",
    "month": "tháng",
    "day": "ngày",
    "year": "năm",
    "person": "người",
    "award": "lần",
    "commitment": "nội dung",
    "condition": "điều kiện",
}
CAPACITIES = {"head": "Cấp trưởng", "acting": "Quyền cấp trưởng", "deputy_in_charge": "Cấp phó phụ trách"}
FLAGS = {
    "several_heads": "Trong năm có nhiều người đứng đầu: cần người có thẩm quyền phân định trách nhiệm.",
    "tenure_ended": "Đã thôi giữ chức: chỉ tính nội dung đến hạn trong thời gian giữ chức.",
    "acting_head": "Không phải cấp trưởng chính thức: cần xem xét riêng.",
}
SOURCE_REPORT = "Báo cáo của đơn vị đã được chấp nhận"
UNRANKED = "Không xếp hạng: {reason}."
RESTATED = "Nguồn sửa số sau khi chốt kỳ."
OWN_VALUE = "Mức do tỉnh đặt (chưa có văn bản)"
POSTS_FOR_NAMES = "Bản minh họa: cột Họ và tên ghi chức vụ thay cho họ tên"
DEMO = "DỮ LIỆU MINH HỌA: mục tiêu và kết quả trong tệp này chỉ để minh họa, không phải số liệu điều hành chính thức."
PROVISIONAL = "TẠM THỜI: số liệu của năm chưa chốt đủ; đề xuất sẽ được lập lại khi có số liệu chính thức."
FINAL = "Số liệu của năm đã chốt."
DECIDES = (
    "Hệ thống tổng hợp và đề xuất; người có thẩm quyền và Hội đồng quyết định. Chỉ tiêu không đạt tự nó không phải "
    "là vi phạm. Đây không phải là đề nghị khen thưởng của đơn vị."
)


def yes_no(value: bool) -> str:
    return "Có" if value else "Không"
