"""How the server says no."""


class RefusalError(Exception):
    """A request is refused.

    Attributes:
        pointer: Where it is broken.
        rule: What it breaks.
        message: One sentence.
        status: What it is answered with.
    """

    def __init__(self, pointer: str, rule: str, message: str, status: int = 422) -> None:
        """Say what is broken, and where."""
        super().__init__(message)
        self.pointer, self.rule, self.message, self.status = pointer, rule, message, status


class Crash(Exception):  # noqa: N818 - a fault of the server, which no caller handles
    """A fault makes the server fail."""


def malformed(pointer: str, keyword: str, message: str) -> RefusalError:
    """Return the refusal of one member's own form."""
    return RefusalError(pointer, f"schema:{keyword}", message, 400)
