/**
 * What a provider that serves OpenAI's chat and completions adds to the answers: nothing at OpenAI itself. Pure.
 */
import type { Answer, StreamEvents } from '../../contract/protocol.js';

export interface Annotations {
  /** Of a choice, at most. */
  readonly characters: number;
  /** JSON behind the last field of a choice, with its leading comma. */
  choice(answer: Answer): string;
  /** JSON behind the choices of a whole reply, with its leading comma. */
  readonly reply: string;
  /** The same events, annotated. */
  annotate(events: StreamEvents, answer: Answer): StreamEvents;
}

export const NO_ANNOTATIONS: Annotations = {
  characters: 0,
  choice: () => '',
  reply: '',
  annotate: (events) => events,
};
