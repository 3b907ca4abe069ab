/**
 * What requests have in common that are no conversation: vectors, ranks, counts, pictures. Each says only what is its own. Pure.
 */
import type { Ask } from '../../behavior/plan/wish.js';
import type { ModelRequest } from '../contract/protocol.js';
import { NO_STOP } from './text-request.js';

export abstract class PlainRequest implements ModelRequest {
  abstract readonly model: string;
  abstract readonly promptTokens: number;

  /** Whether the answer is planned in words. */
  get speaks(): boolean {
    return false;
  }

  get tokensMax(): number | null {
    return null;
  }

  get stop(): readonly string[] {
    return NO_STOP;
  }

  get stream(): boolean {
    return false;
  }

  get choices(): number {
    return 1;
  }

  /** None of its client's texts lies in memory while it waits. */
  get keptBytes(): number {
    return 0;
  }

  get ask(): Ask | null {
    return null;
  }

  get userText(): null {
    return null;
  }

  forgetTexts(): void {}
}
