/**
 * Owns when the control API is asked again: at once when somebody looks, then every two seconds, and not at all while nobody
 * does. Browser. Must never have two questions on their way: a slow server would get more of them the slower it is.
 */

const POLL_MS = 2_000;

export class Poll {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isOn = false;

  /** `ask` must not reject. */
  constructor(private readonly ask: () => Promise<void>) {}

  /** Says whether somebody looks. */
  set(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    clearTimeout(this.#timer);
    if (isOn) void this.#turn();
  }

  async #turn(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.ask();
    this.#isAsking = false;
    clearTimeout(this.#timer);
    if (this.#isOn) this.#timer = setTimeout(() => void this.#turn(), POLL_MS);
  }
}
