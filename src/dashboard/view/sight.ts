/**
 * Owns the question whether something of the page can be seen: what is scrolled out of sight need not be drawn. Browser. Paper shows
 * everything.
 */

/** How far around the window something counts as in sight: it is drawn before it is scrolled to. */
const AROUND = '200px';

export class Sight {
  /** Until the browser has said otherwise it is taken to be seen. */
  #isSeen = true;
  #isPrinting = false;

  /** `came` is told when `element` comes into sight. */
  constructor(element: Element, came: () => void) {
    const look = (entries: readonly IntersectionObserverEntry[]): void => {
      this.#isSeen = entries.at(-1)?.isIntersecting ?? true;
      if (this.#isSeen) came();
    };
    new IntersectionObserver(look, { rootMargin: AROUND }).observe(element);
    window.addEventListener('beforeprint', () => {
      this.#isPrinting = true;
      came();
    });
    window.addEventListener('afterprint', () => {
      this.#isPrinting = false;
    });
  }

  get isSeen(): boolean {
    return this.#isSeen || this.#isPrinting;
  }
}
