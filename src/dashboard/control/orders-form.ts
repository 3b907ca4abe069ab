/**
 * Owns the faults that are ordered for the next requests, in the section "Control". Browser. The server checks what is typed.
 */
import type { FaultOrder, OrdersAnswer } from '../../shared/answers/control-answers.js';
import { byId, make } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import type { Hand } from './hand.js';
import type { Outcome } from './outcome.js';

export class OrdersForm {
  readonly #fault = byId('control-orders-fault') as HTMLInputElement;
  readonly #count = byId('control-orders-count') as HTMLInputElement;
  readonly #model = byId('control-orders-model') as HTMLInputElement;
  readonly #list = byId('control-orders-list');
  #orders: readonly FaultOrder[] = [];

  constructor(private readonly hand: Hand) {
    byId('control-orders-add').addEventListener('click', () => void this.#add());
    byId('control-orders-forget').addEventListener('click', () => void this.#forget());
    this.#fault.addEventListener('keydown', ({ key, isComposing }) => {
      if (key === 'Enter' && !isComposing) void this.#add();
    });
  }

  take({ orders }: OrdersAnswer): void {
    this.#orders = orders;
  }

  clear(): void {
    this.#orders = [];
    for (const input of [this.#fault, this.#model]) input.value = '';
  }

  draw({ text, formats }: Wording): void {
    const lines = this.#orders.map(({ fault, left, match }) => {
      const place = [match.model, match.endpoint, match.key].filter((one) => one !== null).join(', ');
      return text(place === '' ? 'orders.line' : 'orders.lineFor', {
        fault,
        left: formats.count(left),
        place,
      });
    });
    const words = lines.length > 0 ? lines : [text('orders.none')];
    this.#list.replaceChildren(...words.map((line) => make('li', '', line)));
  }

  async #add(): Promise<void> {
    const model = this.#model.value.trim();
    const count = this.#count.value.trim();
    const order = {
      fault: this.#fault.value.trim(),
      // What is no number is the server's to refuse, in its words.
      ...(count === '' ? {} : { count: Number(count) }),
      ...(model === '' ? {} : { match: { model } }),
    };
    this.#took(await this.hand.client.ask<OrdersAnswer>('POST', '/faults/next', order));
  }

  async #forget(): Promise<void> {
    this.#took(await this.hand.client.ask<OrdersAnswer>('DELETE', '/faults/next'));
  }

  #took(outcome: Outcome<OrdersAnswer>): void {
    if (outcome.kind !== 'done') {
      this.hand.failed(outcome);
      return;
    }
    this.take(outcome.body);
    this.hand.say(this.#orders.length > 0 ? 'orders.said.ordered' : 'orders.said.forgotten', false);
  }
}
