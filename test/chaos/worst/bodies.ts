// Owns: the bodies of the worst requests: what parses, counts or searches slowest in so many bytes. Pure.

/** A text of so many times this one. */
export const times = (text: string, count: number): string => text.repeat(Math.max(0, count));

const FRONT = '{"model":"m","messages":[{"role":"user","content":"hello"}],"x":[';

/** A chat request of nearly `bytes` bytes that is filled with `piece`, again and again, in a field that nobody knows. */
export function filled(bytes: number, piece: string): string {
  return `${FRONT}${times(`${piece},`, Math.floor((bytes - FRONT.length - 8) / (piece.length + 1)))}0]}`;
}

export function nested(bytes: number): string {
  const depth = Math.floor((bytes - FRONT.length - 8) / 2);
  return `${FRONT}${times('[', depth)}${times(']', depth)}]}`;
}

/** Keys that are all different; `stride` above one makes them integers, which hash to few places. */
export function keys(bytes: number, stride: number): string {
  const parts: string[] = [];
  for (let length = FRONT.length + 8, key = 0; ; key++) {
    const part = stride > 1 ? `"${key * stride}":0` : `"k${key.toString(36)}":0`;
    length += part.length + 1;
    if (length > bytes) break;
    parts.push(part);
  }
  return `${FRONT.slice(0, -1)}{${parts.join(',')}}}`;
}

/** One long text from the user, of so many bytes; `unit` is what it consists of, as it stands in JSON. */
export function longText(bytes: number, unit: string, more = ''): string {
  const count = Math.floor((bytes - 120 - more.length) / Buffer.byteLength(unit));
  return `{"model":"m","messages":[{"role":"user","content":"${times(unit, count)}"}]${more}}`;
}

export function chat(fields: string, content = 'hello'): string {
  return `{"messages":[{"role":"user","content":"${content}"}],${fields}}`;
}

export function embeddings(inputs: number, dimensions: number, more = '', text = 'a'): string {
  const list = JSON.stringify(Array.from({ length: inputs }, () => text));
  return `{"model":"m","input":${list},"dimensions":${dimensions}${more}}`;
}

export function completions(prompts: number, choices: number, tokens: number, more = '', last = 'a'): string {
  const list = Array.from({ length: prompts }, (_, index) => `"${index === prompts - 1 ? last : 'a'}"`).join(
    ',',
  );
  return `{"model":"m;tokens=${tokens}","prompt":[${list}],"n":${choices},"max_tokens":${tokens}${more}}`;
}

export function messages(count: number): string {
  return `{"model":"m","messages":[${times('{"role":"user","content":"a"},', count - 1)}{"role":"user","content":"a"}]}`;
}

/** A text of a's, and stops that are nearly in it at every place. */
export function nearlyStops(length: number, half: number, stops: number): string {
  const list = Array.from({ length: stops }, (_, index) => {
    return `"${times('a', half)}${String.fromCharCode(98 + index)}${times('a', half)}"`;
  });
  return chat(`"model":"m;tokens=32768","stop":[${list.join(',')}]`, times('a', length));
}
