"""The three steps of a pull: take the files in, read and judge them, write what follows. Called by `services` only."""
