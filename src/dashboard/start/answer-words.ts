/**
 * Owns what is shown of an answer. Browser, pure. Must never throw: a proxy may have sent anything.
 */

const WORDS_MAX = 160;

/** What an answer says, or an error: the beginning of it. */
export function wordsOf(text: string): string {
  const words = String(saidBy(text) ?? text).trim();
  return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
}

function saidBy(text: string): unknown {
  try {
    const { choices, error } = JSON.parse(text) as {
      choices?: { message?: { content?: unknown } }[];
      error?: { message?: unknown };
    };
    return choices?.[0]?.message?.content ?? error?.message;
  } catch {
    return null;
  }
}
