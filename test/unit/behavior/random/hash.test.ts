import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashBytes } from '../../../../dist/behavior/random/hash.js';

test('the hash is MurmurHash3_x86_32, by its published vectors', () => {
  // Ian Boyd's vectors (stackoverflow.com/a/31929528), as most implementations carry them.
  const vectors: [hex: string, seed: number, expected: number][] = [
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['ffffffff', 0, 0x76293b50],
    ['21436587', 0, 0xf55b516b],
    ['21436587', 0x5082edee, 0x2362f9de],
    ['214365', 0, 0x7e4a8634],
    ['2143', 0, 0xa0f7b07a],
    ['21', 0, 0x72661cf4],
    ['00000000', 0, 0x2362f9de],
    ['000000', 0, 0x85f0b427],
    ['0000', 0, 0x30f4c306],
    ['00', 0, 0x514e28b7],
    [Buffer.from('Hello, world!').toString('hex'), 0x9747b28c, 0x24884cba],
    [Buffer.from('ππππππππ').toString('hex'), 0x9747b28c, 0xd58063c1],
    [Buffer.from('The quick brown fox jumps over the lazy dog').toString('hex'), 0x9747b28c, 0x2fa826cd],
    ['61'.repeat(256), 0x9747b28c, 0x37405bdc],
  ];
  for (const [hex, seed, expected] of vectors) {
    assert.equal(hashBytes(Buffer.from(hex, 'hex'), seed), expected, hex);
  }
});

test('the hash of a subarray is that of its bytes alone', () => {
  const bytes = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (before, text, after) => {
      const whole = Uint8Array.from([...before, ...text, ...after]);
      const part = whole.subarray(before.length, before.length + text.length);
      assert.equal(hashBytes(part), hashBytes(text));
    }),
    { seed: 1, numRuns: 200 },
  );
});
