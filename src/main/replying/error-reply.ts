/**
 * The error that a fault answers with: in the dialect of the API, or as the page of a proxy. Main thread. It is a reply and no
 * rejection, and is counted so.
 */
import type { Fault } from '../../behavior/faults/fault.js';
import { injectedError, proxyPage } from '../../protocols/contract/injected-error.js';
import { nextRequestId } from '../admission/request-id.js';
import type { ApiRoute } from '../reading/api-routes.js';
import { retryAfterHeaders } from '../transport/reply-heads.js';
import { statusLine } from '../transport/status-line.js';
import {
  createReplyHead,
  type Headers,
  NOBODY,
  type ReplyHead,
  type Transport,
} from '../transport/transport.js';
import type { ExchangeContext } from './exchange-context.js';

const HTML: Headers = [['content-type', 'text/html']];

/** By fault, and by what the head is like without it: made once. */
const heads = new WeakMap<Fault, Map<ReplyHead, ReplyHead>>();

/** Answers with the error. The caller has freed the slot; `extra` are headers beside the usual ones. */
export function sendInjectedError(
  transport: Transport,
  { dialect, heads: usual, endpoint }: ApiRoute,
  fault: Fault,
  { admission, state }: ExchangeContext,
  extra?: Headers,
): void {
  const id = nextRequestId();
  const error = injectedError(fault);
  // What was asked for is what comes, also where the API itself would never answer so.
  const { status } = fault;
  const body = fault.html ? proxyPage(statusLine(status)) : dialect.encodeError(error, dialect.requestId(id));
  const hint = fault.retryAfterMs === null ? [] : retryAfterHeaders(fault.retryAfterMs);
  const told = fault.html ? [] : (dialect.errorHeaders?.(error.kind) ?? []);
  const known = heads.get(fault) ?? new Map<ReplyHead, ReplyHead>();
  heads.set(fault, known);
  const head =
    known.get(usual.json) ??
    createReplyHead([...(fault.html ? HTML : usual.json.headers), ...hint, ...told], dialect);
  known.set(usual.json, head);
  state.countReply(endpoint, status);
  const gone = transport.send(status, head, id, body, admission.endsConnections, extra);
  if (!gone) transport.attach(NOBODY);
}
