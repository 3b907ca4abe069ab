/**
 * A vendor's APIs as data: where they are mounted, how errors look there, where a request carries its key, and how models are
 * listed. Routes, endpoints, reply heads, refusals and keys follow from the list of them all (../providers). Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Endpoint, ModelEndpoint } from '../../shared/labels.js';
import type { Dialect } from './dialect.js';
import type { Protocol } from './protocol.js';

export interface Mount {
  /**
   * The path, and the endpoint that it is counted as. What stands between braces is any one segment, or part of one, and the
   * model of a request that names none in its body.
   */
  readonly path: ModelEndpoint;
  /** Other paths at which the same is mounted, counted as the endpoint of the first. */
  readonly alsoAt?: string | readonly string[];
  readonly protocol: Protocol;
  /** What stands between braces is never this: it is the beginning of another path, whose name was left out. */
  readonly except?: string;
  /** Whether the answer is wanted as a stream, where the path says so; absent or null leaves it to the body. */
  readonly stream?: boolean | null;
  /** The mount is meant only with this parameter in the query. Of mounts at one path the first that fits counts. */
  readonly query?: { readonly name: string; readonly value: string };
  /**
   * The mount is meant only for requests with one of these headers; all others at the same path are meant for the mount there that
   * names none.
   */
  readonly headers?: readonly HeaderSign[];
  /** The mount is meant only for models whose name in the path fits; of mounts at one path the first counts. */
  readonly model?: RegExp;
}

/** A header whose value holds a text, in whatever case. */
interface HeaderSign {
  /** In lower case, and so the text. */
  readonly header: string;
  readonly holds: string;
}

/** A place in a request's head that may hold its key. */
export interface KeyPlace {
  /** In lower case; null for a parameter of the query. */
  readonly header: string | null;
  /** Of the parameter; null for a header. */
  readonly query: string | null;
  /** The word ahead of the key, in lower case; null where the key stands alone. */
  readonly scheme: string | null;
  /** What of that is the key, by its first group; absent where all of it is. */
  readonly within?: RegExp;
}

/** `lenMax`: the most tokens that it takes and gives together; null where nothing says so. */
export interface ListedModel {
  readonly name: string;
  readonly lenMax: number | null;
}

/** The list of models, and one of them behind a slash; or whatever else a provider answers at once to GET. */
export interface ModelList {
  readonly path: Endpoint;
  /** Another path at which the same is listed, counted as the first. */
  readonly alsoAt?: string;
  /** What no id holds: behind it a path names a method, and one that is not mounted is unknown. Absent where ids hold anything. */
  readonly methodMark?: string;
  /** Listed so only to requests with this header, in lower case, though others are at the path; absent for all. */
  readonly header?: string;
  /** `createdSeconds`: since the epoch. `parameter`: a parameter of the query, empty where it is absent. */
  encodeList(
    models: readonly ListedModel[],
    createdSeconds: number,
    parameter: (name: string) => string,
  ): string | ApiError;
  /** Absent where there is the list alone. */
  readonly encodeOne?: (model: ListedModel, createdSeconds: number) => string;
}

export interface Provider {
  readonly name: string;
  readonly dialect: Dialect;
  /** Whatever is below one of these paths is answered in its dialect, though nothing is mounted there. */
  readonly realms: readonly string[];
  readonly keys: readonly KeyPlace[];
  readonly mounts: readonly Mount[];
  readonly models: readonly ModelList[];
}

export function keyHeader(header: string, scheme: string | null = null): KeyPlace {
  return { header, query: null, scheme };
}

export function keyParameter(query: string): KeyPlace {
  return { header: null, query, scheme: null };
}
