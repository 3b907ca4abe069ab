/**
 * How a call of a tool is named: after the request, the choice that it is in, and its place there. Pure.
 */

/** Of the request's id: enough to tell requests apart, and short enough for clients that allow 40 characters. */
const DIGITS = 20;

/** `index`: of the call, 0 to 35; `choice`: its number, or the mark of that. */
export function callId(uuid: string, index: number, choice: string | number): string {
  return `call_${idDigits(uuid)}${index.toString(36)}${choice}`;
}

/** The last digits of a request's id. */
export function idDigits(uuid: string): string {
  return uuid.replaceAll('-', '').slice(-DIGITS);
}
