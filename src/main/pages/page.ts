/**
 * What a page is: something that answers at once and never takes a slot. Main thread.
 */
import type { FoundBehavior } from '../../behavior/models/model-catalog.js';
import type { Config } from '../../config/config.js';
import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { Defects } from '../../shared/defects.js';
import type { SharedState } from '../../shared/state.js';
import type { WorkerPool } from '../../workers/pool.js';
import type { Admission } from '../admission/admission.js';
import type { SendingContext } from '../replying/sending.js';
import type { StoredResponses } from '../stored/stored-responses.js';
import type { Audience } from '../transport/browsers/browser-rules.js';
import type { Headers, RequestHead, Transport } from '../transport/transport.js';
import type { AskElsewhere } from './response-told.js';

export interface Page {
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  /** Whether it wants the API key, if there is one. */
  readonly guarded: boolean;
  /** For whom it is, where that is not people, who look at it in a browser (see BrowserRules). */
  readonly audience?: Exclude<Audience, 'people'>;
  /** In lower case; absent for those that read. */
  readonly methods?: readonly string[];
  /** Whether it is part of an API, and not of this server's own. */
  readonly isOfApi?: true;
  /** In which dialect a request is refused here, where its path alone does not say it. */
  dialectFor?(head: RequestHead): Dialect;
  /**
   * Answers one request on the transport, at once or later; its head may be looked at only at once. `extra` are headers beside its
   * own, for one of an API.
   */
  answer(transport: Transport, head: RequestHead, extra: Headers): void;
}

export interface PageContext {
  readonly config: Config;
  readonly version: string;
  readonly state: SharedState;
  readonly admission: Admission;
  readonly pool: WorkerPool;
  readonly defects: Defects;
  /** The models that the models file names. */
  readonly modelNames: () => readonly string[];
  /** The rows of the models file that figures are told by. */
  readonly countedRows: { readonly names: readonly string[] };
  /** What holds for a model, or that it is unknown. */
  readonly modelOf: (name: string) => FoundBehavior;
  /** null where no answer is kept. */
  readonly stored: StoredResponses | null;
  /** Where other threads store answers as well; else left out. */
  readonly askElsewhere?: AskElsewhere;
  /** Of what is sent by and by. */
  readonly sending: SendingContext;
}

/** Sends a page's answer, with its id, and counts it; gives back what the transport does. */
export type Answer = (
  transport: Transport,
  status: number,
  headers: Headers,
  body: string | Buffer | ReplyBody,
) => boolean;
