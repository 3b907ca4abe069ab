/**
 * Has tokens counted by a tokeniser in the worker threads while their requests wait. Main thread, for USAGE=exact only.
 *
 * The event loop pays for handing texts over, never for counting them. What arrives in one turn of the loop goes out as
 * one task, and as many tasks are under way as there are threads. Whoever is answered before its count is there, or came
 * when too many were waiting, keeps its estimate.
 */
import type { Plan } from '../behavior/plan.js';
import type { ModelRequest, PromptTexts, Usage } from '../protocols/protocol.js';
import type { CountJob } from '../workers/tasks.js';

const TASK_JOBS_MAX = 64;
/** About a tenth of a second of counting, so that a scrape does not wait long behind it. */
const TASK_CHARACTERS_MAX = 131_072;
const WAITING_JOBS_MAX = 2_048;
/** A longer prompt would keep a thread from everything else for seconds: its estimate stays. */
const JOB_CHARACTERS_MAX = 1_048_576;

/** The usage of one answer: an estimate first, exact once it was counted. */
export class CountedUsage implements Usage {
  isEstimate = true;

  constructor(
    public promptTokens: number,
    public completionTokens: number,
  ) {}
}

interface Waiting {
  readonly job: CountJob;
  readonly usage: CountedUsage;
  readonly otherTokens: number;
  readonly plan: Plan;
  readonly tokensMax: number;
}

/** The worker pool, as far as it counts. */
export interface CountingPool {
  /** Counts one task's jobs (see Tasks); null when that failed, which the pool reports. */
  countTokens(jobs: readonly CountJob[]): Promise<Int32Array | null>;
}

export class TokenCounter {
  /** In the order of arrival; whoever is answered meanwhile is counted in vain. */
  readonly #waiting: Waiting[] = [];
  /** By text: how many tokens the last length that was asked for has. Most answers have the same text. */
  readonly #completions = new WeakMap<object, { readonly pieces: number; readonly tokens: number }>();
  #underWay = 0;
  #turnEnds = false;

  constructor(
    private readonly pool: CountingPool,
    private readonly tasksMax: number,
  ) {}

  /** What becomes the usage of a request while it waits. */
  count(request: ModelRequest, prompt: PromptTexts, plan: Plan): CountedUsage {
    const usage = new CountedUsage(request.promptTokens, plan.tokens);
    const characters = prompt.texts.reduce((sum, text) => sum + text.length, 0);
    if (this.#waiting.length >= WAITING_JOBS_MAX || characters > JOB_CHARACTERS_MAX) return usage;
    const known = this.#completions.get(plan.text);
    const isKnown = known?.pieces === plan.tokens;
    const completion = isKnown || plan.tokens === 0 ? null : plan.text.join(plan.tokens);
    const tokensMax = request.tokensMax ?? Number.POSITIVE_INFINITY;
    if (isKnown) usage.completionTokens = Math.min(known.tokens, tokensMax);
    const job = { texts: prompt.texts, completion };
    this.#waiting.push({ job, usage, otherTokens: prompt.otherTokens, plan, tokensMax });
    if (!this.#turnEnds) {
      this.#turnEnds = true;
      setImmediate(() => {
        this.#turnEnds = false;
        this.#sendTasks();
      });
    }
    return usage;
  }

  #sendTasks(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.tasksMax) {
      const batch = this.#takeBatch();
      this.#underWay++;
      void this.pool.countTokens(batch.map(({ job }) => job)).then((counts) => {
        this.#underWay--;
        if (counts !== null) this.#fill(batch, counts);
        this.#sendTasks();
      });
    }
  }

  #takeBatch(): Waiting[] {
    let characters = 0;
    let length = 0;
    for (const { job } of this.#waiting) {
      if (length === TASK_JOBS_MAX || (length > 0 && characters > TASK_CHARACTERS_MAX)) break;
      for (const text of job.texts) characters += text.length;
      characters += job.completion?.length ?? 0;
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
