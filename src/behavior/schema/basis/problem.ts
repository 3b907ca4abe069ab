/**
 * Why no value is made for a schema: it is malformed, contradicts itself, or asks for more than this server makes. Pure.
 *
 * Thrown inside the room, where a value is made deep in a recursion, and returned by it. It has no stack: clients cause it.
 */
export class SchemaProblem {
  constructor(
    /** What was expected, in words for the client. */
    readonly message: string,
    /** Where in the schema, as a JSON pointer: '' for the whole. */
    readonly path: string,
    /** Whether no other draw can do better: the schema is malformed or asks for too much. */
    readonly final = false,
  ) {}
}

/** Ends the making of a value for good. */
export function refuse(message: string, path: string): never {
  throw new SchemaProblem(message, path, true);
}

/** Ends an attempt: what was drawn led nowhere. */
export function giveUp(message: string, path: string): never {
  throw new SchemaProblem(message, path);
}

/** A step further down in a JSON pointer (RFC 6901). */
export function below(path: string, key: string | number): string {
  const step = String(key);
  return `${path}/${/[~/]/.test(step) ? step.replace(/~/g, '~0').replace(/\//g, '~1') : step}`;
}
