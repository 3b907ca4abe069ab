/**
 * Owns the fields of the settings that may be changed: what holds now, what somebody types, and what is wrong with it. Browser.
 * Must never overwrite what somebody types with what the server says.
 */

import type { ConfigAnswer } from '../../shared/answers/control-answers.js';
import { make, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import { type Field, sortProblems, toChanges, toFields } from './answers.js';

interface Row {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly unit: HTMLElement;
  readonly back: HTMLButtonElement;
  readonly problem: HTMLElement;
}

export class SettingsForm {
  readonly #rows = new Map<string, Row>();
  #fields: readonly Field[] = [];

  /** `back` is told which setting shall have its value of the start-up again, `enter` that all shall be applied. */
  constructor(
    private readonly host: HTMLElement,
    private readonly back: (name: string) => void,
    private readonly enter: () => void,
  ) {}

  /** What differs from what holds, as a PATCH says it. */
  get changes(): Readonly<Record<string, string | null>> {
    const typed = new Map([...this.#rows].map(([name, { input }]) => [name, input.value] as const));
    return toChanges(this.#fields, typed);
  }

  /** Takes what holds now. A field that somebody typed into keeps its text, unless it is one of `settled`. */
  take(config: ConfigAnswer, settled: readonly string[]): void {
    const before = new Map(this.#fields.map(({ name, value }) => [name, value]));
    this.#fields = toFields(config);
    for (const { name, value, unit } of this.#fields) {
      const row = this.#rows.get(name) ?? this.#add(name);
      const isTyped = row.input.value !== (before.get(name) ?? '');
      if (!isTyped || settled.includes(name)) row.input.value = value;
      setText(row.unit, unit);
    }
    const names = this.#fields.map(({ name }) => name);
    for (const [name, { element }] of this.#rows) {
      if (names.includes(name)) continue;
      element.remove();
      this.#rows.delete(name);
    }
  }

  /** Shows each problem at its field, and gives back those that name none. */
  complain(problems: readonly string[]): readonly string[] {
    const { byName, others } = sortProblems(problems, [...this.#rows.keys()]);
    for (const [name, { input, problem }] of this.#rows) {
      const words = byName.get(name) ?? '';
      setText(problem, words);
      input.setAttribute('aria-invalid', String(words !== ''));
    }
    const [first] = byName.keys();
    if (first !== undefined) this.#rows.get(first)?.input.focus();
    return others;
  }

  draw({ text }: Wording): void {
    for (const [name, { back, input }] of this.#rows) {
      setText(back, text('control.back'));
      back.setAttribute('aria-label', text('control.backOf', { name }));
      const placeholder = text('control.unset');
      if (input.placeholder !== placeholder) input.placeholder = placeholder;
    }
  }

  /** Forgets what was typed, and all values. */
  clear(): void {
    this.#rows.clear();
    this.#fields = [];
    this.host.replaceChildren();
  }

  #add(name: string): Row {
    const [input, unit, problem] = [make('input', ''), make('span', 'unit'), make('p', 'problem')];
    const [back, label] = [make('button', 'button'), make('label', '', name)];
    input.id = `control-${name}`;
    input.type = 'text';
    input.spellcheck = false;
    input.autocomplete = 'off';
    problem.id = `${input.id}-problem`;
    unit.id = `${input.id}-unit`;
    input.setAttribute('aria-describedby', `${unit.id} ${problem.id}`);
    input.addEventListener('keydown', ({ key, isComposing }) => {
      if (key === 'Enter' && !isComposing) this.enter();
    });
    label.htmlFor = input.id;
    back.type = 'button';
    back.addEventListener('click', () => this.back(name));
    const element = make('div', 'field', label, make('div', 'line', input, unit, back), problem);
    this.host.append(element);
    const row = { element, input, unit, back, problem };
    this.#rows.set(name, row);
    return row;
  }
}
