"""The smallest files of each kind that is made."""

import base64
from typing import Final

_PNG: Final = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
FILES: Final = {
    "png": (base64.b64decode(_PNG), "image/png"),
    "jpeg": (bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"), "image/jpeg"),
    "mp4": (
        bytes.fromhex("0000001c667479706d703432000000006d70343269736f6d61766331"),
        "video/mp4",
    ),
}
"""Extension -> content and media type."""
