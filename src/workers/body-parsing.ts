/**
 * Parses a large body in a worker thread, and counts its tokens if that is asked for, so that no text goes back.
 */
import type { Ask } from '../behavior/plan/wish.js';
import { hashBytes } from '../behavior/random/hash.js';
import type { PromptTexts } from '../protocols/contract/protocol.js';
import { PROTOCOLS } from '../protocols/providers.js';
import { measure } from '../protocols/request/body/json-bounds.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../shared/errors.js';
import { notPacked, type Packing, unpack } from './packing.js';
import type { BodyToParse, ParsedBody } from './tasks.js';

/** A longer prompt would keep a thread from everything else for seconds: its estimate stays. */
const PROMPT_CHARACTERS_MAX = 1_048_576;

/** What goes back is made anew by the main thread, and holds it up for as long: of tools and schemas no more than this. */
const ASK_BYTES_MAX = 262_144;
const ASK_VALUES_MAX = 16_384;
/** A message may name all that would have been right, such as the names of ten thousand tools. */
const MESSAGE_CHARACTERS_MAX = 4_096;

/** Throws only what is a defect of the protocol's. */
export async function parseBodyAndCount({
  memory,
  length,
  packing,
  bytesMax,
  protocol,
  options,
}: BodyToParse): Promise<ParsedBody> {
  const packed = joined(memory, length);
  const body = packing === null ? packed : unpack(packed, packing, bytesMax);
  if (body === 'too large') return { ok: false, kind: 'bodyTooLarge', message: body, param: null };
  if (body === 'broken') return refusal(apiError(ERROR_KINDS.malformedBody, notPacked(packing as Packing)));
  const api = PROTOCOLS[protocol];
  if (api === undefined) throw new Error(`there is no protocol ${protocol}`);
  const parsed = api.parse(body, options);
  if (!parsed.ok) return refusal(parsed.error);
  const { request, prompt, prefix = null } = parsed;
  const tooMuch = request.ask === null ? null : tooMuchAsked(request.ask);
  if (tooMuch !== null) return refusal(tooMuch);
  const promptTokens = prompt === null ? null : await countPrompt(prompt);
  return { ok: true, request, promptTokens, prefix, hash: hashBytes(body) };
}

/** One buffer, of what came in several. */
function joined(memory: BodyToParse['memory'], length: number): Buffer {
  const [first, ...rest] = memory.map((one) => Buffer.from(one));
  if (first !== undefined && rest.length === 0) return first.subarray(0, length);
  const body = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const one of [first, ...rest]) at += one?.copy(body, at) ?? 0;
  return body;
}

/** What is too much in what a request asks for beside words, or null. */
function tooMuchAsked(ask: Ask): ApiError | null {
  const json = Buffer.from(JSON.stringify(ask));
  const { values } = measure(json);
  const isLong = json.length > ASK_BYTES_MAX;
  if (!isLong && values <= ASK_VALUES_MAX) return null;
  const [found, most] = isLong
    ? [`${json.length} bytes`, ASK_BYTES_MAX]
    : [`${values} values`, ASK_VALUES_MAX];
  const message = `The tools and formats that the request asks for have ${found} as JSON, but at most ${most} are allowed.`;
  return apiError(ERROR_KINDS.tooComplex, message);
}

async function countPrompt({ texts, otherTokens }: PromptTexts): Promise<number | null> {
  let characters = 0;
  for (const text of texts) characters += text.length;
  if (characters > PROMPT_CHARACTERS_MAX) return null;
  const { countText } = await import('./counting/token-count.js');
  let tokens = otherTokens;
  for (const text of texts) tokens += countText(text);
  return tokens;
}

/** A kind is known by its identity, which does not cross threads: its name does. */
function refusal({ kind, message, param }: ApiError): ParsedBody {
  for (const [name, one] of Object.entries(ERROR_KINDS)) {
    if (one !== kind) continue;
    const told = shortened(message, MESSAGE_CHARACTERS_MAX);
    return { ok: false, kind: name as keyof typeof ERROR_KINDS, message: told, param };
  }
  throw new Error(`an error of a kind that has no name: ${message}`);
}
