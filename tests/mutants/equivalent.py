"""Mutants that no request shows, and why: they are not counted."""

from typing import Final

SCHEMA = "the schema of the list has the same bound, and refuses the same requests"
RULE = "a rule has the same bound, and refuses the same requests"

ENUM = "the values of the enumeration say the type too"
READ = "a rule that reads the member refuses any other type: it does not evaluate"
FORBIDDEN = "a rule refuses every request with this member at this place"

EQUIVALENT: Final = {
    "rule-constant VideoOptions:keyframes-parallel 1 1->0": SCHEMA,
    "rule-constant VideoOptions:keyframes-parallel 2 64->65": SCHEMA,
    "rule-constant VideoEditOptions:edit-keyframes-parallel 0 64->65": SCHEMA,
    "bound VideoOptions.keyframe_indexes minItems 0": RULE,
    "bound VideoOptions.keyframe_indexes maxItems 65": RULE,
    "bound VideoOptions.keyframe_indexes.items minimum -1": RULE,
    "bound VideoOptions.keyframes minItems 0": RULE,
    "bound VideoOptions.keyframes maxItems 65": RULE,
    "bound VideoEditOptions.keyframe_indexes maxItems 65": RULE,
    "bound VideoEditOptions.keyframes maxItems 65": RULE,
    "bound VideoEditOptions.keyframe_indexes.items minimum -1": RULE,
    "type GenerationCreateParams.aspect_ratio": ENUM,
    "type GenerationCreateParams.output_format": ENUM,
    "type GenerationCreateParams.style": ENUM,
    "type GenerationType": ENUM,
    "type VideoResolution": ENUM,
    "type PoseControlStrength": ENUM,
    "type Model": ENUM,
    "type VideoDuration": ENUM,
    "type VideoEditStrength": ENUM,
    "type ImageRef.media_type": READ,
    "type VideoOptions.keyframes": READ,
    "type VideoOptions.keyframe_indexes": READ,
    "type VideoEditOptions.keyframes": READ,
    "type VideoEditOptions.keyframe_indexes": READ,
    "uniqueItems VideoOptions.keyframe_indexes": RULE,
    "uniqueItems VideoEditOptions.keyframe_indexes": RULE,
    "when 400 ('/image_ref/*/generation_id', 'given', None)": FORBIDDEN,
    "when 400 ('/video/edit/keyframes/*/generation_id', 'given', None)": FORBIDDEN,
    "when 400 ('/video/keyframes/*/generation_id', 'given', None)": FORBIDDEN,
    "bound IdempotencyKey.schema minLength 0": "the pattern refuses the empty key",
    "bound IdempotencyKey.schema maxLength 256": "the reference server itself takes 255 at most",
}
