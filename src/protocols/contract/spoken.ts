/**
 * What an answer says, as encoders ask for it: its text, its thoughts, its calls; each text itself, or in a long reply the mark
 * that stands for it. Pure.
 */
import type { CallPart, Part, SpokenPart } from '../../behavior/parts/part.js';
import type { Answer, AnswerText } from './protocol.js';
import { type Filling, isSurelyShort, TEXT_MARK, THOUGHTS_MARK } from './reply-template.js';

/** Texts are escaped for a JSON string, without quotes. */
export interface Spoken {
  /** null where nothing is said in words. */
  readonly text: string | null;
  readonly thoughts: string | null;
  readonly calls: readonly CallPart[];
  /** Whether nobody may read the thoughts. */
  readonly isRedacted?: boolean;
}

const NO_CALLS: readonly CallPart[] = [];
/** Around a part in a reply, but for the name of a tool. */
const PART_BYTES_MAX = 512;
/** Of a character of a tool's name in JSON. */
const CHARACTER_BYTES_MAX = 6;

const MARKED: Spoken = { text: TEXT_MARK, thoughts: null, calls: NO_CALLS };

/** Whether a reply with so many choices needs no marks. `characters`: of what the client wrote and the reply repeats once. */
export function isShortReply(answer: Answer, choices: number, characters: number): boolean {
  const { parts, text, tokens } = answer;
  const bytes = parts === null ? text.bytes(tokens) : parts.reduce((sum, part) => sum + bytesOf(part), 0);
  return isSurelyShort(choices, bytes, characters);
}

function bytesOf(part: Part): number {
  const name = part.kind === 'call' ? part.name.length * CHARACTER_BYTES_MAX : 0;
  // Thoughts may stand under two names.
  const times = part.kind === 'reasoning' ? 2 : 1;
  return times * part.text.bytes(part.tokens) + name + PART_BYTES_MAX;
}

/** With the texts themselves: for short replies. */
export function spokenIn({ parts, text, tokens }: Answer): Spoken {
  return parts === null
    ? { text: text.join(tokens), thoughts: null, calls: NO_CALLS }
    : spokenOf(parts, (part) => part.text.join(part.tokens));
}

/** With marks in place of the texts, which `fillingsOf` has: for long replies. */
export function marksIn({ parts }: Answer): Spoken {
  return parts === null ? MARKED : spokenOf(parts, markOf);
}

/** What stands at the marks. */
export function fillingsOf({ parts, text, tokens }: Answer): readonly Filling[] {
  if (parts === null) return [{ mark: TEXT_MARK, text, tokens }];
  return parts.flatMap((part) =>
    part.kind === 'call' ? [] : [{ mark: markOf(part), text: part.text, tokens: part.tokens }],
  );
}

function markOf({ kind }: Part): string {
  return kind === 'reasoning' ? THOUGHTS_MARK : TEXT_MARK;
}

function spokenOf(parts: readonly Part[], say: (part: Part) => string): Spoken {
  let text: string | null = null;
  let thoughts: string | null = null;
  const calls: CallPart[] = [];
  let isRedacted = false;
  for (const part of parts) {
    if (part.kind === 'call') calls.push(part);
    else if (part.kind === 'reasoning') {
      thoughts = say(part);
      isRedacted = part.isRedacted === true;
    } else text = say(part);
  }
  return { text, thoughts, calls, isRedacted };
}

/** A part of an answer, or all of one that is a text. */
export type AnswerPart = CallPart | (Omit<SpokenPart, 'text'> & { readonly text: AnswerText });

/** As parts also what is a text alone. */
export function partsOf({ parts, text, tokens }: Answer): readonly AnswerPart[] {
  return parts ?? [{ kind: 'text', text, tokens }];
}

/** Of the answer's tokens, those of its thoughts. */
export function thoughtTokensOf({ parts }: Answer): number {
  const first = parts?.[0];
  return first?.kind === 'reasoning' ? first.tokens : 0;
}
