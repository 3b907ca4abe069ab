/**
 * Writes the table of the Helm chart's values, as helm-docs does: from values.yaml and its comments `# --`. Pure.
 */
import { isMap, isPair, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { readProjectFile } from '../support/source-tree.js';

export const CHART = 'deploy/helm/llm-mock-server';
const MARK = /^ -- (.+)$/;

export interface ChartValue {
  /** With dots between its parts. */
  readonly name: string;
  readonly type: string;
  /** As JSON. */
  readonly fallback: string;
  readonly sentence: string;
}

/** The values that a comment describes, in their order. Throws where one has none. */
export function chartValues(text = readProjectFile(`${CHART}/values.yaml`)): readonly ChartValue[] {
  const document = parseDocument(text, { keepSourceTokens: true });
  return valuesOf(document.contents as YAMLMap, '', text);
}

export function renderChartValues(): string {
  const rows = chartValues().map(
    ({ name, type, fallback, sentence }) => `| \`${name}\` | ${type} | \`${fallback}\` | ${sentence} |`,
  );
  return ['| Value | Type | Default | What it is |', '|---|---|---|---|', ...rows].join('\n');
}

function valuesOf(map: YAMLMap, prefix: string, text: string): readonly ChartValue[] {
  return map.items.flatMap((pair) => {
    const name = `${prefix}${String((pair.key as { value: unknown }).value)}`;
    const sentence = sentenceAbove(pair, text);
    if (sentence === null) {
      if (isPair(pair) && isMap(pair.value)) return valuesOf(pair.value, `${name}.`, text);
      throw new Error(`${name} has no comment`);
    }
    const value = (pair.value as { toJSON(): unknown }).toJSON();
    return [{ name, type: typeOf(value), fallback: JSON.stringify(value), sentence }];
  });
}

/** The comment on the line ahead of the key. */
function sentenceAbove({ key }: Pair, text: string): string | null {
  if (!isScalar(key) || !key.range) throw new Error('a key that is no text');
  const [, above = ''] = text.slice(0, key.range[0]).split('\n').reverse();
  return MARK.exec(above.trim().replace(/^#/, ''))?.[1] ?? null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'object or text';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'int' : typeof value;
}
