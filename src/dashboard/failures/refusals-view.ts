/**
 * Owns the table of the requests that were refused last. Browser. All that it shows of them is text, never markup: clients chose
 * the paths. It opens by itself at the first refusal that is not for want of room, once: whoever closes it wants it closed.
 */
import type { LiveFailure, LiveFailures } from '../../shared/answers/live-failures.js';
import type { RejectionReason } from '../../shared/labels.js';
import { byId, make, setText } from '../view/dom.js';
import { UNKNOWN } from '../words/format.js';
import type { TextKey } from '../words/texts.js';
import type { Wording } from '../words/wording.js';

const COLUMNS = 7;

/** What the operator or the client may change; of other reasons the reason says it. */
const LOOK: Readonly<Partial<Record<RejectionReason, TextKey>>> = {
  method_not_allowed: 'refusals.look.method',
  misdirected: 'refusals.look.host',
  unauthorized: 'refusals.look.key',
  body_too_large: 'refusals.look.body',
  capacity: 'refusals.look.cap',
  queue_timeout: 'refusals.look.cap',
  rate_limit: 'refusals.look.limit',
};

/** They tell how busy the server is, not that somebody made a mistake. */
const OF_LOAD: readonly RejectionReason[] = [
  'capacity',
  'queue_timeout',
  'rate_limit',
  'draining',
  'starting',
  'memory',
  'connections',
];

export class RefusalsView {
  readonly #details = byId('refusals') as HTMLDetailsElement;
  readonly #summary = byId('refusals-summary');
  readonly #rows = byId('refusals-rows');
  readonly #unlisted = byId('refusals-unlisted');
  #list: LiveFailures = { failures: [], unlisted: 0 };
  #hasOpened = false;
  #madeFor: readonly unknown[] = [];

  take(list: LiveFailures): void {
    this.#list = list;
  }

  draw(wording: Wording): void {
    const { failures, unlisted } = this.#list;
    if (this.#madeFor[0] === failures && this.#madeFor[1] === wording) return;
    this.#madeFor = [failures, wording];
    const { text, formats } = wording;
    const count = failures.reduce((sum, line) => sum + line.count, unlisted);
    setText(
      this.#summary,
      count === 0 ? text('refusals.title') : text('refusals.titleOf', { count: formats.count(count) }),
    );
    setText(
      this.#unlisted,
      unlisted === 0 ? '' : text('refusals.unlisted', { count: formats.count(unlisted) }),
    );
    if (failures.length > 0) this.#rows.replaceChildren(...failures.map((line) => rowOf(line, wording)));
    else this.#rows.replaceChildren(emptyRow(text('refusals.none')));
    if (this.#hasOpened || failures.every(({ reason }) => OF_LOAD.includes(reason))) return;
    this.#hasOpened = true;
    this.#details.open = true;
  }
}

function rowOf(line: LiveFailure, wording: Wording): HTMLTableRowElement {
  const { text, formats } = wording;
  const time = make('th', '', formats.clock(line.atMs));
  time.scope = 'row';
  const more = [line.code, line.param].filter((word) => typeof word === 'string').join(', ');
  const cells = [
    make('td', '', formats.count(line.count)),
    make('td', 'request', `${line.method} ${line.path}`),
    make('td', '', String(line.status)),
    make('td', '', text(`reason.${line.reason}`), ...(more === '' ? [] : [make('small', '', more)])),
    make('td', '', line.model ?? UNKNOWN),
    make('td', 'look', lookAt(line, wording)),
  ];
  return make('tr', '', time, ...cells);
}

/** What somebody should look at, in words; empty where nothing can be said. */
function lookAt({ path, meant, reason }: LiveFailure, { text }: Wording): string {
  if (typeof meant === 'string')
    return text(meant === `/v1${path}` ? 'refusals.base' : 'refusals.meant', { path: meant });
  const key = LOOK[reason];
  return key === undefined ? '' : text(key);
}

function emptyRow(words: string): HTMLTableRowElement {
  const cell = make('td', 'none', words);
  cell.colSpan = COLUMNS;
  return make('tr', '', cell);
}
