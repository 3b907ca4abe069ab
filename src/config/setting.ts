/**
 * Owns the shapes that a row of the table of settings can have, and that of a setting somebody gave.
 * Types only: no thread runs it. Must never hold a value or know a setting by name.
 */

/** What a default may be computed from. */
export interface DefaultBasis {
  /** Whole cores, at least 1. */
  readonly cores: number;
  readonly responseDelaySeconds: number;
}

/** A default that depends on the machine or on another setting; `words` say how. */
interface DerivedDefault {
  readonly words: string;
  readonly from: (basis: DefaultBasis) => number;
}

/** What every setting has, whatever its kind. */
interface Described {
  /** Also read as `LLM_MOCK_<env>`, which wins over the plain name. */
  readonly env: string;
  readonly flag: `--${string}`;
  readonly sentence: string;
}

/** `seconds` takes fractions down to the millisecond; min, max and fallback are in `unit`. */
interface NumberSetting extends Described {
  readonly kind: 'integer' | 'seconds';
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number | DerivedDefault;
}

/** min and max count characters (UTF-16 units). A `secret` is never printed. */
interface TextSetting extends Described {
  readonly kind: 'text' | 'file' | 'secret';
  readonly unit: 'characters';
  readonly min: number;
  readonly max: number;
  readonly fallback: string | null;
}

interface ChoiceSetting extends Described {
  readonly kind: 'choice' | 'boolean';
  readonly choices: readonly string[];
  readonly fallback: string | null;
}

export type Setting = NumberSetting | TextSetting | ChoiceSetting;

/** A setting's text and the name it was given by; null text: a flag without its value. */
export interface Given {
  readonly name: string;
  readonly text: string | null;
}
