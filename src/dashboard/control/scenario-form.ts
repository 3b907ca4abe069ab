/**
 * Owns the scenario in the section "Control": where it is, and starting and stopping it. Browser. What is typed is sent as it is:
 * the server reads it, and says what is wrong with its line.
 */
import type { ScenarioAnswer } from '../../shared/answers/control-answers.js';
import { byId, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import type { Hand } from './hand.js';

const MS_PER_SECOND = 1_000;

export class ScenarioForm {
  readonly #state = byId('control-scenario-state');
  readonly #text = byId('control-scenario-text') as HTMLTextAreaElement;
  #scenario: ScenarioAnswer | null = null;

  constructor(private readonly hand: Hand) {
    byId('control-scenario-start').addEventListener('click', () => void this.#start());
    byId('control-scenario-stop').addEventListener('click', () => void this.#stop());
  }

  take(scenario: ScenarioAnswer): void {
    this.#scenario = scenario;
  }

  clear(): void {
    this.#scenario = null;
    this.#text.value = '';
  }

  draw({ text, formats }: Wording): void {
    if (this.#scenario === null) return;
    const { state, name, at_ms, end_ms, mark, problems } = this.#scenario;
    const lasting = (ms: number | null) => formats.lasting(ms === null ? Number.NaN : ms / MS_PER_SECOND);
    const words = [
      text(`scenario.${state}`, { name: name ?? '', at: lasting(at_ms), end: lasting(end_ms) }),
      ...(mark === null ? [] : [text('scenario.mark', { mark })]),
      ...problems,
    ];
    setText(this.#state, words.join(' '));
  }

  async #start(): Promise<void> {
    const typed = this.#text.value.trim() === '' ? undefined : this.#text.value;
    const outcome = await this.hand.client.ask<ScenarioAnswer>('POST', '/scenario', typed);
    if (outcome.kind !== 'done') return this.hand.failed(outcome);
    this.#scenario = outcome.body;
    this.hand.say('scenario.said.started', false);
  }

  async #stop(): Promise<void> {
    const outcome = await this.hand.client.ask<ScenarioAnswer>('DELETE', '/scenario');
    if (outcome.kind !== 'done') return this.hand.failed(outcome);
    this.#scenario = outcome.body;
    this.hand.say('scenario.said.stopped', false);
  }
}
