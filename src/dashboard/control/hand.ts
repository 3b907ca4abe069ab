/**
 * Owns what the parts of the section "Control" do with: how they ask, and how they say what came of it. Types only.
 */
import type { TextKey } from '../words/texts.js';
import type { ControlClient } from './client.js';
import type { Failure } from './outcome.js';

export interface Hand {
  readonly client: ControlClient;
  /** A text of ours, and the server's words behind it. */
  say(key: TextKey, isBad: boolean, more?: string): void;
  failed(failure: Failure): void;
}
