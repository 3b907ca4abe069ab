/**
 * The control API on the wire: finds the operation of a request, asks for the key, gathers the body, answers in JSON. Main thread.
 * It takes no slot. No header lets a browser's page of another origin in. Whoever has no key learns nothing but that there is one.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { PROVIDERS } from '../../protocols/providers.js';
import { CONTROL_PATH } from '../../shared/answers/control-path.js';
import type { Defects } from '../../shared/defects.js';
import type { ApiError } from '../../shared/errors.js';
import { ENDPOINTS, type RejectionReason } from '../../shared/labels.js';
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';
import { nextRequestId } from '../admission/request-id.js';
import type { Refusal } from '../records/failed-requests.js';
import {
  createReplyHead,
  HeaderName,
  type Headers,
  NOBODY,
  type RequestHead,
  type Transport,
} from '../transport/transport.js';
import { ControlBody } from './control-body.js';
import type { Operations } from './operations.js';
import { type ControlReply, type ControlRequest, failed, JsonLines, wrong } from './request.js';
import { CONTROL_ROUTES, type ControlRoute, type Operation } from './routes.js';

const ENDPOINT = ENDPOINTS.indexOf('/admin');
const [{ dialect: DIALECT }] = PROVIDERS;

const AUTHORIZATION = new HeaderName('authorization');
const CONTENT_TYPE = new HeaderName('content-type');
const TRANSFER_ENCODING = new HeaderName('transfer-encoding');
const BEARER = /^bearer +(.+)$/i;
const JSON_TYPE = /^application\/json *(?:;|$)/i;
/** RFC 9512. */
const YAML_TYPE = /^application\/yaml *(?:;|$)/i;

const HEADERS: Headers = [
  ['content-type', 'application/json'],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
];
const LINES_HEADERS: Headers = [['content-type', 'application/x-ndjson'], ...HEADERS.slice(1)];
const CHALLENGE: Headers = [...HEADERS, ['www-authenticate', 'Bearer']];

/** Of an operation that reads a body. */
const NO_QUERY = { parameter: () => '' };

