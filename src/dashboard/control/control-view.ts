/**
 * Owns the section "Control": the key, what is asked of the control API, and what came of it, in words. Browser. Asks only while
 * the section is open, somebody looks, and a key is given; without one the page reads only.
 */

import type {
  ConfigAnswer,
  JournalAnswer,
  OrdersAnswer,
  ResetAnswer,
  ScenarioAnswer,
  ServingAnswer,
} from '../../shared/answers/control-answers.js';
import type { PageState } from '../judge/page-state.js';
import { byId, setHidden, setText } from '../view/dom.js';
import type { TextKey } from '../words/texts.js';
import type { Wording } from '../words/wording.js';
import { ControlClient } from './client.js';
import type { Hand } from './hand.js';
import { OrdersForm } from './orders-form.js';
import type { Failure, Outcome } from './outcome.js';
import { Poll } from './poll.js';
import { ScenarioForm } from './scenario-form.js';
import { SettingsForm } from './settings-form.js';
import { emptyRow, failureRows } from './tables.js';

const FAILURES_MAX = 50;
const FAILURE_COLUMNS = 7;

/** What was said last: a text of ours, or the server's words behind it. */
interface Said {
  readonly key: TextKey;
  readonly more: string;
  readonly isBad: boolean;
}

export class ControlView {
  readonly #details = byId('control') as HTMLDetailsElement;
  readonly #gate = byId('control-gate');
  readonly #inside = byId('control-inside');
  readonly #key = byId('control-key') as HTMLInputElement;
  readonly #result = byId('control-result');
  readonly #failures = byId('control-failures');
  readonly #client = new ControlClient(document.baseURI);
  readonly #poll = new Poll(() => this.#look());
  readonly #form: SettingsForm;
  readonly #scenario: ScenarioForm;
  readonly #orders: OrdersForm;
  #config: ConfigAnswer | null = null;
  #journal: JournalAnswer | null = null;
  #said: Said | null = null;
  /** As the live rows tell it; NaN where none came. */
  #revision = Number.NaN;

