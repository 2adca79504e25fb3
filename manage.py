#!/usr/bin/env python
"""Run a management command with the settings that DJANGO_SETTINGS_MODULE names (the demo's by default)."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  this file must still say so where Python is too old
    sys.exit("Cam Kết needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accountability.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
