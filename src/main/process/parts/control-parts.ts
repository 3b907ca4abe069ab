/**
 * Joins the control API with what it steers and tells of. Main thread, once.
 */
import { randomUUID } from 'node:crypto';
import { parseOneFault } from '../../../behavior/faults/parse.js';
import { renderMistakeLine } from '../../../behavior/grammar/mistake.js';
import type { Config } from '../../../config/config.js';
import { ControlApi, type ControlApiOptions } from '../../control/control-api.js';
import { type ControlParts, createOperations, type Operations } from '../../control/operations.js';
import type { Recorder } from '../../records/recorder.js';
import { loadModelReader } from '../../steering/model-changes.js';
import { createPeerSum } from './peer-parts.js';

type Parts = Omit<ControlParts, 'recorder' | 'faultProblem' | 'instance' | 'peers'> &
  Pick<ControlApiOptions, 'admission' | 'defects' | 'failures'> & {
    readonly recorder: Recorder | null;
  };

export interface Control {
  readonly operations: Operations;
  /** Their way in from outside; null where there is no key for it. */
  readonly api: ControlApi | null;
}

/** null where nothing is recorded, which is where nobody may ask. */
export function createControl(config: Config, { recorder, ...parts }: Parts): Control | null {
  if (recorder === null) return null;
  const { adminKey } = config;
  const operations = createOperations({
    ...parts,
    recorder,
    faultProblem,
    instance: randomUUID(),
    peers: createPeerSum(config),
  });
  if (adminKey === null) return { operations, api: null };
  loadModelReader();
  return { operations, api: new ControlApi({ ...parts, adminKey, operations }) };
}

/** An order is for one fault: how many requests have it, the order says itself. */
function faultProblem(text: string): string | null {
  const read = parseOneFault(text);
  return read.ok ? null : renderMistakeLine(text, read.position, read.message);
}
