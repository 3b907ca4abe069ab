// Owns: whether a run reached the goals, each with the figure that says so. Must never: call a goal met on figures
// that are missing, or that come from a server which failed in that step.

import { isCapExact } from './cap-exactness.js';
import { formatCount, formatFigure, formatTimes, formatWithUnit } from './format.js';
import { GOALS, type Goal } from './goals.js';
import type { VerdictWords } from './report-words.js';
import { commonStep } from './steps.js';
import { OURS, type Spread, type Summary } from './summary.js';
import type { Words } from './words.js';

export interface GoalVerdict {
  readonly goal: string;
  /** `undecided`: it was run, but a server gave no figures. */
  readonly verdict: 'met' | 'missed' | 'undecided' | 'not in this run';
  /** One sentence: the figure, or what is missing. */
  readonly because: string;
}

type Finding = Omit<GoalVerdict, 'goal'>;

/** Who delivers this share of what was planned has not shown its limit: opening the streams takes a little time, too. */
const KEPT_UP_SHARE = 0.9;

function absent(because: string): Finding {
  return { verdict: 'not in this run', because };
}

function titleOf(summary: Summary, name: string): string {
  return summary.servers.find((server) => server.name === name)?.title ?? name;
}

/** Two digits, because goals are given in two. One round is no range. */
function times({ median, min, max }: Spread, words: VerdictWords): string {
  const better = median >= 1;
  const [middle, low, high] = better ? [median, min, max] : [1 / median, 1 / max, 1 / min];
  const written = (quotient: number): string => `${quotient.toFixed(2)}×`;
  return words.times(written(middle), better, min === max ? null : [written(low), written(high)]);
}

function judgeRatio(summary: Summary, goal: Extract<Goal, { kind: 'ratio' }>, words: Words): Finding {
  const said = words.report.verdicts;
  const scenario = summary.scenario(goal.scenario);
  if (scenario === undefined) return absent(said.absentScenario(goal.scenario));
  for (const name of [OURS, goal.rival]) {
    if (!summary.servers.some((server) => server.name === name)) return absent(said.absentServer(name));
  }
  const stepName = goal.step ?? commonStep(summary, goal.scenario, [OURS, goal.rival]);
  const step = scenario.steps.find(({ name }) => name === stepName);
  if (step === undefined)
    return goal.step === null ? undecided(summary, goal.rival, said) : absent(said.absentStep(goal.step));
  const ours = summary.cell(goal.scenario, step.name, OURS);
  const theirs = summary.cell(goal.scenario, step.name, goal.rival);
  if (ours !== undefined && ours.errors.length > 0) {
    return { verdict: 'missed', because: said.oursFailed(ours.errors.length, ours.rounds.length) };
  }
  const lost = ours?.figures.get('lost_count')?.max ?? 0;
  if (lost > 0) {
    return { verdict: 'missed', because: said.oursLost(formatCount(lost), words.stepTitle(step)) };
  }
  const [our, their] = [ours?.figures.get(goal.figure), theirs?.figures.get(goal.figure)];
  const advantage = theirs?.advantages.get(goal.figure);
  if (our === undefined || their === undefined || advantage === undefined)
    return undecided(summary, goal.rival, said);
  const failed = theirs?.errors.length ?? 0;
  const but = failed === 0 ? '' : said.rivalFailed(titleOf(summary, goal.rival), failed);
  const compared = said.against(
    times(advantage, said),
    formatFigure(goal.figure, our.median),
    formatWithUnit(goal.figure, their.median, words.report.unit),
    words.stepTitle(step),
  );
  return { verdict: advantage.median >= goal.times ? 'met' : 'missed', because: compared + but };
}

function undecided(summary: Summary, rival: string, words: VerdictWords): Finding {
  return { verdict: 'undecided', because: words.noFiguresOf(titleOf(summary, rival)) };
}

