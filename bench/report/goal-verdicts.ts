// Owns: whether a run reached the goals, each with the figure that says so. Must never: call a goal met on figures
// that are missing, or that come from a server which failed in that step.

import { isCapExact } from './cap-exactness.js';
import { formatCount, formatFigure, formatTimes, formatWithUnit } from './format.js';
import { GOALS, type Goal } from './goals.js';
import { commonStep } from './steps.js';
import { OURS, type Spread, type Summary } from './summary.js';

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

function absent(what: string): Finding {
  return { verdict: 'not in this run', because: `${what} was not in this run` };
}

function titleOf(summary: Summary, name: string): string {
  return summary.servers.find((server) => server.name === name)?.title ?? name;
}

/** `ours 2.94× better (2.81× to 3.05× round by round)`: two digits, because goals are given in two. One round is no range. */
function times({ median, min, max }: Spread): string {
  const [middle, low, high, word] =
    median >= 1 ? [median, min, max, 'better'] : [1 / median, 1 / max, 1 / min, 'worse'];
  const range = min === max ? '' : ` (${low.toFixed(2)}× to ${high.toFixed(2)}× round by round)`;
  return `ours ${middle.toFixed(2)}× ${word}${range}`;
}

function judgeRatio(summary: Summary, goal: Extract<Goal, { kind: 'ratio' }>): Finding {
  const scenario = summary.scenario(goal.scenario);
  if (scenario === undefined) return absent(`the scenario ${goal.scenario}`);
  for (const name of [OURS, goal.rival]) {
    if (!summary.servers.some((server) => server.name === name)) return absent(`the server ${name}`);
  }
  const stepName = goal.step ?? commonStep(summary, goal.scenario, [OURS, goal.rival]);
  const step = scenario.steps.find(({ name }) => name === stepName);
  if (step === undefined)
    return goal.step === null ? undecided(summary, goal.rival) : absent(`the step ${goal.step}`);
  const ours = summary.cell(goal.scenario, step.name, OURS);
  const theirs = summary.cell(goal.scenario, step.name, goal.rival);
  if (ours !== undefined && ours.errors.length > 0) {
    return {
      verdict: 'missed',
      because: `ours failed in ${ours.errors.length} of ${ours.rounds.length} rounds`,
    };
  }
  const lost = ours?.figures.get('lost_count')?.max ?? 0;
  if (lost > 0) {
    return { verdict: 'missed', because: `ours lost ${formatCount(lost)} requests at “${step.title}”` };
  }
  const [our, their] = [ours?.figures.get(goal.figure), theirs?.figures.get(goal.figure)];
  const advantage = theirs?.advantages.get(goal.figure);
  if (our === undefined || their === undefined || advantage === undefined)
    return undecided(summary, goal.rival);
  const failed = theirs?.errors.length ?? 0;
  const but = failed === 0 ? '' : `; ${titleOf(summary, goal.rival)} failed in ${failed} of its rounds`;
  return {
    verdict: advantage.median >= goal.times ? 'met' : 'missed',
    because:
      `${times(advantage)}: ${formatFigure(goal.figure, our.median)} against ` +
      `${formatWithUnit(goal.figure, their.median)} at “${step.title}”${but}`,
  };
}

function undecided(summary: Summary, rival: string): Finding {
  return {
    verdict: 'undecided',
    because: `there are no figures of ours and ${titleOf(summary, rival)} to compare`,
  };
}

