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
      (self) =>
        [self.url != null, self.data != null, self.generation_id != null].filter(Boolean).length === 1,
      "",
      "ref-exactly-one",
      "Give exactly one of url, data and generation_id.",
    ],
    [
      (self) => self.data == null || self.media_type != null,
      "/media_type",
      "ref-data-needs-media-type",
      "data needs media_type.",
    ],
  ],
};

/** The rules of `Array<ImageRef>`. */
export const generationCreateParamsImageRef: Rules<Array<ImageRef>> = {
  rules: [
    [
      (self) => self.every((ref) => ref.media_type?.startsWith("image/") !== false),
      "",
      "source-media-kind",
      "media_type must be image/* here.",
    ],
    [
      (self) => self.every((ref) => ref.generation_id == null),
      "",
      "ref-generation-id-position",
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
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length <= 64 && self.keyframe_indexes.every((frame) => frame >= 0 && self.keyframe_indexes!.filter((other) => other === frame).length === 1)),
      "/keyframe_indexes",
      "edit-keyframes-parallel",
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
      (self) =>
        self.start_frame?.media_type?.startsWith("image/") !== false &&
        self.end_frame?.media_type?.startsWith("image/") !== false,
      "",
      "source-media-kind",
      "media_type must be image/* in start_frame and end_frame.",
    ],
    [
      (self) => self.exr_export !== true || self.hdr === true,
      "/exr_export",
      "exr-needs-hdr",
      "exr_export needs hdr=true.",
    ],
    [
      (self) => self.loop !== true || self.duration !== "10s",
      "/loop",
      "loop-not-10s",
      "loop does not go with duration=10s.",
    ],
    [
      (self) => self.loop !== true || self.hdr !== true,
      "/loop",
      "loop-not-hdr",
      "loop does not go with hdr=true.",
    ],
    [
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length >= 1 && self.keyframes.length <= 64),
      "/keyframe_indexes",
      "keyframes-parallel",
      "keyframes needs as many keyframe_indexes, 1 to 64.",
    ],
    [
      (self) =>
        self.keyframe_indexes?.every((frame) => frame >= 0 && frame <= (self.duration === "10s" ? 240 : 120) && self.keyframe_indexes!.filter((other) => other === frame).length === 1) !== false,
      "/keyframe_indexes",
      "keyframe-indexes-grid",
      "keyframe_indexes are 0 to 120, or 240 with duration=10s, none twice.",
    ],
    [
      (self) =>
        self.keyframes == null ||
        (self.start_frame == null && self.end_frame == null && self.loop !== true),
      "/keyframes",
      "keyframes-exclusive",
      "keyframes does not go with start_frame, end_frame or loop.",
    ],
    [
      (self) => self.start_frame == null || self.edit?.keyframes == null,
      "/edit/keyframes",
      "edit-keyframes-exclusive",
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
      (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8,
      "/image_ref",
      "image-ref-limit",
      "image_ref takes at most 8 with type=image_edit.",
    ],
    [
      (self) =>
        !["image_edit", "video_edit", "video_reframe"].includes(self.type ?? "") ||
        self.source != null,
      "/source",
      "source-required",
      "type=image_edit, video_edit or video_reframe needs source.",
    ],
    [
      (self) =>
        (self.model === "ray-3.2") === ["video", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "/model",
      "model-matches-type",
      "model=ray-3.2 needs type=video, video_edit or video_reframe, and these need it.",
    ],
    [
      (self) =>
        !["video_edit", "video_reframe"].includes(self.type ?? "") ||
        self.source?.url == null ||
        self.source.media_type != null,
      "/source/media_type",
      "source-url-needs-media-type",
      "source.url needs source.media_type with type=video_edit or video_reframe.",
    ],
    [
      (self) =>
        self.source?.media_type?.startsWith("image/") !== false ||
        (self.source.media_type.startsWith("video/") && ["video_edit", "video_reframe"].includes(self.type ?? "")),
      "/source/media_type",
      "source-media-kind",
      "source.media_type must be image/*, or video/* with type=video_edit or video_reframe.",
    ],
    [
      (self) =>
        self.source?.generation_id == null ||
        ["image_edit", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "/source/generation_id",
      "ref-generation-id-position",
      "source.generation_id needs type=image_edit, video_edit or video_reframe.",
    ],
    [
      (self) =>
        self.video == null ||
        ["video", "video_edit", "video_reframe"].includes(self.type ?? ""),
      "/video",
      "video-only-for-video",
      "video needs type=video, video_edit or video_reframe.",
    ],
    [
      (self) => self.video?.edit == null || self.type === "video_edit",
      "/video/edit",
      "edit-only-for-video-edit",
      "video.edit needs type=video_edit.",
    ],
    [
      (self) => self.type !== "video_reframe" || self.video?.hdr !== true,
      "/video/hdr",
      "hdr-not-for-reframe",
      "video.hdr=true does not go with type=video_reframe.",
    ],
    [
      (self) => self.video?.loop !== true || self.type === "video",
      "/video/loop",
      "loop-only-for-video",
      "video.loop needs type=video.",
    ],
    [
      (self) =>
        self.type !== "video" ||
        self.video?.resolution !== "360p" ||
        self.video.hdr !== true,
      "/video/resolution",
      "draft-is-sdr",
      "video.hdr=true does not go with resolution=360p with type=video.",
    ],
    [
      (self) => self.video?.source_position == null || self.type === "video_reframe",
      "/video/source_position",
      "position-only-for-reframe",
      "video.source_position needs type=video_reframe.",
    ],
    [
      (self) =>
        self.video?.keyframes == null ||
        (self.type === "video" && self.model === "ray-3.2"),
      "/video/keyframes",
      "keyframes-only-for-video",
      "video.keyframes needs type=video and model=ray-3.2.",
    ],
    [
      (self) =>
        self.type !== "video" ||
        (self.video?.start_frame == null && self.video?.end_frame == null) ||
        (self.video.duration !== "10s" && self.video.hdr !== true),
      "/video",
      "frames-legacy-limits",
      "video.start_frame or end_frame does not go with duration=10s or hdr=true with type=video.",
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
    video: videoOptions,
  },
};
