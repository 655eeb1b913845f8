import type { GenerationCreateParamsBase, ImageRef } from "./types.ts";
import type { Rules } from "./runtime/judge.ts";

export { broken, type Rule, type Rules } from "./runtime/judge.ts";

/** The rules of `ImageRef`. */
export const imageRef: Rules<ImageRef> = {
  rules: [
    [
      "",
      "ref-exactly-one",
      (self) => (self.url != null) !== (self.data != null),
      "Give exactly one of url and data.",
    ],
    [
      "/media_type",
      "ref-data-needs-media-type",
      (self) => self.data == null || self.media_type != null,
      "data needs media_type.",
    ],
    [
      "/media_type",
      "source-media-kind",
      (self) => self.media_type == null || self.media_type.startsWith("image/"),
      "media_type must be image/* here.",
    ],
  ],
};

/** The rules of `Array<ImageRef>`. */
export const generationCreateParamsImageRef: Rules<Array<ImageRef>> = {
  items: imageRef,
};

/** The rules of `GenerationCreateParamsBase`. */
export const generationCreateParams: Rules<GenerationCreateParamsBase> = {
  rules: [
    [
      "/image_ref",
      "image-ref-limit",
      (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8,
      "image_ref takes at most 8 with type=image_edit.",
    ],
    [
      "/source",
      "source-required",
      (self) => self.type !== "image_edit" || self.source != null,
      "type=image_edit needs source.",
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
  },
};
