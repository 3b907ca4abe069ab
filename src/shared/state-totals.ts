/**
 * What all threads that serve have counted together: the same properties as of SharedState, each the sum over the blocks of the
 * threads, or the greatest of them where the table of figures says so. Any thread may read. Not for the hot path: every look adds up
 * all blocks, some ten thousand cells each. Where one thread serves there is nothing to add, and it is the state itself.
 */
import { FIGURE_ROWS } from './figures.js';
import { FIRST_CELL } from './layout.js';
import { blockOf, SharedState } from './state.js';

const GREATEST = FIGURE_ROWS.flatMap(([name, row]) => (row.across === 'greatest' ? [FIRST_CELL[name]] : []));

/** To be brought up to date by `refresh`. Nothing may be written to it. */
export function totalsOf(own: SharedState): SharedState {
  const { buffer, threads } = own;
  if (threads === 1) return own;
  const blocks = Array.from({ length: threads }, (_, thread) => blockOf(buffer, thread));
  const sums = new Float64Array(blocks[0]?.length ?? 0);
  const totals = SharedState.over(buffer, sums);
  const refresh = (): void => addUp(blocks, sums);
  refresh();
  return Object.defineProperty(totals, 'refresh', { value: refresh, configurable: true });
}

/** The same, up to date at every look. What is written to it is counted in the block of `own`, which is the caller's. */
export function currentTotalsOf(own: SharedState): SharedState {
  const totals = totalsOf(own);
  if (totals === own) return own;
  return new Proxy(totals, {
    get(_target, name) {
      totals.refresh();
      const value = Reflect.get(totals, name);
      return typeof value === 'function' ? value.bind(totals) : value;
    },
    set(_target, name, value: number) {
      totals.refresh();
      const before = Reflect.get(totals, name) as number;
      return Reflect.set(own, name, (Reflect.get(own, name) as number) + value - before);
    },
  });
}

/** Into `sums`, which are as many. */
function addUp(blocks: readonly Float64Array[], sums: Float64Array): void {
  sums.fill(0);
  for (const block of blocks) {
    for (let cell = 0; cell < sums.length; cell++) {
      sums[cell] = (sums[cell] as number) + (block[cell] as number);
    }
  }
  for (const cell of GREATEST) sums[cell] = Math.max(...blocks.map((block) => block[cell] as number));
}
