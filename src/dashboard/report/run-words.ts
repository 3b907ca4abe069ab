/**
 * Owns a run in words and figures, for the page and for the report. Browser, pure.
 */

import { SECONDS } from '../judge/second.js';
import { LOOKS, type Tone } from '../judge/standing.js';
import type { TextKey } from '../words/texts.js';
import type { Wording } from '../words/wording.js';
import type { Run } from './run.js';

const MS_PER_SECOND = 1_000;

export interface RunWords {
  readonly title: string;
  /** From when to when. */
  readonly when: string;
  readonly verdict: string;
  readonly tone: Tone;
  readonly figures: readonly (readonly [name: string, figure: string])[];
  /** How many seconds were what. */
  readonly seconds: string;
}

export function runWords(run: Run, { text, formats }: Wording): RunWords {
  const { count, rate, time, clock, lasting } = formats;
  const pair = ({ p50, p99 }: Run['answer']): string => `${time(p50)} / ${time(p99)}`;
  const figures: readonly (readonly [TextKey, string])[] = [
    ['run.duration', lasting((run.endedAtMs - run.startedAtMs) / MS_PER_SECOND)],
    ['run.requests', count(run.requests)],
    ['run.requestsPerSecond', rate(run.requestsPerSecond)],
    ['run.answered', count(run.answered)],
    ['run.answersPerSecond', rate(run.answersPerSecond)],
    ['run.refused', count(run.refused)],
    ['run.failures', count(run.failures)],
    ['run.faults', count(run.faults)],
    ['run.peak', count(run.peakInFlight)],
    ['run.tokensPerSecond', rate(run.tokensPerSecond)],
    ['run.firstToken', pair(run.firstToken)],
    ['run.answer', pair(run.answer)],
    ['run.lateness', time(run.latenessP99)],
  ];
  const seconds = SECONDS.filter((second) => second !== 'gone' && run.seconds[second] > 0);
  return {
    title: text(run.isOver ? 'run.last' : 'run.going'),
    when: text('run.when', { from: clock(run.startedAtMs), to: clock(run.endedAtMs) }),
    verdict: text(`verdict.${run.verdict}.title`),
    tone: LOOKS[run.verdict].tone,
    figures: figures.map(([key, figure]) => [text(key), figure]),
    seconds: text('run.seconds', {
      counts: seconds.map((second) => `${text(`second.${second}`)} ${count(run.seconds[second])}`).join(', '),
    }),
  };
}
