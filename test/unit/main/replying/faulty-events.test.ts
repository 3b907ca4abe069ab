/** What is wrong in the streams of every API, frame by frame, beside the same stream without a fault. */
import assert from 'node:assert/strict';
import type { ExchangeRig } from '../../../support/exchange-rig.js';
import { exchangeTest } from '../../../support/exchange-test.js';
import type { FakeLoop } from '../../../support/fake-loop.js';
import { framesOf, requestOf, STREAM_APIS, type StreamApi } from '../../../support/frames.js';
import type { MemoryTransport } from '../../../support/memory-transport.js';

const SETTINGS = { RESPONSE_TEXT: 'alpha beta gamma delta' };

interface Played {
  readonly transport: MemoryTransport;
  readonly text: string;
  readonly frames: readonly string[];
}

function play(rig: ExchangeRig, loop: FakeLoop, api: StreamApi, fault: string, fields: object = {}): Played {
  const [path, body] = requestOf(api, fault === '' ? 'm' : `m;fault=${fault}`, fields);
  const transport = rig.post(body, path, api.headers);
  loop.advance(60_000);
  const text = transport.stream?.pieces.join('') ?? transport.reply.body;
  return { transport, text, frames: framesOf(text, api.name === 'gemini array') };
}

for (const api of STREAM_APIS) {
  const isArray = api.name === 'gemini array';

  exchangeTest(
    `${api.name}: one frame of a stream is broken, empty, doubled or cut in two`,
    SETTINGS,
    (rig, loop) => {
      const plain = play(rig, loop, api, '').frames;
      // Half of four tokens come ahead of it.
      const at = plain.findIndex((frame) => frame.includes('gamma'));
      const frame = plain[at] as string;
      assert.ok(at > 0);
      const altered = (...frames: string[]) => plain.toSpliced(at, 1, ...frames);
      const played = (fault: string) => play(rig, loop, api, fault).frames;
      assert.deepEqual(played('broken'), altered(frame.replace('":', '";')));
      assert.deepEqual(played('blank'), altered(frame, isArray ? '{}' : 'data: \n\n'));
      assert.deepEqual(played('duplicate'), altered(frame, frame));
      const { transport, frames } = play(rig, loop, api, 'split');
      assert.deepEqual(frames, plain);
      const [first = ''] = transport.stream?.pieces ?? [];
      assert.equal(transport.stream?.pieces.length, 2);
      assert.ok(isArray || !first.endsWith('\n\n'), first);
      assert.ok(!first.slice(first.indexOf('gamma')).includes('\n\n'), first);
    },
  );

  exchangeTest(`${api.name}: the first frame may be the one, and the last`, SETTINGS, (rig, loop) => {
    const plain = play(rig, loop, api, '').frames;
    const last = plain.findIndex((frame) => frame.includes('gamma')) + 1;
    const doubled = (at: number) => plain.toSpliced(at, 0, plain[at] as string);
    assert.deepEqual(play(rig, loop, api, 'duplicate(at=100%)').frames, doubled(last));
    assert.deepEqual(play(rig, loop, api, 'duplicate(at=0%)').frames, doubled(last - 3));
  });

  exchangeTest(
    `${api.name}: a stream breaks off by FIN or by RST, and the tail does not come`,
    SETTINGS,
    (rig, loop) => {
      const plain = play(rig, loop, api, '').frames;
      const at = plain.findIndex((frame) => frame.includes('gamma'));
      const cut = play(rig, loop, api, 'cut');
      assert.deepEqual([cut.frames, cut.transport.severed], [plain.slice(0, at), 'by end']);
      const reset = play(rig, loop, api, 'cut(tokens=3,reset)');
      assert.deepEqual([reset.frames, reset.transport.severed], [plain.slice(0, at + 1), 'by reset']);
      const whole = play(rig, loop, api, 'cut(at=100%)');
      assert.deepEqual([whole.frames, whole.transport.stream?.ended], [plain.slice(0, at + 2), false]);
      // The bracket of an array comes with its first element.
      assert.equal(play(rig, loop, api, 'cut(at=0%)').frames.length, isArray ? 0 : at - 2);
    },
  );

  exchangeTest(`${api.name}: an error event ends a stream that began well`, SETTINGS, (rig, loop) => {
    const plain = play(rig, loop, api, '').frames;
    const at = plain.findIndex((frame) => frame.includes('gamma'));
    for (const share of [0, 50]) {
      const { frames, text } = play(rig, loop, api, `error(at=${share}%,status=503)`);
      const before = share === 0 ? at - 2 : at;
      assert.deepEqual(frames.slice(0, before), plain.slice(0, before));
      assert.match(frames.slice(before).join(''), /overloaded/i);
      assert.equal(frames.length, before + (isArray ? 2 : 1), text);
      if (isArray) JSON.parse(text);
    }
  });

  exchangeTest(`${api.name}: a stream ends in order without its last event`, SETTINGS, (rig, loop) => {
    const plain = play(rig, loop, api, '').frames;
    const { frames, transport } = play(rig, loop, api, 'unfinished');
    assert.deepEqual(frames, plain.slice(0, -1));
    assert.equal(transport.severed, null);
  });

  exchangeTest(
    `${api.name}: a stream without tokens is as it would be, and ends without its last event`,
    SETTINGS,
    (rig, loop) => {
      const tokenless = (fault: string) => play(rig, loop, api, fault).frames;
      const plain = tokenless('empty');
      assert.ok(!plain.join('').includes('alpha'));
      for (const fault of ['split', 'broken', 'stall(1s)'])
        assert.ok(play(rig, loop, api, fault).text.length > 0);
    },
  );
}

const chat = STREAM_APIS[0] as StreamApi;
const responses = STREAM_APIS[2] as StreamApi;

exchangeTest(
  'of several choices the last frame of a token is split, so that its halves are two packets',
  SETTINGS,
  (rig, loop) => {
    const plain = play(rig, loop, chat, '', { n: 3 });
    const { transport, frames } = play(rig, loop, chat, 'split', { n: 3 });
    assert.deepEqual(frames, plain.frames);
    assert.equal(transport.stream?.pieces.length, 2);
    assert.doesNotMatch(transport.stream?.pieces[0] as string, /\n\n$/);
  },
);

exchangeTest(
  'the last event is left out whole, however long it is',
  { RESPONSE_TEXT: 'é'.repeat(60) },
  (rig, loop) => {
    const fields = { max_output_tokens: 4_000 };
    const name = 'm;tokens=4000';
    const [path, body] = requestOf(responses, name, fields);
    const played = (model: string) => {
      const transport = rig.post(body.replace(name, model), path);
      for (let turn = 0; turn < 200 && !transport.isOver; turn++) loop.advance(100);
      const text = transport.stream?.pieces.join('') ?? '';
      return framesOf(text.replaceAll(model, 'm'));
    };
    const plain = played(name);
    assert.ok((plain.at(-1) as string).length > 65_536, `${plain.at(-1)?.length}`);
    assert.deepEqual(played(`${name};fault=unfinished`), plain.slice(0, -1));
  },
);
