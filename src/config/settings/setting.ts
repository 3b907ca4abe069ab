/**
 * Owns the shapes that a row of the table of settings can have, what type of value each has, and the shape of a setting
 * that was given. Types only: no thread runs it. Must never hold a value or know a setting by name.
 */

import type { Distribution } from '../../behavior/distributions/distribution.js';
import type { FaultMix } from '../../behavior/faults/fault.js';
import type { Limit } from '../../behavior/limits/limit.js';

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
  /** The field of Config that it becomes; null where a field is composed of it and others, in read/build-config.ts. */
  readonly field: string | null;
  readonly sentence: string;
  /** May be changed while the server runs (main/steering); left out where it holds from start to end. */
  readonly live?: true;
}

/**
 * `seconds` and `decimal` take fractions of up to three decimals; min, max and fallback are in `unit`. Seconds become
 * milliseconds in Config.
 */
interface NumberSetting extends Described {
  readonly kind: 'integer' | 'seconds' | 'decimal';
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number | DerivedDefault | null;
}

/** A whole number, or the word `off`. */
interface SwitchableSetting extends Described {
  readonly kind: 'integer-or-off';
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** A whole number, or the word `auto`: what fits the machine. */
interface AutomaticSetting extends Described {
  readonly kind: 'integer-or-auto';
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** A number of bytes, bare or with a unit, such as `4MiB` (values/size.ts). Its value, min and max are in bytes. */
interface SizeSetting extends Described {
  readonly kind: 'size';
  readonly min: number;
  readonly max: number;
  readonly fallback: number | DerivedDefault;
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

/** What goes wrong on purpose, in the grammar of faults. */
interface FaultsSetting extends Described {
  readonly kind: 'faults';
  readonly fallback: null;
}

/** Rate limits, in a grammar of their own. */
interface LimitsSetting extends Described {
  readonly kind: 'limits';
  readonly fallback: null;
}

/**
 * min and max count characters (UTF-16 units). A `secret` is never printed; `origins` are `*`, or those of web pages, and `hosts` are
 * `*`, or names and addresses (values/hosts.ts); `peers` are other instances (values/peers.ts).
 */
interface TextSetting extends Described {
  readonly kind: 'text' | 'file' | 'secret' | 'origins' | 'hosts' | 'peers';
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
  | SwitchableSetting
  | AutomaticSetting
  | SizeSetting
  | SpanSetting
  | DistributionSetting
  | FaultsSetting
  | LimitsSetting
  | TextSetting
  | ChoiceSetting
  | SwitchSetting;

type GivenValue<Row extends Setting> = Row extends {
  kind: 'integer' | 'seconds' | 'decimal' | 'size' | 'span';
}
  ? number
  : Row extends { kind: 'integer-or-off' }
    ? number | 'off'
    : Row extends { kind: 'integer-or-auto' }
      ? number | 'auto'
      : Row extends { kind: 'durations' | 'counts' }
        ? Distribution
        : Row extends { kind: 'faults' }
          ? FaultMix
          : Row extends { kind: 'limits' }
            ? readonly Limit[]
            : Row extends { kind: 'boolean' }
              ? boolean
              : Row extends { kind: 'choice'; choices: readonly (infer Choice)[] }
                ? Choice
                : string;

/** The type of a row's value: null is among its values where it has no default. */
export type SettingValue<Row extends Setting> =
  | GivenValue<Row>
  | (Row['fallback'] extends null ? null : never);

/** A setting's text and the name it was given by; null text: a flag without its value. */
export interface Given {
  readonly name: string;
  readonly text: string | null;
}
