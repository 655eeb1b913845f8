"""The way of a resource through its states, as the worker walks it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.ir.types import Lifecycle, State
from tallystick.text import Json


@dataclass(frozen=True, slots=True)
class Walk:
    """A lifecycle, asked for the next step.

    Attributes:
        lifecycle: The state machine that the document declares.
    """

    lifecycle: Lifecycle

    def state(self, name: str) -> State | None:
        """Return a declared state."""
        return next((state for state in self.lifecycle.states if state.name == name), None)

    def is_terminal(self, name: str) -> bool:
        """Whether nothing follows: no successors, or not a declared state at all."""
        state = self.state(name)
        return state is None or not state.next

    def towards_success(self, name: str) -> str | None:
        """Return the next state on the shortest way to success, or None when there is no way."""
        return self._towards(name, frozenset(self.lifecycle.success))

    def towards_failure(self, name: str, wanted: str | None = None) -> str | None:
        """Return the next state on the shortest way to a failing terminal state.

        Args:
            name: Where the resource is.
            wanted: The failing state to reach; None takes any.
        """
        failing = {
            state.name
            for state in self.lifecycle.states
            if not state.next and state.name not in self.lifecycle.success
        }
        goals = {wanted} & failing if wanted else failing
        return self._towards(name, frozenset(goals))

    def tidy(self, value: Mapping[str, Json], state: str) -> dict[str, Json]:
        """Return a resource put into a state, without the members that the state forbids."""
        declared = self.state(state)
        forbidden = set(declared.forbids) if declared else set()
        kept = {name: member for name, member in value.items() if name not in forbidden}
        if self.lifecycle.member:
            kept[self.lifecycle.member] = state
        return kept

    def missing(self, value: Mapping[str, Json], state: str) -> tuple[str, ...]:
        """Return the members that a state requires and a resource does not give."""
        declared = self.state(state)
        required = declared.requires if declared else ()
        return tuple(name for name in required if value.get(name) is None)

    def _towards(self, start: str, goals: frozenset[str]) -> str | None:
        first_steps = {start: ""}
        waiting = deque([start])
        while waiting:
            name = waiting.popleft()
            state = self.state(name)
            for following in state.next if state else ():
                step = first_steps[name] or following
                if following in goals:
                    return step
                if following not in first_steps:
                    first_steps[following] = step
                    waiting.append(following)
        return None
