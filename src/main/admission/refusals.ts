/**
 * The refusals that are known at start-up. Main thread; read-only after start, but for the cap that one of them names.
 */
import type { Config } from '../../config/config.js';
import { sizeText } from '../../config/values/size.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { EMPTY_BODY } from '../../protocols/request/body/json-body.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { bodyTooLarge } from './body-too-large.js';

export interface Refusals {
  readonly full: ApiError;
  readonly queueTimeout: ApiError;
  readonly starting: ApiError;
  readonly draining: ApiError;
  /** Of a body whose length is not known; see body-too-large for others. */
  readonly bodyTooLarge: ApiError;
  readonly bodyEmpty: ApiError;
  /** Nobody knows where the request ends, and so nothing behind it is one: its connection must end. */
  readonly lengthUnclear: ApiError;
  readonly keyMissing: ApiError;
  readonly keyWrong: ApiError;
  readonly memoryFull: ApiError;
  readonly connectionsFull: ApiError;
  readonly internal: ApiError;
}

export function createRefusals(config: Config): Refusals {
  const refusals = {
    full: apiError(ERROR_KINDS.full, fullMessage(config.slotsMax, config.queueSizeMax)),
    queueTimeout: apiError(ERROR_KINDS.queueTimeout, timeoutMessage(config.queueTimeoutMs)),
    starting: apiError(
      ERROR_KINDS.starting,
      'This mock server is starting (STARTUP_DURATION). Please retry later.',
    ),
    draining: apiError(ERROR_KINDS.draining, 'This mock server is draining and takes no new requests.'),
    bodyTooLarge: bodyTooLarge(null, config.bodyBytesMax),
    bodyEmpty: EMPTY_BODY,
    lengthUnclear: apiError(
      ERROR_KINDS.malformedBody,
      'Content-Length is no number, or was sent twice: where the request body ends is not clear.',
    ),
    keyMissing: apiError(
      ERROR_KINDS.unauthorized,
      'No API key was given. Send it in the header Authorization: Bearer YOUR_KEY, x-api-key or api-key.',
    ),
    keyWrong: apiError(ERROR_KINDS.unauthorized, 'Incorrect API key provided.'),
    memoryFull: memoryFull(config),
    connectionsFull: apiError(
      ERROR_KINDS.connectionsFull,
      'This mock server has as many connections as its limit on open files allows. Please retry later.',
    ),
    internal: apiError(
      ERROR_KINDS.internal,
      'This mock server failed to answer this request. It has been logged.',
    ),
  };
  for (const error of Object.values(refusals)) prepare(error);
  return refusals;
}

/** What there is room for. */
export interface Room {
  readonly slotsMax: number;
  readonly queueSizeMax: number;
  readonly queueTimeoutMs: number;
}

/** The room has changed: whoever finds none is told of it. The same errors as before, so that nothing is kept of the old words. */
export function tellRoom({ full, queueTimeout }: Refusals, room: Room): void {
  Object.assign(full, { message: fullMessage(room.slotsMax, room.queueSizeMax) });
  Object.assign(queueTimeout, { message: timeoutMessage(room.queueTimeoutMs) });
  prepare(full);
  prepare(queueTimeout);
}

function fullMessage(slotsMax: number, queueSizeMax: number): string {
  const inUse = `All ${slotsMax} slots of this mock server are in use (MAX_CONCURRENT=${slotsMax})`;
  const waiting =
    queueSizeMax === 0 ? '' : `, and ${queueSizeMax} requests wait (QUEUE_SIZE=${queueSizeMax})`;
  return `${inUse}${waiting}. Please retry later.`;
}

function timeoutMessage(queueTimeoutMs: number): string {
  return `This request has waited ${queueTimeoutMs} ms for a slot of this mock server (QUEUE_TIMEOUT). Please retry later.`;
}

function prepare(error: ApiError): void {
  for (const { dialect } of PROVIDERS) dialect.prepareError(error);
}

export function memoryFull({ bufferedBytesMax }: Pick<Config, 'bufferedBytesMax'>): ApiError {
  return apiError(
    ERROR_KINDS.memoryFull,
    `This mock server holds as many bytes for its clients as it may (MAX_BUFFERED_BYTES=${sizeText(bufferedBytesMax)}). Please retry later.`,
  );
}
