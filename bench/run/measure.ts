// Owns: one cell of the bench: one server, one scenario, one round, in a process of its own, all steps one after the
// other. Must never: let what one cell did reach the next.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../limits/limits.js';
import { openFilesMax } from '../limits/open-files.js';
import type { LoadGenerator } from '../load/load.js';
import { messageOf } from '../message-of.js';
import type { Measurement } from '../report/results.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { BenchServer } from '../servers/server.js';
import {
  disturbanceBetween,
  disturbanceFigures,
  disturbanceWarnings,
  readProcessorTimes,
} from './machine-watch.js';
import { LimitsError, withServer } from './server-run.js';
import { preparedSteps, whatItCannot, workOf } from './steps-of-scenario.js';

/** Descriptors of the load generator that are no connections. */
const DESCRIPTORS_BESIDE = 64;
/** Between steps: connections of the last one are closed, and its memory is let go. */
const BETWEEN_STEPS_MS = 500;

export interface Cell {
  readonly scenario: Scenario;
  readonly server: BenchServer;
  readonly round: number;
  readonly place: number;
}

export interface Equipment {
  readonly limits: Limits;
  readonly load: LoadGenerator;
  /** Why compiled programs are not there, by their names; those that are there are not in it. */
  readonly missing: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/**
 * Measures all steps of a cell. What breaks becomes an `error` of its step and of those behind it; rejects only when
 * the bench was told to end, or when the limits can start nothing.
 */
export async function measureCell(cell: Cell, equipment: Equipment): Promise<readonly Measurement[]> {
  const done: Measurement[] = [];
  const rest = (outcome: Measurement['outcome'], reason: string): readonly Measurement[] => {
    const missing = cell.scenario.steps.slice(done.length);
    return [...done, ...missing.map(({ name }) => measurement(cell, name, outcome, reason))];
  };
  const missing = cell.server.native === null ? null : equipment.missing.get(cell.server.native.binary);
  const cannot = missing ?? whatItCannot(cell.scenario, cell.server);
  if (cannot !== null) return rest('left-out', cannot);
  try {
    return await withServer(
      equipment.limits,
      cell.server,
      workOf(cell.scenario),
      equipment.signal,
      async (run) => {
        for (const step of await preparedSteps(cell.scenario, run, equipment.load)) {
          if (step.connections + DESCRIPTORS_BESIDE > openFilesMax()) {
            return rest(
              'left-out',
              `needs ${step.connections} open files, and ${openFilesMax()} are allowed`,
            );
          }
          if (step.cannot) {
            done.push(measurement(cell, step.name, 'left-out', step.cannot));
            continue;
          }
          const before = readProcessorTimes();
          const result = await step.run();
          const seen = disturbanceBetween(before, readProcessorTimes(), [process.pid, run.pid]);
          done.push({
            ...measurement(cell, step.name, 'measured', null),
            figures: { ...result.figures, ...(seen === null ? {} : disturbanceFigures(seen)) },
            warnings: [...result.warnings, ...(seen === null ? [] : disturbanceWarnings(seen))],
          });
          if (result.saturated) return rest('left-out', `saturated at ${step.name}`);
          await sleep(BETWEEN_STEPS_MS, undefined, { signal: run.signal });
        }
        return done;
      },
    );
  } catch (error) {
    equipment.signal.throwIfAborted();
    if (error instanceof LimitsError) throw error;
    return rest('error', messageOf(error));
  }
}

function measurement(
  cell: Cell,
  step: string,
  outcome: Measurement['outcome'],
  reason: string | null,
): Measurement {
  return {
    scenario: cell.scenario.name,
    step,
    server: cell.server.name,
    round: cell.round,
    place: cell.place,
    outcome,
    reason,
    figures: {},
    warnings: [],
  };
}
