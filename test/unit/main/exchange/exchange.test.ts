import assert from 'node:assert/strict';
import { GOOD_BODY } from '../../../support/exchange-rig.js';
import { exchangeTest } from '../../../support/exchange-test.js';
import { USAGE_DETAILS } from '../../../support/protocol-answers.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

const TEN_SECONDS = { RESPONSE_DELAY_SECONDS: '10', RESPONSE_TEXT: 'Hello there', MAX_CONCURRENT: '2' };

exchangeTest(
  'a request holds its slot from its headers to its reply, and waits as planned',
  TEN_SECONDS,
  (rig, loop) => {
    const client = rig.open();
    assert.deepEqual([rig.state.active, rig.wheel.size], [1, 0]);
    loop.advance(3_000);
    client.deliver(GOOD_BODY, true);
    assert.deepEqual([rig.state.active, rig.wheel.size, rig.rested], [1, 1, 0]);
    loop.advance(10_000);
    assert.deepEqual([client.sent.length, rig.state.active, rig.rested], [0, 1, 0]);
    loop.advance(1);
    assert.deepEqual([client.sent.length, rig.state.active, rig.rested], [1, 0, 1]);
    assert.equal(client.reply.status, 200);
  },
);

exchangeTest(
  'with no delay the reply leaves in the turn of the last piece',
  { RESPONSE_DELAY_SECONDS: '0' },
  (rig) => {
    const client = rig.open();
    client.deliver(GOOD_BODY);
    assert.equal(client.sent.length, 0);
    client.deliver('', true);
    assert.deepEqual([client.reply.status, rig.state.active, rig.wheel.size], [200, 0, 0]);
  },
);

exchangeTest(
  'the reply is a chat completion of the configured text, byte by byte',
  TEN_SECONDS,
  (rig, loop) => {
    const before = Date.now() / 1000;
    const client = rig.post('{"model":"qwen\\"x","messages":[{"role":"user","content":"12345678"}]}');
    loop.advance(10_001);
    const { headers, requestId, body, close, whileReceiving } = client.reply;
    assert.deepEqual(
      { headers, close, whileReceiving },
      {
        headers: [
          ['content-type', 'application/json'],
          ['x-content-type-options', 'nosniff'],
        ],
        close: false,
        whileReceiving: false,
      },
    );
    const found = new RegExp(
      `^\\{"id":"chatcmpl-(${UUID})","object":"chat.completion","created":(\\d+),`,
    ).exec(body);
    assert.ok(found !== null, body);
    const [head, uuid, created] = found as unknown as [string, string, string];
    assert.equal(requestId, `req_${uuid.replaceAll('-', '')}`);
    const nowSeconds = Date.now() / 1000;
    assert.ok(Number(created) >= Math.floor(before) && Number(created) <= nowSeconds, `created ${created}`);
    assert.equal(
      body.slice(head.length),
      '"model":"qwen\\"x","service_tier":"default","system_fingerprint":null,' +
        '"choices":[{"index":0,"message":{"role":"assistant",' +
        '"content":"Hello there","refusal":null},"logprobs":null,"finish_reason":"stop"}],' +
        `"usage":${JSON.stringify({ prompt_tokens: 8, completion_tokens: 2, total_tokens: 10, ...USAGE_DETAILS })}}`,
    );
  },
);

exchangeTest(
  'under the compatible mode the request id is a bare UUID',
  { RESPONSE_DELAY_SECONDS: '0' },
  (rig) => {
    const { requestId, body } = rig.post(GOOD_BODY, 1).reply;
    assert.match(requestId, new RegExp(`^${UUID}$`));
    assert.equal(JSON.parse(body).id, `chatcmpl-${requestId}`);
  },
);

exchangeTest('every reply has an id of its own', { RESPONSE_DELAY_SECONDS: '0' }, (rig) => {
  const ids = new Set(Array.from({ length: 50 }, () => JSON.parse(rig.post().reply.body).id));
  assert.equal(ids.size, 50);
});

exchangeTest(
  'a body may come in one piece, byte by byte, or with an empty last piece',
  { RESPONSE_DELAY_SECONDS: '0' },
  (rig) => {
    const body = '{"model":"günstig","messages":[{"role":"user"}]}';
    const bytes = Buffer.from(body);
    for (const size of [bytes.length, 1, 2, 7]) {
      for (const emptyLast of [false, true]) {
        const client = rig.open();
        for (let from = 0; from < bytes.length; from += size) {
          client.deliver(bytes.subarray(from, from + size), !emptyLast && from + size >= bytes.length);
        }
        if (emptyLast) client.deliver('', true);
        assert.equal(client.reply.status, 200);
        assert.equal(JSON.parse(client.reply.body).model, 'günstig');
      }
    }
  },
);

exchangeTest('a full house answers at once, and one that leaves makes room', TEN_SECONDS, (rig, loop) => {
  const [first] = [rig.post(), rig.post()];
  const third = rig.open();
  assert.deepEqual([third.reply.status, rig.state.active, rig.wheel.size], [503, 2, 2]);
  first?.abort();
  const fourth = rig.post();
  loop.advance(10_001);
  assert.equal(fourth.reply.status, 200);
  assert.deepEqual([rig.state.repliesOf(0, 200), rig.state.repliesOf(0, 503)], [2, 1]);
});

exchangeTest(
  'lateness is the time from the due moment to the reply, durations run from the headers',
  TEN_SECONDS,
  (rig, loop) => {
    const client = rig.open({}, 1);
    loop.advance(2_000);
    client.deliver(GOOD_BODY, true);
    loop.stall(10_250);
    loop.advance(0);
    assert.equal(client.reply.status, 200);
    const { lateness, durations } = rig.state;
    assert.equal(lateness.sum, 0.25);
    assert.equal(lateness.counts()[lateness.bounds.findIndex((bound) => bound >= 0.25)], 1);
    assert.deepEqual([durations[0]?.sum, durations[1]?.sum], [0, 12.25]);
  },
);

exchangeTest('a reply without delay is not late', { RESPONSE_DELAY_SECONDS: '0' }, (rig, loop) => {
  const client = rig.open();
  loop.advance(1_500);
  client.deliver(GOOD_BODY, true);
  assert.deepEqual([rig.state.lateness.sum, rig.state.lateness.counts()[0]], [0, 1]);
  assert.equal(rig.state.durations[0]?.sum, 1.5);
});

exchangeTest('replies are counted by endpoint and status', { RESPONSE_DELAY_SECONDS: '0' }, (rig) => {
  for (const mount of [0, 1, 1]) rig.post(GOOD_BODY, mount);
  rig.post('nonsense', 1);
  const { state } = rig;
  assert.deepEqual(
    [state.repliesOf(0, 200), state.repliesOf(1, 200), state.repliesOf(0, 400), state.repliesOf(1, 400)],
    [1, 2, 0, 1],
  );
  assert.deepEqual([state.rejectionsFor('invalid_request'), state.disconnects], [1, 0]);
});

exchangeTest(
  'while draining, replies to requests in flight end their connection, and new ones get 503',
  TEN_SECONDS,
  (rig, loop) => {
    const inFlight = rig.post();
    const malformed = rig.open();
    rig.admission.draining = true;
    const late = rig.open();
    assert.deepEqual(
      [late.reply.status, late.reply.close, rig.state.rejectionsFor('draining')],
      [503, true, 1],
    );
    malformed.deliver('{', true);
    assert.deepEqual([malformed.reply.status, malformed.reply.close], [400, true]);
    loop.advance(10_001);
    assert.deepEqual([inFlight.reply.status, inFlight.reply.close], [200, true]);
  },
);
