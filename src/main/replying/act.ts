/**
 * What an exchange does for a fault once its time has come. Pure. What only changes words or times is in the plan already.
 */
import type { FaultKind } from '../../shared/labels.js';

export type Act =
  /** Answers with an error. */
  | 'refuse'
  /** Ends the connection without a byte. */
  | 'sever'
  /** Sends a part of an answer in one piece. */
  | 'part'
  /** Answers, with whatever is wrong in it. */
  | 'answer';

export function actOf(kind: FaultKind, isStream: boolean): Act {
  switch (kind) {
    case 'status':
      return 'refuse';
    case 'error':
      return isStream ? 'answer' : 'refuse';
    case 'reset':
    case 'close':
    case 'hang':
      return 'sever';
    case 'cut':
    case 'stall':
    case 'split':
      return isStream ? 'answer' : 'part';
    default:
      return 'answer';
  }
}
