"""Findings about resources on their way: states, ends, keys, what is echoed, histories."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "broken-link",
        "What an answer names a new resource with cannot be asked for.",
        "The id is missing, or breaks the schema of the path that it belongs in, so the resource "
        "cannot be followed. A warning where the document does not say that this member is the id.",
        "Answer with an id that the path takes, or mend the schema of the parameter.",
    ),
    error(
        "state-order",
        "A resource went from one state to another one that may not follow it.",
        "Clients wait for states in the documented order (`x-lifecycle`). A warning where the "
        "order was read from words.",
        "Do not go back, and skip nothing; or add the step to `next`.",
    ),
    warning(
        "state-initial",
        "A new resource is not in the first of the documented states.",
        "Clients that show progress begin there.",
        "Answer with the first state, or document where resources may begin.",
    ),
    error(
        "state-requires",
        "A member that a state asks for is missing.",
        "*output is there when completed*: clients read it without asking.",
        "Send the member in that state; set both in one step.",
    ),
    error(
        "state-forbids",
        "A member is there in a state that forbids it.",
        "A `failure_code` of what did not fail makes clients give up.",
        "Leave the member out, or null, in that state.",
    ),
    warning(
        "state-empty",
        "A member that a state asks for is there, and nothing is in it.",
        "A list without items, or an empty text, is no output.",
        "Fill it before the state is reached, or let the resource fail.",
    ),
    error(
        "never-ends",
        "A resource was not seen to end.",
        "An error where others of its kind that were made well after it ended long ago: it was "
        "lost. A warning where nothing moves any more. A server with slow jobs may only need "
        "more time.",
        "Look for the job in the server; give a slow server time with `--budget`.",
    ),
    warning(
        "born-too-far",
        "New resources are at once where others have to be led.",
        "No resource was ever seen in the first state, so that nothing waits for the step that "
        "the document describes.",
        "Begin in the documented first state.",
    ),
    warning(
        "changed-after-end",
        "Something of a resource changed after its end.",
        "Clients keep what has ended; they do not ask again.",
        "Set all outputs and reasons before the last state, and leave them.",
    ),
    error(
        "identity",
        "A member that must not change is another one in a later answer.",
        "The id, and when something was made, belong to the resource for good.",
        "Keep it with the resource; do not make it anew for each answer.",
    ),
    error(
        "same-resource",
        "Two different requests were answered with the same resource.",
        "One caller's order is the other one's. Nobody asked with an idempotency key.",
        "Make a new id for each request.",
    ),
    error(
        "echo",
        "A resource does not show what was asked for.",
        "A member of the request and one of the answer have the same name and kind, and differ. A "
        "warning where the member may be made otherwise by the server.",
        "Keep what was asked; describe what the server may change.",
    ),
    error(
        "default",
        "A default that the document states was not assumed.",
        "Who leaves the member out relies on it. A warning where the answer does not show the "
        "member at all, or only words state the default.",
        "Assume the documented default, or correct it.",
    ),
    error(
        "default-differs",
        "Leaving a parameter out and spelling out its default have different answers.",
        "A default says that both are the same. It was asked three times, so that it is no chance.",
        "Assume the documented default, or correct it.",
    ),
    warning(
        "flag-ignored",
        "A request asked for something with `true`, and the answer denies it.",
        "`set_default: true` and `is_default: false` contradict each other.",
        "Do what the flag asks for, or refuse the request.",
    ),
    warning(
        "no-part",
        "A member that is the beginning, or the end, of what was sent is something else.",
        "Words say *the last four digits*.",
        "Cut it from what was sent.",
    ),
    warning(
        "again-differs",
        "What was made by doing something again is not as words say.",
        "Its members are to be the same, or to name what it was made from.",
        "Copy these members from the old resource.",
    ),
    error(
        "key-not-once",
        "The same request with the same idempotency key made a second resource.",
        "Keys are there so that a lost answer does not cost twice.",
        "Keep the key with its resource, and answer with that one.",
    ),
    error(
        "key-refused",
        "A request was refused because of its idempotency key.",
        "The same request with the same key has to have the same answer. A warning where a new key "
        "was refused for marks that its schema allows.",
        "Answer as the first time; take every key that the schema takes.",
    ),
    warning(
        "key-reused",
        "An idempotency key was taken again with another body.",
        "What was asked for the second time is either lost or made under a wrong name.",
        "Refuse it with 409 or 422, as the document lists it.",
    ),
    error(
        "key-mixed-up",
        "Two requests that have nothing to do with each other were taken for one because of a key.",
        "The keys were those of different callers, operations or resources. A warning where they "
        "differ in the case of their letters.",
        "Keep keys by caller and operation, and compare them as they are.",
    ),
    error(
        "history-skips",
        "A history goes from one state to another one that may not follow it.",
        "It contradicts the documented order of states. A warning where a step may be left out.",
        "Write down each step when it happens.",
    ),
    warning(
        "history-begins",
        "A history does not begin where all begin.",
        "The first step is missing.",
        "Write down the first state when the resource is made.",
    ),
    warning(
        "history-ends",
        "A history does not end in the state of the resource.",
        "The last step is missing, or the state is.",
        "Write down the step together with the state.",
    ),
    warning(
        "history-turned",
        "A history is told in the wrong order.",
        "Words say whether the newest or the oldest comes first.",
        "Turn it round.",
    ),
    warning(
        "went-down",
        "A number that never goes down went down.",
        "Words say so of it; clients compare versions by it.",
        "Only ever add to it.",
    ),
    warning(
        "uncounted",
        "A number that counts changes did not count one.",
        "Words say that it is one more after each change.",
        "Add one with every change, in the same step.",
    ),
)
