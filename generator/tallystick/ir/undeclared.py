"""Variables of paths that no parameter declares: texts, as a path holds nothing else."""

from dataclasses import replace

from tallystick.ir import codes
from tallystick.ir.api import Operation, Parameter, Place
from tallystick.ir.check_operations import VARIABLE
from tallystick.ir.schemas import Schemas
from tallystick.ir.words import words


def with_variables(schemas: Schemas, operation: Operation) -> Operation:
    """Return an operation that has a parameter for every variable of its path.

    Path parameters are then in the order of the path, as nobody has said another one.
    """
    declared = {item.wire: item for item in operation.parameters if item.place is Place.PATH}
    variables = dict.fromkeys(VARIABLE.findall(operation.path))
    if declared.keys() >= variables.keys():
        return operation
    found = [declared.get(name) or _parameter(schemas, operation, name) for name in variables]
    others = [item for item in operation.parameters if item not in found]
    return replace(operation, parameters=(*found, *others))


def _parameter(schemas: Schemas, operation: Operation, name: str) -> Parameter:
    schemas.reader.report(
        codes.PATH_VARIABLE_UNDECLARED,
        f"`{operation.path}` has the variable `{name}`, which is not declared",
        operation.span,
        help=f"add a parameter `{{name: {name}, in: path, required: true}}`",
    )
    return Parameter(
        words=words(name),
        wire=name,
        place=Place.PATH,
        type=schemas.text(operation.span),
        required=True,
        style="simple",
        explode=False,
        span=operation.span,
    )
