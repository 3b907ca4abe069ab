/**
 * The stream of a message that the model does not want to write: no block, and the reason to stop at its end. Pure. It takes the
 * time of a refusal's words all the same.
 * Source: Anthropic's public documentation, Handle streaming refusals.
 */
import { MessageEvents, PING } from './message-events.js';

export class RefusalEvents extends MessageEvents {
  override readonly headEvents = 2;
  override readonly tailEvents = 2;
  readonly lastEvents = 0;

  override head(): string {
    return this.start() + PING;
  }

  override event(): string {
    return '';
  }

  override tail(): string {
    return this.end(null);
  }
}
