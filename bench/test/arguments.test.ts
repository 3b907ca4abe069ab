import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf, parseArguments } from '../arguments.js';
import { SERVERS } from '../servers/servers.js';

/** What parsing throws, with what commander printed kept off the terminal. */
function failureOf(...args: string[]): unknown {
  const write = process.stderr.write;
  process.stderr.write = () => true;
  try {
    parseArguments(args);
  } catch (error) {
    return error;
  } finally {
    process.stderr.write = write;
  }
  return assert.fail('nothing was thrown');
}

const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

test('without arguments the quick set runs: three servers, one round, one core and one gibibyte', () => {
  const args = parseArguments([]);
  assert.deepEqual(names(args.servers), ['ours', 'node-http', 'fastify']);
  assert.equal(args.rounds, 1);
  assert.deepEqual(args.profile, { name: '1c1g', cores: 1, memoryBytes: 2 ** 30 });
  assert.deepEqual(names(args.scenarios), [
    'throughput',
    'density',
    'prompts',
    'cap',
    'streaming',
    'stream-kinds',
    'burst',
    'connect-storm',
    'scrape',
    'faults',
    'startup',
  ]);
  assert.equal(
    args.scenarios.flatMap(({ steps }) => steps as readonly { quick: boolean }[]).every(({ quick }) => quick),
    true,
  );
});

test('a call that picks scenarios, servers or rounds gets all steps, all servers and five rounds where it says nothing', () => {
  const args = parseArguments(['--profile', '2c2g', '--scenario', 'density']);
  assert.equal(args.profile.cores, 2);
  assert.equal(args.servers.length, SERVERS.length);
  assert.equal(args.rounds, 5);
  assert.deepEqual(names(args.scenarios[0]?.steps ?? []), [
    'held-1500',
    'held-5000',
    'held-10000',
    'held-19000',
  ]);
});

test('the call that docs/benchmarks.md shows is understood', () => {
  const args = parseArguments(
    '--profile 1c1g --scenario density --servers ours,fastify --rounds 5'.split(' '),
  );
  assert.deepEqual([names(args.servers), args.rounds], [['ours', 'fastify'], 5]);
});

test('servers and scenarios come in their own order, however they were named', () => {
  const args = parseArguments(['--servers', 'fastify, ours', '--scenario', 'startup,cap', '--rounds', '7']);
  assert.deepEqual(names(args.servers), ['ours', 'fastify']);
  assert.deepEqual(names(args.scenarios), ['cap', 'startup']);
  assert.equal(args.rounds, 7);
});

test('a set can be asked for by name', () => {
  assert.deepEqual(names(parseArguments(['--set', 'quick', '--servers', 'koa']).servers), ['koa']);
  const full = (profile: string): readonly string[] =>
    names(parseArguments(['--set', 'full', '--profile', profile]).servers);
  assert.deepEqual(full('2c2g'), names(SERVERS));
  // With one core it is what ours is.
  assert.deepEqual(
    full('1c1g'),
    names(SERVERS).filter((name) => name !== 'ours-one-thread'),
  );
});

test('wrong arguments are named, with what there is, and give exit code 2', () => {
  const cases: readonly (readonly [RegExp, readonly string[]])[] = [
    [/no server nginx; there are ours, bare-uws, hyper, node-http/, ['--servers', 'ours,nginx']],
    [
      /--servers ours-one-thread: needs more cores than the profile 1c1g has/,
      ['--servers', 'ours-one-thread'],
    ],
    [/no scenario speed; there are throughput/, ['--scenario', 'speed']],
    [/expected a number from 1 to 100/, ['--rounds', '0']],
    [/expected a number from 1 to 100/, ['--rounds', '1.5']],
    [/Allowed choices are 1c1g, 2c2g/, ['--profile', '4c4g']],
    [/Allowed choices are auto, docker, cgroup-v2, cgroup-v1, pinning/, ['--limits', 'none']],
    [/unknown option '--speed'/, ['--speed']],
    [/too many arguments/, ['ours']],
  ];
  for (const [message, args] of cases) {
    const failure = failureOf(...args);
    assert.match(String(failure), message);
    assert.equal(exitCodeOf(failure), 2, args.join(' '));
  }
});

test('all that is wrong is named at once', () => {
  const failure = String(
    failureOf('--servers', 'apache', '--rounds', '0', '--load', 'ab', '--scenario', 'cap', '--speed'),
  );
  const named = [
    /--servers apache: no server apache/,
    /--rounds 0: expected/,
    /--load ab: Allowed/,
    /'--speed'/,
  ];
  for (const problem of named) assert.match(failure, problem);
  assert.equal(failure.split('\n').length, 4);
});

test('a piece says which run it adds to, and what is only written again measures nothing', () => {
  assert.equal(parseArguments([]).adding, null);
  assert.equal(parseArguments(['--append', '--output', 'x']).adding, 'append');
  assert.equal(parseArguments(['--replace', '--output', 'x']).adding, 'replace');
  assert.match(String(failureOf('--append')), /--append: expected --output/);
  assert.equal(parseArguments(['--from', 'results.json']).from, 'results.json');
  assert.match(String(failureOf('--from', 'results.json', '--rounds', '2')), /--from: nothing is measured/);
});

test('only errors of the arguments have an exit code', () => {
  assert.equal(exitCodeOf(new Error('x')), null);
});
