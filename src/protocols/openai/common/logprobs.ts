/**
 * How likely each token of an answer was: made up, plausible, and the same for the same token at the same place. Pure.
 *
 * Most tokens are likely, a few are not; other tokens share what is left. Source of the shapes: OpenAI's public OpenAPI description
 * (ChatCompletionTokenLogprob, CreateCompletionResponse).
 */
import { TOKEN_WORDS } from '../../../behavior/content/token-words.js';
import { hashBytes } from '../../../behavior/random/hash.js';
import type { Answer } from '../../contract/protocol.js';

/** Of a whole answer, tokens with the others that are told with each: what more there is goes without, or it would hold the loop. */
export const ENTRIES_MAX = 8_192;
/** Of minus the logarithm: a token has a likelihood of 0.7 on average. */
const MEAN = 0.35;
const LEAST = -9_999;
const STRIDE = 7_919;
const TWO_TO_32 = 0x1_0000_0000;

/** A token with its likelihood. */
interface Likely {
  /** Escaped, without quotes. */
  readonly token: string;
  /** The natural logarithm, as it is written. */
  readonly logprob: string;
}

/** The token that was chosen, and with it `others` that were not. `piece` is escaped, `index` its place in the answer. */
function likelihoods(piece: string, index: number, others: number): readonly Likely[] {
  const hash = hashBytes(Buffer.from(piece), index);
  const chosen = Math.log1p(-(hash + 0.5) / TWO_TO_32) * MEAN;
  const list: Likely[] = [{ token: piece, logprob: written(chosen) }];
  let left = 1 - Math.exp(chosen);
  for (let other = 1; other <= others; other++) {
    left /= 2;
    const word = TOKEN_WORDS[(hash + other * STRIDE) % TOKEN_WORDS.length];
    list.push({ token: ` ${word}`, logprob: written(Math.log(left)) });
  }
  return list;
}

function written(logprob: number): string {
  return String(Math.max(LEAST, Number(logprob.toFixed(6))));
}

/** As chat tells one. `top`: how many tokens are listed, the chosen one being the first. */
export function encodeChatLogprob(piece: string, index: number, top: number): string {
  const list = likelihoods(piece, index, Math.max(0, top - 1)).map(encodeLikely);
  const chosen = list[0] as string;
  return `${chosen.slice(0, -1)},"top_logprobs":[${top === 0 ? '' : list.join(',')}]}`;
}

function encodeLikely({ token, logprob }: Likely): string {
  const bytes = [...Buffer.from(JSON.parse(`"${token}"`) as string)].join(',');
  return `{"token":"${token}","logprob":${logprob},"bytes":[${bytes}]}`;
}

/** What chat tells of a choice; `list` is between the brackets. */
export function encodeLogprobs(list: string, isRefusal: boolean): string {
  return isRefusal ? `{"content":null,"refusal":[${list}]}` : `{"content":[${list}],"refusal":null}`;
}

/** Of the text of a whole answer, between the brackets. */
export function encodeChatLogprobs(answer: Answer, top: number): string {
  return piecesOf(answer, top)
    .map((piece, index) => encodeChatLogprob(piece, index, top))
    .join(',');
}

/**
 * As a completion tells them: of `pieces`, the first of which is the one with this `index`, `offset` characters into the text.
 * `isPrompt`: nothing is ahead of the first one that it could follow from, so nobody knows how likely it was.
 */
export function encodeTextLogprobs(
  pieces: readonly string[],
  index: number,
  offset: number,
  top: number,
  isPrompt = false,
): string {
  const lists = pieces.map((piece, at) => likelihoods(piece, index + at, Math.max(0, top - 1)));
  const tokens = pieces.map((piece) => `"${piece}"`).join(',');
  const isUnknown = (at: number): boolean => isPrompt && at === 0;
  const chosen = lists.map(([first], at) => (isUnknown(at) ? 'null' : (first as Likely).logprob)).join(',');
  const tops = lists
    .map((list, at) =>
      isUnknown(at) ? 'null' : `{${list.map(({ token, logprob }) => `"${token}":${logprob}`).join(',')}}`,
    )
    .join(',');
  let at = offset;
  const offsets = pieces.map((piece) => {
    const from = at;
    at += charactersOf(piece);
    return from;
  });
  return (
    `{"tokens":[${tokens}],"token_logprobs":[${chosen}]` +
    `,"top_logprobs":${top === 0 ? 'null' : `[${tops}]`},"text_offset":[${offsets.join(',')}]}`
  );
}

/** Of the text itself, of which `piece` is escaped. */
export function charactersOf(piece: string): number {
  return (JSON.parse(`"${piece}"`) as string).length;
}

/** The pieces of the text of an answer whose likelihoods are told. */
export function piecesOf({ parts, text, tokens }: Answer, top: number): readonly string[] {
  const spoken = parts === null ? { text, tokens } : parts.find(({ kind }) => kind === 'text');
  if (spoken === undefined) return [];
  const count = Math.min(spoken.tokens, Math.floor(ENTRIES_MAX / Math.max(1, top)));
  const cursor = spoken.text.pieces();
  return Array.from({ length: count }, () => cursor.next());
}
