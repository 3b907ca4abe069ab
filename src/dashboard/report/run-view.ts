/**
 * Owns the summary of the last run on the page. Browser. It is there as soon as there is a run, and stays when that is over.
 */
import { byId, make, setAttribute, setHidden, setIcon, setText, within } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import type { Run } from './run.js';
import { runWords } from './run-words.js';

export class RunView {
  readonly #section = byId('run');
  readonly #title = byId('run-title');
  readonly #when = byId('run-when');
  readonly #verdict = byId('run-verdict');
  readonly #figures = byId('run-figures');
  readonly #seconds = byId('run-seconds');
  #madeFor: readonly unknown[] = [];

  draw(run: Run | null, wording: Wording): void {
    if (this.#madeFor[0] === run && this.#madeFor[1] === wording) return;
    this.#madeFor = [run, wording];
    setHidden(this.#section, run === null);
    if (run === null) return;
    const { title, when, verdict, tone, figures, seconds } = runWords(run, wording);
    setText(this.#title, title);
    setText(this.#when, when);
    setAttribute(this.#verdict, 'class', `pill tone-${tone}`);
    setIcon(within(this.#verdict, 'svg'), tone);
    setText(within(this.#verdict, 'span'), verdict);
    setText(this.#seconds, seconds);
    while (this.#figures.childElementCount < figures.length) {
      this.#figures.append(make('div', '', make('dt', ''), make('dd', '')));
    }
    for (const [index, [name, figure]] of figures.entries()) {
      const pair = this.#figures.children[index] as Element;
      setText(within(pair, 'dt'), name);
      setText(within(pair, 'dd'), figure);
    }
  }
}
