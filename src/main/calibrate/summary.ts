/**
 * Owns what measurements come to: the distributions that the mock can be given, in the grammar of the latency model. Pure; a process of
 * its own runs it.
 */
import { createConstant, createPercentiles } from '../../behavior/distributions/create.js';
import { formatDistribution } from '../../behavior/distributions/format.js';
import { COUNT, DURATION, type Quantity } from '../../behavior/distributions/quantity.js';
import type { Measured } from './stream.js';

/** Those that the models file gets; between them the mock draws straight lines. */
const PERCENTS: readonly number[] = [0, 5, 10, 25, 50, 75, 90, 95, 99, 100];
/** Those that people look at first. */
export const SHOWN_PERCENTS: readonly number[] = [50, 90, 99];

/** One field of the models file. */
interface Line {
  /** As in the models file. */
  readonly key: string;
  readonly words: string;
  readonly quantity: Quantity;
  /** Rising. */
  readonly samples: readonly number[];
  /** In the grammar. */
  readonly text: string;
}

export interface Summary {
  readonly lines: readonly Line[];
  /** Tokens to a piece, on average; 1 where the endpoint does not tell. */
  readonly tokensPerPiece: number;
  /** The mean; null where the endpoint does not tell. */
  readonly promptTokens: number | null;
  readonly cutOff: number;
  /** Tokens of thoughts that were counted but not shown, the mean; 0 where there were none. */
  readonly hiddenThoughts: number;
}

/** A hundredth of a millisecond: no clock across a network says more. */
const TIME_STEPS_PER_MS = 100;

export function summarize(answers: readonly Measured[]): Summary {
  const tokensPerPiece = tokensPerPieceOf(answers);
  const thoughts = answers.map(({ thoughtTokens }) => thoughtTokens ?? 0);
  const showsThoughts = answers.some((answer) => answer.showsThoughts);
  const lines = [
    line(
      'time_to_first_token',
      'first token',
      DURATION,
      answers.map(({ firstMs }) => firstMs),
    ),
    line(
      'inter_token_latency',
      'between tokens',
      DURATION,
      answers.flatMap(({ gapsMs }) => gapsMs.map((gapMs) => gapMs / tokensPerPiece)),
    ),
    line(
      'output_tokens',
      'tokens of an answer',
      COUNT,
      known(answers.map(({ outputTokens }) => outputTokens)),
    ),
    line('reasoning_tokens', 'tokens of thought', COUNT, showsThoughts ? thoughts : []),
  ];
  return {
    lines: lines.filter(({ samples }) => samples.length > 0 && samples.at(-1) !== 0),
    tokensPerPiece,
    promptTokens: mean(known(answers.map(({ promptTokens }) => promptTokens))),
    cutOff: answers.filter(({ isCutOff }) => isCutOff).length,
    hiddenThoughts: showsThoughts ? 0 : (mean(thoughts) ?? 0),
  };
}

function line(key: string, words: string, quantity: Quantity, values: readonly number[]): Line {
  const samples = values.toSorted((one, other) => one - other);
  return { key, words, quantity, samples, text: samples.length === 0 ? '' : textOf(samples, quantity) };
}

function textOf(samples: readonly number[], quantity: Quantity): string {
  const points = PERCENTS.map((percent) => ({
    percent,
    value: rounded(quantileIn(samples, percent), quantity),
  }));
  const [least, most] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0];
  return formatDistribution(least === most ? createConstant(least) : createPercentiles(points), quantity);
}

export function rounded(value: number, quantity: Quantity): number {
  return quantity === COUNT ? Math.round(value) : Math.round(value * TIME_STEPS_PER_MS) / TIME_STEPS_PER_MS;
}

/**
 * Straight lines between the samples, the usual way (R's type 7).
 *
 * @param samples rising, at least one
 * @param percent 0 to 100
 */
export function quantileIn(samples: readonly number[], percent: number): number {
  const place = ((samples.length - 1) * percent) / 100;
  const below = samples[Math.floor(place)] ?? 0;
  const above = samples[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Endpoints send several tokens in a piece where they come fast; a gap then is that of all of them. */
function tokensPerPieceOf(answers: readonly Measured[]): number {
  let [tokens, pieces] = [0, 0];
  for (const { gapsMs, outputTokens, thoughtTokens, showsThoughts } of answers) {
    if (outputTokens === null) continue;
    tokens += outputTokens + (showsThoughts ? (thoughtTokens ?? 0) : 0);
    pieces += gapsMs.length + 1;
  }
  // A few pieces more or less are marks of the format, such as one for the end.
  return tokens > pieces * 1.05 ? tokens / pieces : 1;
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
