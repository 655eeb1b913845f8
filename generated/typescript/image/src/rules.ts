import type { GenerationCreateParamsBase, ImageRef } from "./types.ts";
import type { Rules } from "./runtime/judge.ts";

export { broken, type Rule, type Rules } from "./runtime/judge.ts";

/** The rules of `ImageRef`. */
export const imageRef: Rules<ImageRef> = {
  rules: [
    [
      (self) => (self.url != null) !== (self.data != null),
      "",
      "ref-exactly-one",
      "Give exactly one of url and data.",
    ],
    [
      (self) => self.data == null || self.media_type != null,
      "/media_type",
      "ref-data-needs-media-type",
      "data needs media_type.",
    ],
    [
      (self) => self.media_type?.startsWith("image/") !== false,
      "/media_type",
      "source-media-kind",
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
      (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8,
      "/image_ref",
      "image-ref-limit",
      "image_ref takes at most 8 with type=image_edit.",
    ],
    [
      (self) => self.type !== "image_edit" || self.source != null,
      "/source",
      "source-required",
      "type=image_edit needs source.",
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
  },
};
