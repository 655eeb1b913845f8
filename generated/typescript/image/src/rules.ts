import type { GenerationCreateParamsBase, ImageRef } from "./types.ts";
import type { Rules } from "./runtime/judge.ts";

export { broken, type Rule, type Rules } from "./runtime/judge.ts";

/** The rules of `ImageRef`. */
export const imageRef: Rules<ImageRef> = {
  rules: [
    [
      "ref-exactly-one",
      "",
      "Give either url or data, not both and not neither.",
      (self) => (self.url != null) !== (self.data != null),
    ],
    [
      "ref-data-needs-media-type",
      "/media_type",
      "data needs media_type to say what it is, such as image/jpeg.",
      (self) => self.data == null || self.media_type != null,
    ],
    [
      "source-media-kind",
      "/media_type",
      "Only images are taken here, so media_type must be image/*, such as image/jpeg.",
      (self) => self.media_type == null || self.media_type.startsWith("image/"),
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
      "image-ref-limit",
      "/image_ref",
      "image_ref takes at most 9 images for type 'image', and at most 8 for type 'image_edit'.",
      (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8,
    ],
    [
      "source-required",
      "/source",
      "'image_edit' edits a picture: give it as source.",
      (self) => self.type !== "image_edit" || self.source != null,
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
  },
};
