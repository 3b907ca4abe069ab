// Owns: replies with embeddings as they were made before they were made in slices: one string. Slow, plain, and what the bytes
// on the wire are compared with. Runs on: the test process. Must never: import the code that makes them.

const WORD_SIGNS = 32;

function hashOf(input: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < input.length; index++) {
    hash = Math.imul(hash ^ input.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

/** The components, by splitmix32. */
function vectorOf(input: string, dimensions: number): number[] {
  const value = Math.fround(1 / Math.sqrt(dimensions));
  let state = Math.imul(hashOf(input) ^ Math.imul(dimensions, 0x9e3779b1), 0x85ebca6b) | 0;
  let word = 0;
  return Array.from({ length: dimensions }, (_, index) => {
    if (index % WORD_SIGNS === 0) {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      word = mixed ^ (mixed >>> 15);
    }
    return (word >>> (index % WORD_SIGNS)) & 1 ? -value : value;
  });
}

function encodeVector(vector: readonly number[], base64: boolean): string {
  if (!base64) return `[${vector.map((component) => Number(component.toPrecision(9))).join(',')}]`;
  return `"${Buffer.from(Float32Array.from(vector).buffer).toString('base64')}"`;
}

/** The whole reply to inputs of `tokens` tokens together. */
export function plainEmbeddings(
  model: string,
  inputs: readonly string[],
  dimensions: number,
  base64: boolean,
  tokens: number,
): string {
  const data = inputs.map((input, index) => {
    const vector = encodeVector(vectorOf(input, dimensions), base64);
    return `{"object":"embedding","index":${index},"embedding":${vector}}`;
  });
  return (
    `{"object":"list","data":[${data.join(',')}],"model":${JSON.stringify(model)}` +
    `,"usage":{"prompt_tokens":${tokens},"total_tokens":${tokens}}}`
  );
}
