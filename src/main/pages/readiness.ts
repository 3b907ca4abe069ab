/**
 * Whether the server may get requests, as load balancers are told it. Main thread.
 */
import type { WorkerPool } from '../../workers/pool.js';
import type { Admission } from '../admission/admission.js';

/** Why it may not; null where it may. */
export function unreadyReason(
  admission: Pick<Admission, 'draining' | 'starting'>,
  pool: Pick<WorkerPool, 'warm'>,
): 'draining' | 'starting' | null {
  if (admission.draining) return 'draining';
  return pool.warm && !admission.starting ? null : 'starting';
}
