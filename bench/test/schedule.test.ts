import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleCells, secondsOf } from '../run/schedule.js';
import { scenariosNamed } from '../scenarios/scenarios.js';
import { SERVERS } from '../servers/servers.js';

const servers = SERVERS.slice(0, 3);

test('the order of the servers is reversed in every second round', () => {
  const cells = scheduleCells(scenariosNamed(['cap'], 'full'), servers, 3);
  assert.deepEqual(
    cells.map(({ round, place, server }) => `${round} ${place} ${server.name}`),
    [
      ...['1 1 ours', '1 2 bare-uws', '1 3 hyper'],
      ...['2 1 hyper', '2 2 bare-uws', '2 3 ours'],
      ...['3 1 ours', '3 2 bare-uws', '3 3 hyper'],
    ],
  );
});

test('rounds that are added to a run go on in number and in turn', () => {
  const cells = scheduleCells(scenariosNamed(['cap'], 'full'), servers, 1, () => 3);
  assert.deepEqual(
    cells.map(({ round, place, server }) => `${round} ${place} ${server.name}`),
    ['4 1 hyper', '4 2 bare-uws', '4 3 ours'],
  );
});

test('a round has all scenarios, each with all servers, before the next round begins', () => {
  const cells = scheduleCells(scenariosNamed(['startup', 'cap'], 'full'), servers, 2);
  assert.deepEqual(
    cells.map(({ round, scenario }) => `${round} ${scenario.name}`),
    [1, 2].flatMap((round) => ['cap', 'startup'].flatMap((name) => servers.map(() => `${round} ${name}`))),
  );
});

test('what a cell takes grows with its steps and their delays', () => {
  const seconds = (name: string, set: 'quick' | 'full'): number => {
    const [cell] = scheduleCells(scenariosNamed([name], set), servers, 1);
    return cell === undefined ? Number.NaN : secondsOf(cell);
  };
  assert.equal(seconds('startup', 'full'), 5);
  assert.equal(seconds('throughput', 'quick'), 11.5);
  assert.equal(seconds('throughput', 'full'), 21.5);
  assert.equal(seconds('density', 'full') - seconds('density', 'quick'), 22);
  assert.equal(seconds('streaming', 'full'), 4 + 4 * 4);
});
