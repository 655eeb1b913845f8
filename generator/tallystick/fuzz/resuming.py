"""Where a campaign left off, as JSON that a later one goes on from.

The plan of a seed is always the same, so a number says which requests were judged; what they
showed, and the resources that journeys still follow, stand beside it. No secret is in it.
"""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from tallystick.fuzz.ledger import Ledger, Tally, Trial
from tallystick.fuzz.model import Case, Claim, Finding, Message, Named, Reply, Weight
from tallystick.fuzz.requests.plan import Wish
from tallystick.text import Json

FORMAT: Final = 2
MOST_MADE, FEW = 60, 4
"""Resources that are remembered: those that show the most choices, and the smallest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a campaign left off.

    Attributes:
        title: Name of the API.
        wish: What was wished for, as JSON: another wish has another plan.
        done: Planned requests of this shard that were judged.
        requests: Requests sent so far.
        findings: What was found.
        operations: Operation id -> how it fared.
        trials: How claims fared.
        made: Resources: requests, answers, and what the paths were given.
    """

    title: str
    wish: Json
    done: int
    requests: int
    findings: tuple[Finding, ...]
    operations: Mapping[str, Tally]
    trials: Mapping[Claim, Trial]
    made: tuple[tuple[Case, Reply, Mapping[str, str]], ...]

    def restore(self, ledger: Ledger) -> None:
        """Tell a ledger what was known."""
        ledger.add(self.findings)
        ledger.operations.update(self.operations)
        ledger.trials.update(self.trials)


def wished(wish: Wish) -> Json:
    """Return a wish as JSON."""
    return {
        each.name: list(value) if isinstance(value := getattr(wish, each.name), tuple) else value
        for each in fields(wish)
    }


def save(state: State) -> Json:
    """Return a state as JSON."""
    return {
        "format": FORMAT,
        "title": state.title,
        "wish": state.wish,
        "done": state.done,
        "requests": state.requests,
        "findings": [_plain(item) for item in state.findings],
        "operations": {
            name: {
                "valid": tally.valid,
                "accepted": tally.accepted,
                "excused": dict(tally.excused),
                "goals": [*map(str, sorted(tally.goals))],
                "statuses": _told(tally.statuses),
                "pages": _told(tally.pages),
                "hoped": _told(tally.hoped),
                "guessed": _told(tally.guessed),
            }
            for name, tally in state.operations.items()
        },
        "trials": [
            {"claim": _plain(claim), **asdict(trial)} for claim, trial in state.trials.items()
        ],
        "made": [[_plain(case), _plain(reply), dict(given)] for case, reply, given in state.made],
    }


def load(value: Any) -> State:
    """Read a state.

    Raises:
        ValueError: It is no state, or one of another version.
    """
    try:
        if value["format"] != FORMAT:
            raise ValueError(f"its format is {value['format']!r}, not {FORMAT}")
        return State(
            title=str(value["title"]),
            wish=value["wish"],
            done=int(value["done"]),
            requests=int(value["requests"]),
            findings=tuple(map(_finding, value["findings"])),
            operations={str(name): _tally(part) for name, part in value["operations"].items()},
            trials={
                Claim(**part.pop("claim")): Trial(**part) for part in map(dict, value["trials"])
            },
            made=tuple(
                (_case(case), _reply(reply), dict(given)) for case, reply, given in value["made"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part is missing or of the wrong kind: {error}") from None


def _plain(value: Any) -> Json:
    """Return a dataclass of the model as JSON; bytes in base64."""
    return {
        each.name: _part(getattr(value, each.name), whole=each.name == "value")
        for each in fields(value)
    }


def _part(value: Any, *, whole: bool) -> Json:
    if whole or value is None or isinstance(value, str | int | float):
        return value  # type: ignore[no-any-return]  # a body is JSON; the rest was looked at
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [_part(item, whole=False) for item in value]
    if isinstance(value, Mapping):
        return {str(key): str(item) for key, item in value.items()}
    return _plain(value)


def _finding(part: Any) -> Finding:
    known = dict(part)
    known["weight"] = Weight(known["weight"])
    known["claim"] = Claim(**known["claim"])
    known["case"] = _case(known["case"])
    known["reply"] = _reply(known["reply"])
    return Finding(**known)


def _case(part: Any) -> Case:
    known = dict(part)
    known["message"] = _message(known["message"])
    known["claim"] = None if known["claim"] is None else Claim(**known["claim"])
    for name in ("after", "tagged"):
        known[name] = None if known.get(name) is None else _case(known[name])
    known["before"] = tuple(map(_case, known.get("before", ())))
    known["touches"] = tuple(map(str, known["touches"]))
    known["binds"] = _pairs(known["binds"])
    known["names"] = tuple(map(_named, known.get("names", ())))
    known["until"] = _until(known.get("until"))
    if known.get("apart") is not None:
        name, maker, pointer = known["apart"]
        known["apart"] = (str(name), _case(maker), str(pointer))
    return Case(**known)


def _until(part: Any) -> tuple[str, tuple[str, ...]] | None:
    return None if part is None else (str(part[0]), tuple(map(str, part[1])))


def _named(part: Any) -> Named:
    known = dict(part)
    known["path"] = tuple(known["path"])
    known["maker"] = _case(known["maker"])
    known["ask"] = None if known["ask"] is None else _case(known["ask"])
    known["until"] = _until(known["until"])
    return Named(**known)


def _message(part: Any) -> Message:
    known = dict(part)
    known["headers"] = _pairs(known["headers"])
    known["body"] = None if known["body"] is None else base64.b64decode(known["body"])
    return Message(**known)


def _reply(part: Any) -> Reply:
    known = dict(part)
    known["body"] = base64.b64decode(known["body"])
    return Reply(**known)


def _tally(part: Any) -> Tally:
    return Tally(
        valid=int(part["valid"]),
        accepted=int(part["accepted"]),
        excused=Counter(part["excused"]),
        goals=set(part["goals"]),
        statuses=_counted(part.get("statuses", {})),
        pages=_counted(part.get("pages", {})),
        hoped=_counted(part.get("hoped", {})),
        guessed=_counted(part.get("guessed", {})),
    )


def _told(statuses: Counter[int]) -> dict[str, Json]:
    return {str(status): count for status, count in statuses.items()}


def _counted(part: Any) -> Counter[int]:
    return Counter({int(status): int(count) for status, count in part.items()})


def _pairs(parts: Iterable[Iterable[Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in parts)
