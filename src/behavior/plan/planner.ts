/**
 * Plans requests: draws from what holds for each what it shall experience. Pure but for its generators. Hot path: where
 * nothing is left to chance, one plan is shared by all requests.
 */
import type { Content } from '../content/content.js';
import { constantOf, type Distribution, isConstant } from '../distributions/distribution.js';
import { sample } from '../distributions/sample.js';
import type { Fault } from '../faults/fault.js';
import { type FaultCounts, FaultTurns } from '../faults/turns.js';
import { LATENCY_FIELDS, type LatencyRow } from '../profile/fields.js';
import type { Behavior, LatencyProfile } from '../profile/profile.js';
import { hashBytes } from '../random/hash.js';
import { createRandom, type Random } from '../random/random.js';
import { FaultyPlans, isShareable, withFault } from './faulty-plan.js';
import { AT_ONCE, DrawnPace, EvenPace, type Pace } from './pace.js';
import type { Plan, Said } from './plan.js';
import { Speaker } from './speaker.js';
import { type Ask, NO_WISH, type Wish } from './wish.js';

export interface PlannerOptions {
  readonly content: Content;
  /** What thoughts are made of, and answers that are longer than the text they would have. */
  readonly words: Content;
  /** No request waits longer, whatever was drawn. */
  readonly delayMaxMs: number;
  /** No answer is longer, whatever was drawn. */
  readonly tokensMax: number;
  /** Requests in flight, the one that is planned included, and how many there may be. */
  readonly running: () => number;
  readonly runningMax: () => number;
  /** Stands in where no seed is given: a number that differs from run to run. */
  readonly processSeed: number;
  /** How often each has asked, of all threads; left out where one serves. */
  readonly faultCounts?: FaultCounts;
}

/** What is known of all requests for which the same holds. */
interface Outlook {
  /** Whether the same request always gets the same plan. */
  readonly isCertain: boolean;
  /** The plan of all requests that wish nothing of their own; null where a plan depends on the request or on chance. */
  readonly shared: Plan | null;
  /** The same for requests that are not answered in words. */
  readonly silent: Plan | null;
  /** What faults make of either: as many as there are rules. */
  readonly faulty: FaultyPlans;
}

export class Planner {
  readonly #outlooks = new WeakMap<Behavior, Outlook>();
  readonly #turns: FaultTurns;
  readonly #speaker: Speaker;
  #arrivals = 0;

  constructor(private readonly options: PlannerOptions) {
    this.#turns = new FaultTurns(options.processSeed, options.faultCounts);
    this.#speaker = new Speaker(options);
  }

  /**
   * The plan of one request. `behavior` is what holds for it: pass the same object where the same holds. With a seed the
   * plan depends on the seed and on `body` alone, the bytes of the request or their hash (see hashBytes); never on the order
   * of arrival, but for faults that are counted: those go by `who`, which names the model and whoever asks.
   *
   * @throws SchemaProblem where nothing satisfies a schema or a pattern that the request gives
   */
  plan(wish: Wish, behavior: Behavior, body: Uint8Array | number, who = ''): Plan {
    const { faults } = behavior.profile;
    if (faults === null || faults.rules.length === 0) return this.#planWell(wish, behavior, body);
    const { seed } = behavior;
    const fault = this.#turns.faultOf(faults, seed, () => hashOf(body), who);
    return this.planWith(fault, wish, behavior, body);
  }

  /** The plan of a request for which it is settled what goes wrong; null for nothing. */
  planWith(fault: Fault | null, wish: Wish, behavior: Behavior, body: Uint8Array | number): Plan {
    const plan = this.#planWell(wish, behavior, body);
    if (fault === null) return plan;
    const { shared, silent, faulty } = this.#outlookOf(behavior);
    const { stream } = wish;
    const isShared = (plan === shared || plan === silent) && isShareable(fault, stream);
    return isShared ? faulty.planOf(plan, fault, stream) : withFault(plan, fault, stream);
  }

