/** Read a stream of events or of JSON values, one by one; each is parsed where it is JSON. */
export async function events<T>(response: Response): Promise<AsyncIterable<T>> {
  const type = response.headers.get("content-type") ?? "";
  return type.includes("event-stream") ? serverSent<T>(response) : jsonLines<T>(response);
}

async function* serverSent<T>(response: Response): AsyncGenerator<T> {
  let data: string[] = [];
  for await (const line of lines(response)) {
    if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    if (line !== "" || !data.length) continue;
    const text = data.join("\n");
    data = [];
    if (text === "[DONE]") return;
    yield parsed<T>(text);
  }
}

async function* jsonLines<T>(response: Response): AsyncGenerator<T> {
  for await (const line of lines(response)) {
    const text = line.replace(/^\x1e/, "").trim();
    if (text) yield parsed<T>(text);
  }
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return text as T;
  }
}

/** The lines of a body; leaving the loop early ends the response. */
async function* lines(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array<ArrayBuffer>, string>).getReader();
  let rest = "";
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const parts = (rest + next.value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      yield* parts;
    }
    if (rest) yield* [...rest.split(/\r/), ""];
  } finally {
    await reader?.cancel();
  }
}
