/**
 * Owns how a latency field becomes a row of the table of settings. Plain data: any thread may import it.
 */
import {
  FACTOR_MAX,
  FACTOR_MIN,
  LATENCY_FIELDS,
  type LatencyRow,
  LENGTH_MAX,
  LENGTH_MIN,
} from '../../behavior/profile/fields.js';

type Length = {
  readonly kind: 'integer';
  readonly unit: 'tokens';
  readonly min: number;
  readonly max: number;
  readonly fallback: null;
};

type Named<Env extends string> = {
  readonly env: Env;
  readonly flag: `--${string}`;
  readonly field: null;
  readonly live: true;
  readonly sentence: string;
};

type Factor = {
  readonly kind: 'decimal';
  readonly unit: null;
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
};

/** Row by row, so that the value of each setting has the type of its own kind. */
type SettingOf<Row extends LatencyRow> = Row extends LatencyRow
  ? Named<Row['setting']> &
      (Row['kind'] extends 'factor'
        ? Factor
        : Row['kind'] extends 'length'
          ? Length
          : { readonly kind: Row['kind']; readonly fallback: null })
  : never;

/** The settings of all latency fields of one kind, in the order of their table. */
export function fieldSettings<Kind extends LatencyRow['kind']>(
  kind: Kind,
): readonly SettingOf<Extract<LatencyRow, { kind: Kind }>>[] {
  const rows = LATENCY_FIELDS.filter((row) => row.kind === kind).map(({ setting, sentence }) => {
    const flag = `--${setting.toLowerCase().replaceAll('_', '-')}`;
    const named = { env: setting, flag, field: null, live: true, sentence };
    if (kind === 'length') {
      return { ...named, kind: 'integer', unit: 'tokens', min: LENGTH_MIN, max: LENGTH_MAX, fallback: null };
    }
    if (kind !== 'factor') return { ...named, kind, fallback: null };
    return { ...named, kind: 'decimal', unit: null, min: FACTOR_MIN, max: FACTOR_MAX, fallback: FACTOR_MIN };
  });
  // The compiler does not see which row has which kind.
  return rows as unknown as readonly SettingOf<Extract<LatencyRow, { kind: Kind }>>[];
}
