// Owns: a strict reader of the Prometheus text format 0.0.4, as far as this server writes it.
// Runs on: the test process. Must never: pass over a line that it does not understand.

import assert from 'node:assert/strict';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** The value as it stands in the text. */
  readonly text: string;
}

export interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HEADER = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const TYPES = ['counter', 'gauge', 'histogram'];

/** The families by name. Throws on what is not in the format: a lone sample, a series twice, a family in two pieces. */
export function parseMetrics(text: string): ReadonlyMap<string, Family> {
  assert.equal(text.endsWith('\n'), true, 'the last line must end with a line feed');
  const families = new Map<string, { help: string; type: string; samples: Sample[] }>();
  const series = new Set<string>();
  let current = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const header = HEADER.exec(line);
    if (header !== null) {
      const [, keyword, name, rest] = header as unknown as [string, string, string, string];
      if (keyword === 'HELP') {
        assert.equal(families.has(name), false, `${name} comes twice`);
        families.set(name, { help: rest, type: '', samples: [] });
        current = name;
      } else {
        assert.equal(name, current, 'TYPE follows its HELP');
        assert.equal(TYPES.includes(rest), true, line);
        (families.get(name) as { type: string }).type = rest;
      }
      continue;
    }
    const sample = parseSample(line);
    const family = families.get(current);
    assert.ok(family !== undefined && family.type !== '', `no family for: ${line}`);
    const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    assert.equal(
      suffixes.some((suffix) => sample.name === current + suffix),
      true,
      `not of ${current}: ${line}`,
    );
    const key = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
    assert.equal(series.has(key), false, `a series comes twice: ${line}`);
    series.add(key);
    family.samples.push(sample);
  }
  return families;
}

function parseSample(line: string): Sample {
  const match = SAMPLE.exec(line);
  assert.ok(match !== null, `not a sample: ${line}`);
  const [, name, labels = '', text] = match as unknown as [string, string, string | undefined, string];
  return { name, labels: parseLabels(labels, line), value: parseValue(text, line), text };
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ''; ) {
    const match = LABEL.exec(rest);
    assert.ok(match !== null, `not a label: ${rest} in ${line}`);
    const [whole, name, value] = match as unknown as [string, string, string];
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** Prometheus reads NaN and Inf in any case. */
function parseValue(text: string, line: string): number {
  const special = /^(?:nan|([+-]?)inf)$/i.exec(text);
  if (special !== null) {
    return special[1] === undefined ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  }
  assert.match(text, /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/, `not a number: ${line}`);
  return Number(text);
}

/** The value of the one series of a family without labels. */
export function valueOfFamily(families: ReadonlyMap<string, Family>, name: string): number {
  const samples = families.get(name)?.samples ?? [];
  assert.equal(samples.length, 1, `${name} has ${samples.length} series`);
  assert.deepEqual(samples[0]?.labels, {});
  return (samples[0] as Sample).value;
}

/** The value of every sample by its name and labels, written as Prometheus writes them. */
export function valuesBySeries(families: ReadonlyMap<string, Family>): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const { name, labels, value } of [...families.values()].flatMap(({ samples }) => samples)) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    values.set(pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`, value);
  }
  return values;
}
