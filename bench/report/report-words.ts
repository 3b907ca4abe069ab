// Owns: what a language has to say for a whole report to be written in it, but for the tables (words.ts). Must never: say it.

import type { GoalVerdict } from './goal-verdicts.js';
import type { Goal } from './goals.js';
import type { ScenarioName } from './results.js';

/** What a run was made under, as machine.ts names it. */
export interface RunWords {
  readonly facts: Readonly<
    Record<
      | 'command'
      | 'run'
      | 'product'
      | 'profile'
      | 'threads'
      | 'limits'
      | 'serverNode'
      | 'loadGenerator'
      | 'benchNode'
      | 'processor'
      | 'memory'
      | 'kernel'
      | 'system'
      | 'openFiles',
      string
    >
  >;
  readonly ofItsPieces: string;
  cores(count: number): string;
  rounds(count: number): string;
  minutes(count: number, pieces: number): string;
  commit(version: string, commit: string, modified: boolean): string;
  /** Who serves with how many, where there are several cores. */
  readonly threads: string;
  profile(name: string, cores: string, memory: string): string;
  limits(kind: string, processors: string): string;
  readonly pinning: string;
  onProcessors(what: string, processors: string): string;
  processor(model: string, cores: string): string;
  atCommit(commit: string): string;
  /** A short commit. */
  changed(commit: string, modified: boolean): string;
  piece(of: Readonly<Record<PiecePart, string>>): string;
  /** Of what others did to a run. */
  busy(hit: string, measured: string, othersMost: string, stealMost: string): string;
  severalBuilds(commits: readonly string[]): string;
}
type PiecePart =
  | 'time'
  | 'minutes'
  | 'rounds'
  | 'scenarios'
  | 'commit'
  | 'command'
  | 'load'
  | 'others'
  | 'steal';

/** Reasons of verdicts; `at` and `step` are titles of steps. */
export interface VerdictWords {
  readonly names: Readonly<Record<GoalVerdict['verdict'], string>>;
  /** A goal as results.json and the terminal have it. */
  goal(goal: Goal): string;
  absentScenario(name: ScenarioName): string;
  absentServer(name: string): string;
  absentStep(name: string): string;
  readonly absentOurs: string;
  readonly noFigures: string;
  noFiguresOf(rival: string): string;
  oursFailed(errors: number, rounds: number): string;
  oursLost(count: string, step: string): string;
  /** `times` as `2.94×`. */
  times(times: string, better: boolean, range: readonly [low: string, high: string] | null): string;
  against(times: string, our: string, their: string, step: string): string;
  rivalFailed(rival: string, rounds: number): string;
  exactAsWell(titles: string): string;
  inexact(titles: string): string;
  without(titles: string): string;
  readonly nobody: string;
  oursWithout(rest: string): string;
  oursInexact(rest: string): string;
  events(count: string, step: string): string;
  alone(at: string): string;
  readonly tooLight: string;
  nearest(at: string, title: string, count: string, times: string): string;
  /** Between findings, and at the end. */
  readonly and: string;
  sentence(fragment: string): string;
}

/** Sentences about charts and headlines. */
export interface ReadingWords {
  readonly moreIsBetter: string;
  readonly lessIsBetter: string;
  none(step: string): string;
  /** `step` is null where there is but one. */
  alone(step: string | null, ours: string): string;
  beside(step: string | null, ours: string, best: string, value: string, comparison: string): string;
  inBrackets(text: string): string;
  best(title: string, value: string): string;
  worst(title: string, value: string): string;
  notCompared(titles: string): string;
  work(requests: string, lost: string | null): string;
  readonly labels: Readonly<
    Record<'answers' | 'container' | 'process' | 'lateness' | 'events' | 'cap' | 'connect' | 'ready', string>
  >;
  readonly exact: string;
  readonly notExact: string;
  exactAsWell(titles: string): string;
  inexact(titles: string): string;
  readonly nobody: string;
  readonly charts: Readonly<Record<ChartText, string>>;
  readonly asPlanned: string;
  readonly requestsHeld: string;
}
type ChartText =
  | 'throughput'
  | 'container'
  | 'process'
  | 'prompts'
  | 'held'
  | 'memory'
  | 'lateness'
  | 'events'
  | 'kinds'
  | 'storm'
  | 'burst'
  | 'scrape'
  | 'faults'
  | 'startup';

export interface ReportWords {
  readonly lang: 'en' | 'zh-CN';
  readonly run: RunWords;
  readonly verdicts: VerdictWords;
  readonly readings: ReadingWords;
  readonly method: readonly string[];
  readonly notes: Readonly<Record<ScenarioName, string>>;
  /** What a scenario is called in the results, in English. */
  scenarioTitle(scenario: { readonly name: ScenarioName; readonly title: string }): string;
  scenarioName(name: ScenarioName): string;
  /** What the bench recorded in English; null where this language has no words for it. */
  recorded(text: string): string | null;
  readonly headings: Readonly<
    Record<
      'sections' | 'goals' | 'method' | 'machine' | 'pieces' | 'servers' | 'warnings' | 'errors' | 'leftOut',
      string
    >
  >;
  documentTitle(version: string): string;
  title(version: string, cores: string, memory: string | null): string;
  load(generator: string): string;
  against(others: number): string;
  readonly explained: string;
  readonly reproduce: string;
  /** Before the link, the link, and what comes behind it. */
  pieces(count: number): readonly [string, string, string];
  allFigures(step: string | null): string;
  tableOf(what: string, kind: 'all' | 'rounds'): string;
  readonly eachRound: { readonly caption: string; readonly round: string; readonly place: string };
  readonly everyStep: string;
  inRounds(rounds: readonly number[]): string;
  readonly list: string;
  /** A unit as format.ts names it. */
  unit(unit: string): string;
  /** `Express, “64 connections”: what was said` */
  remark(server: string, places: string, said: string): string;
  step(title: string): string;
  /** Ends a text that a chart is named by for those who do not see it. */
  spoken(title: string, reading: string): string;
}
