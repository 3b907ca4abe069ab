/**
 * Owns the shape of a request's id. Plain data: what many ids have in common is one object, so that an id costs no text until
 * one is asked for.
 */

/** What ids that follow one another begin with, in both forms. */
export interface IdStart {
  /** A UUID with its dashes, up to its last byte. */
  readonly uuid: string;
  /** The same hexadecimal digits alone. */
  readonly hex: string;
}

/** The id of a request in its two forms. */
export interface IdForms {
  /** A UUID with its dashes. */
  readonly uuid: string;
  /** The same 32 hexadecimal digits alone. */
  readonly hex: string;
}

export class RequestId implements IdForms {
  /** `end` are the two digits of the last byte. */
  constructor(
    readonly start: IdStart,
    readonly end: string,
  ) {}

  get uuid(): string {
    return this.start.uuid + this.end;
  }

  get hex(): string {
    return this.start.hex + this.end;
  }
}
