/**
 * The responses that may be asked for by their ids: what they were answered with, not its bytes. Main thread. Bounded in entries
 * and in bytes; the oldest goes first. A response in the background is worked on by nobody: how far it has come says the clock.
 */
import type { Answer, ModelRequest } from '../../protocols/contract/protocol.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import { type KeptInput, KeptInputs } from './kept-inputs.js';

/** Of all entries, in all threads that serve: each may keep its part. */
const BYTES_MAX = 16 * 1_048_576;
/** Of an entry beside the texts that are its own. */
const ENTRY_BYTES = 640;
/** Ids that were deleted, and are not to be taken for ones that were only forgotten. */
const DELETED_MAX = 1_000;
const PREFIX = 'resp_';

export type Progress = 'queued' | 'in_progress' | 'cancelled' | 'done';

export interface StoredResponse {
  readonly request: ModelRequest;
  readonly answer: Answer;
  readonly input: KeptInput;
  /** Of texts that nobody else holds. */
  readonly ownBytes: number;
  /** On the clock of `now`, in milliseconds. */
  readonly firstAtMs: number;
  doneAtMs: number;
  isCancelled: boolean;
}

export interface StoredResponsesOptions {
  readonly entriesMax: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Whether this server gave the id to a reply, or could have. */
  readonly isOwnId: (uuid: string) => boolean;
  /** That serve, 1 where it is left out. */
  readonly threads?: number;
  /** What all threads know of each other's; null where one serves. */
  readonly known?: KnownResponses | null;
}

/** Of a response in any thread: tokens of its conversation, or that it was deleted; null where nothing is known. */
export interface KnownResponses {
  note(uuid: string, tokens: number): void;
  noteDeleted(uuid: string): void;
  find(uuid: string): number | 'deleted' | null;
}

export class StoredResponses {
  readonly inputs: KeptInputs;
  /** By UUID, the oldest first. */
  readonly #entries = new Map<string, StoredResponse>();
  readonly #deleted = new Set<string>();
  #bytes = 0;
  readonly #bytesMax: number;

  constructor(private readonly options: StoredResponsesOptions) {
    const { threads = 1 } = options;
    this.inputs = new KeptInputs(threads);
    this.#bytesMax = Math.floor(BYTES_MAX / threads);
  }

  /** `firstInMs` and `doneInMs`: when it has begun and when it is done, from now on. */
  add(
    response: Pick<StoredResponse, 'request' | 'answer' | 'input' | 'ownBytes'>,
    firstInMs: number,
    doneInMs: number,
  ): StoredResponse {
    const nowMs = this.options.now();
    const { request, answer, input, ownBytes } = response;
    const entry: StoredResponse = {
      request,
      answer,
      input,
      ownBytes,
      firstAtMs: nowMs + firstInMs,
      doneAtMs: nowMs + doneInMs,
      isCancelled: false,
    };
    this.#entries.set(answer.uuid, entry);
    this.options.known?.note(answer.uuid, answer.usage.promptTokens + answer.usage.completionTokens);
    this.#bytes += ENTRY_BYTES + ownBytes;
    for (const uuid of this.#entries.keys()) {
      if (this.#entries.size <= this.options.entriesMax && this.#bytes <= this.#bytesMax) break;
      this.#remove(uuid);
    }
    return entry;
  }

  /** `id` is as a client wrote it. */
  find(id: string): StoredResponse | null {
    return this.#entries.get(uuidOf(id)) ?? null;
  }

  progressOf({ firstAtMs, doneAtMs, isCancelled }: StoredResponse): Progress {
    if (isCancelled) return 'cancelled';
    const nowMs = this.options.now();
    if (nowMs >= doneAtMs) return 'done';
    return nowMs >= firstAtMs ? 'in_progress' : 'queued';
  }

  /** Whether there was one. */
  delete(id: string): boolean {
    const uuid = uuidOf(id);
    if (!this.#remove(uuid)) return false;
    this.options.known?.noteDeleted(uuid);
    this.#deleted.add(uuid);
    if (this.#deleted.size > DELETED_MAX) {
      for (const oldest of this.#deleted) {
        this.#deleted.delete(oldest);
        break;
      }
    }
    return true;
  }

  /**
   * Tokens of the conversation that a request goes on with, or why it cannot. One that was forgotten for want of room counts nothing:
   * conversations under load go on.
   */
  tokensBefore(id: string): number | ApiError {
    const uuid = uuidOf(id);
    const usage = this.#entries.get(uuid)?.answer.usage;
    if (usage !== undefined) return usage.promptTokens + usage.completionTokens;
    const known = this.options.known?.find(uuid) ?? null;
    if (typeof known === 'number') return known;
    if (this.options.isOwnId(uuid) && known === null && !this.#deleted.has(uuid)) return 0;
    const message = `Previous response with id '${shortened(id)}' not found.`;
    return apiError(ERROR_KINDS.previousNotFound, message, 'previous_response_id');
  }

  #remove(uuid: string): boolean {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return false;
    this.#bytes -= ENTRY_BYTES + entry.ownBytes;
    return this.#entries.delete(uuid);
  }
}

/** Of an id as a client wrote it; empty where it is none. */
export function uuidOf(id: string): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : '';
}
