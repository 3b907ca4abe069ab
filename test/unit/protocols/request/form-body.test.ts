/**
 * Bodies that are forms of parts: what is read of them, and what is refused.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseForm } from '../../../../dist/protocols/request/body/form-body.js';

type Part = readonly [head: string, data: string];

function bodyOf(parts: readonly Part[], boundary = '--b'): Buffer {
  const all = parts.map(
    ([head, data]) => `${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${data}\r\n`,
  );
  return Buffer.from(`${all.join('')}${boundary}--\r\n`);
}

function messageOf(body: Buffer | string): string {
  const parsed = parseForm(Buffer.from(body));
  return parsed.ok ? assert.fail('was read') : parsed.error.message;
}

test('texts, files, and texts that come several times', () => {
  const parsed = parseForm(
    bodyOf([
      ['name="a"', 'one'],
      ['name="list[]"', 'x'],
      ['name="list[]"', 'y'],
      ['name="file"; filename="f.wav"\r\nContent-Type: audio/wav', 'sound\r\n--other'],
      ['name="empty"', ''],
    ]),
  );
  if (!parsed.ok) assert.fail(parsed.error.message);
  const { fields, files } = parsed.form;
  assert.deepEqual({ ...fields }, { a: 'one', list: ['x', 'y'], empty: '' });
  assert.deepEqual(
    [...files].map(([name, bytes]) => [name, bytes.toString()]),
    [['file', 'sound\r\n--other']],
  );
});

test('what is no form, or not whole, is refused with the reason', () => {
  assert.match(messageOf(''), /is empty/);
  assert.match(messageOf('{}'), /does not begin with a boundary/);
  assert.match(messageOf(`--${'b'.repeat(100)}\r\n`), /does not begin with a boundary/);
  assert.match(messageOf('--b\r\nno head'), /has no head/);
  assert.match(messageOf(bodyOf([['nothing', 'x']])), /has no name/);
  assert.match(messageOf(bodyOf([['name="a"', 'x']]).subarray(0, -6)), /last boundary is missing/);
  assert.match(messageOf(bodyOf([['name="a"', 'x'.repeat(131_073)]])), /longer than 131072 bytes/);
  const many = Array.from({ length: 65 }, (_, index) => [`name="${index}"`, ''] as const);
  assert.match(messageOf(bodyOf(many)), /more than 64 parts/);
});

test('fields named as what every object has are fields', () => {
  const parsed = parseForm(bodyOf([['name="__proto__"', 'x']]));
  assert.deepEqual(parsed.ok && Object.entries(parsed.form.fields), [['__proto__', 'x']]);
});

test('any bytes at all are read or refused, never thrown at', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(fc.constantFrom('--b', '\r\n', 'name="a"', ';', 'x')),
  );
  fc.assert(
    fc.property(bytes, (some) => {
      parseForm(Buffer.from(Array.isArray(some) ? `--b\r\n${some.join('')}` : some));
    }),
  );
});
