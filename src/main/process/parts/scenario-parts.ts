/**
 * Joins the scenario with what starts it, what it steers and whoever is told of it. Main thread, once.
 */
import type { Config } from '../../../config/config.js';
import type { SharedState } from '../../../shared/state.js';
import type { Admission } from '../../admission/admission.js';
import { NODE_TIMERS, type Timers } from '../../replying/timing/delay-wheel.js';
import { ScenarioDirector, type ScenarioEvent } from '../../steering/scenario-director.js';
import type { Steering } from '../../steering/steering.js';

export interface ScenarioParts {
  readonly state: SharedState;
  readonly steering: Steering;
  /** The time that it goes by, if not the machine's. */
  readonly clock: (Timers & { now(): number }) | undefined;
  readonly onEvent: (event: ScenarioEvent) => void;
}

const NODE_CLOCK = { ...NODE_TIMERS, now: () => performance.now() };

export function createScenario({ scenario }: Config, parts: ScenarioParts): ScenarioDirector {
  const { state, steering, clock = NODE_CLOCK, onEvent } = parts;
  return new ScenarioDirector({
    scenario,
    steering,
    clock,
    timeMs: () => Date.now(),
    onStep: (passed) => {
      state.scenarioStep = passed;
    },
    onEvent,
  });
}

/** The server listens: the scenario starts now, or with the first request, or is waited for. */
export function startScenario(
  { scenario, scenarioStart }: Config,
  director: ScenarioDirector,
  admission: Admission,
  state: SharedState,
): void {
  if (scenario === null || scenarioStart === 'command') return;
  if (scenarioStart === 'start') {
    director.start();
    return;
  }
  // The first request is to be counted by the limits that it brings about.
  if (scenario.steps.some(({ set }) => 'RATE_LIMITS' in set)) admission.needsCallers = true;
  admission.onRequest = () => {
    admission.onRequest = null;
    startByRequest(director);
    // Other threads that serve may have been asked as well, and wait for it.
    state.control.announceStart();
  };
}

/** The first request has come. */
export function startByRequest(director: ScenarioDirector): void {
  // Somebody may have been quicker, by hand.
  if (director.status.state === 'waiting') director.start();
}
