"""The one way in which reading a file ends early: with a code that becomes a sentence for people."""


class Refused(Exception):
    """The file is not read. `code` and `details` say why; `messages` has the sentence."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
