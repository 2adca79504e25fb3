"""How senders lay out their tables: which columns, how a moment is written, and a file for each sender's dialect."""
