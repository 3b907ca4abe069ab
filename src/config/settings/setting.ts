/**
 * Owns the shapes that a row of the table of settings can have, and that of a setting somebody gave.
 * Types only: no thread runs it. Must never hold a value or know a setting by name.
 */

/** What every variable of ours may begin with. */
export const ENVIRONMENT_PREFIX = 'LLM_MOCK_';

/** What a default may be computed from. */
export interface DefaultBasis {
  /** Whole cores, at least 1. */
  readonly cores: number;
  /** The memory that this process may use: the limit of its container, or the host's. */
  readonly memoryBytes: number;
  /** The longest response delay that the settings can give; Infinity where it has no end or tokens are timed. */
  readonly responseDelayMaxMs: number;
  /** The setting MAX_DELAY. */
  readonly delayMaxMs: number;
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

/** `seconds` and `decimal` take fractions of up to three decimals; min, max and fallback are in `unit`. */
interface NumberSetting extends Described {
  readonly kind: 'integer' | 'seconds' | 'decimal';
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number | DerivedDefault | null;
}

/** One duration in the grammar of the latency model, such as `10m`. Its value is in milliseconds, as are min and max. */
interface SpanSetting extends Described {
  readonly kind: 'span';
  readonly min: number;
  readonly max: number;
  readonly fallback: number | DerivedDefault;
}

/** A duration or a count, or a distribution of them, in the grammar of the latency model. */
interface DistributionSetting extends Described {
  readonly kind: 'durations' | 'counts';
  readonly fallback: null;
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
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly fallback: string | null;
}

interface SwitchSetting extends Described {
  readonly kind: 'boolean';
  readonly choices: readonly ['true', 'false'];
  readonly fallback: boolean | null;
}

export type Setting =
  | NumberSetting
  | SpanSetting
  | DistributionSetting
  | TextSetting
  | ChoiceSetting
  | SwitchSetting;

/** A setting's text and the name it was given by; null text: a flag without its value. */
export interface Given {
  readonly name: string;
  readonly text: string | null;
}
