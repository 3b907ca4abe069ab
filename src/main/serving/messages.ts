/**
 * What the main thread and another one that serves say to each other. Types only: plain data, that may be cloned.
 */
import type { Limit } from '../../behavior/limits/limit.js';
import type { ModelRow } from '../../behavior/models/model-table.js';
import type { Behavior } from '../../behavior/profile/profile.js';
import type { Config } from '../../config/config.js';
import type { LiveFailures } from '../../shared/answers/live-failures.js';
import type { RecentDump } from '../../shared/figures/recent-times.js';
import type { Room } from '../admission/refusals.js';
import type { PlacedOrder } from '../control/next-faults.js';
import type { JournalQuery } from '../records/journal.js';
import type { Headers } from '../transport/transport.js';
import type { SharedTables } from './shared-tables.js';

/** What a thread starts with. */
export interface ServingStart {
  readonly buffer: SharedArrayBuffer;
  /** Which one it is, from 1. */
  readonly thread: number;
  /** Without what does not go from one thread to another, or is the main thread's alone. */
  readonly config: Config;
  readonly port: number;
  /** Of the models file of the start; null where there is none. */
  readonly models: readonly ModelRow[] | null;
  /** Rows that had figures of their own before it was started, in the order of their blocks. */
  readonly told: readonly string[];
  readonly keepsRecords: boolean;
  readonly connections: ConnectionBoundsOf;
  /** How many requests each order is still for (control/next-faults.ts). */
  readonly ordersLeft: SharedArrayBuffer;
  readonly tables: SharedTables;
  readonly workThreads: number;
  /** The file that threads run that count, parse and read, if not the shipped one. */
  readonly workEntry: string | null;
  /** Whether the first request starts the scenario. */
  readonly tellsFirst: boolean;
  /** The rows of the live page so far; null where there is none. */
  readonly history: Uint8Array | null;
  /** All that is in force, as it was told to the others. */
  readonly orders: readonly Order[];
}

type ConnectionBoundsOf = ConstructorParameters<
  typeof import('../admission/connection-limit.js').ConnectionLimit
>[1];

/** What is in force from now on: of each kind the last one counts. */
export type Order =
  | {
      readonly kind: 'settings';
      readonly settings: Behavior;
      readonly changes: readonly (readonly ModelRow[])[];
    }
  | { readonly kind: 'models'; readonly rows: readonly ModelRow[] }
  | { readonly kind: 'room'; readonly room: Room }
  | { readonly kind: 'retry'; readonly retry: Pick<Config, 'retryAfterSeconds' | 'shouldRetry'> }
  | { readonly kind: 'limits'; readonly limits: readonly Limit[] }
  | {
      readonly kind: 'serving';
      readonly draining: boolean;
      readonly servesWhileDraining: boolean;
      readonly starting: boolean;
      readonly needsCallers: boolean;
    }
  | { readonly kind: 'faults'; readonly faults: readonly PlacedOrder[] }
  | { readonly kind: 'hello'; readonly text: string };

/** What a thread can be asked for. */
export type Question =
  | { readonly about: 'journal'; readonly query: JournalQuery }
  | { readonly about: 'statistics' }
  | { readonly about: 'live'; readonly wantsTimes: boolean }
  | { readonly about: 'response'; readonly method: string; readonly path: string; readonly query: string }
  /** To take in who has come; answered when its accept queue is empty. */
  | { readonly about: 'arrivals' }
  /** To accept nobody any more. */
  | { readonly about: 'stopping' }
  /** Answered when nobody who has come is about to ask. */
  | { readonly about: 'settling' }
  /** To close every connection, and to end. */
  | { readonly about: 'closing' };

/** Of a stored response: its bytes, or why not, by the name of the kind. */
export type ToldElsewhere =
  | { readonly ok: true; readonly isStream: boolean; readonly body: string | Uint8Array }
  | { readonly ok: false; readonly kind: string; readonly message: string; readonly param: string | null };

/** For the live page, once a second. */
export interface LiveReport {
  /** Whether somebody looks who wants to know of the models. */
  readonly hasModelViewers: boolean;
  readonly failures: LiveFailures | null;
  /** Of each row that is told apart, in the order of their blocks. */
  readonly times: readonly RecentDump[] | null;
}

/** An answer of the main thread to a page that a thread was asked for. */
export interface PageReply {
  readonly kind: 'page';
  readonly call: number;
  readonly status: number;
  readonly headers: Headers;
  readonly requestIdHeader: string;
  readonly otherIdHeader: string | undefined;
  readonly requestId: string;
  readonly body: Uint8Array | string;
  readonly close: boolean;
}

/** From the main thread. */
export type ToThread =
  | { readonly kind: 'orders'; readonly orders: readonly Order[] }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'forget' }
  | {
      readonly kind: 'live';
      readonly row: Uint8Array;
      readonly texts: readonly string[];
      /** Told to whoever wants to know of the models; null where nobody does. */
      readonly models: string | null;
    }
  /** To a viewer who has come: what it asked for by `viewer`. */
  | { readonly kind: 'viewer'; readonly viewer: number; readonly texts: readonly string[] }
  | PageReply
  | { readonly kind: 'page-close'; readonly call: number }
  /** There is no room for the answer. */
  | { readonly kind: 'page-full'; readonly call: number };

/** What was asked for that is no API. */
export interface PageCall {
  readonly kind: 'page';
  readonly call: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
}

/** From another thread. */
export type FromThread =
  | { readonly kind: 'listening' }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'defect';
      readonly message: string;
      readonly stack: string | undefined;
      readonly where: string;
      readonly repeated: number;
    }
  | { readonly kind: 'worker-failure'; readonly message: string }
  | { readonly kind: 'first-request' }
  | { readonly kind: 'viewer'; readonly viewer: number; readonly wantsModels: boolean }
  | PageCall
  | {
      readonly kind: 'page-body';
      readonly call: number;
      readonly piece: Uint8Array;
      readonly isLast: boolean;
    }
  | { readonly kind: 'page-gone'; readonly call: number };
