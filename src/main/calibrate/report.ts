/**
 * Owns how a measurement is told: as a models file, and as a table for people. Pure; a process of its own runs it. Must never hold the
 * key, or anything that was asked or answered.
 */
import { formatValue } from '../../behavior/distributions/quantity.js';
import type { Measurement } from './measure.js';
import { quantileIn, rounded, SHOWN_PERCENTS, type Summary } from './summary.js';

export interface ReportFacts {
  readonly model: string;
  /** Scheme and host alone. */
  readonly origin: string;
  readonly concurrency: number;
  /** When it was measured. */
  readonly date: Date;
  readonly measurement: Measurement;
  readonly summary: Summary;
}

/** The text of a models file, with what it is from in its head. */
export function renderModelsFile(facts: ReportFacts): string {
  const { model, summary } = facts;
  const fields = summary.lines.map(({ key, text }) => `    ${key}: ${text}`);
  return [
    ...headOf(facts).map((sentence) => `# ${sentence}`),
    'models:',
    `  ${JSON.stringify(model)}:`,
    ...fields,
    '',
  ].join('\n');
}

/** What was measured, for a terminal. */
export function renderTable(facts: ReportFacts): string {
  const { lines } = facts.summary;
  const rows = [
    ['', ...SHOWN_PERCENTS.map((percent) => `p${percent}`), 'samples'],
    ...lines.map(({ words, quantity, samples }) => [
      words,
      ...SHOWN_PERCENTS.map((percent) =>
        formatValue(quantity, rounded(quantileIn(samples, percent), quantity)),
      ),
      `${samples.length}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...headOf(facts), ...table].join('\n');
}

function headOf({ model, origin, concurrency, date, measurement, summary }: ReportFacts): readonly string[] {
  const { answers, failures, isIncomplete } = measurement;
  const { tokensPerPiece, promptTokens, cutOff, hiddenThoughts } = summary;
  const prompt = promptTokens === null ? '' : `, prompts of ${Math.round(promptTokens)} tokens on average`;
  return [
    `Measured by llm-mock-server calibrate on ${date.toISOString()}: ${JSON.stringify(model)} at ${origin},`,
    `${answers.length} streams, ${concurrency} at once${prompt}.`,
    ...[...failures].map(([reason, count]) => `No answer to ${count}: ${reason}.`),
    ...(isIncomplete ? ['It ended before all streams were done.'] : []),
    ...(cutOff === 0 ? [] : [`${cutOff} answers were cut off by --max-tokens, so lengths are too short.`]),
    ...(tokensPerPiece === 1
      ? []
      : [
          `A piece had ${tokensPerPiece.toFixed(2)} tokens on average; the times between are divided by that.`,
        ]),
    ...(hiddenThoughts === 0
      ? []
      : [
          `${Math.round(hiddenThoughts)} tokens of thought on average were not shown; the first token's time has theirs in it.`,
        ]),
  ];
}
