// Compiled, never run: what the types take and what they refuse.
import Luma, {
  type Generation,
  type GenerationCreateParams,
  type GenerationCreateParamsBase,
  RateLimitError,
} from "luma-agents";
import { save } from "luma-agents/save";
import { validate } from "luma-agents/validate";

declare const client: Luma;
declare const generation: Generation;

export const fine: GenerationCreateParams[] = [
  { prompt: "a" },
  { prompt: "a", type: "image", aspect_ratio: null },
  { prompt: "a", type: "image_edit", source: { url: "u" } },
  { prompt: "a", type: "video", model: "ray-3.2", video: { loop: true, duration: "5s" } },
  { prompt: "a", type: "video_edit", model: "ray-3.2", source: { url: "u" }, video: { edit: {} } },
  { prompt: "a", type: "image", video: null },
];

export const wrong: GenerationCreateParams[] = [
  // @ts-expect-error a prompt is needed
  {},
  // @ts-expect-error undefined is not the same as not given
  { prompt: "a", style: undefined },
  // @ts-expect-error null is not taken here
  { prompt: "a", style: null },
  // @ts-expect-error no such member
  { prompt: "a", promt: "a" },
  // @ts-expect-error an edit needs a source
  { prompt: "a", type: "image_edit" },
  // @ts-expect-error ray-3.2 makes no pictures
  { prompt: "a", model: "ray-3.2" },
  // @ts-expect-error videos are made by ray-3.2
  { prompt: "a", type: "video" },
  // @ts-expect-error video is for videos
  { prompt: "a", type: "image", video: {} },
  // @ts-expect-error video.edit is for video_edit
  { prompt: "a", type: "video", model: "ray-3.2", video: { edit: {} } },
  // @ts-expect-error loop is for video
  { prompt: "a", type: "video_edit", model: "ray-3.2", source: { url: "u" }, video: { loop: true } },
  // @ts-expect-error loop does not go with ten seconds
  { prompt: "a", type: "video", model: "ray-3.2", video: { loop: true, duration: "10s" } },
];

export async function use(): Promise<string> {
  const made = await client.generations.create({ prompt: "a" }, { maxRetries: 0 });
  const raw = await client.generations.withRawResponse.get(made.id);
  const parsed: Generation = await raw.parse();
  // @ts-expect-error waiting is no operation, and has no response
  await client.generations.withRawResponse.wait(made.id);
  // @ts-expect-error there is no such state
  if (made.state === 1) return "";
  // @ts-expect-error an option that does not exist
  await client.generations.get(made.id, { retries: 1 });
  // @ts-expect-error looking twice does no harm: there is no key for it
  await client.generations.get(made.id, { idempotencyKey: "k" });
  await client.generations.create({ prompt: "a" }, { idempotencyKey: "k" });
  await save(() => client.generations.download(made), "a.png", { overwrite: true });
  const judging: Luma = client.withOptions({ validate, log: (message) => console.debug(message) });
  const wide: GenerationCreateParamsBase = { prompt: "a", type: "video" };
  // @ts-expect-error a message that nobody has looked at
  await judging.generations.create(wide);
  try {
    const response = await client.generations.download(generation);
    return response.headers.get("content-type") ?? parsed.state;
  } catch (error) {
    return error instanceof RateLimitError ? String(error.problem.errors?.[0]?.rule) : "";
  }
}
