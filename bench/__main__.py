"""`python -m bench [NAME ...]`: measure on a database of its own, print a table, write bench.json.

Without names everything is measured. Ends with 1 where a bound is not held, with 2 where nothing could be measured.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from bench.database import DEFAULT_URL, UnableToMeasure, own_database

RESULT: Final = Path("bench.json")
# Name, the most that ours may be of the floor, and the most queries; None where no such bound is set.
BOUNDS: Final[dict[str, tuple[float | None, int | None]]] = {
    "standings_full": (8.0, None),
    "standings_one_percent": (None, None),
    "overview_page": (None, 15),
    "council_export": (2.5, None),
}
ONE_PERCENT_SHARE: Final = 0.03
ONE_PERCENT_SECONDS: Final = 1.0


def main(names: list[str]) -> int:
    unknown = set(names) - set(BOUNDS)
    if unknown:
        print(f"make bench: there is no {', '.join(sorted(unknown))}; there are {', '.join(BOUNDS)}", file=sys.stderr)
        return 2
    url = os.environ.get("DATABASE_URL") or DEFAULT_URL
    with tempfile.TemporaryDirectory(prefix="camket-bench-") as state:
        os.environ.update(
            DATABASE_URL=url,
            DJANGO_SETTINGS_MODULE="accountability.settings.test",
            STATE_DIR=state,
            WORKING_DAY="2025-09-20",
            HEADLINE_INDICATOR="i01",
        )
        try:
            with own_database(url):
                results = _measure(names or list(BOUNDS))
        except UnableToMeasure as error:
            print(f"make bench: {error}", file=sys.stderr)
            return 2
    RESULT.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _show(results)
    return 0 if all(result["within"] for result in results) else 1


def _measure(names: list[str]) -> list[dict[str, Any]]:
    print(f"nation loaded in {_child('load')['median']:.1f} s", flush=True)
    # Every other case reads the standings that this one stores.
    full = _compared("standings_full", _child("standings_full"), _child("standings_full", "floor"))
    results = [full]
    if "standings_full" in names:
        full["again_unchanged"] = _child("standings_again")["median"]
    if "standings_one_percent" in names:
        results.append(_one_percent(full))
    if "overview_page" in names:
        results.append(_compared("overview_page", _child("overview_page"), _child("overview_page", "floor")))
    if "council_export" in names:
        print(f"recommendations issued in {_child('issue')['median']:.1f} s", flush=True)
        results.append(_compared("council_export", _child("council_export"), _child("council_export", "floor")))
    return results


def _one_percent(full: dict[str, Any]) -> dict[str, Any]:
    """Compare a night with our own full refresh: cost follows what changed."""
    night = _child("standings_one_percent")
    one = _compared("standings_one_percent", night, {**night, "median": full["ours"], "seconds": full["seconds"]})
    one["allowed"] = ONE_PERCENT_SHARE * full["ours"] + ONE_PERCENT_SECONDS
    one["within"] = one["ours"] <= one["allowed"]
    return one


def _child(name: str, side: str = "ours") -> dict[str, Any]:
    """Measure one case in a process of its own, so that its peak memory is its own."""
    done = subprocess.run([sys.executable, "-m", "bench.cases", name, side], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{name} ({side}) failed; its own words stand above.")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    measured["median"] = statistics.median(measured["seconds"])
    return measured


def _compared(name: str, ours: dict[str, Any], floor: dict[str, Any]) -> dict[str, Any]:
    ratio = ours["median"] / floor["median"]
    most, most_queries = BOUNDS[name]
    within = (most is None or ratio <= most) and (most_queries is None or ours["queries"] <= most_queries)
    return {
        "name": name,
        "ours": ours["median"],
        "floor": floor["median"],
        "ratio": ratio,
        "rows": ours["rows"],
        "queries": ours["queries"],
        "peak_memory": ours["peak_memory"],
        "floor_peak_memory": floor["peak_memory"],
        "seconds": ours["seconds"],
        "floor_seconds": floor["seconds"],
        "notes": ours["notes"],
        "within": within,
    }


def _show(results: list[dict[str, Any]]) -> None:
    print(f"\n{'':24}{'ours, s':>10}{'floor, s':>10}{'ratio':>8}{'rows':>10}{'queries':>9}{'peak, MB':>10}  bound")
    for row in results:
        most, most_queries = BOUNDS[row["name"]]
        bound = f"ratio <= {most}" if most else f"queries <= {most_queries}"
        bound = f"<= {row['allowed']:.2f} s" if "allowed" in row else bound
        print(
            f"{row['name']:24}{row['ours']:10.3f}{row['floor']:10.3f}{row['ratio']:8.2f}{row['rows']:10,}"
            f"{row['queries']:9}{row['peak_memory'] / 2**20:10.0f}  {bound}: {'yes' if row['within'] else 'NO'}"
        )
    print()
    for row in results:
        affected = row["notes"].get("affected")
        if affected:
            print(
                f"{row['name']}: {affected['figures']:,} commitments by their own figures, {affected['rank']:,} rank "
                "commitments of touched cohorts"
            )
    print("Medians of three. The floor of standings_one_percent is our own full refresh. See bench/nation.py.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
