"""A kind of run that exists only in these tests: its effect can be counted, its middle can be waited for."""
