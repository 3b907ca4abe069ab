/**
 * What the reply to a request is in, and the head that says so. Main thread, hot path: of nearly all APIs that is one comparison.
 */
import type { ModelRequest, Protocol } from '../../protocols/contract/protocol.js';
import type { StreamFormat } from '../../protocols/contract/stream-format.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { ReplyHead } from '../transport/transport.js';

/** Of a streamed reply. */
export function streamFormatOf({ formats, streamFormat }: Protocol, request: ModelRequest): StreamFormat {
  return formats === undefined ? streamFormat : (formats.of(request) ?? streamFormat);
}

/** The head of a whole reply. */
export function wholeHead({ protocol, heads }: ApiRoute, request: ModelRequest): ReplyHead {
  const format = protocol.formats === undefined ? null : protocol.formats.of(request);
  return format === null ? heads.json : heads.stream(format);
}