/** Of what is refused, in the words of all refusals. */
const REASONS: ReadonlyMap<number, RejectionReason> = new Map([
  [400, 'invalid_request'],
  [401, 'unauthorized'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [413, 'body_too_large'],
  [415, 'invalid_request'],
  [421, 'misdirected'],
  [503, 'draining'],
]);

/** What a request asked for; of an operation the table says it, when the head is gone. */
type Asked = Pick<RequestHead, 'method' | 'path'>;

export interface ControlApiOptions {
  readonly adminKey: string;
  readonly operations: Operations;
  readonly state: SharedState;
  readonly admission: Admission;
  readonly defects: Defects;
  /** Told what was refused, and where; null where nobody wants to know. */
  readonly failures: { note(refusal: Refusal): void } | null;
}

export class ControlApi {
  readonly #keyDigest: Buffer;
  readonly #routes = new Map<string, Map<string, ControlRoute>>();

  constructor(private readonly options: ControlApiOptions) {
    this.#keyDigest = digest(options.adminKey);
    for (const route of CONTROL_ROUTES) {
      const path = `${CONTROL_PATH}${route.path}`;
      const methods = this.#routes.get(path) ?? new Map<string, ControlRoute>();
      this.#routes.set(path, methods.set(route.method, route));
    }
  }

  /** Whether a path is this API's. */
  has(path: string): boolean {
    return path.startsWith(`${CONTROL_PATH}/`);
  }

  /** Answers a request on a path of this API, at once or when its body is there. `unwanted` is why no browser may ask. */
  answer(head: RequestHead, transport: Transport, unwanted: ApiError | null): void {
    if (unwanted !== null) {
      this.#send(head, transport, failed(unwanted.kind.status, unwanted.message));
      return;
    }
    if (!this.#hasKey(head)) {
      const refusal = failed(401, 'Expected Authorization: Bearer with the key of ADMIN_KEY.');
      this.#send(head, transport, refusal, CHALLENGE);
      return;
    }
    const methods = this.#routes.get(head.path);
    if (methods === undefined) {
      const refusal = failed(404, `Unknown path of the control API; see ${CONTROL_PATH}/openapi.json.`);
      this.#send(head, transport, refusal);
      return;
    }
    const route = methods.get(head.method === 'head' ? 'get' : head.method);
    if (route === undefined) {
      const allowed = [...methods.keys()].flatMap((method) =>
        method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
      );
      const allow = allowed.join(', ');
      const refusal = failed(405, `Allowed on this path: ${allow}.`);
      this.#send(head, transport, refusal, [...HEADERS, ['allow', allow]]);
      return;
    }
    if (route.body !== undefined && !(route.mayLackBody && lacksBody(head)))
      this.#readBody(route, head, transport);
    else this.#run(route, { parameter: (name) => head.parameter(name), body: null }, transport);
  }

  #readBody(route: ControlRoute, head: RequestHead, transport: Transport): void {
    const type = head.header(CONTENT_TYPE);
    const isYaml = route.mayBeYaml === true && YAML_TYPE.test(type);
    const isJson = JSON_TYPE.test(type);
    const asked = askedOf(route);
    const body = new ControlBody(
      (bytes) => {
        if (bytes === null)
          this.#send(asked, transport, failed(413, 'The body is longer than 65,536 bytes.'));
        else if (isYaml) this.#run(route, { ...NO_QUERY, body: null, text: bytes.toString() }, transport);
        else if (isJson) this.#runWith(route, bytes, transport);
        else this.#send(asked, transport, failed(415, 'Expected a body of content-type application/json.'));
      },
      transport,
      this.options.defects,
    );
    transport.attach(body);
  }

  #runWith(route: ControlRoute, bytes: Buffer, transport: Transport): void {
    const text = bytes.toString();
    let body: unknown;
    try {
      body = route.mayLackBody && text === '' ? null : JSON.parse(text);
    } catch (error) {
      this.#send(askedOf(route), transport, wrong([`not JSON: ${(error as Error).message.slice(0, 200)}`]));
      return;
    }
    this.#run(route, { ...NO_QUERY, body, text }, transport);
  }

  #run(route: ControlRoute, request: ControlRequest, transport: Transport): void {
    // The table says which operations there are.
    const asked = askedOf(route);
    const reply = this.options.operations[route.operation as Operation](request);
    if (!(reply instanceof Promise)) {
      this.#send(asked, transport, reply);
      return;
    }
    // A client that has left meanwhile is sent nothing: its transport knows.
    transport.attach(NOBODY);
    reply
      .then((late) => this.#send(asked, transport, late))
      .catch((error: unknown) => {
        this.options.defects.report(error, 'page');
        transport.close();
      });
  }

  #send(asked: Asked, transport: Transport, { status, body }: ControlReply, headers = HEADERS): void {
    const { state, admission, failures } = this.options;
    state.countReply(ENDPOINT, status);
    const reason = REASONS.get(status);
    if (reason !== undefined)
      failures?.note({ method: asked.method, path: asked.path, endpoint: ENDPOINT, status, reason });
    const areLines = body instanceof JsonLines;
    const head = createReplyHead(areLines ? LINES_HEADERS : headers, DIALECT);
    const text = areLines ? body.text : JSON.stringify(body);
    transport.send(status, head, nextRequestId(), text, admission.endsConnections);
  }

  /** Digests are compared, in constant time: neither the key nor its length shows in how long it takes. */
  #hasKey(head: RequestHead): boolean {
    const given = BEARER.exec(head.header(AUTHORIZATION))?.[1] ?? '';
    return timingSafeEqual(digest(given), this.#keyDigest);
  }
}

/** Waiting for the body of a request that says it has none may be in vain (see Admission). */
function lacksBody(head: RequestHead): boolean {
  return Number(head.contentLength) === 0 && head.header(TRANSFER_ENCODING) === '';
}

function askedOf({ method, path }: ControlRoute): Asked {
  return { method, path: `${CONTROL_PATH}${path}` };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
