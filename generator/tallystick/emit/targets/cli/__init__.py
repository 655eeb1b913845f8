"""The command line target; `templates/cli/` has its templates."""

from tallystick.emit.targets.cli.target import TARGET, CliTarget

__all__ = ["TARGET", "CliTarget"]
