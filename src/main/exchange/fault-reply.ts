/**
 * The end of a request in which something has thrown. Main thread.
 */

import type { Addressee } from '../admission/refuser.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { Transport } from '../transport/transport.js';

/** Answers with 500, or closes the connection where a reply was begun (`to` is null) or that throws, too. Never throws. */
export function endFaulty(
  transport: Transport,
  to: Addressee | null,
  { refuser, refusals, defects }: ExchangeContext,
): void {
  try {
    if (to === null) transport.close();
    else refuser.send(transport, to, refusals.internal, true);
  } catch (error) {
    defects.report(error, 'request');
    transport.close();
  }
}
