/**
 * Has tokens counted by a tokeniser in the work pool while their requests wait. Main thread, for USAGE=exact only.
 *
 * The event loop pays for handing texts over, never for counting them. What arrives in one turn of the loop goes out as
 * one task, and as many tasks are under way as there are threads. Whoever is answered before its count is there, or came
 * when too many were waiting, keeps its estimate.
 */
import type { Plan } from '../behavior/plan/plan.js';
import type { CachedTokens } from '../protocols/contract/prompt-prefix.js';
import type { ModelRequest, PromptTexts, Usage } from '../protocols/contract/protocol.js';
import type { MediaTokens } from '../protocols/media/media.js';
import type { Defects } from '../shared/defects.js';
import { completionOf, NO_COMPLETION } from './completion-text.js';
import type { CountJob } from './tasks.js';

const TASK_JOBS_MAX = 64;
/** About a tenth of a second of counting, so that the others do not wait long behind it. */
const TASK_CHARACTERS_MAX = 131_072;
const HELD_JOBS_MAX = 2_048;
/** What the texts take that wait or are being counted. */
const HELD_BYTES_MAX = 8 * 1_048_576;
/** A text in memory, beside its characters, of which each takes two bytes at the most. */
const TEXT_BYTES = 32;
const CHARACTER_BYTES = 2;

/** The usage of one answer: an estimate first, exact once it was counted. */
export class CountedUsage implements Usage {
  isEstimate = true;
  /** What was known of the prompt before; null without PREFIX_CACHE. */
  cached: CachedTokens | null = null;

  constructor(
    public promptTokens: number,
    public completionTokens: number,
    readonly media: MediaTokens | null = null,
  ) {}

  /** Of a request of which nothing is to be counted. */
  static ofEstimates({ promptTokens, media = null }: ModelRequest, { tokens }: Plan): CountedUsage {
    const usage = new CountedUsage(promptTokens, tokens, media);
    usage.isEstimate = false;
    return usage;
  }
}

interface Waiting {
  readonly job: CountJob;
  readonly bytes: number;
  readonly usage: CountedUsage;
  /** Tokens of the prompt that need not be counted. */
  readonly otherTokens: number;
  readonly plan: Plan;
  readonly tokensMax: number;
}

/** The work pool, as far as it counts. */
export interface CountingPool {
  readonly threads: number;
  /** Counts one task's jobs (see WorkTasks); null when that failed, which the pool reports. */
  countTokens(jobs: readonly CountJob[]): Promise<Int32Array | null>;
}

export class TokenCounter {
  /** In the order of arrival; whoever is answered meanwhile is counted in vain. */
  readonly #waiting: Waiting[] = [];
  /** By text: how many tokens the last length that was asked for has. Most answers have the same text. */
  readonly #completions = new WeakMap<object, { readonly pieces: number; readonly tokens: number }>();
  #underWay = 0;
  #heldJobs = 0;
  #heldBytes = 0;
  #turnEnds = false;

  constructor(
    private readonly pool: CountingPool,
    private readonly defects: Defects,
  ) {}

  /**
   * What becomes the usage of a request while it waits. `prompt` are the texts, or the tokens where a worker has counted them
   * before; null where there are too many to count.
   */
  count(request: ModelRequest, prompt: PromptTexts | number | null, plan: Plan): CountedUsage {
    const usage = new CountedUsage(request.promptTokens, plan.tokens, request.media ?? null);
    const tokensMax = request.tokensMax ?? Number.POSITIVE_INFINITY;
    const known = this.#completions.get(plan.text);
    const isKnown = known?.pieces === plan.tokens;
    if (isKnown) usage.completionTokens = Math.min(known.tokens, tokensMax);
    const completion = isKnown || plan.tokens === 0 ? NO_COMPLETION : completionOf(plan.text, plan.tokens);
    if (prompt === null || completion === null) return usage;
    const { texts, otherTokens } = typeof prompt === 'number' ? { texts: [], otherTokens: prompt } : prompt;
    const job = { texts, ...completion };
    const bytes = bytesOf(job);
    if (this.#heldJobs >= HELD_JOBS_MAX || this.#heldBytes + bytes > HELD_BYTES_MAX) return usage;
    this.#heldJobs++;
    this.#heldBytes += bytes;
    this.#waiting.push({ job, bytes, usage, otherTokens, plan, tokensMax });
    this.#sendAtTheEndOfTheTurn();
    return usage;
  }

  #sendAtTheEndOfTheTurn(): void {
    if (this.#turnEnds) return;
    this.#turnEnds = true;
    setImmediate(() => {
      this.#turnEnds = false;
      this.#sendTasks();
    });
  }

  #sendTasks(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.pool.threads) {
      this.#underWay++;
      this.defects.catch(this.#send(this.#takeBatch()), 'counting of tokens');
    }
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const counts = await this.pool.countTokens(batch.map(({ job }) => job));
      if (counts !== null) this.#fill(batch, counts);
    } finally {
      this.#underWay--;
      for (const { bytes } of batch) this.#heldBytes -= bytes;
      this.#heldJobs -= batch.length;
      this.#sendTasks();
    }
  }

  #takeBatch(): Waiting[] {
    let characters = 0;
    let length = 0;
    for (const { bytes } of this.#waiting) {
      if (length === TASK_JOBS_MAX || (length > 0 && characters > TASK_CHARACTERS_MAX)) break;
      characters += bytes / CHARACTER_BYTES;
      length++;
    }
    return this.#waiting.splice(0, length);
  }

  /** `counts` holds two figures for each job: tokens of its texts, tokens of its completion. */
  #fill(batch: readonly Waiting[], counts: Int32Array): void {
    for (const [index, { job, usage, otherTokens, plan, tokensMax }] of batch.entries()) {
      usage.promptTokens = otherTokens + (counts[2 * index] as number);
      if (job.completion !== null) {
        const tokens = counts[2 * index + 1] as number;
        this.#completions.set(plan.text, { pieces: plan.tokens, tokens });
        usage.completionTokens = Math.min(tokens, tokensMax);
      }
      usage.isEstimate = false;
    }
  }
}

function bytesOf({ texts, completion, round }: CountJob): number {
  let bytes = CHARACTER_BYTES * ((completion?.length ?? 0) + round.length);
  for (const text of texts) bytes += TEXT_BYTES + CHARACTER_BYTES * text.length;
  return bytes;
}
