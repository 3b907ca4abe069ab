/**
 * Joins steering with what a change has to reach. Main thread, once. Whatever may be changed while the server runs gets its
 * applier here; the row of its setting says `live`.
 */
import type { Limit } from '../../../behavior/limits/limit.js';
import type { ModelCatalog } from '../../../behavior/models/model-catalog.js';
import type { Config } from '../../../config/config.js';
import type { SharedState } from '../../../shared/state.js';
import type { Room } from '../../admission/refusals.js';
import { Steering } from '../../steering/steering.js';

export interface SteeringParts {
  /** Of the start-up, as it is in force. */
  readonly config: Config;
  readonly state: SharedState;
  readonly models: Pick<ModelCatalog, 'replaceSettings'>;
  readonly setRoom: (room: Room) => void;
  readonly setLimits: (limits: readonly Limit[]) => void;
  readonly setRetry: (config: Config) => void;
  /** All of it has been told: it may hold in other threads. */
  readonly flush: () => void;
  /** Fits a changed Config to the machine. */
  readonly fit: (config: Config) => Config;
}

export function createSteering({
  config,
  state,
  models,
  setRoom,
  setLimits,
  setRetry,
  flush,
  fit,
}: SteeringParts): Steering {
  let retryInForce = config.retryAfterSeconds;
  let limitsInForce = config.rateLimits;
  const steering = new Steering({
    config,
    fit,
    appliers: [
      ({ latency, seed }, tables) => models.replaceSettings({ profile: latency, seed }, tables),
      setRoom,
      (changed) => {
        // The heads are prepared anew, which a ramp of something else need not do once a second.
        if (changed.retryAfterSeconds === retryInForce) return;
        retryInForce = changed.retryAfterSeconds;
        setRetry(changed);
      },
      ({ rateLimits }) => {
        // Everybody begins anew with other limits, and must not because something else was changed.
        if (rateLimits === limitsInForce) return;
        limitsInForce = rateLimits;
        setLimits(rateLimits ?? []);
      },
      flush,
    ],
  });
  steering.onChange(({ revision }) => {
    state.configRevision = revision;
  });
  return steering;
}
