// Owns: what the bench has to know of a server to start it and to judge its answers. Must never: start anything.

import type { Work } from './work.js';

export interface BenchServer {
  /** As in `--servers`, kebab-case. */
  readonly name: string;
  readonly title: string;
  /** The npm package that is measured, null for ours and for node:http. */
  readonly packageName: string | null;
  /** Program and arguments below the folder that holds both the product (`dist/`) and `bench/`; `node` comes first. */
  readonly command: readonly string[];
  environment(work: Work): Record<string, string>;
  /** What it can do beside answering. */
  readonly can: {
    /** It reads what it is sent: no JSON gets 400, too much of it 413. */
    readonly read: boolean;
    /** It can be told to refuse above a number in flight. */
    readonly cap: boolean;
    /** It can be told to hold a whole answer back. */
    readonly delay: boolean;
    readonly stream: boolean;
    readonly metrics: boolean;
    /** It can be told to fail on purpose. */
    readonly faults: boolean;
  };
  /** Its whole answers are as long as ours to the byte, and its streams say the same pieces. */
  readonly sameBytes: boolean;
  /** Events of a stream that are no tokens: role, finish and [DONE], where each is an event of its own. */
  readonly eventsBesideTokens: number;
}
