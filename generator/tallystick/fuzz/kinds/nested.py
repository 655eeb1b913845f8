"""Findings about what is in resources, what actions do, and several things in one request."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    warning(
        "nested-missing",
        "What was made in a resource is not in the list below it.",
        "The creation was answered with success.",
        "List it.",
    ),
    error(
        "nested-order",
        "What is added at the end does not stand behind what was there before.",
        "Words promise the order.",
        "Keep the order in which things were added.",
    ),
    warning(
        "nested-count",
        "A member that counts what is in a resource says another number than are listed.",
        "One of both is wrong.",
        "Count what is listed.",
    ),
    warning(
        "nested-sum",
        "A member that is the sum of what is listed is another number.",
        "Words say what it is the sum of, or of which part of each.",
        "Sum up what is listed, and round as the document says.",
    ),
    warning(
        "nested-apart",
        "A resource shows other things inside than the list below it.",
        "Both show the same.",
        "Make both from the same data.",
    ),
    warning(
        "nested-given",
        "The list below a resource does not hold what its creation was given.",
        "What the body listed was lost, or is more than was given.",
        "Make each of them with the resource.",
    ),
    error(
        "nested-touched",
        "A thing changed, or went, when another one was changed or deleted.",
        "The wrong one was found.",
        "Look for it by its whole path: its own id and that of what it is in.",
    ),
    error(
        "nested-left",
        "What was deleted in a resource is still listed.",
        "The deletion was answered with success.",
        "Take it out of the list.",
    ),
    error(
        "found-elsewhere",
        "Something was found below a resource that it is not in.",
        "Checks of who may see the outer resource are passed by. A warning where words do not say "
        "that it belongs to one.",
        "Look it up by both ids, and answer with 404.",
    ),
    error(
        "action-without-effect",
        "An action was accepted, and the state that it leads to did not come.",
        "A warning where the state was read from the name of the action.",
        "Change the state, or refuse the action.",
    ),
    error(
        "action-in-wrong-state",
        "An action was accepted in a state that does not allow it.",
        "No documented step leads from there to where the action leads, or its words name other "
        "states. A warning where it was accepted and ignored, or only words forbid it.",
        "Refuse it with a documented 4xx (409 as a rule).",
    ),
    warning(
        "action-refused",
        "An action was refused in a state that allows it.",
        "A documented step leads from there to where the action leads, or its words name "
        "the state.",
        "Accept it, or correct the states in the document.",
    ),
    warning(
        "action-never-accepted",
        "An action was refused in every state that could be reached.",
        "Nobody can use it.",
        "Accept it in the states that the document allows.",
    ),
    warning(
        "action-never-refused",
        "An action is accepted in every state, though some forbid it.",
        "The document lists a refusal for wrong states, or no step leads from there.",
        "Look at the state first.",
    ),
    warning(
        "refused-action-moved",
        "An action was refused, and its state came all the same.",
        "The caller believes that nothing happened.",
        "Look at the state before anything is changed.",
    ),
    warning(
        "action-body-refused",
        "An action refuses a valid body, and takes another one in the same state.",
        "Both keep the document.",
        "Accept it, or write down what is wrong with it.",
    ),
    warning(
        "action-echo",
        "What an action was asked for is shown otherwise afterwards.",
        "A choice, number or boolean of its body has the name of a member of the resource.",
        "Keep what was asked.",
    ),
    warning(
        "action-spills",
        "An action changed a text of the resource that it says nothing of.",
        "A client had set it.",
        "Change only what the action is about.",
    ),
    warning(
        "action-beyond",
        "An action was accepted for more than there is left.",
        "What was given back, or taken, exceeds the whole.",
        "Compare with what is left, and refuse.",
    ),
    warning(
        "action-uncounted",
        "An action was accepted, and the number that counts it did not go up by what was asked.",
        "The next one reckons with a wrong rest.",
        "Add what was asked, in the same step.",
    ),
    warning(
        "rest-refused",
        "An action was refused for exactly what is left, and takes less.",
        "The bound is off by one.",
        "Compare with `<=`.",
    ),
    error(
        "batch-lost",
        "What one result of several shows is not there.",
        "It was told to be made, and is not found by its id.",
        "Make it before the result is written.",
    ),
    error(
        "batch-unjudged",
        "An item that breaks something was taken behind a valid one.",
        "Alone it is refused: only the first is judged.",
        "Judge each item.",
    ),
    error(
        "batch-half",
        "A refusal of several items has made some of them.",
        "The caller sends all of them again. A warning where words do not say that it is all or "
        "nothing.",
        "Judge all before making one, or undo.",
    ),
    warning(
        "batch-incomplete",
        "There is not one result for each item.",
        "Clients pair both by their place.",
        "Answer with a result for each, also for those that failed.",
    ),
    warning(
        "batch-reordered",
        "Results come in another order than the items.",
        "Clients pair both by their place.",
        "Keep the order.",
    ),
    warning(
        "batch-sum",
        "A number that is said of all items is not the sum of those of each.",
        "One of both is wrong.",
        "Sum up what the results show.",
    ),
    error(
        "estimate-does",
        "A request that only estimates changed something, each time.",
        "It is asked to learn what would happen. A warning where only its name says that it does "
        "nothing.",
        "Reckon without keeping anything.",
    ),
    error(
        "estimate-unjudged",
        "An estimate accepts a body that the real request refuses.",
        "Who asks first believes that it will go well. A warning where words do not say that both "
        "judge alike.",
        "Judge both bodies in one place.",
    ),
    warning(
        "estimate-differs",
        "An estimate says another number than what is then made of the same body.",
        "It was tried twice.",
        "Reckon both in one place.",
    ),
)
