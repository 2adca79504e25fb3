"""Is every figure fresh and whole? What runs, when, with what result, and the buttons for it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accountability import policy
from accountability.web.access import actor, allows, found, permitted
from accountability.web.jobs import one, presenters, runs
from accountability.web.jobs.runs import GOING_ON
from accountability.web.jobs.words import KINDS, kind_word, took
from accountability.web.presentation.chips import Choice
from commitments.lib import clock
from commitments.runs.models import RunState
from commitments.runs.selectors import RunRow, health_reading, run_row, run_rows, schedule_rows
from commitments.runs.services import UnableToCancelRun, run_cancel, run_request
from commitments.runs.services.schedules import UnableToChangeSchedule, schedule_pause, schedule_resume
from commitments.sources.selectors import quarantined_count, quarantined_rows, source_rows, source_run_detail

_PAGE = 30
_LOOKED_AT = 400
_PULLS_LOOKED_AT = 100
# What a minute brings by itself would hide what people look for.
_SHOWN = tuple(kind for kind in KINDS if kind != "audit_seal")


@require_GET
@permitted(policy.JOBS_VIEW)
def sources(request: HttpRequest) -> HttpResponse:
    """Show every source, every schedule and the latest work."""
    at = clock.now()
    planned = schedule_rows()
    by_key = {row.key: row for row in planned}
    rows = source_rows(at=at, next_due=presenters.next_due(planned))
    pulls = run_rows(kinds=["source_pull"], limit=_PULLS_LOOKED_AT)
    names = {row.key: row.name for row in rows}
    kind, state, before = request.GET.get("loai", ""), request.GET.get("tinh_trang", ""), request.GET.get("truoc", "")
    kind, state = kind if kind in KINDS else "", state if state in RunState.values else ""
    looked_at = run_rows(
        kinds=[kind] if kind else _SHOWN,
        states=[state] if state else (),
        before_id=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
        limit=_LOOKED_AT,
    )
    listed, older = runs.worth_listing(looked_at, size=_PAGE, every=bool(kind), more=len(looked_at) == _LOOKED_AT)
    context = {
        "health": presenters.health_of(health_reading(at=at)),
        "sources": [
            presenters.source_of(row, by_key, [run for run in pulls if run.params.get("source") == row.key], at)
            for row in rows
        ],
        "schedules": [presenters.schedule_of(row) for row in planned if not row.key.startswith(presenters.PULL_PREFIX)],
        "may_run": allows(request, policy.JOBS_RUN),
        "runs": [runs.run_line(run, names) for run in listed],
        "older_url": _address(kind, state, older) if older else "",
        "leaves_out": not kind,
        "kinds": [
            Choice(_("Tất cả"), _address("", state), not kind),
            *(Choice(kind_word(code), _address(code, state), code == kind) for code in KINDS),
        ],
        "states": [
            Choice(_("Tất cả"), _address(kind, ""), not state),
            Choice(_("Không thành công"), _address(kind, "failed"), state == "failed"),
        ],
    }
    return render(request, "jobs/sources.html", context)


def _address(kind: str, state: str, before: int | None = None) -> str:
    pairs = {"loai": kind, "tinh_trang": state, "truoc": str(before or "")}
    query = "&".join(f"{name}={value}" for name, value in pairs.items() if value)
    return f"?{query}#luot"


@require_GET
@permitted(policy.JOBS_VIEW)
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show one run: what it brought, what it held back and why, what it changed."""
    run = found(run_row(run_id))
    at = clock.now()
    context: dict[str, Any] = {
        "run": run,
        "title": kind_word(run.kind),
        "outcome": runs.outcome_of(run),
        "took": took(run.started_at, run.finished_at),
        "brought": runs.brought_text(run),
        "going": runs.going_of(run, at) if run.state in GOING_ON else None,
        "may_stop": allows(request, policy.JOBS_RUN) and run.state in GOING_ON,
        "effect": one.effect_of(run),
        "result": one.result_link(run, may_export=allows(request, policy.COUNCIL_EXPORT)),
    }
    if run.kind == "source_pull":
        context |= _pull(request, run)
    return render(request, "jobs/run.html", context)


def _pull(request: HttpRequest, run: RunRow) -> dict[str, Any]:
    detail = found(source_run_detail(run_id=run.run_id))
    page = Paginator(range(quarantined_count(run_id=run.run_id)), 50).get_page(request.GET.get("page"))
    held = quarantined_rows(run_id=run.run_id, offset=max(0, page.start_index() - 1), limit=50)
    followers = [found(run_row(run_id)) for run_id in detail.follow_up_run_ids[:3]]
    return {
        "detail": detail,
        "files": one.files_of(detail.files, run_id=run.run_id, may_open=allows(request, policy.SOURCE_FILE_VIEW)),
        "folder": presenters.folder_of(detail.source_key) if allows(request, policy.JOBS_RUN) else "",
        "held": one.held_of(held),
        "page": page,
        "remarked": one.remarks_by(detail.warned_by),
        "followers": [(runs.run_line(follower, {}), one.effect_of(follower)) for follower in followers],
    }


@require_GET
@permitted(policy.JOBS_VIEW)
def run_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer the page that waits: how far it is, or, once it has ended, the whole page anew."""
    run = found(run_row(run_id))
    if not request.headers.get("HX-Request"):
        return redirect("run", run_id)
    if run.state in GOING_ON:
        return render(request, "jobs/_going.html", {"going": runs.going_of(run, clock.now())})
    if run.state == RunState.SUCCEEDED:
        brought = runs.brought_text(run)
        said = _("%(work)s: xong.") % {"work": kind_word(run.kind)} + (f" {capfirst(brought)}." if brought else "")
        tell = messages.success if runs.outcome_of(run) == RunState.SUCCEEDED else messages.warning
        tell(request, said)
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
@permitted(policy.JOBS_RUN)
def pull_now(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a pull; while one waits or goes on, a second click finds that one."""
    if all(row.key != key or not row.is_active for row in source_rows(at=clock.now())):
        raise Http404
    run_request(kind="source_pull", params={"source": key}, actor=actor(request), at=clock.now())
    messages.info(request, _("Đã ghi nhận; lượt lấy số liệu bắt đầu trong giây lát. Trang này tự cập nhật."))
    return redirect("jobs")


@require_POST
@permitted(policy.JOBS_RUN)
def pause(request: HttpRequest, key: str) -> HttpResponse:
    """Stop a schedule from coming due; what has begun goes on."""
    return _schedule_change(request, key, schedule_pause, _("Đã tạm dừng lịch này. Lượt đang chạy vẫn chạy tiếp."))


@require_POST
@permitted(policy.JOBS_RUN)
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Let a schedule come due again from now on."""
    return _schedule_change(request, key, schedule_resume, _("Lịch chạy lại từ bây giờ; phần đã bỏ qua không chạy bù."))


def _schedule_change(request: HttpRequest, key: str, change: Callable[..., None], said: str) -> HttpResponse:
    known = {row.key: presenters.schedule_of(row) for row in schedule_rows()}
    if key not in known or not known[key].may_pause:
        raise Http404
    try:
        change(key=key, actor=actor(request), at=clock.now())
    except UnableToChangeSchedule as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("jobs")


@require_POST
@permitted(policy.JOBS_RUN)
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask a run to stop: a waiting one at once, one at work before its next part."""
    run = found(run_row(run_id))
    try:
        run_cancel(run_id=run.run_id, actor=actor(request), at=clock.now())
    except UnableToCancelRun as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Đã yêu cầu dừng. Phần đã ghi xong vẫn giữ nguyên."))
    return redirect(reverse("run", args=[run_id]))