function judgeCap(summary: Summary): Finding {
  const scenario = summary.scenario('cap');
  if (scenario === undefined) return absent('the scenario cap');
  if (!summary.servers.some(({ name }) => name === OURS)) return absent('our server');
  const verdicts = summary.servers.map(({ name, title }) => ({
    name,
    title,
    exact: scenario.steps.map((step) => isCapExact(summary.cell('cap', step.name, name))),
  }));
  const ours = verdicts.find(({ name }) => name === OURS)?.exact ?? [];
  const isExact = (exact: readonly (boolean | null)[]): boolean => exact.every((value) => value === true);
  const others = verdicts.filter(({ name }) => name !== OURS);
  const titles = (list: typeof others): string =>
    list.map(({ title }) => title).join(', ') || 'no other server';
  const inexact = others.filter(({ exact }) => exact.includes(false));
  const without = others.filter(({ exact }) => exact.every((value) => value === null));
  const because = [
    `exact as well: ${titles(others.filter(({ exact }) => isExact(exact)))}`,
    ...(inexact.length > 0 ? [`not exact: ${titles(inexact)}`] : []),
    ...(without.length > 0 ? [`no figures: ${titles(without)}`] : []),
  ].join('; ');
  if (ours.includes(null) && !ours.includes(false))
    return { verdict: 'undecided', because: `ours has no figures; ${because}` };
  return isExact(ours)
    ? { verdict: 'met', because }
    : { verdict: 'missed', because: `ours was not exact; ${because}` };
}

interface EventsStep {
  readonly title: string;
  readonly median: number;
  readonly planned: number;
  /** Those with figures of equal work, the nearest first. */
  readonly rivals: readonly { title: string; advantage: Spread; theirs: Spread }[];
}

const EVENTS = 'events_per_second';

function eventsSteps(summary: Summary): readonly EventsStep[] {
  return (summary.scenario('streaming')?.steps ?? []).flatMap(({ name: step, title }) => {
    const ours = summary.cell('streaming', step, OURS)?.figures;
    const [median, planned] = [ours?.get(EVENTS)?.median, ours?.get('planned_events_per_second')?.median];
    if (median === undefined || planned === undefined) return [];
    const rivals = summary.servers.flatMap(({ name, title: rival }) => {
      const cell = summary.cell('streaming', step, name);
      const [advantage, theirs] = [cell?.advantages.get(EVENTS), cell?.figures.get(EVENTS)];
      return advantage === undefined || theirs === undefined ? [] : [{ title: rival, advantage, theirs }];
    });
    return [
      { title, median, planned, rivals: rivals.toSorted((a, b) => a.advantage.median - b.advantage.median) },
    ];
  });
}

/** At the heaviest step with somebody to compare with, or one that ours keeps up with when all others have fallen behind. */
function judgeEvents(summary: Summary): Finding {
  if (summary.scenario('streaming') === undefined) return absent('the scenario streaming');
  if (!summary.servers.some(({ name }) => name === OURS)) return absent('our server');
  const step = eventsSteps(summary).findLast(
    ({ rivals, median, planned }) => rivals.length > 0 || median >= planned * KEPT_UP_SHARE,
  );
  if (step === undefined || summary.servers.length === 1)
    return { verdict: 'undecided', because: 'there are no figures to compare' };
  const at = `${formatFigure(EVENTS, step.median)} events/s at “${step.title}”`;
  const [nearest] = step.rivals;
  if (nearest === undefined)
    return { verdict: 'met', because: `${at}, where no other server has figures of equal work` };
  if (Math.min(step.median, nearest.theirs.median) >= step.planned * KEPT_UP_SHARE)
    return {
      verdict: 'undecided',
      because: 'the heaviest step was too light: others kept up with it as well',
    };
  const ahead = formatTimes(1) !== formatTimes(nearest.advantage.median) && nearest.advantage.median > 1;
  return {
    verdict: ahead ? 'met' : 'missed',
    because:
      `${at}; the nearest, ${nearest.title}, has ${formatFigure(EVENTS, nearest.theirs.median)}: ` +
      times(nearest.advantage),
  };
}

function sentenceOf(fragment: string): string {
  return `${fragment.slice(0, 1).toUpperCase()}${fragment.slice(1)}.`;
}

/** All goals, in their order. */
export function judgeGoals(summary: Summary): readonly GoalVerdict[] {
  return GOALS.map((goal) => {
    const finding =
      goal.kind === 'ratio'
        ? judgeRatio(summary, goal)
        : goal.kind === 'cap-exact'
          ? judgeCap(summary)
          : judgeEvents(summary);
    return { goal: goal.text, verdict: finding.verdict, because: sentenceOf(finding.because) };
  });
}
