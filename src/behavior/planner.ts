/**
 * Plans requests: joins what the settings, the models file, the model's name and the request's headers say, and draws from
 * it. Pure but for its generators. Hot path: where nothing is left to chance, one plan is shared by all requests.
 */
import type { AnswerText } from './answer-text.js';
import type { Content } from './content.js';
import { constantOf, type Distribution } from './distribution.js';
import { hashBytes } from './hash.js';
import { ConstantPace, type Pace, SampledPace } from './pace.js';
import type { Plan, Wish } from './plan.js';
import { hasTokenLatencies, type LatencyProfile, overlay } from './profile.js';
import { createRandom, type Random } from './random.js';
import { sample, sampleCount } from './sample.js';

/** What a request itself asks for. */
export interface Overrides {
  readonly profile: LatencyProfile;
  readonly seed: number | null;
}

export interface PlannerOptions {
  readonly content: Content;
  /** What holds for the model, its name's own knobs included. The same object for the same name, for as long as it holds. */
  readonly profileOf: (model: string) => Overrides;
  /** Makes every plan a function of the seed and the request; null draws plans by the order of arrival. */
  readonly seed: number | null;
  readonly maxDelayMs: number;
  /** Requests in flight, the one that is planned included, and how many there may be. */
  readonly running: () => number;
  readonly runningMax: number;
}

const EVEN = new ConstantPace(0);

export class Planner {
  /** By profile: the plan of every request that asks for nothing itself. Weak, for the models file may be read again. */
  readonly #shared = new WeakMap<Overrides, Plan | null>();
  readonly #processSeed: number;
  #arrivals = 0;

  /** `processSeed` stands in where no seed is given: any number that differs from run to run. */
  constructor(
    private readonly options: PlannerOptions,
    processSeed: number,
  ) {
    this.#processSeed = processSeed;
  }

  /** `overrides` come from the request's headers; null for none. `body` is what a seeded plan depends on. */
  plan(wish: Wish, overrides: Overrides | null, body: Uint8Array): Plan {
    const base = this.options.profileOf(wish.model);
    if (overrides !== null) return this.#draw(wish, overlayAll(overrides, base), body);
    const shared = this.#sharedPlan(base);
    const asksForLess = wish.stop.length > 0 || (wish.tokensMax !== null && wish.tokensMax < (shared?.tokens ?? 0));
    return shared === null || asksForLess ? this.#draw(wish, base, body) : shared;
  }

  #sharedPlan(base: Overrides): Plan | null {
    let plan = this.#shared.get(base);
    if (plan === undefined) {
      plan = this.#planWithoutChance(base.profile);
      this.#shared.set(base, plan);
    }
    return plan;
  }

  /** null where a plan depends on chance, on the prompt or on the load. */
  #planWithoutChance(profile: LatencyProfile): Plan | null {
    const text = this.options.content.same;
    const { responseDelay, timeToFirstToken, interTokenLatency, prefillPerToken, outputTokens } = profile;
    const given = [responseDelay, timeToFirstToken, interTokenLatency, outputTokens].filter((one) => one !== null);
    const byChance = given.some((one) => constantOf(one) === undefined);
    if (text === null || byChance || prefillPerToken !== null || (profile.loadFactor ?? 1) !== 1) return null;
    return this.#time(profile, text, outputTokens === null ? text.length : constantCount(outputTokens), 'stop', null);
  }

  #draw(wish: Wish, { profile, seed }: Overrides, body: Uint8Array): Plan {
    const random = this.#randomFor(seed ?? this.options.seed, body);
    const picked = this.options.content.pick(wish.userText, random);
    const wanted = profile.outputTokens === null ? picked.tokens : sampleCount(profile.outputTokens, random);
    const isCutOff = wish.tokensMax !== null && wanted > wish.tokensMax;
    const tokens = isCutOff ? (wish.tokensMax as number) : wanted;
    const stopped = wish.stop.length === 0 ? null : picked.text.cutBefore(wish.stop, tokens);
    const finish = isCutOff && stopped === null ? 'length' : 'stop';
    return this.#time(profile, stopped?.text ?? picked.text, stopped?.tokens ?? tokens, finish, { wish, random });
  }

  #randomFor(seed: number | null, body: Uint8Array): Random {
    if (seed !== null) return createRandom(seed, hashBytes(body));
    this.#arrivals = (this.#arrivals + 1) >>> 0;
    return createRandom(this.#processSeed, this.#arrivals);
  }

  #time(
    profile: LatencyProfile,
    text: AnswerText,
    tokens: number,
    finish: Plan['finish'],
    chance: { readonly wish: Wish; readonly random: Random } | null,
  ): Plan {
    const limitMs = this.options.maxDelayMs;
    const factor = this.#loadFactor(profile);
    const shape = { text, tokens, finish, limitMs };
    const draw = (from: Distribution | null): number => {
      if (from === null) return 0;
      return (constantOf(from) ?? sample(from, (chance as { random: Random }).random)) * factor;
    };
    if (!hasTokenLatencies(profile)) {
      // Spread evenly: the last token comes when a whole answer would.
      const totalMs = Math.min(draw(profile.responseDelay), limitMs);
      const gapMs = tokens === 0 ? 0 : totalMs / tokens;
      return { ...shape, firstMs: tokens === 0 ? totalMs : gapMs, totalMs, pace: new ConstantPace(gapMs) };
    }
    const prefillMs = draw(profile.prefillPerToken) * (chance?.wish.promptTokens ?? 0);
    const firstMs = Math.min(draw(profile.timeToFirstToken) + prefillMs, limitMs);
    const pace = paceOf(profile.interTokenLatency, factor, chance?.random ?? null);
    // The gaps of a stream are drawn as it goes; those of a whole answer now, the same ones.
    const totalMs = chance?.wish.stream ? limitMs : Math.min(firstMs + sumOfGaps(pace, tokens), limitMs);
    return { ...shape, firstMs, totalMs, pace };
  }

  /** As llm-d-inference-sim has it: 1 for a request alone, the whole factor when all slots are in use. */
  #loadFactor({ loadFactor }: LatencyProfile): number {
    const { running, runningMax } = this.options;
    if (loadFactor === null || loadFactor === 1 || runningMax === 1) return 1;
    return 1 + ((loadFactor - 1) * (running() - 1)) / (runningMax - 1);
  }
}

function constantCount(distribution: Distribution): number {
  return Math.round(constantOf(distribution) as number);
}

function paceOf(gaps: Distribution | null, factor: number, random: Random | null): Pace {
  if (gaps === null) return EVEN;
  const constant = constantOf(gaps);
  return constant === undefined
    ? new SampledPace(gaps, factor, random as Random)
    : new ConstantPace(constant * factor);
}

function sumOfGaps(pace: Pace, tokens: number): number {
  if (pace instanceof ConstantPace) return tokens < 2 ? 0 : pace.nextGapMs() * (tokens - 1);
  let sum = 0;
  for (let index = 1; index < tokens; index++) sum += pace.nextGapMs();
  return sum;
}

function overlayAll(over: Overrides, under: Overrides): Overrides {
  return { profile: overlay(over.profile, under.profile), seed: over.seed ?? under.seed };
}
