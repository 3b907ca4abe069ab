/**
 * Parses a large body in a worker thread, and counts its tokens if that is asked for, so that no text goes back.
 */
import { hashBytes } from '../behavior/random/hash.js';
import type { PromptTexts } from '../protocols/contract/protocol.js';
import { PROTOCOLS } from '../protocols/providers.js';
import { type ApiError, ERROR_KINDS } from '../shared/errors.js';
import type { BodyToParse, ParsedBody } from './tasks.js';

/** A longer prompt would keep a thread from everything else for seconds: its estimate stays. */
const PROMPT_CHARACTERS_MAX = 1_048_576;

/** Throws only what is a defect of the protocol's. */
export async function parseBodyAndCount({
  memory,
  start,
  length,
  protocol,
  options,
}: BodyToParse): Promise<ParsedBody> {
  const body = Buffer.from(memory, start, length);
  const api = PROTOCOLS[protocol];
  if (api === undefined) throw new Error(`there is no protocol ${protocol}`);
  const parsed = api.parse(body, options);
  if (!parsed.ok) return refusal(parsed.error);
  const { request, prompt } = parsed;
  const promptTokens = prompt === null ? null : await countPrompt(prompt);
  return { ok: true, request, promptTokens, hash: hashBytes(body) };
}

async function countPrompt({ texts, otherTokens }: PromptTexts): Promise<number | null> {
  let characters = 0;
  for (const text of texts) characters += text.length;
  if (characters > PROMPT_CHARACTERS_MAX) return null;
  const { countText } = await import('./token-count.js');
  let tokens = otherTokens;
  for (const text of texts) tokens += countText(text);
  return tokens;
}

/** A kind is known by its identity, which does not cross threads: its name does. */
function refusal({ kind, message, param }: ApiError): ParsedBody {
  for (const [name, one] of Object.entries(ERROR_KINDS)) {
    if (one === kind) return { ok: false, kind: name as keyof typeof ERROR_KINDS, message, param };
  }
  throw new Error(`an error of a kind that has no name: ${message}`);
}
