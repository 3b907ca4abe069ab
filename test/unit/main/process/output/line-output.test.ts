import assert from 'node:assert/strict';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LineOutput } from '../../../../../dist/main/process/output/line-output.js';
import { Fifo, temporaryFolder } from '../../../../support/output-process.js';
import { until } from '../../../../support/until.js';

/** More than a pipe (64 KiB) and the buffer (256 KiB) hold together. */
const LINES = 5_000;
const line = (number: number) => `${String(number).padStart(6, '0')}${'x'.repeat(93)}\n`;

/** The write end of a FIFO, opened as the product opens a pipe. */
function outputInto(fifo: Fifo) {
  const fd = openSync(fifo.path, constants.O_WRONLY | constants.O_NONBLOCK);
  after(() => closeSync(fd));
  const output = new LineOutput(1, () => ({ fd, mayBlock: false }));
  const lost: number[] = [];
  output.countLostInto((lines) => lost.push(lines));
  return { output, lost: () => lost.reduce((sum, lines) => sum + lines, 0) };
}

test('what a reader does not read is kept up to a bound; what is beyond is lost and counted, the newest first', async () => {
  const fifo = new Fifo();
  const { output, lost } = outputInto(fifo);
  for (let number = 0; number < LINES; number++) output.write(line(number));
  assert.equal(lost() > 0, true);
  const kept = LINES - lost();
  assert.equal(kept * 100 <= 65_536 + 262_144, true, `${kept} lines of 100 bytes are kept`);
  let text = '';
  const recovered: number[] = [];
  output.onRecovered = (lines) => recovered.push(lines);
  await until(() => {
    text += fifo.read();
    return text.length === kept * 100;
  }, 'all that was kept arrives');
  assert.equal(text, Array.from({ length: kept }, (_, number) => line(number)).join(''));
  assert.deepEqual(recovered, [lost()]);
});

test('lines that were lost before anybody counted are handed over', () => {
  const output = new LineOutput(1, () => ({ fd: openSync('/dev/full', 'w'), mayBlock: false }));
  output.write('a\n');
  output.write('b\n');
  let lost = 0;
  output.countLostInto((lines) => {
    lost += lines;
  });
  assert.equal(lost, 2);
  output.write('c\n');
  assert.equal(lost, 3);
});

test('an output that cannot be opened costs lines, and is opened anew for the next one', () => {
  const path = join(temporaryFolder(), 'log');
  let opened = 0;
  const output = new LineOutput(1, () => {
    if (++opened === 1) throw Object.assign(new Error('no reader'), { code: 'ENXIO' });
    return { fd: openSync(path, 'a'), mayBlock: false };
  });
  output.write('lost\n');
  output.write('kept\n');
  output.write('kept\n');
  assert.deepEqual([opened, readFileSync(path, 'utf8')], [2, 'kept\nkept\n']);
});

test('a line of which only a part went out is ended before the next one', async () => {
  const fifo = new Fifo();
  const { output, lost } = outputInto(fifo);
  // More than PIPE_BUF is not written as one piece: a part of the line fits.
  writeSync(fifo.writeFd, 'y'.repeat(50_000));
  output.write(`${'z'.repeat(40_000)}\n`);
  fifo.closeReader();
  await until(() => lost() === 1, 'the rest of the line is lost');
  fifo.reopenReader();
  output.write('next\n');
  // The part that went out still lies in the pipe.
  let text = '';
  await until(() => {
    text += fifo.read();
    return text.includes('next');
  }, 'the next line');
  assert.equal(text.replace(/^y{50000}z+/, ''), '\nnext\n');
});

test('a regular file is written in order by a thread, and flush waits for it', async () => {
  const path = join(temporaryFolder(), 'log');
  const fd = openSync(path, 'a');
  after(() => closeSync(fd));
  const output = new LineOutput(1, () => ({ fd, mayBlock: true }));
  for (let number = 0; number < 100; number++) output.write(line(number));
  assert.equal(readFileSync(path).length <= 100, true, 'more than the one line that the thread has');
  await output.flush(10_000);
  assert.equal(readFileSync(path, 'utf8'), Array.from({ length: 100 }, (_, n) => line(n)).join(''));
});

test('flush gives up on a reader that does not read', async () => {
  const fifo = new Fifo();
  const { output } = outputInto(fifo);
  for (let number = 0; number < LINES; number++) output.write(line(number));
  const startedAt = performance.now();
  await output.flush(50);
  assert.equal(performance.now() - startedAt >= 50, true);
});
