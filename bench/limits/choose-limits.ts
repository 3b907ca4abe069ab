// Owns: which limits a run gets: the best that work here, or the ones that were asked for. Must never: fall back in
// silence.

import { messageOf } from '../message-of.js';
import { PROJECT_FOLDER } from '../project-folder.js';
import { type CgroupKind, cgroupLimits } from './cgroups.js';
import { dockerLimits } from './docker.js';
import type { Limits, LimitsKind, Profile } from './limits.js';
import { pinningLimits } from './pinning.js';
import { processorsFor } from './processors.js';

/** Best first. Each limits the servers' processors, CPU time and memory: which one it was, the report says anyway. */
const REAL = ['docker', 'cgroup-v2', 'cgroup-v1'] as const;

const REASON_MAX_CHARACTERS = 300;

/**
 * Readies limits and proves that a process can be started within them. Of `auto`, `log` is told of each kind that does
 * not work; the report is told, by warnings, only if none does. Rejects with the reason if a kind that was asked for
 * does not work.
 *
 * @param folder holds both the product (`dist/`) and `bench/`, and for Docker the Dockerfile.
 */
export async function chooseLimits(
  profile: Profile,
  wanted: 'auto' | LimitsKind,
  log: (line: string) => void,
  folder = PROJECT_FOLDER,
): Promise<Limits> {
  const processors = processorsFor(profile.cores);
  const ready = (kind: 'docker' | CgroupKind): Promise<Limits> =>
    kind === 'docker'
      ? dockerLimits(profile, processors, folder, log)
      : cgroupLimits(kind, profile, processors, folder, log);
  if (wanted === 'pinning') return pinningLimits(profile, processors, folder, [], log);
  if (wanted !== 'auto') {
    try {
      return await ready(wanted);
    } catch (error) {
      throw new Error(`limits by ${wanted} do not work here: ${messageOf(error)}`, { cause: error });
    }
  }
  const reasons: string[] = [];
  for (const kind of REAL) {
    try {
      return await ready(kind);
    } catch (error) {
      reasons.push(`${kind}: ${inShort(messageOf(error))}`);
      log(`no limits by ${kind}: ${messageOf(error)}`);
    }
  }
  return pinningLimits(profile, processors, folder, reasons, log);
}

/** One line for the report; the log has all of it. What went wrong stands at the end. */
function inShort(message: string): string {
  const line = message.replace(/\s+/g, ' ');
  return line.length <= REASON_MAX_CHARACTERS ? line : `…${line.slice(-REASON_MAX_CHARACTERS)}`;
}