  #planWell(wish: Wish, behavior: Behavior, body: Uint8Array | number): Plan {
    const outlook = this.#outlookOf(behavior);
    const shared = wish.speaks ? outlook.shared : outlook.silent;
    if (
      shared === null ||
      wish.ask !== null ||
      wish.stop.length > 0 ||
      (wish.tokensMax !== null && wish.tokensMax < shared.tokens)
    ) {
      return this.#draw(wish, behavior, body);
    }
    return shared;
  }

  /** Whether the plan of a request that asks for this depends on nothing but the request: not on chance, nor on the load. */
  isCertain(behavior: Behavior, ask: Ask | null): boolean {
    const callsTools = ask !== null && ask.tools !== null;
    return this.#outlookOf(behavior).isCertain && !(callsTools && isDrawn(behavior.profile, TOOL_FIELDS));
  }

  #outlookOf(behavior: Behavior): Outlook {
    const known = this.#outlooks.get(behavior);
    if (known !== undefined) return known;
    const { profile } = behavior;
    const { same, byChance } = this.options.content;
    const isTimeCertain = !isDrawn(profile, OTHER_FIELDS) && (profile.loadFactor ?? 1) === 1;
    const isTimeShared = isTimeCertain && profile.prefillPerToken === null;
    const planOf = (wish: Wish): Plan => this.#draw(wish, { profile, seed: 0 }, NO_BYTES);
    const outlook = {
      isCertain: isTimeCertain && !byChance && (profile.faults?.rules.length ?? 0) === 0,
      shared: isTimeShared && same !== null ? planOf(NO_WISH) : null,
      silent: isTimeShared ? planOf(NO_WORDS) : null,
      faulty: new FaultyPlans(),
    };
    this.#outlooks.set(behavior, outlook);
    return outlook;
  }

  #draw(wish: Wish, { profile, seed }: Behavior, body: Uint8Array | number): Plan {
    const random = this.#randomFor(seed, body);
    const said = this.#speaker.say(wish, profile, random, seed ?? this.options.processSeed);
    return this.#time(said, wish, profile, random);
  }

  #randomFor(seed: number | null, body: Uint8Array | number): Random {
    if (seed !== null) return createRandom(seed, hashOf(body));
    this.#arrivals = (this.#arrivals + 1) >>> 0;
    return createRandom(this.options.processSeed, this.#arrivals);
  }

  #time(said: Said, wish: Wish, profile: LatencyProfile, random: Random): Plan {
    const limitMs = this.options.delayMaxMs;
    const factor = this.#loadFactor(profile.loadFactor);
    const { responseDelay, timeToFirstToken, interTokenLatency, prefillPerToken } = profile;
    const drawMs = (from: Distribution | null): number => (from === null ? 0 : sample(from, random) * factor);
    const wholeMs = Math.min(drawMs(responseDelay), limitMs);
    const prefillMs = drawMs(prefillPerToken) * wish.promptTokens;
    const startMs = Math.min(drawMs(timeToFirstToken) + prefillMs, limitMs);
    const gaps = Math.max(0, said.tokens - 1);
    const { text, tokens, parts, finish, stopText } = said;
    const planned = (firstMs: number, totalMs: number, pace: Pace): Plan => {
      return { text, tokens, parts, finish, stopText, firstMs, totalMs, limitMs, pace, fault: null };
    };
    if (interTokenLatency !== null) {
      const pace = paceOf(interTokenLatency, factor, random);
      // A stream draws its gaps as it goes, from the same generator: the same gaps.
      const totalMs = wish.stream ? limitMs : startMs + pace.sumOfGapsMs(gaps, limitMs);
      return planned(startMs, Math.min(totalMs, limitMs), pace);
    }
    if (timeToFirstToken === null && prefillPerToken === null) {
      const gapMs = tokens === 0 ? wholeMs : wholeMs / tokens;
      return planned(gapMs, wholeMs, new EvenPace(gapMs));
    }
    const gapMs = gaps === 0 ? 0 : Math.max(0, wholeMs - startMs) / gaps;
    return planned(startMs, startMs + gapMs * gaps, gapMs === 0 ? AT_ONCE : new EvenPace(gapMs));
  }

  /** As llm-d-inference-sim has it: 1 for a request alone, the whole factor when all slots are in use. */
  #loadFactor(factor: number | null): number {
    if (factor === null || factor === 1) return 1;
    const { running, runningMax } = this.options;
    const max = runningMax();
    // More may be in flight than a cap that was lowered.
    return max === 1 ? 1 : 1 + (factor - 1) * Math.min(1, (running() - 1) / (max - 1));
  }
}

const isOfTools = ({ field }: LatencyRow): boolean => field === 'toolCalls' || field === 'toolTurns';
/** What only requests with tools look at. */
const TOOL_FIELDS = LATENCY_FIELDS.filter(isOfTools);
const OTHER_FIELDS = LATENCY_FIELDS.filter((row) => !isOfTools(row));

/** Whether a duration, or a count, of these is drawn for each request. */
function isDrawn(profile: LatencyProfile, fields: readonly LatencyRow[]): boolean {
  return fields.some(({ field, kind }) => {
    if (kind !== 'durations' && kind !== 'counts') return false;
    const value = profile[field];
    return value !== null && !isConstant(value);
  });
}

function hashOf(body: Uint8Array | number): number {
  return typeof body === 'number' ? body : hashBytes(body);
}

/** The wish of a request that is not answered in words. */
const NO_WORDS: Wish = { ...NO_WISH, speaks: false };
const NO_BYTES = new Uint8Array();

function paceOf(gaps: Distribution, factor: number, random: Random): Pace {
  const constant = constantOf(gaps);
  return constant === undefined ? new DrawnPace(gaps, factor, random) : new EvenPace(constant * factor);
}
