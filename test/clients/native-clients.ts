// Owns: what clients get whose calls have shapes of their own, each API with its official client: its answers, its streams, its errors
// and its limits. Plain data: each row is a script and what it has to print.

import { NATIVE_OPENAI } from './native/openai.js';
import { NATIVE_OTHERS } from './native/others.js';

export interface NativeClient {
  /** As its registry calls it. */
  readonly name: string;
  /** What it is asked for, as the page of the docs says it: in English, and in Chinese. */
  readonly apis: readonly [english: string, chinese: string];
  /** Below test/clients/python. */
  readonly script: string;
  /** What each of its checks came to. */
  readonly seen: Readonly<Record<string, unknown>>;
}

export const NATIVE_CLIENTS: readonly NativeClient[] = [...NATIVE_OTHERS, ...NATIVE_OPENAI];
