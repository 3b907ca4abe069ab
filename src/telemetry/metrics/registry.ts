/**
 * The families of the metrics page, and the page: Prometheus' text format 0.0.4. Runs in a worker thread, which renders it whole at
 * every scrape, for nothing is kept of a value.
 *
 * Written here and not by prom-client, whose page of 3,000 lines took 8 to 30 ms of a core that serves: it makes an object, a list of
 * labels and a hash of every line. A test holds the text to prom-client's.
 */
import assert from 'node:assert/strict';
import type { Labels } from '../../shared/figures/figure.js';

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** All lines of all series, as they are now; several may be in one string. */
  lines(): readonly string[];
}

export class Registry {
  readonly #families = new Map<string, Family>();

  register(family: Family): void {
    assert.ok(!this.#families.has(family.name), `two families have the name ${family.name}`);
    this.#families.set(family.name, family);
  }

  /** The page, families in the order of their registration. */
  metrics(): string {
    const texts: string[] = [];
    for (const family of this.#families.values()) {
      const { name, kind } = family;
      const head = `# HELP ${name} ${escapeText(family.help)}\n# TYPE ${name} ${kind}`;
      const lines = family.lines();
      texts.push(lines.length === 0 ? head : `${head}\n${lines.join('\n')}`);
    }
    return `${texts.join('\n\n')}\n`;
  }
}

/** By the labels: those of closed sets are the same objects at every scrape. */
const labelTexts = new WeakMap<Labels, string>();

/** `a="x",b="y"`, without braces; empty without labels. */
export function labelText(labels: Labels): string {
  let text = labelTexts.get(labels);
  if (text === undefined) {
    text = Object.entries(labels)
      .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
      .join(',');
    labelTexts.set(labels, text);
  }
  return text;
}

/** One line: what it is called, its labels as text, its value. */
export function sampleLine(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${valueText(value)}` : `${name}{${labels}} ${valueText(value)}`;
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'Nan';
  return value > 0 ? '+Inf' : '-Inf';
}

function escapeLabel(value: string | number): string {
  return typeof value === 'string' ? escapeText(value).replaceAll('"', '\\"') : String(value);
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
