"""The demo's settings with the probe added; what is short here comes from the environment."""

from accountability.settings.dev import *  # noqa: F403  settings modules are layered by importing the lower one
from accountability.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.processes.probe.apps.ProbeConfig"]
