/**
 * process.stdout and process.stderr for whoever uses them: libraries, worker threads (Node.js pipes what they print to
 * those of the main thread), and Node.js with its warnings. Main thread, once.
 *
 * Node.js' own would set O_NONBLOCK for everybody who shares the pipe, keep without bound what nobody reads, and end the
 * process by an error that nobody listens to where the disk is full.
 */
import { Writable } from 'node:stream';
import { LineOutput } from './line-output.js';

/** Sends both through outputs that lose lines rather than wait: `output`, and one of their own for errors. */
export function redirectStandardStreams(output: LineOutput): void {
  const errors = new LineOutput(2);
  replace('stdout', output);
  replace('stderr', errors);
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => errors.write(`llm-mock-server: ${name}: ${message}\n`));
}

function replace(name: 'stdout' | 'stderr', output: LineOutput): void {
  const value = new Writable({
    write(piece: Buffer, _encoding, done) {
      output.write(piece.toString());
      done();
    },
  });
  Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
}
