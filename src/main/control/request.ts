/**
 * What an operation of the control API gets and gives, and how what was sent is checked. Main thread; pure.
 */

export interface ControlRequest {
  /** Of the query; the empty string where it is absent. */
  parameter(name: string): string;
  /** As JSON was parsed; null where the operation reads none. */
  readonly body: unknown;
  /** The body as it was sent; left out where there is none. */
  readonly text?: string;
}

export interface ControlReply {
  readonly status: number;
  /** Becomes JSON; JsonLines are sent as they are. */
  readonly body: object;
}

/** A body of lines of JSON, in place of one. */
export class JsonLines {
  constructor(readonly text: string) {}
}

/** An error as all operations tell it. */
export function failed(status: number, message: string, problems: readonly string[] = []): ControlReply {
  return { status, body: { error: { message, problems } } };
}

export function wrong(problems: readonly string[]): ControlReply {
  const count = problems.length === 1 ? 'There is a problem' : `There are ${problems.length} problems`;
  return failed(400, `${count} with this request; nothing was done.`, problems);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As JSON Schema counts: one for an emoji, which JavaScript takes for two. */
export function charactersIn(text: string): number {
  return [...text].length;
}

/** What was got, for a problem: its type alone, since it may be long. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value;
}

/** A property of a body, checked; what is wrong is noted, and undefined given back. */
export class BodyReader {
  readonly problems: string[] = [];

  constructor(private readonly body: Readonly<Record<string, unknown>>) {}

  /** Notes every property that is none of these. */
  expectOnly(...names: readonly string[]): void {
    for (const name of Object.keys(this.body)) {
      if (names.includes(name)) continue;
      this.problems.push(`${name.slice(0, 60)}: unknown property, expected ${names.join(', ')}`);
    }
  }

  record(name: string): Readonly<Record<string, unknown>> {
    const value = this.body[name];
    if (value === undefined || isRecord(value)) return value ?? {};
    this.problems.push(`${name}: expected an object, got ${kindOf(value)}`);
    return {};
  }

  /** null where it is absent or null. */
  text(name: string, charactersMax: number): string | null {
    const value = this.body[name] ?? null;
    if (value === null) return null;
    const characters = typeof value === 'string' ? charactersIn(value) : 0;
    if (typeof value === 'string' && characters >= 1 && characters <= charactersMax) return value;
    const got = typeof value === 'string' ? `${characters} characters` : kindOf(value);
    this.problems.push(`${name}: expected a text of 1 to ${charactersMax} characters, got ${got}`);
    return null;
  }

  whole(name: string, fallback: number, min: number, max: number): number {
    const value = this.body[name] ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    const got = typeof value === 'number' ? String(value) : kindOf(value);
    this.problems.push(`${name}: expected a whole number from ${min} to ${max}, got ${got}`);
    return fallback;
  }
}
