/**
 * The colours of the live page, measured: WCAG 2.2 wants 4.5:1 for text (1.4.3) and 3:1 for what a chart or a control
 * shows (1.4.11).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { readProjectFile } from '../../support/source-tree.js';

const { CHARTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-specs.js')>('charts/chart-specs');
const { SERIES_COLORS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-styles.js')>('charts/chart-styles');

type Rgb = readonly [number, number, number];
const TONES = ['quiet', 'good', 'notice', 'warn', 'bad'];

const themes = Object.fromEntries(
  [...readProjectFile('src/dashboard/style/palette.css').matchAll(/:root(\S*) \{([^}]*)\}/g)].map(
    ([, selector, body = '']) => [
      selector === '' ? 'light' : 'dark',
      new Map(
        [...body.matchAll(/--([\w-]+): #(\w\w)(\w\w)(\w\w);/g)].map(([, name = '', ...hex]) => [
          name,
          hex.map((pair) => Number.parseInt(pair, 16) / 255) as unknown as Rgb,
        ]),
      ),
    ],
  ),
);

function color(theme: string, name: string): Rgb {
  return themes[theme]?.get(name) ?? assert.fail(`${theme} has no --${name}`);
}

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** As WCAG defines it. */
function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [one, other]
    .map((rgb) => {
      const [r, g, b] = rgb.map(linear) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    })
    .sort((a, b) => a - b) as [number, number];
  return high / low;
}

function assertContrast(theme: string, front: string, back: string, least: number): void {
  const ratio = contrast(color(theme, front), color(theme, back));
  assert.equal(ratio >= least, true, `${theme}: ${front} on ${back} is ${ratio.toFixed(2)}, not ${least}`);
}

test('the measure is WCAG’s', () => {
  assert.equal(contrast([0, 0, 0], [1, 1, 1]), 21);
  assert.equal(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255], [1, 1, 1]).toFixed(2), '4.54');
});

test('both themes have the same colours', () => {
  assert.deepEqual(Object.keys(themes), ['light', 'dark']);
  assert.deepEqual([...(themes.light?.keys() ?? [])], [...(themes.dark?.keys() ?? [])]);
});

for (const theme of ['light', 'dark']) {
  test(`${theme}: text can be read on all that it stands on`, () => {
    for (const back of ['ground', 'card', ...TONES.map((tone) => `${tone}-tint`)]) {
      assertContrast(theme, 'text', back, 4.5);
      assertContrast(theme, 'muted', back, 4.5);
    }
    for (const tone of TONES) assertContrast(theme, tone, `${tone}-tint`, 4.5);
  });

  test(`${theme}: lines, borders of bands and the focus can be seen`, () => {
    for (const name of SERIES_COLORS) assertContrast(theme, name, 'card', 3);
    for (const name of ['blue', 'teal', 'purple', 'warn', 'bad']) {
      assertContrast(theme, name, 'band-strained', 3);
      assertContrast(theme, name, 'band-late', 3);
    }
    for (const back of ['ground', 'card']) assertContrast(theme, 'focus', back, 3);
  });

  test(`${theme}: lines of one chart and one dash differ for the colour-blind`, () => {
    for (const { id, series } of CHARTS) {
      for (const one of series) {
        for (const other of series) {
          if (one.color === other.color || one.dash !== other.dash || one.isHidden || other.isHidden)
            continue;
          for (const [kind, matrix] of Object.entries(BLINDNESS)) {
            const apart = distance(
              seen(color(theme, one.color), matrix),
              seen(color(theme, other.color), matrix),
            );
            assert.equal(apart >= 0.1, true, `${theme} ${id}: ${one.color}/${other.color} ${kind} ${apart}`);
          }
        }
      }
    }
  });
}

/** Full deuteranopia and protanopia, in linear RGB: Machado, Oliveira and Fernandes, 2009. */
const BLINDNESS = {
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
} as const;

/** In linear RGB. */
function seen(rgb: Rgb, matrix: readonly number[]): Rgb {
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  return [0, 3, 6].map(
    (row) => (matrix[row] ?? 0) * r + (matrix[row + 1] ?? 0) * g + (matrix[row + 2] ?? 0) * b,
  ) as unknown as Rgb;
}

/** In OKLab (Björn Ottosson, 2020), where black and white are 1 apart. */
function distance(one: Rgb, other: Rgb): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(...a.map((part, index) => part - (b[index] ?? 0)));
}

function oklab([r, g, b]: Rgb): readonly number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
