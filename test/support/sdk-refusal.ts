// Owns: waiting for an SDK to throw, as the error that it should throw. Must never: let an answer pass for one.
import assert from 'node:assert/strict';

/** Errors of SDKs are made in ways of their own. */
type ErrorClass<Kind> = abstract new (...args: never[]) => Kind;

/** What `answer` is refused with; fails where it is an answer, or an error of another class. */
export async function refusalOf<Kind>(answer: Promise<unknown>, kind: ErrorClass<Kind>): Promise<Kind> {
  const thrown = await answer.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof kind, `not a ${kind.name}: ${thrown}`);
  return thrown;
}
