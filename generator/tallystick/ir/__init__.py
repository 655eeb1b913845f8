"""The IR: one API in no language, and how it is read from documents."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.ir.api import (
        Api,
        Body,
        Callback,
        Content,
        Elsewhere,
        Encoding,
        Example,
        Header,
        Info,
        Link,
        MediaKind,
        Operation,
        Parameter,
        Place,
        Response,
        SecurityNeed,
        SecurityScheme,
        Server,
        Tag,
    )
    from tallystick.ir.check_examples import check_examples
    from tallystick.ir.check_rules import check_rules
    from tallystick.ir.exact import ExactSchemas, Flow, exact_schema
    from tallystick.ir.lower import lower
    from tallystick.ir.open import open_api
    from tallystick.ir.rule_shapes import RuleShapes
    from tallystick.ir.types import (
        MISSING,
        NO_DOC,
        Anything,
        Array,
        Dictionary,
        Direction,
        Discriminator,
        Doc,
        Enumeration,
        EnumMember,
        Field,
        Lifecycle,
        Missing,
        Nothing,
        Record,
        Residue,
        Scalar,
        ScalarKind,
        State,
        Type,
        TypeBase,
        TypeId,
        Union,
    )
    from tallystick.ir.words import words

__all__ = [
    "MISSING",
    "NO_DOC",
    "Anything",
    "Api",
    "Array",
    "Body",
    "Callback",
    "Content",
    "Dictionary",
    "Direction",
    "Discriminator",
    "Doc",
    "Elsewhere",
    "Encoding",
    "EnumMember",
    "Enumeration",
    "ExactSchemas",
    "Example",
    "Field",
    "Flow",
    "Header",
    "Info",
    "Lifecycle",
    "Link",
    "MediaKind",
    "Missing",
    "Nothing",
    "Operation",
    "Parameter",
    "Place",
    "Record",
    "Residue",
    "Response",
    "RuleShapes",
    "Scalar",
    "ScalarKind",
    "SecurityNeed",
    "SecurityScheme",
    "Server",
    "State",
    "Tag",
    "Type",
    "TypeBase",
    "TypeId",
    "Union",
    "check_examples",
    "check_rules",
    "exact_schema",
    "lower",
    "open_api",
    "words",
]

__getattr__ = later(
    __name__,
    {
        "api": (
            "Api Body Callback Content Elsewhere Encoding Example Header Info Link MediaKind "
            "Operation Parameter Place Response SecurityNeed SecurityScheme Server Tag"
        ),
        "check_examples": "check_examples",
        "check_rules": "check_rules",
        "exact": "ExactSchemas Flow exact_schema",
        "lower": "lower",
        "open": "open_api",
        "rule_shapes": "RuleShapes",
        "types": (
            "MISSING NO_DOC Anything Array Dictionary Direction Discriminator Doc Enumeration "
            "EnumMember Field Lifecycle Missing Nothing Record Residue Scalar ScalarKind "
            "State Type TypeBase TypeId Union"
        ),
        "words": "words",
    },
)
