// Owns: the table of the worst requests in docs/limits.md, between its two marks. Pure, but for the reading and writing.
// Must never: write a figure that was not measured.

import type { Measured } from './measure.js';

const START = '<!-- worst-requests -->';
const END = '<!-- /worst-requests -->';

export function inBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function inMs(ms: number): string {
  if (Number.isNaN(ms)) return 'server ended';
  return ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en');
}

export function rowOf({ of, bodyBytes, status, replyBytes, cpuMs, holdMs }: Measured): string {
  const reply = status === null ? 'none' : `${status}, ${inBytes(replyBytes)}`;
  return `| ${of.title} | ${inBytes(bodyBytes)} | ${reply} | ${inMs(cpuMs)} | ${inMs(holdMs)} |`;
}

function tableOf(all: readonly Measured[], limits: 'default' | 'largest', caption: string): string {
  const rows = all.filter(({ of }) => of.limits === limits).map(rowOf);
  const head = ['| Request | Body | Reply | CPU ms | Longest hold ms |', '|---|---|---|---|---|'];
  return [caption, '', ...head, ...rows].join('\n');
}

/** The page with new tables. Throws where the marks are not. */
export function withTables(page: string, all: readonly Measured[]): string {
  const from = page.indexOf(START);
  const to = page.indexOf(END);
  if (from === -1 || to < from) throw new Error(`docs/limits.md has no ${START} … ${END}`);
  const tables = [
    tableOf(all, 'default', 'Under the default limits:'),
    tableOf(all, 'largest', 'With `MAX_BODY_BYTES=16777216`:'),
  ];
  return `${page.slice(0, from + START.length)}\n\n${tables.join('\n\n')}\n\n${page.slice(to)}`;
}
