/**
 * Makes what a client sent fit to be shown to people: what looks like a secret is masked, what would not be seen is written out.
 * Main thread; pure. A client chooses the text: the patterns have no repetition within another, and none that may fail behind an
 * unbounded one, so that none takes longer than the text is long.
 */

const MASK = '***';

/** What a secret begins with, by which the scanners of those who hand them out find it, too. */
const PREFIXED =
  /\b(?:(?:sk|pk|rk|ak|gsk|xai|hf|gh[opsur]|github_pat|glpat|xox[abeprs]|npm|pypi|r8|pplx|nvapi)[-_][A-Za-z0-9_-]{8,}|(?:AKIA|ASIA|AIza|LTAI|eyJ)[A-Za-z0-9_-]{8,}|ya29\.[A-Za-z0-9_-]{8,})/g;
const BEARER = /\b(bearer) +[^\s"'\\,;]{8,}/gi;
/** `"api_key": "…"`, also with its quotes escaped, as JSON within JSON has them; `password=…`. */
const NAMED =
  /((?:api[-_ ]?key|authorization|passw(?:or)?d|passphrase|secret|credential|token|private[-_ ]?key|access[-_ ]?key)[A-Za-z0-9_-]{0,16}\\?["']? {0,4}[:=] {0,4}\\?["']?)((?:(?:basic|bearer|token) +)?[^\s"'\\,;&}[{]{4,})/gi;
const PEM = /-----BEGIN [A-Z ]{0,40}-----[^-]*(?:-----END [A-Z ]{0,40}-----)?/g;
/** No word is so long. Pictures and sounds are masked by it, too: nobody wants to read those. */
const LONG = /[A-Za-z0-9+_=-]{40,}|[A-Za-z0-9+/=]{64,}/g;
/** `"max_tokens": 4096` is no secret. */
const PLAIN = /^(?:[\d.]+|true|false|null)$/;
const OF_A_WORD = /[A-Za-z0-9+/_.=-]/;

/** Masks what looks like a secret. `isCut`: the text goes on behind its end, so its last word may be the beginning of one. */
export function maskSecrets(text: string, isCut = false): string {
  const masked = text
    .replace(PEM, MASK)
    .replace(BEARER, `$1 ${MASK}`)
    .replace(NAMED, (whole, name: string, value: string) => (PLAIN.test(value) ? whole : name + MASK))
    .replace(PREFIXED, MASK)
    .replace(LONG, MASK);
  if (!isCut) return masked;
  let end = masked.length;
  while (end > 0 && OF_A_WORD.test(masked[end - 1] as string)) end--;
  return masked.slice(0, end) + MASK;
}

/** What moves, hides or ends other characters: controls, marks of direction, what has no width, halves of pairs. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;
const PATH_CHARACTERS_MAX = 200;
const METHOD_CHARACTERS_MAX = 16;

/** A path as people are shown it: without a query or a host, bounded, nothing hidden, no secrets. */
export function shownPath(path: string): string {
  const cut = path.slice(0, 2 * PATH_CHARACTERS_MAX);
  const local = cut.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const text = maskSecrets(escapeUnseen(local), cut.length < path.length);
  return text.length > PATH_CHARACTERS_MAX ? `${text.slice(0, PATH_CHARACTERS_MAX)}…` : text;
}

/** A method as people are shown it, in capitals. */
export function shownMethod(method: string): string {
  return escapeUnseen(method.slice(0, METHOD_CHARACTERS_MAX)).toUpperCase();
}

function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
