"""Tests with real processes: clusters, workers and supervisors that are started, killed and watched."""
