/**
 * What the operations of the control API that have to do with the scenario do. Main thread.
 */
import { rampText } from '../../behavior/scenario/ramp.js';
import type { ScenarioStep } from '../../behavior/scenario/scenario.js';
import type { ReadScenario } from '../../config/scenario/scenario-file.js';
import type { ScenarioAnswer } from '../../shared/answers/control-answers.js';
import type { ScenarioDirector, ScenarioStatus } from '../steering/scenario-director.js';
import { type ControlReply, type ControlRequest, failed, isRecord, kindOf, wrong } from './request.js';

/** Reads the text of a scenario elsewhere than in this thread; null where that failed, which was reported. Never rejects. */
export type ReadScenarioElsewhere = (text: string) => Promise<ReadScenario | null>;

export interface ScenarioOperations {
  readScenario(request: ControlRequest): ControlReply;
  /** At once where the body is left out. */
  startScenario(request: ControlRequest): ControlReply | Promise<ControlReply>;
  stopScenario(request: ControlRequest): ControlReply;
}

export function scenarioOperations(
  director: ScenarioDirector,
  readElsewhere: ReadScenarioElsewhere,
): ScenarioOperations {
  const shown = (): ControlReply => ({ status: 200, body: shownScenario(director.status) });
  const after = (problems: readonly string[]): ControlReply =>
    problems.length === 0 ? shown() : wrong(problems);
  // One at a time, so that no more of them are read and judged than the queue of the workers has room for.
  let isBusy = false;
  return {
    readScenario: shown,
    startScenario({ text = '', body }) {
      if (text === '') return after(startProblems(director));
      // To YAML, null and 5 are texts like any other.
      const name = isRecord(body) ? body.name : undefined;
      if (name !== undefined && typeof name !== 'string') {
        return wrong([`name: expected a text, got ${kindOf(name)}`]);
      }
      if (isBusy) return failed(409, 'Another scenario is being read; please retry.');
      isBusy = true;
      return play(director, readElsewhere(text)).then(
        (problems) => {
          isBusy = false;
          return problems === null
            ? failed(503, 'The scenario could not be read; please retry.')
            : after(problems);
        },
        (error: unknown) => {
          isBusy = false;
          throw error;
        },
      );
    },
    stopScenario: () => {
      director.stop();
      return shown();
    },
  };
}

function startProblems(director: ScenarioDirector): readonly string[] {
  return director.start() ? [] : ['there is no scenario (SCENARIO_FILE): expected one in the body'];
}

/**
 * JSON is YAML, so a scenario in a body is read as one in a file is, and its mistakes have their places in that body. Between its
 * parts others are answered; null where it could not be read.
 */
async function play(
  director: ScenarioDirector,
  reading: Promise<ReadScenario | null>,
): Promise<readonly string[] | null> {
  const read = await reading;
  if (read === null) return null;
  if (!read.ok) return read.problems;
  const work = director.playInParts(read.scenario);
  for (;;) {
    const part = work.next();
    if (part.done) return part.value;
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function shownScenario(status: ScenarioStatus): ScenarioAnswer {
  const { state, scenario, atMs, endMs, passed, entries, marks, refused } = status;
  return {
    state,
    name: scenario?.name ?? null,
    repeat: scenario?.rounds ?? null,
    at_ms: atMs === null ? null : Math.round(atMs),
    end_ms: endMs,
    entry: passed,
    entries,
    mark: atMs === null ? null : (marks.at(-1)?.mark ?? null),
    marks: marks.map((one) => ({
      time: new Date(one.timeMs).toISOString(),
      at_ms: one.atMs,
      mark: one.mark,
    })),
    problems: refused,
    steps: scenario?.steps.map(shownStep) ?? [],
  };
}

function shownStep({ atMs, forMs, set, models, ramp, mark }: ScenarioStep): object {
  const shownRamp =
    ramp === null ? null : { setting: ramp.setting, from: rampText(ramp, 0), to: rampText(ramp, 1) };
  return { at_ms: atMs, for_ms: forMs, set, models, ramp: shownRamp, mark };
}