  constructor(private readonly changed: () => void) {
    this.#form = new SettingsForm(
      byId('control-settings'),
      (name) => void this.#change({ [name]: null }),
      () => void this.#apply(),
    );
    const hand: Hand = {
      client: this.#client,
      say: (key, isBad, more) => this.#say(key, isBad, more),
      failed: (failure) => this.#failed(failure),
    };
    this.#scenario = new ScenarioForm(hand);
    this.#orders = new OrdersForm(hand);
    const pressed = (id: string, action: () => Promise<void> | void) => {
      byId(id).addEventListener('click', () => void action());
    };
    pressed('control-unlock', () => this.#unlock());
    pressed('control-apply', () => this.#apply());
    pressed('control-drain', () => this.#serve('/drain'));
    pressed('control-ready', () => this.#serve('/ready'));
    pressed('control-reset', () => this.#reset());
    pressed('control-lock', () => {
      this.#lock({ key: 'control.said.locked', more: '', isBad: false });
      this.#key.focus();
    });
    this.#key.addEventListener('keydown', ({ key, isComposing }) => {
      if (key === 'Enter' && !isComposing) void this.#unlock();
    });
    this.#details.addEventListener('toggle', () => this.#watch());
    document.addEventListener('visibilitychange', () => this.#watch());
  }

  draw({ latest, presence }: PageState, wording: Wording): void {
    this.#revision = presence === 'live' ? (latest?.row.configRevision ?? Number.NaN) : Number.NaN;
    if (!this.#details.open) return;
    const { text } = wording;
    setHidden(this.#gate, this.#config !== null);
    setHidden(this.#inside, this.#config === null);
    const said = this.#said;
    setText(this.#result, said === null ? '' : `${text(said.key)} ${said.more}`.trim());
    this.#result.classList.toggle('problem', said?.isBad ?? false);
    if (this.#config === null) return;
    for (const part of [this.#form, this.#scenario, this.#orders]) part.draw(wording);
    const failures = failureRows(this.#journal?.requests ?? [], wording);
    this.#failures.replaceChildren(
      ...(failures.length > 0 ? failures : [emptyRow(text('control.failures.none'), FAILURE_COLUMNS)]),
    );
  }

  #watch(): void {
    const isSeen = this.#details.open && document.visibilityState === 'visible';
    this.#poll.set(isSeen && this.#config !== null);
    this.changed();
  }

  async #unlock(): Promise<void> {
    this.#client.use(this.#key.value.trim());
    if (!this.#client.hasKey) return this.#say('control.said.noKey', true);
    const outcome = await this.#client.ask<ConfigAnswer>('GET', '/config');
    if (outcome.kind !== 'done') return this.#failed(outcome);
    this.#key.value = '';
    this.#take(outcome.body, outcome.body.live);
    this.#say('control.said.unlocked', false);
    this.#watch();
    // What had the focus is hidden now.
    this.#details.querySelector('summary')?.focus();
  }

  /** Forgets the key, and all that was shown by it. */
  #lock(said: Said): void {
    this.#client.use('');
    this.#config = null;
    this.#journal = null;
    for (const part of [this.#form, this.#scenario, this.#orders]) part.clear();
    this.#said = said;
    this.#watch();
  }

  /** One turn of asking. */
  async #look(): Promise<void> {
    const mayBeOld = Number.isFinite(this.#revision) && this.#revision !== this.#config?.revision;
    const [journal, scenario, orders, config] = await Promise.all([
      this.#client.ask<JournalAnswer>('GET', `/journal?status=failed&limit=${FAILURES_MAX}`),
      this.#client.ask<ScenarioAnswer>('GET', '/scenario'),
      this.#client.ask<OrdersAnswer>('GET', '/faults/next'),
      mayBeOld ? this.#client.ask<ConfigAnswer>('GET', '/config') : null,
    ]);
    if (this.#config === null) return;
    for (const outcome of [journal, scenario, orders, config]) {
      if (outcome !== null && outcome.kind !== 'done') return this.#failed(outcome);
    }
    if (journal.kind === 'done') this.#journal = journal.body;
    if (scenario.kind === 'done') this.#scenario.take(scenario.body);
    if (orders.kind === 'done') this.#orders.take(orders.body);
    if (config?.kind === 'done') this.#take(config.body, []);
    if (this.#said?.key === 'control.said.unreachable') this.#said = null;
    this.changed();
  }

  async #apply(): Promise<void> {
    const { changes } = this.#form;
    if (Object.keys(changes).length === 0) return this.#say('control.said.same', false);
    await this.#change(changes);
  }

  async #change(changes: Readonly<Record<string, string | null>>): Promise<void> {
    const outcome = await this.#client.ask<ConfigAnswer>('PATCH', '/config', { settings: changes });
    if (outcome.kind !== 'done') return this.#failed(outcome);
    const names = Object.keys(changes);
    this.#form.complain([]);
    this.#take(outcome.body, names);
    this.#say('control.said.changed', false, names.join(', '));
  }

  async #serve(path: '/drain' | '/ready'): Promise<void> {
    const outcome: Outcome<ServingAnswer> = await this.#client.ask('POST', path);
    if (outcome.kind !== 'done') return this.#failed(outcome);
    this.#say(outcome.body.draining ? 'control.said.draining' : 'control.said.serving', false);
  }

  async #reset(): Promise<void> {
    const outcome = await this.#client.ask<ResetAnswer>('POST', '/counters/reset');
    if (outcome.kind !== 'done') return this.#failed(outcome);
    this.#journal = null;
    this.#say('counters.said', false);
  }

  #take(config: ConfigAnswer, settled: readonly string[]): void {
    this.#config = config;
    this.#form.take(config, settled);
  }

  #failed(failure: Failure): void {
    switch (failure.kind) {
      case 'unreachable':
        this.#say('control.said.unreachable', true);
        return;
      case 'refused': {
        const others = this.#form.complain(failure.problems);
        const more = failure.problems.length === 0 ? [failure.message] : others;
        this.#say('control.said.refused', true, more.join(' '));
        return;
      }
      case 'locked':
        this.#lock({ key: 'control.said.wrongKey', more: '', isBad: true });
        return;
      case 'absent':
        this.#lock({ key: 'control.said.absent', more: '', isBad: true });
    }
  }

  #say(key: TextKey, isBad: boolean, more = ''): void {
    this.#said = { key, more, isBad };
    this.changed();
  }
}
