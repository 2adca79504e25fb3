"""Read the installation's record in a process of its own, as plain values on standard output."""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accountability.settings.dev")
django.setup()

from commitments.agreements.models import Agreement, Commitment  # noqa: E402
from commitments.comparison.models import Standing  # noqa: E402
from commitments.organization.models import Unit  # noqa: E402
from commitments.recommendations.models import IssueBatch, Recommendation  # noqa: E402
from commitments.runs.models import Run  # noqa: E402


def ids() -> dict[str, Any]:
    """The addresses of the things that the pages are about."""
    return {
        "agreements": {row.unit.code: str(row.uuid) for row in Agreement.objects.select_related("unit")},
        "units": {row.code: str(row.uuid) for row in Unit.objects.all()},
        "commitments": {f"{row.unit.code}/{row.number}": row.pk for row in Commitment.objects.select_related("unit")},
        "recommendations": {
            f"{row.subject}/{row.unit.code}": str(row.uuid)
            for row in Recommendation.objects.select_related("unit").order_by("batch_id")
        },
        "pull": Run.objects.filter(kind="source_pull", result__rows_in__gt=0)
        .order_by("id")
        .values_list("pk")
        .last()[0],
    }


def signature(code: str) -> dict[str, str]:
    row = Agreement.objects.select_related("signature").get(unit__code=code).signature
    return {"sha256": row.sha256, "signer": row.signer_post, "payload": row.payload} if row else {}


def standing(code: str, number: str) -> dict[str, str]:
    row = Standing.objects.get(commitment__unit__code=code, commitment__number=int(number))
    return {"state": row.state, "value": str(row.value)}


def workbook() -> dict[str, Any]:
    """What the newest issue's workbook must say, read from the record and not from the writer."""
    batch = IssueBatch.objects.order_by("number").last()
    standings = Standing.objects.select_related("commitment__unit").filter(value__isnull=False)
    return {
        "batch": batch.number,
        "lines": {
            f"{row.subject}/{row.unit.code}": json.loads(row.payload)
            and {"level": row.level, "unit": row.unit.name, "review": row.calls_review}
            for row in batch.lines.select_related("unit")
        },
        "figures": {f"{row.commitment.unit.code}/{row.commitment.number}": str(row.value) for row in standings},
    }


if __name__ == "__main__":
    answer = {"ids": ids, "signature": signature, "standing": standing, "workbook": workbook}[sys.argv[1]](
        *sys.argv[2:]
    )
    json.dump(answer, sys.stdout)
