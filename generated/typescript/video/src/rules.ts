import { oneOf } from "./checks.ts";
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
      "ref-exactly-one",
      "",
      "Give exactly one of url, data and generation_id.",
      (self) =>
        [self.url != null, self.data != null, self.generation_id != null].filter((given_) => given_).length === 1,
    ],
    [
      "ref-data-needs-media-type",
      "/media_type",
      "data needs media_type to say what it is, such as image/jpeg or video/mp4.",
      (self) => self.data == null || self.media_type != null,
    ],
  ],
};

/** The rules of `Array<ImageRef>`. */
export const generationCreateParamsImageRef: Rules<Array<ImageRef>> = {
  rules: [
    [
      "source-media-kind",
      "",
      "Only images are taken here, so media_type must be image/*; a video can only be the source of 'video_edit' and 'video_reframe'.",
      (self) => self.every((ref) => ref.media_type == null || ref.media_type.startsWith("image/")),
    ],
    [
      "ref-generation-id-position",
      "",
      "generation_id is not taken here, only in source, video.start_frame and video.end_frame: give url or data.",
      (self) => self.every((ref) => ref.generation_id == null),
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
      "edit-keyframes-parallel",
      "/keyframe_indexes",
      "keyframes and keyframe_indexes come together and are equally long, at most 64 entries; the indexes are frames of the source from 0, each at most once.",
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length <= 64 && self.keyframe_indexes.every((frame) => frame >= 0 && self.keyframe_indexes!.filter((other) => other === frame).length === 1)),
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
      "source-media-kind",
      "",
      "start_frame and end_frame are images, so their media_type must be image/*; a video can only be the source of 'video_edit' and 'video_reframe'.",
      (self) =>
        (self.start_frame?.media_type == null || self.start_frame.media_type.startsWith("image/")) &&
        (self.end_frame?.media_type == null || self.end_frame.media_type.startsWith("image/")),
    ],
    [
      "exr-needs-hdr",
      "/exr_export",
      "exr_export needs hdr to be true.",
      (self) => self.exr_export !== true || self.hdr === true,
    ],
    [
      "loop-not-10s",
      "/loop",
      "loop does not go with duration '10s'; leave duration out or take '5s'.",
      (self) => self.loop !== true || self.duration !== "10s",
    ],
    [
      "loop-not-hdr",
      "/loop",
      "loop and hdr cannot both be true.",
      (self) => self.loop !== true || self.hdr !== true,
    ],
    [
      "keyframes-parallel",
      "/keyframe_indexes",
      "keyframes and keyframe_indexes come together and are equally long, 1 to 64 entries: each image has its frame.",
      (self) =>
        (self.keyframes == null && self.keyframe_indexes == null) ||
        (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length >= 1 && self.keyframes.length <= 64),
    ],
    [
      "keyframe-indexes-grid",
      "/keyframe_indexes",
      "keyframe_indexes are frames of the video at 24 a second, each at most once: 0 to 120 for 5 seconds (the default duration), 0 to 240 for 10.",
      (self) =>
        self.keyframe_indexes == null ||
        self.keyframe_indexes.every((frame) => frame >= 0 && frame <= (self.duration === "10s" ? 240 : 120) && self.keyframe_indexes!.filter((other) => other === frame).length === 1),
    ],
    [
      "keyframes-exclusive",
      "/keyframes",
      "keyframes does not go with start_frame, end_frame or loop.",
      (self) =>
        self.keyframes == null ||
        (self.start_frame == null && self.end_frame == null && self.loop !== true),
    ],
    [
      "edit-keyframes-exclusive",
      "/edit/keyframes",
      "edit.keyframes does not go with start_frame, which is its case of one image: give either.",
      (self) => self.start_frame == null || self.edit?.keyframes == null,
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
      "image-ref-limit",
      "/image_ref",
      "image_ref takes at most 9 images for type 'image', and at most 8 for type 'image_edit'.",
      (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8,
    ],
    [
      "source-required",
      "/source",
      "'image_edit', 'video_edit' and 'video_reframe' change something: give it as source.",
      (self) =>
        !oneOf(self.type, "image_edit", "video_edit", "video_reframe") ||
        self.source != null,
    ],
    [
      "model-matches-type",
      "/model",
      "model 'ray-3.2' makes videos and nothing else makes them: give it with type 'video', 'video_edit' and 'video_reframe', and 'uni-1' (the default) or 'uni-1-max' with 'image' (the default) and 'image_edit'.",
      (self) =>
        (self.model === "ray-3.2") === oneOf(self.type, "video", "video_edit", "video_reframe"),
    ],
    [
      "source-url-needs-media-type",
      "/source/media_type",
      "On 'video_edit' and 'video_reframe' source.url needs source.media_type, such as video/mp4.",
      (self) =>
        !oneOf(self.type, "video_edit", "video_reframe") ||
        self.source?.url == null ||
        self.source.media_type != null,
    ],
    [
      "source-media-kind",
      "/source/media_type",
      "source.media_type must be image/*, or on 'video_edit' and 'video_reframe' video/*.",
      (self) =>
        self.source?.media_type == null ||
        self.source.media_type.startsWith("image/") ||
        (self.source.media_type.startsWith("video/") && oneOf(self.type, "video_edit", "video_reframe")),
    ],
    [
      "ref-generation-id-position",
      "/source/generation_id",
      "source.generation_id continues an earlier generation, which takes type 'image_edit', 'video_edit' or 'video_reframe'.",
      (self) =>
        self.source?.generation_id == null ||
        oneOf(self.type, "image_edit", "video_edit", "video_reframe"),
    ],
    [
      "video-only-for-video",
      "/video",
      "video is only taken with type 'video', 'video_edit' and 'video_reframe'.",
      (self) => self.video == null || oneOf(self.type, "video", "video_edit", "video_reframe"),
    ],
    [
      "edit-only-for-video-edit",
      "/video/edit",
      "video.edit is only taken with type 'video_edit'.",
      (self) => self.video?.edit == null || self.type === "video_edit",
    ],
    [
      "hdr-not-for-reframe",
      "/video/hdr",
      "video.hdr cannot be true with type 'video_reframe'.",
      (self) => self.type !== "video_reframe" || self.video?.hdr !== true,
    ],
    [
      "loop-only-for-video",
      "/video/loop",
      "video.loop can be true only with type 'video'.",
      (self) => self.video?.loop !== true || self.type === "video",
    ],
    [
      "draft-is-sdr",
      "/video/resolution",
      "With type 'video' the draft resolution 360p is SDR only: take a higher video.resolution or leave out video.hdr.",
      (self) =>
        self.type !== "video" ||
        self.video?.resolution !== "360p" ||
        self.video.hdr !== true,
    ],
    [
      "position-only-for-reframe",
      "/video/source_position",
      "video.source_position is only taken with type 'video_reframe'.",
      (self) => self.video?.source_position == null || self.type === "video_reframe",
    ],
    [
      "keyframes-only-for-video",
      "/video/keyframes",
      "video.keyframes is only taken with type 'video' and model 'ray-3.2'; with 'video_edit' use video.edit.keyframes.",
      (self) =>
        self.video?.keyframes == null ||
        (self.type === "video" && self.model === "ray-3.2"),
    ],
    [
      "frames-legacy-limits",
      "/video",
      "With type 'video' start_frame and end_frame do not go with duration '10s' nor with hdr: use video.keyframes instead.",
      (self) =>
        self.type !== "video" ||
        self.video == null ||
        (self.video.start_frame == null && self.video.end_frame == null) ||
        (self.video.duration !== "10s" && self.video.hdr !== true),
    ],
  ],
  members: {
    image_ref: generationCreateParamsImageRef,
    source: imageRef,
    video: videoOptions,
  },
};
