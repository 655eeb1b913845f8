"""The ``tally`` command."""


def main() -> None:
    """Run the command line."""
