/**
 * The prompts that Anthropic documents for tests: what a client does about a refusal, or about thoughts that it cannot read, can be
 * tried with them. Pure. A prompt that begins with one has its effect.
 * Source: Anthropic's public documentation (Extended thinking; Handle streaming refusals).
 */
import { isObject } from '../request/body/json-body.js';

const PREFIX = 'ANTHROPIC_MAGIC_STRING_TRIGGER_';
const REDACTED = 'REDACTED_THINKING_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB';
const REFUSAL = 'REFUSAL_1FAEFB6177B4672DEE07F9D3AFC62588CCD2631EDCF22E8CCC1FB35B501C9C86';

/** What the last message asks for; of messages that were checked. */
export function readMagic(messages: unknown): 'redacted' | 'refusal' | null {
  if (!Array.isArray(messages)) return null;
  const last: unknown = messages[messages.length - 1];
  const text = isObject(last) ? firstText(last.content) : '';
  if (!text.startsWith(PREFIX)) return null;
  if (text.startsWith(REDACTED, PREFIX.length)) return 'redacted';
  return text.startsWith(REFUSAL, PREFIX.length) ? 'refusal' : null;
}

function firstText(content: unknown): string {
  if (typeof content === 'string') return content;
  const first: unknown = Array.isArray(content) ? content[0] : null;
  return isObject(first) && typeof first.text === 'string' ? first.text : '';
}
