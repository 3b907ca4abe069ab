/** Whatever goes wrong on purpose, in whatever order clients come, read and leave: all is counted once, and every slot comes free. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatFault } from '../../../../dist/behavior/faults/format.js';
import { OUTCOMES } from '../../../../dist/shared/figures/models.js';
import { MODEL_ENDPOINTS, STATUSES } from '../../../../dist/shared/labels.js';
import type { SharedState } from '../../../../dist/shared/state.js';
import { ExchangeRig } from '../../../support/exchange-rig.js';
import { withFakeLoop } from '../../../support/fake-loop.js';
import { faults } from '../../../support/faults.js';
import { requestOf, STREAM_APIS, type StreamApi } from '../../../support/frames.js';

const CAP = 40;
const SETTINGS = {
  RESPONSE_DELAY: '500ms',
  OUTPUT_TOKENS: '6',
  MAX_CONCURRENT: String(CAP),
  STALL_TIMEOUT: '5s',
};

const request = fc.record({
  api: fc.constantFrom(...STREAM_APIS),
  isStream: fc.boolean(),
  fault: fc.oneof(
    faults.map((fault) => formatFault(fault)),
    fc.constant('none'),
  ),
  /** When its client leaves, and whether it reads. */
  leavesMs: fc.option(fc.nat({ max: 2_000 })),
  reads: fc.boolean(),
  nextMs: fc.nat({ max: 50 }),
});

function repliesOf(state: SharedState): number {
  const all = MODEL_ENDPOINTS.flatMap((_, endpoint) =>
    STATUSES.map((status) => state.repliesOf(endpoint, status)),
  );
  return all.reduce((sum, count) => sum + count, 0);
}

test('requests are replies, clients that left, connections that were severed, and readers that stalled; then exactly as many are admitted again', () => {
  const seen = { replies: 0, severed: 0, left: 0, stalled: 0 };
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: CAP }), (requests) =>
      withFakeLoop((loop) => {
        const rig = new ExchangeRig(loop, SETTINGS);
        const { state } = rig;
        for (const { api, isStream, fault, leavesMs, reads, nextMs } of requests) {
          const isFixed = !api.path.includes('MODEL');
          const [path, body] = requestOf(api, 'm', isFixed ? { stream: isStream } : {});
          const asked = isStream ? api.headers : {};
          const headers = { 'content-length': String(body.length), 'x-mock-fault': fault, ...asked };
          const transport = rig.open(headers, path);
          transport.hasRoom = reads;
          transport.deliver(body, true);
          if (leavesMs !== null) setTimeout(() => transport.isOver || transport.abort(), leavesMs);
          loop.advance(nextMs);
        }
        loop.advance(600_000);
        for (const transport of rig.transports) if (!transport.isOver) transport.abort();
        loop.advance(1);
        const severed = rig.transports.filter((transport) => transport.severed !== null).length;
        const replies = repliesOf(state);
        assert.equal(replies + state.disconnects + severed + state.stalledStreams, requests.length);
        assert.deepEqual([state.active, state.activeStreams, state.bufferedBytes], [0, 0, 0]);
        assert.deepEqual([rig.wheel.size, rig.faults, state.internalErrors], [0, [], 0]);
        assert.equal(state.rejectionsFor('capacity'), 0);
        const other = state.models.of(0);
        const outcomes = OUTCOMES.map((_, at) => other.valueOf('modelRequests', at));
        const answered = MODEL_ENDPOINTS.map((_, at) => state.repliesOf(at, 200)).reduce((a, b) => a + b);
        assert.deepEqual(outcomes, [answered, replies - answered, requests.length - replies]);
        assert.equal(other.valueOf('modelActive'), 0);
        const [path, body] = requestOf(STREAM_APIS[0] as StreamApi, 'm;fault=none');
        for (let more = 0; more < CAP + 3; more++) rig.post(body, path);
        assert.deepEqual([state.active, state.rejectionsFor('capacity')], [CAP, 3]);
        loop.advance(60_000);
        assert.equal(state.active, 0);
        seen.replies += replies;
        seen.severed += severed;
        seen.left += state.disconnects;
        seen.stalled += state.stalledStreams;
      }),
    ),
    { seed: 13, numRuns: 200 },
  );
  // So that the property has met all four.
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 50, `${what}: ${count}`);
});
