"""Kinds of problem with `x-lifecycle`."""

from tallystick.diagnostics import Code, Severity

LIFECYCLE_TWICE = Code(
    id="lifecycle-twice",
    severity=Severity.WARNING,
    summary="A schema has more than one `x-lifecycle`, through its allOf branches.",
    why="A resource has one state machine; only the first is used.",
    instead="Keep the one on the resource's own schema.",
)
LIFECYCLE_INCOMPLETE = Code(
    id="lifecycle-incomplete",
    severity=Severity.ERROR,
    summary="`x-lifecycle` lacks a member that it cannot do without.",
    why="Waiters and the server are made from it; without `member`, `initial` and `states` there"
    " is no state machine.",
    instead="Add the member: `{member: state, initial: queued, success: [done], states: {...}}`.",
)
LIFECYCLE_UNKNOWN_MEMBER = Code(
    id="lifecycle-unknown-member",
    severity=Severity.ERROR,
    summary="`x-lifecycle` has a member that is not part of it.",
    why="A misspelt `requires` would promise nothing.",
    instead="Use member, initial, success, outputs, reason, states; in a state next, requires,"
    " forbids.",
)
LIFECYCLE_MEMBER = Code(
    id="lifecycle-member",
    severity=Severity.ERROR,
    summary="The member that holds a lifecycle's state does not exist or is no string.",
    why="Nothing could tell which state a message is in.",
    instead="Declare the member as a string with an enum of the states.",
)
LIFECYCLE_STATES = Code(
    id="lifecycle-states",
    severity=Severity.ERROR,
    summary="The states of a lifecycle and the values of its member are not the same.",
    why="A message in an unknown state could neither be waited for nor judged.",
    instead="List exactly the enum's values as states.",
)
LIFECYCLE_UNKNOWN_STATE = Code(
    id="lifecycle-unknown-state",
    severity=Severity.ERROR,
    summary="A lifecycle names a state that it does not have.",
    why="The transition leads nowhere.",
    instead="Use the name of a state under `states`.",
)
LIFECYCLE_SUCCESS = Code(
    id="lifecycle-success",
    severity=Severity.ERROR,
    summary="A state that means success is not terminal.",
    why="Who waits for success would return too early.",
    instead="List terminal states (`next: []`) under `success`.",
)
LIFECYCLE_UNKNOWN_FIELD = Code(
    id="lifecycle-unknown-field",
    severity=Severity.ERROR,
    summary="A lifecycle names a member that the schema does not have.",
    why="What a state promises of it could never be checked.",
    instead="Declare the member, or correct the name.",
)
LIFECYCLE_CONTRADICTION = Code(
    id="lifecycle-contradiction",
    severity=Severity.ERROR,
    summary="A state forbids a member that it, or the schema, requires.",
    why="No message could ever be in that state.",
    instead="Remove the member from one of the two lists.",
)
LIFECYCLE_UNREACHABLE = Code(
    id="lifecycle-unreachable",
    severity=Severity.ERROR,
    summary="A state cannot be reached from the initial one.",
    why="It is dead text, or a transition is missing.",
    instead="Name it in the `next` of a state, or remove it.",
)
LIFECYCLE_ENDLESS = Code(
    id="lifecycle-endless",
    severity=Severity.ERROR,
    summary="From a state no terminal state can be reached.",
    why="Who waits for the end would wait for ever.",
    instead="Add a transition that leads to an end.",
)
