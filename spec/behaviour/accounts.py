"""Who may do what: accounts by token, their switches, balances and rates.

The file is TOML, named by the environment variable ``LUMA_AGENTS_ACCOUNTS``; `accounts.toml` is
an example. Without one, every token that the server accepts has everything.

========================= ============================================================ =========
member                    meaning                                                      if absent
========================= ============================================================ =========
``token``                 the bearer token (not in ``[default]``)                      needed
``hdr``                   rule hdr-access                                              true
``reframe_1080p``         rule reframe-1080p-rollout                                   true
``suspended``             create answers 403                                           false
``balance``               credits, see `prices`; 402, ``budget_exhausted``             no end
``requests_per_minute``   create calls in any 60 s; 429                                no limit
``concurrent``            unfinished generations; 429                                  no limit
``jobs_per_minute``       jobs started in any 60 s; ``rate_limited``                   no limit
========================= ============================================================ =========
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from tallystick.serve.behaviour import Account

ENVIRONMENT: Final = "LUMA_AGENTS_ACCOUNTS"
HDR: Final = "hdr"
REFRAME_1080P: Final = "reframe-1080p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an account may do; None is without limit."""

    hdr: bool = True
    reframe_1080p: bool = True
    suspended: bool = False
    balance: float | None = None
    requests_per_minute: int | None = None
    concurrent: int | None = None
    jobs_per_minute: int | None = None

    @property
    def switches(self) -> frozenset[str]:
        """Names of what is switched on, as `Account.switches` has them."""
        on = {HDR: self.hdr, REFRAME_1080P: self.reframe_1080p}
        return frozenset(name for name, given in on.items() if given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """All accounts.

    Attributes:
        tokens: Token -> account.
        terms: Account id -> its terms.
        default: Terms of everybody else.
        folders: URL prefix -> folder, see `fetching`.
    """

    tokens: Mapping[str, Account] = field(default_factory=dict)
    terms: Mapping[str, Terms] = field(default_factory=dict)
    default: Terms = Terms()
    folders: Mapping[str, Path] = field(default_factory=dict)

    def of(self, account: Account) -> Terms:
        """Return the terms of an account."""
        return self.terms.get(account.id, self.default)


def read(path: Path) -> Accounts:
    """Read an accounts file.

    Raises:
        ValueError: It is no TOML, or a member is unknown or of the wrong type.
        OSError: It cannot be read.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: {error}"
        raise ValueError(message) from error
    unknown = sorted(content.keys() - {"default", "accounts", "urls"})
    if unknown:
        message = f"{path}: unknown table {unknown[0]!r}"
        raise ValueError(message)
    terms: dict[str, Terms] = {}
    tokens: dict[str, Account] = {}
    for name, table in _tables(content.get("accounts", {}), path).items():
        place = f"{path}: accounts.{name}"
        token = table.pop("token", None)
        if not isinstance(token, str) or not token or token in tokens:
            message = f"{place}.token must be a text that no other account has"
            raise ValueError(message)
        terms[name] = _terms(table, place)
        tokens[token] = Account(id=name, switches=terms[name].switches)
    return Accounts(
        tokens=tokens,
        terms=terms,
        default=_terms(dict(content.get("default", {})), f"{path}: default"),
        folders=_folders(content.get("urls", {}), path),
    )


def _tables(value: Any, path: Path) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        message = f"{path}: accounts must be tables: [accounts.NAME]"
        raise ValueError(message)
    return {name: dict(table) for name, table in value.items()}


def _terms(table: dict[str, Any], place: str) -> Terms:
    kinds = {
        entry.name: (bool if isinstance(entry.default, bool) else float) for entry in fields(Terms)
    }
    for name, value in table.items():
        kind = kinds.get(name)
        if kind is None:
            message = f"{place}.{name} is unknown; known are {', '.join(sorted(kinds))}"
            raise ValueError(message)
        number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        if not (isinstance(value, bool) if kind is bool else number):
            wanted = "true or false" if kind is bool else "a number, 0 or more"
            message = f"{place}.{name} must be {wanted}, not {value!r}"
            raise ValueError(message)
    return Terms(**table)


def _folders(value: Any, path: Path) -> dict[str, Path]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
        message = f"{path}: urls must map URL prefixes to folders"
        raise ValueError(message)
    return {prefix: path.parent / name for prefix, name in value.items()}
