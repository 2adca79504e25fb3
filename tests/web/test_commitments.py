"""One commitment: its figures and their way back, reporting on it, excusing it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accountability.web.fields import ExactNumberField
from commitments.agreements.models import ProgressReport, Waiver
from commitments.agreements.services import report_accept, report_return
from commitments.indicators.models import ReportingPeriod
from commitments.organization.models import CohortMembership
from tests.web import world as worlds
from tests.web.query_baseline import counted
from tests.web.world import World, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def _url(commitment: object, name: str = "commitment") -> str:
    return reverse(name, args=[commitment.pk])  # type: ignore[attr-defined]


def _picture(name: str = "anh.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, worlds.PNG, content_type="text/html")


def _report(client: Client, world: World, **data: object) -> object:
    told = {"narrative": "Đã công khai.", "done_on": "2025-10-01", "evidence": _picture(), **data}
    return client.post(_url(world.duty, "commitment_report"), {k: v for k, v in told.items() if v is not None})


def test_the_page_says_how_far_since_when_and_from_which_run(client: Client, world: World) -> None:
    run_id = worlds.observe(world, "total", "2025-ytd", {"W": "88.64"})
    worlds.refresh()
    run = reverse("run", args=[run_id])
    for person, may_open in (("auditor", True), ("head", False)):
        client.force_login(world.users[person])
        text = client.get(_url(world.score)).content.decode()
        for words in ("88,64\u00a0điểm", "còn thiếu 1,36\u00a0điểm", "Nếu không có gì thay đổi", f"lượt số {run_id}"):
            assert words in text
        assert (run in text) == may_open


def test_a_restated_closed_figure_shows_both_values(client: Client, world: World) -> None:
    early, late = worlds.AT - timedelta(days=4), worlds.AT
    worlds.observe(world, "apology", "2025-q3", {"S": "1"}, known_at=early)
    for value, moment in (("74.5", early), ("74.7", late)):
        worlds.observe(world, "total", "2025-ytd", {"W": value}, known_at=moment)
    # The year to date closes after the year: to restate it, it must be closed already.
    ReportingPeriod.objects.filter(key="2025-ytd").update(closes_at=early - timedelta(days=1))
    worlds.refresh()
    client.force_login(world.users["head"])
    page = client.get(_url(world.score)).context["page"]
    assert (page.restated.before, page.restated.now) == ("74,50\u00a0điểm", "74,70\u00a0điểm")
    assert page.trend.has_restated
    assert [one.is_restatement for one in page.figures] == [True, False]


def test_a_duty_is_reported_with_its_proof(client: Client, world: World) -> None:
    client.force_login(world.users["officer"])
    assert _report(client, world).status_code == 302  # type: ignore[attr-defined]
    report = ProgressReport.objects.get()
    assert (report.done_on, report.narrative, report.submitted_by_id) == (
        date(2025, 10, 1),
        "Đã công khai.",
        world.users["officer"].pk,
    )
    assert report.evidence.get().content_type == "image/png"
    text = client.get(_url(world.duty)).content.decode()
    assert "Đã gửi, chờ thẩm định" in text
    assert 'name="narrative"' not in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"done_on": "2025-02-30"}, "Ngày này không có thật"),
        ({"done_on": "2025-10-16"}, "Ngày hoàn thành không được ở sau hôm nay"),
        ({"done_on": None}, "Ngày hoàn thành"),
        ({"evidence": None}, "Tài liệu kiểm chứng"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"<html>not a pdf</html>")}, "không phải PDF"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"")}, "Tài liệu kiểm chứng"),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(
    client: Client, world: World, wrong: dict[str, object], words: str
) -> None:
    client.force_login(world.users["head"])
    answer = _report(client, world, narrative="Những dòng đã gõ rất lâu.", **wrong)
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in text
    assert "Những dòng đã gõ rất lâu." in text
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"done_on": "2025-10-16"}, "done_on"),
        ({"done_on": "2025-06-30"}, "done_on"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"<html>not a pdf</html>")}, "evidence"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"")}, "evidence"),
        ({"evidence": None}, "evidence"),
        ({"narrative": "  "}, "narrative"),
    ],
)
def test_a_refusal_marks_its_field(client: Client, world: World, wrong: dict[str, object], field: str) -> None:
    client.force_login(world.users["head"])
    answer = _report(client, world, **wrong)
    assert list(answer.context["report_form"].errors) == [field]  # type: ignore[attr-defined]
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert f'id="id_{field}_error"' in text
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid|aria-invalid[^>]*id="id_{field}"', text)
    assert re.search(rf'aria-describedby="[^"]*id_{field}_error', text)


def test_a_missing_file_is_asked_for_by_name(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert "Cần chọn tệp." in _report(client, world, evidence=None).content.decode()  # type: ignore[attr-defined]


def test_the_date_field_ends_today(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert 'max="2025-10-15"' in client.get(_url(world.duty)).content.decode()


def _decide(world: World, *, accept: bool) -> None:
    reviewer, report = world.users["reviewer"], ProgressReport.objects.latest("pk")
    told = {"report_id": report.pk, "user_id": reviewer.pk, "actor": acting(reviewer), "day": worlds.DAY}
    if accept:
        report_accept(**told, at=worlds.AT)
    else:
        report_return(**told, at=worlds.AT, reason="Thiếu bảng kê.")


def test_a_correction_starts_from_the_returned_report(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    third = ReportingPeriod.objects.get(key="2025-q3").pk
    data = {"period": third, "numerator": "19,5", "denominator": "20", "narrative": "Bảng kê kèm theo."}
    client.post(_url(world.rate, "commitment_report"), data)
    _decide(world, accept=False)
    answer = client.get(_url(world.rate))
    form, text = answer.context["report_form"], answer.content.decode()
    assert form["period"].initial == third
    assert "Bảng kê kèm theo.</textarea>" in text
    assert 'value="19,5"' in text
    assert "đã được điền sẵn" in text


def test_a_done_duty_is_not_counted_as_late(client: Client, world: World) -> None:
    worlds.refresh()
    client.force_login(world.users["head"])
    _report(client, world)
    page = client.get(_url(world.duty)).context["page"]
    # The standing does not know of the report yet; the page does.
    assert (page.due, page.reason) == ("chờ thẩm định từ hôm nay", "Báo cáo đã gửi và đang chờ thẩm định.")
    assert page.figure_missing == "Chờ thẩm định"
    _decide(world, accept=True)
    assert "tình trạng đang được cập nhật" in client.get(_url(world.duty)).context["page"].reason
    worlds.refresh()
    assert client.get(_url(world.duty)).context["page"].due == "xong 01/10/2025, đúng hạn"


def test_a_quarter_that_nobody_reported_is_late_until_it_is_reported(client: Client, world: World) -> None:
    worlds.refresh()
    client.force_login(world.users["head"])
    page = client.get(_url(world.rate)).context["page"]
    assert page.due == "quá hạn báo cáo 15 ngày"
    assert "Đã hết hạn báo cáo ngày 30/09/2025" in page.reason
    data = {"period": ReportingPeriod.objects.get(key="2025-q3").pk, "numerator": "19", "denominator": "20"}
    client.post(_url(world.rate, "commitment_report"), {**data, "narrative": "Bảng kê."})
    _decide(world, accept=True)
    worlds.refresh()
    assert client.get(_url(world.rate)).context["page"].due == "còn 77 ngày"


def test_a_unit_that_is_not_ranked_reads_why(client: Client, world: World) -> None:
    worlds.observe(world, "total", "2025-ytd", {"W": "60.69", "S": "70"})
    CohortMembership.objects.filter(unit=world.units["W"]).update(
        is_ranked=False, unranked_reason="gần như không có hồ sơ"
    )
    worlds.refresh()
    client.force_login(world.users["head"])
    page = client.get(_url(world.rank)).context["page"]
    assert (page.figure_missing, page.reason) == ("Không xếp hạng", "Không xếp hạng. gần như không có hồ sơ.")
    assert page.bullet is None


def test_a_rank_says_among_whom_and_how_it_is_made(client: Client, world: World) -> None:
    worlds.observe(world, "total", "2025-ytd", {"W": "60", "S": "70"})
    worlds.refresh()
    client.force_login(world.users["head"])
    text = client.get(_url(world.rank)).content.decode()
    assert "2 đơn vị của nhóm Xã, phường, đặc khu, do hệ thống xếp lại." in text
    assert "cùng nhận hạng tốt hơn" in text


def test_a_rate_is_reported_with_numerator_and_denominator_for_the_quarter_that_is_owed(
    client: Client, world: World
) -> None:
    client.force_login(world.users["head"])
    form = client.get(_url(world.rate)).context["report_form"]
    third = ReportingPeriod.objects.get(key="2025-q3").pk
    assert form["period"].initial == third
    data = {"period": third, "numerator": "19", "denominator": "20", "narrative": "Bảng kê kèm theo."}
    assert client.post(_url(world.rate, "commitment_report"), data).status_code == 302
    report = ProgressReport.objects.get()
    assert (report.numerator, report.denominator, report.period_id) == (19, 20, third)


def test_a_numerator_beyond_the_denominator_is_refused(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    data = {"period": ReportingPeriod.objects.get(key="2025-q3").pk, "numerator": "21", "denominator": "20"}
    answer = client.post(_url(world.rate, "commitment_report"), {**data, "narrative": "x"})
    assert "Tử số không được lớn hơn mẫu số" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1204", "1204"), (" 12 ", "12"), ("12,5", "12.5"), ("0,0001", "0.0001"), ("1 204", "1204"), ("0", "0")],
)
def test_numbers_are_read_as_vietnamese_writes_them(typed: str, read: str) -> None:
    assert ExactNumberField().clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["1.204", "1.204,5", "1,20000", "-1", "1e3", "NaN", "١", "12,34,5", "," * 9])
def test_what_could_mean_two_numbers_is_refused(typed: str) -> None:
    with pytest.raises(Exception, match="Chỉ ghi chữ số"):
        ExactNumberField().clean(typed)


def test_a_pulled_figure_is_not_reported(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    assert client.get(_url(world.score)).context["report_form"] is None
    data = {"narrative": "x", "value": "99"}
    answer = client.post(_url(world.score, "commitment_report"), data)
    assert answer.status_code == 422
    assert "lấy tự động" in answer.content.decode()


def test_a_manager_records_an_objective_cause(client: Client, world: World) -> None:
    client.force_login(world.users["manager"])
    data = {
        "reason": "Cổng dịch vụ công ngừng hoạt động.",
        "authority": "Chủ tịch UBND Tỉnh Mẫu",
        "document": "Công văn 128/UBND-NC ngày 02/10/2025",
        "first_day": "2025-10-02",
    }
    wrong = client.post(_url(world.duty, "commitment_excuse"), {**data, "authority": ""})
    assert wrong.status_code == 422
    assert "Cổng dịch vụ công ngừng hoạt động." in wrong.content.decode()
    assert client.post(_url(world.duty, "commitment_excuse"), data).status_code == 302
    assert Waiver.objects.get().document == data["document"]
    assert "Công văn 128/UBND-NC" in client.get(_url(world.duty)).content.decode()


def test_what_people_type_is_shown_as_text(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    _report(client, world, narrative="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" not in client.get(_url(world.duty)).content.decode()


def test_the_page_makes_the_same_queries_however_many_figures_there_are(client: Client, world: World) -> None:
    client.force_login(world.users["head"])
    for number in range(2):
        moment = worlds.AT - timedelta(days=number + 1)
        worlds.observe(world, "total", "2025-ytd", {"W": Decimal(80 + number), "S": 70}, known_at=moment)
    worlds.refresh()
    with counted("commitment, pulled"):
        client.get(_url(world.score))
    for number in range(4):
        moment = worlds.AT + timedelta(minutes=number)
        worlds.observe(world, "total", "2025-ytd", {"W": Decimal(85 + number), "S": 75}, known_at=moment)
    with counted("commitment, pulled"):
        client.get(_url(world.score))
    with counted("commitment, reported"):
        client.get(_url(world.duty))
