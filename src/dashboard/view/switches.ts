/**
 * Owns a group of buttons of which one is pressed. Browser.
 */
import { byId, setAttribute } from './dom.js';

export class Switch<Value extends string> {
  readonly #buttons: readonly HTMLButtonElement[];

  /** The buttons of the group #`id` have the values. */
  constructor(id: string, values: readonly Value[], chosen: (value: Value) => void) {
    this.#buttons = [...byId(id).querySelectorAll('button')];
    for (const button of this.#buttons) {
      button.addEventListener('click', () => {
        const value = values.find((candidate) => candidate === button.value);
        if (value !== undefined) chosen(value);
      });
    }
  }

  show(value: Value): void {
    for (const button of this.#buttons) setAttribute(button, 'aria-pressed', String(button.value === value));
  }
}