function judgeCap(summary: Summary, { report: { verdicts: said } }: Words): Finding {
  const scenario = summary.scenario('cap');
  if (scenario === undefined) return absent(said.absentScenario('cap'));
  if (!summary.servers.some(({ name }) => name === OURS)) return absent(said.absentOurs);
  const verdicts = summary.servers.map(({ name, title }) => ({
    name,
    title,
    exact: scenario.steps.map((step) => isCapExact(summary.cell('cap', step.name, name))),
  }));
  const ours = verdicts.find(({ name }) => name === OURS)?.exact ?? [];
  const isExact = (exact: readonly (boolean | null)[]): boolean => exact.every((value) => value === true);
  const others = verdicts.filter(({ name }) => name !== OURS);
  const titles = (list: typeof others): string => list.map(({ title }) => title).join(', ') || said.nobody;
  const inexact = others.filter(({ exact }) => exact.includes(false));
  const without = others.filter(({ exact }) => exact.every((value) => value === null));
  const because = [
    said.exactAsWell(titles(others.filter(({ exact }) => isExact(exact)))),
    ...(inexact.length > 0 ? [said.inexact(titles(inexact))] : []),
    ...(without.length > 0 ? [said.without(titles(without))] : []),
  ].join(said.and);
  if (ours.includes(null) && !ours.includes(false))
    return { verdict: 'undecided', because: said.oursWithout(because) };
  return isExact(ours)
    ? { verdict: 'met', because }
    : { verdict: 'missed', because: said.oursInexact(because) };
}

interface EventsStep {
  readonly title: string;
  readonly median: number;
  readonly planned: number;
  /** Those with figures of equal work, the nearest first. */
  readonly rivals: readonly { title: string; advantage: Spread; theirs: Spread }[];
}

const EVENTS = 'events_per_second';

function eventsSteps(summary: Summary, words: Words): readonly EventsStep[] {
  return (summary.scenario('streaming')?.steps ?? []).flatMap((planStep) => {
    const step = planStep.name;
    const ours = summary.cell('streaming', step, OURS)?.figures;
    const [median, planned] = [ours?.get(EVENTS)?.median, ours?.get('planned_events_per_second')?.median];
    if (median === undefined || planned === undefined) return [];
    const rivals = summary.servers.flatMap(({ name, title: rival }) => {
      const cell = summary.cell('streaming', step, name);
      const [advantage, theirs] = [cell?.advantages.get(EVENTS), cell?.figures.get(EVENTS)];
      return advantage === undefined || theirs === undefined ? [] : [{ title: rival, advantage, theirs }];
    });
    return [
      {
        title: words.stepTitle(planStep),
        median,
        planned,
        rivals: rivals.toSorted((a, b) => a.advantage.median - b.advantage.median),
      },
    ];
  });
}

/** At the heaviest step with somebody to compare with, or one that ours keeps up with when all others have fallen behind. */
function judgeEvents(summary: Summary, words: Words): Finding {
  const said = words.report.verdicts;
  if (summary.scenario('streaming') === undefined) return absent(said.absentScenario('streaming'));
  if (!summary.servers.some(({ name }) => name === OURS)) return absent(said.absentOurs);
  const step = eventsSteps(summary, words).findLast(
    ({ rivals, median, planned }) => rivals.length > 0 || median >= planned * KEPT_UP_SHARE,
  );
  if (step === undefined || summary.servers.length === 1)
    return { verdict: 'undecided', because: said.noFigures };
  const at = said.events(formatFigure(EVENTS, step.median), step.title);
  const [nearest] = step.rivals;
  if (nearest === undefined) return { verdict: 'met', because: said.alone(at) };
  if (Math.min(step.median, nearest.theirs.median) >= step.planned * KEPT_UP_SHARE)
    return { verdict: 'undecided', because: said.tooLight };
  const ahead = formatTimes(1) !== formatTimes(nearest.advantage.median) && nearest.advantage.median > 1;
  const theirs = formatFigure(EVENTS, nearest.theirs.median);
  return {
    verdict: ahead ? 'met' : 'missed',
    because: said.nearest(at, nearest.title, theirs, times(nearest.advantage, said)),
  };
}

/** All goals of a run with as many cores, in their order. */
export function judgeGoals(summary: Summary, words: Words): readonly GoalVerdict[] {
  const said = words.report.verdicts;
  const { cores_count: cores } = summary.results.limits;
  return GOALS.filter((goal) => goal.kind !== 'ratio' || (goal.coresMin ?? 1) <= cores).map((goal) => {
    const finding =
      goal.kind === 'ratio'
        ? judgeRatio(summary, goal, words)
        : goal.kind === 'cap-exact'
          ? judgeCap(summary, words)
          : judgeEvents(summary, words);
    return { goal: said.goal(goal), verdict: finding.verdict, because: said.sentence(finding.because) };
  });
}
