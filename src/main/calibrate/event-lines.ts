/**
 * Owns the taking apart of a stream of server-sent events into what each says. Pure; a process of its own runs it. Must never keep
 * more of a line than there may be.
 */
import { StringDecoder } from 'node:string_decoder';

/** No event of an answer is longer; what is has no end, or is no answer. */
const LINE_CHARACTERS_MAX = 1_048_576;

export class EventLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /**
   * Takes the bytes that came next, and gives the parsed data of every event that is complete with them: events of our three APIs
   * have one line of data each. What is no JSON, such as `[DONE]`, is passed over.
   *
   * @throws Error where a line is too long
   */
  take(bytes: Buffer): readonly unknown[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LINE_CHARACTERS_MAX) throw new Error('a line of its stream has no end');
    return lines.flatMap((line) => {
      if (!line.startsWith('data:')) return [];
      const data = line.slice('data:'.length).trim();
      return data.startsWith('{') ? [parsed(data)] : [];
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An event that is none tells nothing; the answer has others, or is counted as one without tokens.
    return null;
  }
}
