"""One folder a connector; beside them what every parser uses: tables, numbers, dialects. None of it knows Django."""
