import type {
  GenerationCreateParamsBase,
  ImageRef,
  VideoEditOptions,
  VideoOptionsBase,
} from "./types.ts";
import type { Rules } from "./runtime/judge.ts";

export { broken, type Rule, type Rules } from "./runtime/judge.ts";

/** The rules of `ImageRef`. */
export const imageRef: Rules<ImageRef> = {
  rules: [
    [
      "",
      "ref-exactly-one",
      (self) =>
        [self.url != null, self.data != null, self.generation_id != null].filter((given_) => given_).length === 1,
      "Give exactly one of url, data and generation_id.",
    ],
    [
      "/media_type",
      "ref-data-needs-media-type",
      (self) => self.data == null || self.media_type != null,
      "data needs media_type.",
    ],
  ],
};

/** The rules of `Array<ImageRef>`. */
export const generationCreateParamsImageRef: Rules<Array<ImageRef>> = {
  rules: [
    [
      "",
      "source-media-kind",
      (self) => self.every((ref) => ref.media_type == null || ref.media_type.startsWith("image/")),
      "media_type must be image/* here.",
    ],
    [
      "",
      "ref-generation-id-position",
      (self) => self.every((ref) => ref.generation_id == null),
      "generation_id does not go here.",
    ],
  ],
  items: imageRef,
};

/** The rules of `Array<ImageRef>`. */
export const videoEditOptionsKeyframes: Rules<Array<ImageRef>> = generationCreateParamsImageRef;

/** The rules of `VideoEditOptions`. */
export const videoEditOptions: Rules<VideoEditOptions> = {
  rules: [
    [
      "/keyframe_indexes",
      "edit-keyframes-parallel",
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length <= 64 && self.keyframe_indexes.every((frame) => frame >= 0 && self.keyframe_indexes!.filter((other) => other === frame).length === 1)),
      "keyframes needs as many keyframe_indexes, at most 64, none twice or below 0.",
    ],
  ],
  members: {
    keyframes: generationCreateParamsImageRef,
  },
};

/** The rules of `Array<ImageRef>`. */
export const videoOptionsKeyframes: Rules<Array<ImageRef>> = generationCreateParamsImageRef;

/** The rules of `VideoOptionsBase`. */
export const videoOptions: Rules<VideoOptionsBase> = {
  rules: [
    [
      "",
      "source-media-kind",
      (self) =>
        (self.start_frame?.media_type == null || self.start_frame.media_type.startsWith("image/")) &&
        (self.end_frame?.media_type == null || self.end_frame.media_type.startsWith("image/")),
      "media_type must be image/* in start_frame and end_frame.",
    ],
    [
      "/exr_export",
      "exr-needs-hdr",
      (self) => self.exr_export !== true || self.hdr === true,
      "exr_export needs hdr=true.",
    ],
    [
      "/loop",
      "loop-not-10s",
      (self) => self.loop !== true || self.duration !== "10s",
      "loop does not go with duration=10s.",
    ],
    [
      "/loop",
      "loop-not-hdr",
      (self) => self.loop !== true || self.hdr !== true,
      "loop does not go with hdr=true.",
    ],
    [
      "/keyframe_indexes",
      "keyframes-parallel",
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length >= 1 && self.keyframes.length <= 64),
      "keyframes needs as many keyframe_indexes, 1 to 64.",
    ],
    [
      "/keyframe_indexes",
      "keyframe-indexes-grid",
      (self) =>
        self.keyframe_indexes == null ||
        self.keyframe_indexes.every((frame) => frame >= 0 && frame <= (self.duration === "10s" ? 240 : 120) && self.keyframe_indexes!.filter((other) => other === frame).length === 1),
      "keyframe_indexes are 0 to 120, or 240 with duration=10s, none twice.",
    ],
    [
      "/keyframes",
      "keyframes-exclusive",
      (self) =>
        self.keyframes == null ||
        (self.start_frame == null && self.end_frame == null && self.loop !== true),
      "keyframes does not go with start_frame, end_frame or loop.",
    ],
    [
      "/edit/keyframes",
      "edit-keyframes-exclusive",
      (self) => self.start_frame == null || self.edit?.keyframes == null,
      "edit.keyframes does not go with start_frame.",
    ],
  ],
  members: {
    edit: videoEditOptions,
    end_frame: imageRef,
    keyframes: generationCreateParamsImageRef,
    start_frame: imageRef,
  },
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
      (self) =>
        !["image_edit", "video_edit", "video_reframe"].includes(self.type ?? "") ||
        self.source != null,
      "type=image_edit, video_edit or video_reframe needs source.",
    ],
    [
      "/model",
      "model-matches-type",
      (self) =>
        (self.model === "ray-3.2") === ["video", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "model=ray-3.2 needs type=video, video_edit or video_reframe, and these need it.",
    ],
    [
      "/source/media_type",
      "source-url-needs-media-type",
      (self) =>
        !["video_edit", "video_reframe"].includes(self.type ?? "") ||
        self.source?.url == null ||
        self.source.media_type != null,
      "source.url needs source.media_type with type=video_edit or video_reframe.",
    ],
    [
      "/source/media_type",
      "source-media-kind",
      (self) =>
        self.source?.media_type == null ||
        self.source.media_type.startsWith("image/") ||
        (self.source.media_type.startsWith("video/") && ["video_edit", "video_reframe"].includes(self.type ?? "")),
      "source.media_type must be image/*, or video/* with type=video_edit or video_reframe.",
    ],
    [
      "/source/generation_id",
      "ref-generation-id-position",
      (self) =>
        self.source?.generation_id == null ||
        ["image_edit", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "source.generation_id needs type=image_edit, video_edit or video_reframe.",
    ],
    [
      "/video",
      "video-only-for-video",
      (self) =>
        self.video == null ||
        ["video", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "video needs type=video, video_edit or video_reframe.",
    ],
    [
      "/video/edit",
      "edit-only-for-video-edit",
      (self) => self.video?.edit == null || self.type === "video_edit",
      "video.edit needs type=video_edit.",
    ],
    [
      "/video/hdr",
      "hdr-not-for-reframe",
      (self) => self.type !== "video_reframe" || self.video?.hdr !== true,
      "video.hdr=true does not go with type=video_reframe.",
    ],
    [
      "/video/loop",
      "loop-only-for-video",
      (self) => self.video?.loop !== true || self.type === "video",
      "video.loop needs type=video.",
    ],
    [
      "/video/resolution",
      "draft-is-sdr",
      (self) =>
        self.type !== "video" ||
        self.video?.resolution !== "360p" ||
        self.video.hdr !== true,
      "video.hdr=true does not go with resolution=360p with type=video.",
    ],
    [
      "/video/source_position",
      "position-only-for-reframe",
      (self) => self.video?.source_position == null || self.type === "video_reframe",
      "video.source_position needs type=video_reframe.",
    ],
    [
      "/video/keyframes",
      "keyframes-only-for-video",
      (self) =>
        self.video?.keyframes == null ||
        (self.type === "video" && self.model === "ray-3.2"),
      "video.keyframes needs type=video and model=ray-3.2.",
    ],
    [
      "/video",
      "frames-legacy-limits",
      (self) =>
        self.type !== "video" ||
        (self.video?.start_frame == null && self.video?.end_frame == null) ||
        (self.video.duration !== "10s" && self.video.hdr !== true),
      "video.start_frame or end_frame does not go with duration=10s or hdr=true with type=video.",
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
    video: videoOptions,
  },
};
