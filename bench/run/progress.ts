// Owns: what the terminal shows while the bench runs: one line that changes on a terminal, plain lines elsewhere.
// Must never: write to standard output, which belongs to the table at the end.

import ora, { type Ora } from 'ora';
import type { Measurement } from '../report/results.js';
import type { Cell } from './measure.js';
import { secondsOf } from './schedule.js';

export interface Progress {
  say(line: string): void;
  begin(cell: Cell): void;
  end(cell: Cell, measurements: readonly Measurement[]): void;
  stop(): void;
}

/** `cells` are for the counts and for the time that is left. Rounds go on behind those of the run that is added to. */
export function createProgress(cells: readonly Cell[]): Progress {
  const rounds = Math.max(...cells.map(({ round }) => round));
  const spinner: Ora | null = process.stderr.isTTY ? ora({ stream: process.stderr }) : null;
  const allSeconds = cells.reduce((sum, cell) => sum + secondsOf(cell), 0);
  const startedMs = performance.now();
  let plannedSeconds = 0;
  let done = 0;

  const print = (line: string): void => {
    const spinning = spinner?.isSpinning === true;
    if (spinning) spinner?.stop();
    process.stderr.write(`${line}\n`);
    if (spinning) spinner?.start();
  };

  const timeLeft = (): string => {
    const tookSeconds = (performance.now() - startedMs) / 1_000;
    const pace = done === 0 ? 1 : tookSeconds / plannedSeconds;
    return `${formatSeconds((allSeconds - plannedSeconds) * pace)} left`;
  };

  return {
    say: print,
    begin({ scenario, server, round }) {
      const text = `round ${round}/${rounds} · ${scenario.name} · ${server.name} · ${done + 1}/${cells.length} · ${timeLeft()}`;
      if (spinner === null) process.stderr.write(`${text}\n`);
      else spinner.start(text);
    },
    end(cell, measurements) {
      plannedSeconds += secondsOf(cell);
      done += 1;
      for (const { step, outcome, reason, warnings } of measurements) {
        const where = `${cell.scenario.name} · ${step} · ${cell.server.name} · round ${cell.round}`;
        if (outcome === 'error') print(`  error: ${where}: ${reason}`);
        for (const warning of warnings) print(`  warning: ${where}: ${warning}`);
      }
    },
    stop() {
      spinner?.stop();
    },
  };
}

function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
