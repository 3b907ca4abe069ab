/**
 * Owns the line on top: how the server is, by icon and word, its free slots, its age and version; and what the browser's
 * tab says of it. Browser. Must never show a figure as one of now when it is not.
 */

import type { PageState } from '../judge/page-state.js';
import { standingOf, type Tone } from '../judge/standing.js';
import { UNKNOWN } from '../words/format.js';
import type { Wording } from '../words/wording.js';
import { byId, setAttribute, setIcon, setText, within } from './dom.js';

const MS_PER_SECOND = 1_000;

/** Dots of the theme-less tab strip: they stand on light and on dark. */
const DOTS: Readonly<Record<Tone, string>> = {
  quiet: '7a8594',
  good: '1f9d63',
  notice: '2f7fdd',
  warn: 'cc8a12',
  bad: 'd8404a',
};

export class StatusLine {
  readonly #pill = byId('status');
  readonly #free = byId('fact-free');
  readonly #uptime = byId('fact-uptime');
  readonly #version = byId('fact-version');

  draw(state: PageState, { text, formats }: Wording): void {
    const { name, more, tone, icon } = standingOf(state);
    setAttribute(this.#pill, 'class', `pill tone-${tone}`);
    setIcon(within(this.#pill, 'svg'), icon);
    setText(within(this.#pill, '.pill-name'), text(name));
    setText(
      within(this.#pill, '.pill-more'),
      more === null ? '' : text(more, { seconds: silence(state, formats.count) }),
    );
    const row = state.presence === 'live' ? state.latest?.row : undefined;
    const cap = formats.count(row?.slotsMax ?? Number.NaN);
    const free = row === undefined ? UNKNOWN : formats.count(Math.max(0, row.slotsMax - row.active));
    setText(this.#free, row === undefined ? UNKNOWN : text('status.free.of', { free, cap }));
    const ageMs = row === undefined ? Number.NaN : row.atMs - (state.latest?.startedAtMs ?? Number.NaN);
    setText(this.#uptime, formats.lasting(Math.max(0, ageMs) / MS_PER_SECOND));
    setText(this.#version, state.hello?.version || UNKNOWN);
    const short = row === undefined ? text(name) : `${formats.count(row.active)} / ${cap}`;
    const title = `${short} · ${text('page.title')}`;
    if (document.title !== title) document.title = title;
  }
}

/** The tab's icon is a dot in the tone of the verdict. */
export function showDot(tone: Tone): void {
  const href = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23${DOTS[tone]}'/%3E%3C/svg%3E`;
  const link = within<HTMLLinkElement>(document.head, 'link[rel="icon"]');
  setAttribute(link, 'href', href);
}

/** Whole seconds since the last row. */
function silence({ silentMs }: PageState, write: (seconds: number) => string): string {
  return write(Math.floor(silentMs / MS_PER_SECOND));
}
