"""The pages of checks, made from the checks themselves."""

from tallystick.diff.checks import catalogue
from tallystick.diff.model import Check, Tier
from tallystick.report.comparison.markdown import quoted

_TIERS = {
    Tier.PAYLOAD: "Messages: a finding breaks when a message shows it",
    Tier.SOURCE: "Code that was written or generated for the old version",
    Tier.POLICY: "What was promised beside the messages",
}


def pages() -> dict[str, str]:
    """Return the page of every check, and one that lists them, by file name."""
    found = {f"{check.id}.md": _page(check) for check in catalogue()}
    found["README.md"] = _list(catalogue())
    return found


def _list(checks: tuple[Check, ...]) -> str:
    lines = [
        "# Checks of tally diff",
        "",
        "Made from the checks; `tally explain ID` says the same.",
    ]
    for tier, title in _TIERS.items():
        lines += ["", f"## {title}", "", "| check | weight | what happened |", "|---|---|---|"]
        for check in checks:
            if check.tier is tier:
                link = f"[{check.id}]({check.id}.md)"
                lines.append(f"| {link} | {check.severity.value} | {quoted(check.summary)} |")
    return "\n".join(lines) + "\n"


def _page(check: Check) -> str:
    lines = [f"# {check.id}", "", quoted(check.summary), "", quoted(check.why), ""]
    lines += [f"Instead: {quoted(check.instead)}", ""]
    lines.append(f"Tier {check.tier.value}, {check.severity.value} by default.")
    if check.docs:
        lines.append("Said only with `--docs`.")
    if check.source:
        lines += ["", f"Source: {quoted(check.source)}"]
    if check.former:
        names = " and ".join(f"`{name}`" for name in check.former)
        lines += ["", f"Settings for {names} mean it too."]
    if check.aliases:
        lines += ["", "oasdiff calls it:", "", *(f"- `{alias}`" for alias in check.aliases)]
    return "\n".join(lines) + "\n"
