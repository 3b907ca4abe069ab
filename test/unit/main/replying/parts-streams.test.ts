/**
 * Streams of answers that consist of parts: thoughts that are not shown, and what goes wrong on purpose in the middle of a call.
 */
import assert from 'node:assert/strict';
import { OUTCOMES } from '../../../../dist/shared/figures/models.js';
import { exchangeTest } from '../../../support/exchange-test.js';
import { WEATHER_SCHEMA } from '../../../support/tools.js';

const MESSAGES = [{ role: 'user', content: 'x' }];
const CONTENTS = [{ role: 'user', parts: [{ text: 'x' }] }];
const HIDING = '/v1beta/models/m:streamGenerateContent?alt=sse';
const GEMINI = JSON.stringify({ contents: CONTENTS });
const THINKING = {
  RESPONSE_TEXT: 'one two',
  REASONING_TOKENS: '4',
  TIME_TO_FIRST_TOKEN: '1s',
  INTER_TOKEN_LATENCY: '1s',
  STALL_TIMEOUT: '60s',
};

exchangeTest(
  'thoughts that are not shown take their time, and nothing is written for them',
  THINKING,
  (rig, loop) => {
    const client = rig.post(GEMINI, HIDING);
    const written = () => client.stream?.pieces.join('') ?? '';
    loop.advance(4_500);
    assert.notEqual(client.stream, null);
    assert.equal(written(), '');
    loop.advance(1_000);
    assert.match(written(), /^data: .*"text":"one"/);
    loop.advance(1_000);
    assert.equal(client.stream?.ended, true);
    assert.match(written(), /"thoughtsTokenCount":4/);
  },
);

const CALLING = {
  TIME_TO_FIRST_TOKEN: '1s',
  INTER_TOKEN_LATENCY: '1s',
  SEED: '7',
};

/** A chat that must call a tool; `fault` is what goes wrong with it. */
function chat(fault: string): string {
  const tool = { type: 'function', function: { name: 'get_weather', parameters: WEATHER_SCHEMA } };
  const model = fault === '' ? 'm' : `m;fault=${fault}`;
  return JSON.stringify({ model, stream: true, messages: MESSAGES, tools: [tool], tool_choice: 'required' });
}

/** The arguments as far as a stream tells them. */
function argumentsIn(stream: string): string {
  return stream
    .split('\n\n')
    .filter((event) => event.includes('"tool_calls":['))
    .map(
      (event) => JSON.parse(event.slice('data: '.length)).choices[0].delta.tool_calls[0].function.arguments,
    )
    .join('');
}

exchangeTest(
  'a call is cut off within its arguments, by the end of the connection or by an error',
  CALLING,
  (rig, loop) => {
    for (const fault of ['cut(at=50%)', 'error(at=50%)']) {
      const client = rig.post(chat(fault));
      loop.advance(600_000);
      const stream = client.stream?.pieces.join('') ?? '';
      assert.match(stream, /"name":"get_weather"/, fault);
      const told = argumentsIn(stream);
      assert.throws(() => JSON.parse(told), fault);
      assert.equal(stream.includes('[DONE]'), false, fault);
      assert.equal(stream.includes('"error":'), fault.startsWith('error'), fault);
    }
  },
);

exchangeTest('a stall within the arguments ends, and the call is whole', CALLING, (rig, loop) => {
  const client = rig.post(chat('stall(100s,at=50%)'));
  loop.advance(90_000);
  assert.equal(client.stream?.ended, false);
  loop.advance(600_000);
  const stream = client.stream?.pieces.join('') ?? '';
  assert.deepEqual(Object.keys(JSON.parse(argumentsIn(stream))).sort(), ['city', 'unit']);
});

exchangeTest('a doubled frame is an argument that comes twice', CALLING, (rig, loop) => {
  const client = rig.post(chat('duplicate(at=50%)'));
  loop.advance(600_000);
  const events = (client.stream?.pieces.join('') ?? '')
    .split('\n\n')
    .filter((event) => event.includes('arguments'));
  const doubled = events.filter((event, index) => index > 0 && event === events[index - 1]);
  assert.equal(doubled.length, 1);
});

exchangeTest(
  'what is wrong with a token that is not shown is wrong with the next that is',
  THINKING,
  (rig, loop) => {
    for (const [fault, count] of [
      ['duplicate(at=0%)', 2],
      ['broken(at=0%)', 0],
    ] as const) {
      const client = rig.post(GEMINI, HIDING.replace('/m:', `/m;fault=${fault}:`));
      loop.advance(60_000);
      const frames = (client.stream?.pieces.join('') ?? '').split('\r\n\r\n');
      assert.equal(
        frames.filter((frame) => frame.includes('{"candidates":') && frame.includes('"one"')).length,
        count,
      );
    }
  },
);

exchangeTest(
  'while its client is behind, a stream is written to though nothing is shown: what is held goes out with it',
  THINKING,
  (rig, loop) => {
    const client = rig.post(GEMINI, HIDING);
    client.hasRoom = false;
    loop.advance(1_001);
    // A thought is due while the client reads nothing.
    loop.advance(1_000);
    const before = client.stream?.pieces.length ?? 0;
    client.drain();
    assert.equal(client.stream?.pieces.length, before + 1);
    client.hasRoom = true;
    client.drain();
    loop.advance(10_000);
    assert.match(client.stream?.pieces.join('') ?? '', /"text":"one"/);
    assert.equal(client.stream?.ended, true);
  },
);

exchangeTest('the events that are counted are those that went out', CALLING, (rig, loop) => {
  const client = rig.post(chat(''));
  loop.advance(600_000);
  const frames = (client.stream?.pieces.join('') ?? '').split('\n\n').length - 1;
  assert.equal(rig.state.streamEvents, frames);
  const before = rig.state.streamEvents;
  const whole = { model: 'm', stream: true, messages: MESSAGES, tools: [], reasoning_effort: 'high' };
  const thinking = rig.post(JSON.stringify(whole));
  loop.advance(600_000);
  const more = (thinking.stream?.pieces.join('') ?? '').split('\n\n').length - 1;
  assert.equal(rig.state.streamEvents - before, more);
});

exchangeTest('a schema that nothing satisfies is refused, and counted for its model', CALLING, (rig) => {
  const schema = { type: 'integer', minimum: 5, maximum: 3 };
  const body = {
    model: 'm',
    messages: MESSAGES,
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
  };
  const refusedOf = (): number =>
    rig.state.models.of(0).valueOf('modelRequests', OUTCOMES.indexOf('refused'));
  const before = refusedOf();
  assert.equal(rig.post(JSON.stringify(body)).reply.status, 400);
  assert.equal(refusedOf() - before, 1);
});
