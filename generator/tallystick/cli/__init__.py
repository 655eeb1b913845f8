"""The ``tally`` command: the one place that prints, exits and touches the terminal."""


def main() -> None:
    """Run the command line in a process of its own, where Ctrl-C is never a traceback."""
    # All imports come late: before the first line of ours nobody takes the interrupt.
    from tallystick.cli import interrupts

    interrupts.take()
    from tallystick.cli import commands

    try:
        commands.main()
    finally:
        interrupts.over()
