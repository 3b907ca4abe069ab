/**
 * Owns the section "Get started": where clients have to be pointed, a first request to copy, and one to send from here. Browser. It
 * is open as long as nobody has asked the server for anything when the page comes, and is left alone from then on.
 */

import { STATUSES } from '../../shared/labels.js';
import type { LiveHello } from '../../shared/live-protocol.js';
import { statusColumn } from '../../shared/live-protocol.js';
import type { Row } from '../data/row-decoder.js';
import type { PageState } from '../judge/page-state.js';
import { byId, make, setHidden, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import { copyFrom } from './copy.js';
import { type Course, FirstRequest } from './first-request.js';
import { baseUrlOf, type Place, snippetsFor } from './snippets.js';

const MS_PER_SECOND = 1_000;
/** Where the server has not said its default yet; it answers to any name. */
const MODEL = 'gpt-4o';

export class StepsView {
  readonly #details = byId('steps') as HTMLDetailsElement;
  readonly #base = byId('steps-base');
  readonly #snippets = byId('steps-snippets');
  readonly #keyLine = byId('steps-key-line');
  readonly #key = byId('steps-key') as HTMLInputElement;
  readonly #send = byId('steps-send');
  readonly #sent = byId('steps-sent');
  readonly #copied = byId('steps-copied');
  readonly #request: FirstRequest;
  #place: Place = { baseUrl: baseUrlOf(document.baseURI), model: MODEL, wantsKey: false };
  #madeFor: readonly unknown[] = [];
  #hasLooked = false;

  constructor(changed: () => void) {
    this.#request = new FirstRequest(document.baseURI, changed);
    this.#send.addEventListener('click', () => {
      if (this.#request.isOnItsWay) this.#request.cancel();
      else void this.#request.send(this.#place.model, this.#place.wantsKey ? this.#key.value.trim() : '');
    });
  }

  draw({ hello, latest, presence }: PageState, wording: Wording): void {
    if (!this.#hasLooked && presence === 'live' && latest !== null) {
      this.#hasLooked = true;
      this.#details.open = !wasAsked(latest.row);
    }
    if (!this.#details.open) return;
    if (this.#madeFor[0] !== hello || this.#madeFor[1] !== wording) {
      this.#madeFor = [hello, wording];
      this.#make(hello, wording);
    }
    const { text } = wording;
    setText(this.#send, text(this.#request.isOnItsWay ? 'steps.cancel' : 'steps.send'));
    setText(this.#sent, tell(this.#request.course, wording));
  }

  #make(hello: LiveHello | null, wording: Wording): void {
    const settings = new Map((hello?.settings ?? []).map(([name, value]) => [name, value]));
    const model = settings.get('DEFAULT_MODEL') ?? MODEL;
    this.#place = { ...this.#place, model, wantsKey: settings.has('API_KEY') };
    setHidden(this.#keyLine, !this.#place.wantsKey);
    const { text } = wording;
    const base = make('code', '', this.#place.baseUrl);
    this.#base.replaceChildren(base, this.#copyButton(text('steps.base'), base, wording));
    const figures = snippetsFor(this.#place).map(({ name, code }) => {
      const source = make('code', '', code);
      const shown = make('pre', '', source);
      // It scrolls, so the keyboard must get to it.
      shown.tabIndex = 0;
      const head = make('figcaption', 'line', make('b', '', name), this.#copyButton(name, source, wording));
      return make('figure', 'snippet', head, shown);
    });
    this.#snippets.replaceChildren(...figures);
  }

  #copyButton(what: string, source: HTMLElement, { text }: Wording): HTMLButtonElement {
    const button = make('button', 'button', text('steps.copy'));
    button.type = 'button';
    button.setAttribute('aria-label', text('steps.copyOf', { what }));
    button.addEventListener('click', async () => {
      const isCopied = await copyFrom(source);
      setText(this.#copied, isCopied ? text('steps.copied', { what }) : text('steps.notCopied'));
    });
    return button;
  }
}

/** Whether anybody has asked an API for anything since the server started. */
function wasAsked(row: Row): boolean {
  const replies = STATUSES.reduce((sum, status) => sum + (row[statusColumn(status)] || 0), 0);
  return replies + (row.active || 0) + (row.queueLength || 0) + (row.disconnects || 0) > 0;
}

/** What came of the request, in words. */
function tell(course: Course | null, { text, formats }: Wording): string {
  if (course === null) return '';
  if (course.is === 'waiting') {
    const seconds = Math.floor((performance.now() - course.sinceMs) / MS_PER_SECOND);
    return text('steps.waiting', { time: formats.seconds(seconds) });
  }
  const time = formats.time(course.ms / MS_PER_SECOND);
  if (!('status' in course)) return text(`steps.${course.is}`, { time });
  const { status, words } = course;
  return text(`steps.${course.is}`, { time, status: String(status), words });
}
