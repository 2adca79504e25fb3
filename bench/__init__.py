"""Measures what must stay fast, each beside the bare floor on the same data in the same run."""
