// Owns: the form of results.json. bench/results.schema.json is written from it, and a test holds the two together.
// Must never: know how anything is measured.

import { z } from 'zod';
import { FIGURES, type FigureName } from './figures.js';

const figureName = z.enum(Object.keys(FIGURES) as [FigureName, ...FigureName[]]);

const machine = z.strictObject({
  cpu_model: z.string(),
  cores_count: z.int().positive(),
  memory_bytes: z.int().positive(),
  kernel: z.string(),
  os: z.string(),
  /** Of the bench itself; the servers' own is in `limits`. */
  node_version: z.string(),
  open_files_max: z.int().positive(),
});

const limits = z.strictObject({
  kind: z.enum(['docker', 'cgroup-v2', 'cgroup-v1', 'pinning']),
  cores_count: z.number().positive(),
  memory_bytes: z.int().positive(),
  /** Processors the servers ran on, and those the load generator ran on, as the kernel writes lists: `0`, `1-3`. */
  server_cpus: z.string(),
  load_generator_cpus: z.string(),
  node_version: z.string(),
});

const server = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** As its package says; of ours the version in package.json; of node:http that of Node.js. */
  version: z.string(),
  command: z.array(z.string()),
  /**
   * How its work compares with ours: the `same` bytes, the `same-words` in an envelope of its own, or less on purpose (`floor`).
   * Not in results of older runs: then it is the same.
   */
  work: z.enum(['same', 'same-words', 'floor']).optional(),
});

/** A call of the bench: a run is made of one, or of several that were added up. */
const piece = z.strictObject({
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  command: z.string(),
  commit: z.string(),
  modified: z.boolean(),
  source: z.string().optional(),
  scenarios: z.array(z.string()).min(1),
  servers: z.array(z.string()).min(1),
  /** The rounds that it added to each of its scenarios. */
  rounds_count: z.int().positive(),
  /** How quiet the machine was when it began: of the last minute, and in a second in which the bench did nothing. */
  load_average: z.number(),
  others_cpu_share: z.number(),
  steal_share: z.number(),
});

const step = z.strictObject({
  name: z.string(),
  title: z.string(),
});

const scenario = z.strictObject({
  name: z.enum([
    'throughput',
    'density',
    'prompts',
    'held-100k',
    'cap',
    'streaming',
    'stream-kinds',
    'burst',
    'connect-storm',
    'scrape',
    'faults',
    'startup',
  ]),
  title: z.string(),
  steps: z.array(step).min(1),
});

const measurement = z.strictObject({
  scenario: scenario.shape.name,
  step: z.string(),
  server: z.string(),
  round: z.int().positive(),
  /** Place of the server in its round, from 1: orders are reversed every round. */
  place: z.int().positive(),
  /** `left-out` where the server cannot do it, or was already saturated in a lighter step; `reason` says which. */
  outcome: z.enum(['measured', 'error', 'left-out']),
  reason: z.string().nullable(),
  figures: z.partialRecord(figureName, z.number()),
  warnings: z.array(z.string()),
});

export const results = z.strictObject({
  schema_version: z.literal(1),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  command: z.string(),
  product: z.strictObject({
    version: z.string(),
    commit: z.string(),
    /** Whether the working tree differed from the commit. */
    modified: z.boolean(),
    /** The same where nothing that is measured, or measures, differs between two commits. Not in results of older runs. */
    source: z.string().optional(),
  }),
  profile: z.enum(['1c1g', '2c2g']),
  rounds_count: z.int().positive(),
  machine,
  limits,
  load_generator: z.strictObject({ name: z.enum(['wrk', 'autocannon']), version: z.string() }),
  servers: z.array(server).min(1),
  scenarios: z.array(scenario).min(1),
  /** In the order of time. Not in results of older runs. */
  pieces: z.array(piece).min(1).optional(),
  measurements: z.array(measurement),
  warnings: z.array(z.string()),
});

export type Results = z.infer<typeof results>;
export type Piece = z.infer<typeof piece>;
export type Measurement = z.infer<typeof measurement>;
export type ScenarioName = z.infer<typeof scenario>['name'];
