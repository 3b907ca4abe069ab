/**
 * Owns the line on top: how the server is, by icon and word, its free slots, its age and version; and what the browser's
 * tab says of it. Browser. Must never show a figure as one of now when it is not.
 */

import { MEMORY_FULL_RATIO } from '../judge/judge.js';
import type { PageState } from '../judge/page-state.js';
import { UNKNOWN } from '../words/format.js';
import type { TextKey } from '../words/texts.js';
import type { Wording } from '../words/wording.js';
import { byId, setIcon, setText, within } from './dom.js';

export type Tone = 'quiet' | 'good' | 'notice' | 'warn' | 'bad';
export type Icon = Tone | 'cut';

interface Status {
  readonly name: TextKey;
  readonly more: TextKey | null;
  readonly tone: Tone;
  readonly icon: Icon;
}

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
    const { name, more, tone, icon } = statusOf(state);
    this.#pill.className = `pill tone-${tone}`;
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
  if (link.getAttribute('href') !== href) link.setAttribute('href', href);
}

/** Whole seconds since the last row. */
function silence({ silentMs }: PageState, write: (seconds: number) => string): string {
  return write(Math.floor(silentMs / MS_PER_SECOND));
}

function statusOf({ presence, latest }: PageState): Status {
  const row = latest?.row;
  if (presence === 'stale') return { name: 'status.stale', more: 'status.since', tone: 'warn', icon: 'cut' };
  if (presence === 'offline') return { name: 'status.offline', more: null, tone: 'warn', icon: 'cut' };
  if (presence === 'connecting' || row === undefined) {
    return { name: 'status.connecting', more: null, tone: 'quiet', icon: 'quiet' };
  }
  if (row.draining > 0) return { name: 'status.draining', more: null, tone: 'notice', icon: 'notice' };
  if (row.overloaded > 0) {
    const isMemory = row.memoryUsedBytes > MEMORY_FULL_RATIO * row.memoryTotalBytes;
    const more = isMemory ? 'status.overloaded.memory' : 'status.overloaded.slots';
    return { name: 'status.overloaded', more, tone: 'warn', icon: 'warn' };
  }
  return { name: 'status.healthy', more: null, tone: 'good', icon: 'good' };
}
