"""What kind of failure it was, for those who decide whether to try again."""


class PermanentError(Exception):
    """Trying again cannot help: a person must change something first. The message is for people.

    Services derive their `UnableTo…` from it where that is so; a background run then ends at once.
    """
