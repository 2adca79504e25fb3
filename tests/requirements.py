"""Say before the tests which system programs they will have to do without; refuse where they are required."""

import os
import shutil
import sys

import psycopg


def browser_path() -> str | None:
    """Return Debian's Chromium, or the one that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def postgresql_fault(url: str) -> str | None:
    """Return why the server that the address names cannot be used, or None."""
    try:
        with psycopg.connect(url, connect_timeout=5):
            return None
    except psycopg.OperationalError as error:
        return str(error).strip()


def main() -> int:
    faults = []
    if browser_path() is None:
        faults.append(
            ("REQUIRE_BROWSER", "Chromium is absent: tests in a browser are SKIPPED (apt-get install chromium).")
        )
    if "--postgresql" in sys.argv:
        fault = postgresql_fault(os.environ["DATABASE_URL"])
        if fault:
            print(f"PostgreSQL is not reachable, nothing was tested on it: {fault}", file=sys.stderr)
            return 1
    for switch, sentence in faults:
        required = os.environ.get(switch) == "1"
        print(f"\n*** {'REQUIRED BUT ' if required else ''}{sentence} ***\n", file=sys.stderr)
        if required:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
