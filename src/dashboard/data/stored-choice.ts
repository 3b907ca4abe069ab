/**
 * Owns what a reader chose here and wants to find again: in localStorage where there is one. Browser.
 * Must never fail: a browser may forbid it, by a setting or in a private window, by throwing at any touch.
 */

export function readChoice(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Says whether it will be found again. */
export function keepChoice(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
