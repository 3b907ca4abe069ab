/**
 * Owns the verdict in words, and the six figures that it rests on. Browser. Its figures change every second; it is read
 * aloud only when the judgement is another one.
 */

import type { Judgement } from '../judge/judge.js';
import type { PageState } from '../judge/page-state.js';
import { type Kind, kindOf, LOOKS } from '../judge/standing.js';
import { UNKNOWN } from '../words/format.js';
import type { TextKey } from '../words/texts.js';
import type { Wording } from '../words/wording.js';
import { byId, make, setAttribute, setIcon, setText, within } from './dom.js';
import { showDot } from './status-line.js';

/** Kinds that say how late answers were, and have other words where none was due. */
const UNOBSERVED: Partial<Record<Kind, TextKey>> = {
  full: 'verdict.full.unobserved',
  strained: 'verdict.strained.unobserved',
  late: 'verdict.late.unobserved',
};

/** They come and go, and change no judgement. */
const HICCUPS: readonly TextKey[] = ['note.hiccup', 'note.hiccup.unobserved'];

const FIGURES = ['active', 'answered', 'refused', 'lateness', 'lag', 'cpu'] as const;

interface Verdict {
  readonly kind: Kind;
  readonly title: string;
  readonly text: string;
  readonly notes: readonly string[];
  /** Another one is another judgement. */
  readonly key: string;
}

export class VerdictView {
  readonly #box = byId('verdict');
  readonly #title = byId('verdict-title');
  readonly #text = byId('verdict-text');
  readonly #notes = byId('verdict-notes');
  readonly #spoken = byId('verdict-spoken');
  readonly #names = FIGURES.map(() => make('dt', ''));
  readonly #figures = FIGURES.map(() => make('dd', '', UNKNOWN));
  #spokenKey = '';

  constructor() {
    const pairs = this.#names.map((name, index) =>
      make('div', '', name, this.#figures[index] as HTMLElement),
    );
    byId('figures').append(...pairs);
  }

  draw(state: PageState, wording: Wording): void {
    const { kind, title, text, notes, key } = verdictOf(state, wording);
    const { tone, icon } = LOOKS[kind];
    setAttribute(this.#box, 'class', `verdict tone-${tone}`);
    setAttribute(this.#box, 'data-kind', kind);
    setIcon(within(this.#box, '.verdict-icon'), icon);
    setText(this.#title, title);
    setText(this.#text, text);
    while (this.#notes.childElementCount > notes.length) this.#notes.lastElementChild?.remove();
    while (this.#notes.childElementCount < notes.length) this.#notes.append(make('li', ''));
    for (const [index, note] of notes.entries()) setText(this.#notes.children[index] as Element, note);
    if (key !== this.#spokenKey) {
      this.#spokenKey = key;
      setText(this.#spoken, [title, text, ...notes].join(' '));
    }
    showDot(tone);
    this.#drawFigures(state, wording);
  }

  #drawFigures({ latest, judgement, presence }: PageState, { text, formats }: Wording): void {
    const row = presence === 'live' ? latest?.row : undefined;
    const unknown = Number.NaN;
    const values = [
      formats.count(row?.active ?? unknown),
      formats.rate(judgement?.answeredPerSecond ?? unknown),
      formats.rate(judgement?.refusedPerSecond ?? unknown),
      formats.time(judgement?.latenessSeconds ?? unknown),
      formats.time(judgement?.lagSeconds ?? unknown),
      formats.rate(judgement?.cpuCoresUsed ?? unknown),
    ];
    for (const [index, figure] of FIGURES.entries()) {
      setText(this.#names[index] as HTMLElement, text(`figure.${figure}`));
      setText(this.#figures[index] as HTMLElement, values[index] ?? UNKNOWN);
    }
  }
}

function verdictOf(state: PageState, { text, formats }: Wording): Verdict {
  const { judgement } = state;
  const kind = kindOf(state);
  const values =
    judgement === null
      ? { silence: formats.lasting(state.silentMs / 1_000) }
      : wordsFor(judgement, state, { text, formats });
  const unobserved = judgement?.observed === 'nothing' ? UNOBSERVED[kind] : undefined;
  const notes = judgement === null ? [] : notesFor(judgement);
  return {
    kind,
    title: text(`verdict.${kind}.title`),
    text: text(unobserved ?? `verdict.${kind}.text`, values),
    notes: notes.map((note) => text(note, values)),
    key: [text('switch.language'), kind, unobserved, ...notes.filter((note) => !HICCUPS.includes(note))].join(
      ' ',
    ),
  };
}

function notesFor({ kind, isFull, isNearMemory, processor, hiccup, observed }: Judgement): TextKey[] {
  const notes: TextKey[] = [];
  const isLate = kind === 'late' || kind === 'strained';
  if (isLate && processor !== 'unknown') notes.push(`note.processor.${processor}`);
  if (isLate && isNearMemory) notes.push('note.nearMemory');
  if (isFull) notes.push('note.full');
  if (hiccup !== null && observed === 'nothing') notes.push('note.hiccup.unobserved');
  else if (hiccup !== null) notes.push('note.hiccup');
  return notes;
}

function wordsFor(judgement: Judgement, { latest }: PageState, { text, formats }: Wording) {
  const { latenessSeconds, lagSeconds, hiccup } = judgement;
  return {
    when: text(`when.${judgement.seconds}`),
    what: text(`what.${judgement.observed}`),
    worstLateness: formats.time(hiccup?.latenessSeconds ?? latenessSeconds),
    worstLag: formats.time(hiccup?.lagSeconds ?? lagSeconds),
    lateness: formats.time(latenessSeconds),
    lag: formats.time(lagSeconds),
    refused: formats.rate(judgement.refusedPerSecond),
    capacity: formats.rate(judgement.capacityPerSecond),
    cores: formats.rate(judgement.cpuCoresUsed),
    active: formats.count(latest?.row.active ?? Number.NaN),
    used: formats.bytes(latest?.row.memoryUsedBytes ?? Number.NaN),
    total: formats.bytes(latest?.row.memoryTotalBytes ?? Number.NaN),
  };
}
