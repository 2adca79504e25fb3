"""One commitment: its figures and their way back, reporting on it, excusing it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accountability.web.fields import ExactNumberField
from commitments.agreements.models import ProgressReport, Waiver
from commitments.indicators.models import ReportingPeriod
from tests.web import world as worlds
from tests.web.query_baseline import counted
from tests.web.world import World

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
