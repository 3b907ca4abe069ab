/**
 * Owns the list of the settings in force, those first that somebody gave. Browser. Names and values are the server's words.
 */
import type { LiveHello } from '../../shared/live-protocol.js';
import type { Wording } from '../words/wording.js';
import { byId, make } from './dom.js';

export class SettingsList {
  readonly #list = byId('settings-list');
  #madeFor: readonly unknown[] = [];

  draw(hello: LiveHello | null, wording: Wording): void {
    if (this.#madeFor[0] === hello && this.#madeFor[1] === wording) return;
    this.#madeFor = [hello, wording];
    const settings = [...(hello?.settings ?? [])].sort(
      ([, , one], [, , other]) => Number(other) - Number(one),
    );
    const { text } = wording;
    const entries = settings.map(([name, value, isGiven]) => {
      const more = isGiven ? [make('small', '', text('settings.given'))] : [];
      return make('div', isGiven ? 'given' : '', make('dt', '', name), make('dd', '', value, ...more));
    });
    const none = make('div', '', make('dt', '', text('settings.none')));
    this.#list.replaceChildren(...(entries.length > 0 ? entries : [none]));
  }
}
