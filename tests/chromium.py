"""The browser that tests drive."""

import shutil


def chromium() -> str:
    """Return the path of this machine's Chromium."""
    names = ("chromium", "chromium-browser", "chrome", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: on Debian, apt-get install chromium"
    return found
