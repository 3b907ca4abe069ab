/**
 * Has tokens counted by a tokeniser in the work pool while their requests wait. Main thread, for USAGE=exact only.
 *
 * The event loop pays for handing texts over (some 4 µs for 15 KB), never for counting them. What arrives in one turn of the loop goes
 * out as one task, and as many tasks are under way as there are threads; whoever needs its count first is counted first. Whoever is
 * answered before its count can be there, or came when too many were waiting, keeps its estimate.
 */
import type { Plan } from '../behavior/plan/plan.js';
import type { CachedTokens } from '../protocols/contract/prompt-prefix.js';
import type { ModelRequest, PromptTexts, Usage } from '../protocols/contract/protocol.js';
import type { MediaTokens } from '../protocols/media/media.js';
import type { Defects } from '../shared/defects.js';
import { completionOf, NO_COMPLETION } from './completion-text.js';
import { CountingLine, type Due } from './counting-line.js';
import type { CountJob } from './tasks.js';

const TASK_JOBS_MAX = 64;
/** Half a second of counting at the worst, so that the others do not wait long behind it. */
const TASK_CHARACTERS_MAX = 131_072;
const HELD_JOBS_MAX = 8_192;
/** What the texts take that wait or are being counted, beside the budget that they share with all texts that are held. */
const HELD_BYTES_MAX = 64 * 1_048_576;
/** How much weight the newest task has in what is known of the pace. */
const PACE_WEIGHT = 1 / 4;
/** Of less nothing is learnt: handing it over takes as long as counting it. */
const PACE_CHARACTERS_MIN = 4_096;
/** Ten times as slow as rare words: a thread that had to load the vocabulary first says nothing of the next. */
const MS_PER_CHARACTER_MAX = 0.01;
/** A thread may be kept waiting, and texts differ. */
const PACE_MARGIN = 2;
/** A text in memory, beside its characters. */
const TEXT_BYTES = 32;

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

interface Waiting extends Due {
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

/** Where what lies in V8's heap is held, as far as it is used here. */
export interface TextBudget {
  /** Whether so many bytes more may be held; they must be given back by `freeText`. */
  tryHoldText(bytes: number): boolean;
  freeText(bytes: number): void;
}

export interface TokenCounterOptions {
  readonly pool: CountingPool;
  readonly budget: TextBudget;
  readonly defects: Defects;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export class TokenCounter {
  readonly #line = new CountingLine<Waiting>();
  /** By text: how many tokens the last length that was asked for has. Most answers have the same text. */
  readonly #completions = new WeakMap<object, { readonly pieces: number; readonly tokens: number }>();
  #underWay = 0;
  #heldJobs = 0;
  #heldBytes = 0;
  #turnEnds = false;
  #msPerCharacter = 0;

  constructor(private readonly options: TokenCounterOptions) {}

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
    if (texts.length === 0 && job.completion === null) {
      usage.promptTokens = otherTokens;
      usage.isEstimate = false;
      return usage;
    }
    const bytes = bytesOf(job);
    if (!this.#tryHold(bytes)) return usage;
    const readMs = this.options.now();
    this.#line.add({
      job,
      bytes,
      characters: charactersOf(job),
      usage,
      otherTokens,
      plan,
      tokensMax,
      neededAtMs: readMs + (request.stream ? plan.firstMs : plan.totalMs),
      // Most streams tell their usage at the end.
      uselessAtMs: readMs + (request.stream ? plan.limitMs : plan.totalMs),
    });
    this.#sendAtTheEndOfTheTurn();
    return usage;
  }

  #tryHold(bytes: number): boolean {
    if (this.#heldJobs >= HELD_JOBS_MAX || this.#heldBytes + bytes > HELD_BYTES_MAX) return false;
    if (!this.options.budget.tryHoldText(bytes)) return false;
    this.#heldJobs++;
    this.#heldBytes += bytes;
    return true;
  }

  #free(entries: readonly Waiting[]): void {
    for (const { bytes } of entries) {
      this.#heldBytes -= bytes;
      this.options.budget.freeText(bytes);
    }
    this.#heldJobs -= entries.length;
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
    const { pool, defects, now } = this.options;
    while (this.#line.length > 0 && this.#underWay < pool.threads) {
      const { taken, tooLate } = this.#line.take({
        entriesMax: TASK_JOBS_MAX,
        charactersMax: TASK_CHARACTERS_MAX,
        nowMs: now(),
        msPerCharacter: PACE_MARGIN * this.#msPerCharacter,
      });
      this.#free(tooLate);
      if (taken.length === 0) continue;
      this.#underWay++;
      defects.catch(this.#send(taken), 'counting of tokens');
    }
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const sentMs = this.options.now();
    try {
      const counts = await this.options.pool.countTokens(batch.map(({ job }) => job));
      if (counts !== null) this.#fill(batch, counts);
    } finally {
      this.#underWay--;
      this.#free(batch);
      this.#learnPace(batch, this.options.now() - sentMs);
      this.#sendTasks();
    }
  }

  #learnPace(batch: readonly Waiting[], tookMs: number): void {
    const characters = batch.reduce((total, one) => total + one.characters, 0);
    if (characters < PACE_CHARACTERS_MIN) return;
    const msPerCharacter = Math.min(MS_PER_CHARACTER_MAX, tookMs / characters);
    this.#msPerCharacter += PACE_WEIGHT * (msPerCharacter - this.#msPerCharacter);
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

function charactersOf({ texts, completion, round }: CountJob): number {
  let characters = (completion?.length ?? 0) + round.length;
  for (const text of texts) characters += text.length;
  return characters;
}

function bytesOf({ texts, completion, round }: CountJob): number {
  let bytes = heldBytesOf(completion ?? '') + heldBytesOf(round);
  for (const text of texts) bytes += TEXT_BYTES + heldBytesOf(text);
  return bytes;
}

/** V8 keeps a character in one byte where all of the text will do with it, as those of ASCII do; else in two. */
function heldBytesOf(text: string): number {
  return Buffer.byteLength(text) === text.length ? text.length : 2 * text.length;
}
