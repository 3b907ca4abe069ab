// Owns: what the bench has to know of a server to start it and to judge its answers. Must never: start anything.

import type { NativeProgram } from '../native/programs.js';
import type { Work } from './work.js';

export interface BenchServer {
  /** As in `--servers`, kebab-case. */
  readonly name: string;
  readonly title: string;
  /** The npm package that is measured, null where it is none. */
  readonly packageName: string | null;
  /** What cargo has to have built before it can be started; null for servers that run on Node.js. */
  readonly native: NativeProgram | null;
  /** Where it answers chat completions. */
  readonly path: string;
  /** Program and arguments below the folder that holds both the product (`dist/`) and `bench/`; `node` comes first. */
  readonly command: readonly string[];
  /** A profile with fewer cores leaves it out. */
  readonly coresMin: number;
  /** `cores` are those that it may use: what has threads that serve gets as many. */
  environment(work: Work, cores: number): Record<string, string>;
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
    /** A request can ask for the usage at the end of a stream, in an event of its own or with the last. */
    readonly usage: boolean;
    /** It calls a tool that a request offers, in a stream, and paces the pieces of the call. */
    readonly tools: boolean;
    /** It answers the requests that warm it up at once, whatever it was told to hold or to pace. */
    readonly atOnce: boolean;
  };
  /** Its whole answers are as long as ours to the byte, and its streams say the same pieces. */
  readonly sameBytes: boolean;
  /** Events of a stream that are no tokens: role, finish and [DONE], where each is an event of its own. */
  readonly eventsBesideTokens: number;
  /** Whether its usage is an event of its own. */
  readonly usageIsAnEvent: boolean;
  /**
   * How its work compares: `same` bytes; `same-words` in an envelope of its own; `floor`: it does less on purpose, so that
   * nothing is set against it.
   */
  readonly work: ServerWork;
}

export type ServerWork = 'same' | 'same-words' | 'floor';
