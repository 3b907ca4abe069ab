/**
 * The name of a model as rules are looked up by it. Pure.
 */

/** Names are short; of a longer one the beginning is looked at. */
const LOOKED_AT_CHARACTERS_MAX = 256;

/** Without the vendor ahead of it and the overrides behind it, in lower case: `Qwen/Qwen3-VL-8B;delay=1s` is `qwen3-vl-8b`. */
export function bareModel(model: string): string {
  const name = model.slice(0, LOOKED_AT_CHARACTERS_MAX).split(';', 1)[0] ?? '';
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}
