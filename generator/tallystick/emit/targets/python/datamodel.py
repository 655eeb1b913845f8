"""Models by datamodel-code-generator: the same names and shapes, written by another hand.

It is given a JSON Schema made of the types under the names that the naming stage chose, and our
templates; it decides on everything inside the classes.
"""

import json
import warnings
from collections import defaultdict
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tallystick.emit.code import Code
from tallystick.emit.targets.python import patterns
from tallystick.emit.targets.python.annotations import FORMATS, Annotations, Flavour
from tallystick.emit.targets.python.fields import attributes_of, needed, sent
from tallystick.ir import (
    Array,
    Dictionary,
    Enumeration,
    Field,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEADER = '"""Data types of the API, by datamodel-code-generator."""\n\n# fmt: off\n# ruff: noqa\n'
MODULES = {Flavour.REQUEST: "_requests", Flavour.RESPONSE: "_responses"}
BASES = {Flavour.REQUEST: "RequestModel", Flavour.RESPONSE: "ResponseModel"}


def installed() -> bool:
    """Whether the library is there; it comes with the extra ``tallystick[models]``."""
    return find_spec("datamodel_code_generator") is not None


def models(types: Annotations, flavour: Flavour, package: str, templates: Path) -> Code | None:
    """Return the module with the models of one side, None when that side has none."""
    # Imported here: a second of loading that nobody else needs, from an optional extra.
    from datamodel_code_generator import InputFileType, generate  # noqa: PLC0415 - as above
    from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415 - as above
    from datamodel_code_generator.format import PythonVersion  # noqa: PLC0415 - as above
    from datamodel_code_generator.parser import LiteralType  # noqa: PLC0415 - as above

    maker = _Schemas(types, flavour, package)
    root, extra = maker.document()
    if not root["$defs"]:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = generate(
            json.dumps(root),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class=f"{package}._model.{BASES[flavour]}",
            custom_template_dir=templates / "datamodel",
            extra_template_data=defaultdict(dict, extra),
            aliases=maker.aliases,
            enum_field_as_literal=LiteralType.All,
            use_annotated=True,
            use_union_operator=True,
            use_standard_collections=True,
            use_type_alias=True,
            skip_root_model=True,
            additional_imports=[f"{package}._model.Omissible"],
            custom_file_header=HEADER,
            formatters=[],
        )
    return Code(text) if isinstance(text, str) else None


def names(types: Annotations) -> dict[str, tuple[Code, ...]]:
    """Return the names that each module declares."""
    found: dict[str, tuple[Code, ...]] = {}
    for flavour, module in MODULES.items():
        declared = tuple(
            name
            for (type_id, side), name in types.names.items()
            if side is flavour and not isinstance(types.api.types[type_id], Enumeration)
        )
        if declared:
            found[f".{module}"] = declared
    return found


class _Schemas:
    """JSON Schemas of the types of one side."""

    def __init__(self, types: Annotations, flavour: Flavour, package: str) -> None:
        self.package = package
        self.types = types
        self.flavour = flavour
        self.aliases: dict[str, str] = {}

    def document(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the document, and what the template is told of each class."""
        definitions: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for (type_id, flavour), name in self.types.names.items():
            shape = self.types.api.types[type_id]
            if flavour is self.flavour and isinstance(shape, Record):
                definitions[name] = self.record(shape)
                extra[name] = self.told(shape, name)
            elif flavour is self.flavour and not isinstance(shape, Enumeration):
                definitions[name] = self.inline(shape)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$defs": definitions,
        }, extra

    def told(self, shape: Record, name: str) -> dict[str, Any]:
        """Return the fields that may be left out and not be null, and whether others may come."""
        strict = self.flavour is Flavour.REQUEST
        omissible = [
            attributes_of(shape)[field.wire]
            for field in sent(shape, self.flavour, self.types)
            if strict and not needed(field, self.flavour) and not field.nullable
        ]
        for wire, attribute in attributes_of(shape).items():
            if wire != attribute:
                self.aliases[f"{name}.{wire}"] = attribute
        open_ended = strict and (shape.additional is not False or bool(shape.patterns))
        return {"omissible": omissible, "open_ended": open_ended}

    def record(self, shape: Record) -> dict[str, Any]:
        """Return the schema of a record."""
        fields = sent(shape, self.flavour, self.types)
        return {
            "type": "object",
            "properties": {field.wire: self.member(field) for field in fields},
            "required": [field.wire for field in fields if needed(field, self.flavour)],
        }

    def member(self, field: Field) -> dict[str, Any]:
        """Return the schema of a member."""
        schema = self.schema(field.type)
        nullable = field.nullable and not self.types.api.types[field.type].nullable
        return _nullable(schema) if nullable else schema

    def schema(self, type_id: TypeId) -> dict[str, Any]:
        """Return the schema of a type: a reference, if it has a declaration."""
        shape = self.types.api.types[type_id]
        name = self.types.names.get((type_id, self.flavour))
        if name is not None and not isinstance(shape, Enumeration):
            schema: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
        else:
            schema = self.inline(shape)
        return _nullable(schema) if shape.nullable else schema

    def inline(self, shape: Type) -> dict[str, Any]:
        """Return the schema of a type written out."""
        if isinstance(shape, Scalar):
            return self.scalar(shape)
        if isinstance(shape, Enumeration):
            return self.enumeration(shape)
        if isinstance(shape, Array):
            return self.array(shape)
        if isinstance(shape, Dictionary):
            return {"type": "object", "additionalProperties": self.schema(shape.values)}
        if isinstance(shape, Union):
            return {"anyOf": [self.schema(variant) for variant in shape.variants]}
        return {"type": "object"} if isinstance(shape, Record) else {}

    def scalar(self, shape: Scalar) -> dict[str, Any]:
        """Return the schema of a scalar; a response only has its kind."""
        schema: dict[str, Any] = {"type": shape.kind}
        if self.flavour is Flavour.RESPONSE:
            return schema
        if shape.kind == "string":
            if shape.format in FORMATS:
                return {
                    "type": "string",
                    "customTypePath": f"{self.package}._model.{FORMATS[shape.format]}",
                }
            schema |= _given(minLength=shape.min_length, maxLength=shape.max_length)
            if shape.pattern:
                schema |= _given(pattern=patterns.translate(shape.pattern.raw))
        elif shape.kind in {"integer", "number"}:
            schema |= _given(
                minimum=shape.minimum,
                maximum=shape.maximum,
                exclusiveMinimum=shape.exclusive_minimum,
                exclusiveMaximum=shape.exclusive_maximum,
                multipleOf=shape.multiple_of,
            )
        return schema

    def enumeration(self, shape: Enumeration) -> dict[str, Any]:
        """Return the schema of an enumeration, open in responses."""
        values: list[Json] = [member.value for member in shape.members]
        schema: dict[str, Any] = {"enum": values}
        if shape.kind is None:
            return schema
        schema["type"] = shape.kind
        if self.flavour is Flavour.RESPONSE and len(values) > 1:
            return {"anyOf": [schema, {"type": shape.kind}]}
        return schema

    def array(self, shape: Array) -> dict[str, Any]:
        """Return the schema of a list."""
        kinds = [self.schema(item) for item in (*shape.prefix, shape.items) if item]
        items = kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}
        schema: dict[str, Any] = {"type": "array", "items": items}
        if self.flavour is Flavour.REQUEST:
            schema |= _given(minItems=shape.min_items, maxItems=shape.max_items)
        return schema


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that null passes too."""
    kind = schema.get("type")
    if not isinstance(kind, str) or "customTypePath" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    values = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [kind, "null"], **values}


def _given(**keywords: object) -> Mapping[str, Any]:
    return {name: value for name, value in keywords.items() if value is not None}
