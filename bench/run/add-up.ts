// Owns: adding a piece to a run that is measured bit by bit: which pieces belong together, and what becomes of their rounds.
// Must never: put together what was not measured under the same conditions.

import type { Measurement, Results } from '../report/results.js';

/** What has to be the same in all pieces, with its name. */
const CONDITIONS: readonly (readonly [string, (results: Results) => unknown])[] = [
  ['profile', ({ profile }) => profile],
  ['limits', ({ limits }) => limits.kind],
  ['processors of the servers', ({ limits }) => limits.server_cpus],
  ['processors of the load generator', ({ limits }) => limits.load_generator_cpus],
  ['Node.js of the servers', ({ limits }) => limits.node_version],
  ['load generator', ({ load_generator: { name, version } }) => `${name} ${version}`],
  ['processor', ({ machine }) => `${machine.cores_count} × ${machine.cpu_model}`],
  ['kernel', ({ machine }) => machine.kernel],
  ['version of the product', ({ product }) => product.version],
];

/** The highest round that a scenario has; 0 where it was not measured. */
export function lastRoundOf(results: Results | null, scenario: string): number {
  const rounds = (results?.measurements ?? [])
    .filter((measurement) => measurement.scenario === scenario)
    .map(({ round }) => round);
  return Math.max(0, ...rounds);
}

/** What was measured of these scenarios is taken out, to be measured anew. */
export function withoutScenarios(results: Results, scenarios: readonly string[]): Results {
  const others = (names: readonly string[]): string[] => names.filter((name) => !scenarios.includes(name));
  const pieces = (results.pieces ?? [])
    .map((piece) => ({ ...piece, scenarios: others(piece.scenarios) }))
    .filter((piece) => piece.scenarios.length > 0);
  const { pieces: _all, ...rest } = results;
  return {
    ...rest,
    ...(pieces.length === 0 ? {} : { pieces }),
    scenarios: results.scenarios.filter(({ name }) => !scenarios.includes(name)),
    measurements: results.measurements.filter(({ scenario }) => !scenarios.includes(scenario)),
  };
}

/**
 * Why a piece cannot be added; null if it can. The message names every condition that differs: what it was and what it is. A server
 * that is in both has to be in the same version.
 */
export function whyNotAdded(before: Results, piece: Results): string | null {
  const differing = CONDITIONS.filter(([, of]) => of(before) !== of(piece)).map(
    ([name, of]) => `${name}: ${of(before)}, now ${of(piece)}`,
  );
  for (const { name, title, version } of piece.servers) {
    const was = before.servers.find((server) => server.name === name)?.version;
    if (was !== undefined && was !== version) differing.push(`${title}: ${was}, now ${version}`);
  }
  return differing.length === 0 ? null : differing.join('; ');
}

/**
 * The run with the piece in it. The piece's rounds are already numbered behind those that there are (`lastRoundOf`); `order` are
 * the names of all scenarios and of all servers, as reports list them.
 */
export function addedUp(
  before: Results,
  piece: Results,
  order: { readonly scenarios: readonly string[]; readonly servers: readonly string[] },
): Results {
  const measurements = [...before.measurements, ...piece.measurements];
  const scenarios = joined(before.scenarios, piece.scenarios, order.scenarios).map((scenario) => {
    const known = before.scenarios.find(({ name }) => name === scenario.name)?.steps ?? [];
    const missing = known.filter(({ name }) => !scenario.steps.some((step) => step.name === name));
    return { ...scenario, steps: [...scenario.steps, ...missing] };
  });
  return {
    ...piece,
    started_at: before.started_at,
    rounds_count: roundsMost(measurements),
    servers: joined(before.servers, piece.servers, order.servers),
    scenarios,
    pieces: [...(before.pieces ?? []), ...(piece.pieces ?? [])],
    measurements,
    product: { ...piece.product, modified: before.product.modified || piece.product.modified },
    warnings: [...new Set([...before.warnings, ...piece.warnings])],
  };
}

/** What is in both is as the second says. */
function joined<Item extends { readonly name: string }>(
  before: readonly Item[],
  now: readonly Item[],
  order: readonly string[],
): Item[] {
  const all = [...before.filter(({ name }) => !now.some((item) => item.name === name)), ...now];
  return all.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function roundsMost(measurements: readonly Measurement[]): number {
  return Math.max(1, ...measurements.map(({ round }) => round));
}
