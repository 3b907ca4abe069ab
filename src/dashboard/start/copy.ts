/**
 * Owns how a text gets into the clipboard. Browser. Without a certificate, and not on this machine, a page may not write to it;
 * then the text is selected, so that a key does it.
 */

/** Copies what an element says; false where it is only selected. Never rejects. */
export async function copyFrom(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return false;
  }
}
