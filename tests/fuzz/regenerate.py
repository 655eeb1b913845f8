"""``python -m tests.fuzz.regenerate`` writes the page that lists the kinds of findings."""

from pathlib import Path

from tallystick.fuzz.reports.kinds import page

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
