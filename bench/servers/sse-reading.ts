// Owns: reading one stream of chat completion chunks as it comes: which events, saying what, and when.
// Must never: judge it.

export interface Said {
  readonly text: string;
  readonly afterMs: number;
}

export interface ReadStream {
  /** Data of the events, [DONE] included. */
  readonly events: readonly string[];
  /** Pieces of content, empty ones left out, with the time they came after `startedMs`. */
  readonly said: readonly Said[];
}

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

/**
 * `startedMs` is on the clock of performance.now(). Rejects where an event is neither JSON nor [DONE], or the stream
 * breaks off.
 */
export async function readStream(response: Response, startedMs: number): Promise<ReadStream> {
  const events: string[] = [];
  const said: Said[] = [];
  let rest = '';
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const afterMs = performance.now() - startedMs;
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.replace(/^data: /, '');
      events.push(data);
      const content = contentOf(data);
      if (content !== '') said.push({ text: content, afterMs });
    }
  }
  if (rest !== '') events.push(rest);
  return { events, said };
}

function contentOf(data: string): string {
  if (data === '[DONE]') return '';
  return (JSON.parse(data) as Chunk).choices[0]?.delta.content ?? '';
}
