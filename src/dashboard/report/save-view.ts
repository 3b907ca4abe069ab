/**
 * Owns the two buttons that save what is shown: the rows as CSV, and a report. Browser. Nothing leaves the page but by a file
 * that the reader keeps.
 */

import type { Range } from '../charts/time-window.js';
import type { PageState } from '../judge/page-state.js';
import { byId } from '../view/dom.js';
import { readColors } from '../view/theme.js';
import type { Wording } from '../words/wording.js';
import { toCsv } from './csv.js';
import { htmlReport } from './html-report.js';
import { REPORT_COLORS } from './report-style.js';
import type { Run } from './run.js';

/** A browser has read a file by then, and it need not be kept. */
const KEEP_MS = 60_000;

export interface Shown {
  readonly state: PageState;
  readonly range: Range;
  readonly run: Run | null;
  readonly wording: Wording;
}

export class SaveView {
  readonly #buttons = ['save-csv', 'save-report'].map((id) => byId(id) as HTMLButtonElement);

  /** `read` tells what is shown at the moment of saving. */
  constructor(read: () => Shown) {
    const [csv, report] = this.#buttons;
    csv?.addEventListener('click', () => {
      const { state, range } = read();
      const samples = state.samples.filter(({ row }) => range.fromMs <= row.atMs && row.atMs <= range.toMs);
      save('csv', 'text/csv', toCsv(samples));
    });
    report?.addEventListener('click', () => {
      const { wording, ...shown } = read();
      const verdict = [byId('verdict-title'), byId('verdict-text'), ...byId('verdict-notes').children];
      const content = {
        ...shown,
        verdict: verdict.map(({ textContent }) => textContent ?? ''),
        colors: readColors(REPORT_COLORS),
        locale: document.documentElement.lang,
        nowMs: Date.now(),
      };
      save('html', 'text/html', htmlReport(content, wording));
    });
  }

  /** There is nothing to save before the first row. */
  draw({ samples }: PageState): void {
    for (const button of this.#buttons) button.disabled = samples.length === 0;
  }
}

function save(ending: string, type: string, text: string): void {
  const link = document.createElement('a');
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = `llm-mock-server-${time}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}
