/**
 * What the operations of the control API that have to do with the scenario do. Main thread.
 */
import { rampText } from '../../behavior/scenario/ramp.js';
import type { ScenarioStep } from '../../behavior/scenario/scenario.js';
import { readScenarioText } from '../../config/scenario/scenario-file.js';
import type { ScenarioAnswer } from '../../shared/answers/control-answers.js';
import { loadModelReader } from '../steering/model-changes.js';
import type { ScenarioDirector, ScenarioStatus } from '../steering/scenario-director.js';
import { type ControlReply, type ControlRequest, wrong } from './request.js';

type ScenarioOperation = 'readScenario' | 'startScenario' | 'stopScenario';

export function scenarioOperations(
  director: ScenarioDirector,
): Readonly<Record<ScenarioOperation, (request: ControlRequest) => ControlReply>> {
  const shown = (): ControlReply => ({ status: 200, body: shownScenario(director.status) });
  return {
    readScenario: shown,
    startScenario: ({ text = '' }) => {
      const problems = text === '' ? startProblems(director) : playProblems(director, text);
      return problems.length === 0 ? shown() : wrong(problems);
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

/** JSON is YAML, so a scenario in a body is read as one in a file is, and its mistakes have their places in that body. */
function playProblems(director: ScenarioDirector, text: string): readonly string[] {
  const read = readScenarioText(text, loadModelReader());
  return read.ok ? director.play(read.scenario) : read.problems;
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
