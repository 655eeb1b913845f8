"""What can be wrong before a server serves."""

from tallystick.diagnostics import Code, Severity

PORT_IN_USE = Code(
    id="port-in-use",
    severity=Severity.ERROR,
    summary="Another program listens on the port already.",
    why="Two programs cannot listen on one port; it is often an earlier server still running.",
    instead="End the other program, or choose another port with `--port`; 0 takes a free one.",
)
ADDRESS_UNUSABLE = Code(
    id="address-unusable",
    severity=Severity.ERROR,
    summary="The server cannot listen on the address.",
    why="The host is not one of this machine, or the port needs rights that the user lacks.",
    instead="Use `--host 127.0.0.1` and a port above 1023.",
)
DATABASE_UNUSABLE = Code(
    id="database-unusable",
    severity=Severity.ERROR,
    summary="The server's database cannot be used.",
    why="Jobs, keys and assets are kept there; without it nothing could be acknowledged.",
    instead="Name a new file with `--db`, in a folder that can be written to.",
)
BEHAVIOUR_NOT_FOUND = Code(
    id="behaviour-not-found",
    severity=Severity.ERROR,
    summary="The behaviour that `--behaviour` names is not there.",
    why="It is `MODULE:ATTRIBUTE` of an installed module, or `PATH.py:ATTRIBUTE` of a file.",
    instead="Check the path and the attribute: `--behaviour spec/behaviour/__init__.py:behaviour`.",
)
BEHAVIOUR_BROKEN = Code(
    id="behaviour-broken",
    severity=Severity.ERROR,
    summary="The behaviour raised an exception while it was loaded.",
    why="The server would keep a part of the contract only.",
    instead="Mend the behaviour; importing its module in a Python prompt shows the traceback.",
)
BEHAVIOUR_UNFIT = Code(
    id="behaviour-unfit",
    severity=Severity.ERROR,
    summary="What `--behaviour` names is no behaviour.",
    why="The server calls the hooks of `tallystick.serve.behaviour.Behaviour`.",
    instead="Name a subclass of it, an instance, or a function that returns one.",
)
SCHEMA_UNUSABLE = Code(
    id="schema-unusable",
    severity=Severity.ERROR,
    summary="A schema of the document cannot be compiled into a validator.",
    why="The server could not judge requests by it.",
    instead="Mend the schema; a regular expression that is not ECMA-262 is the usual cause.",
)
CODES = (
    PORT_IN_USE,
    ADDRESS_UNUSABLE,
    DATABASE_UNUSABLE,
    BEHAVIOUR_NOT_FOUND,
    BEHAVIOUR_BROKEN,
    BEHAVIOUR_UNFIT,
    SCHEMA_UNUSABLE,
)
