/**
 * Owns the table of the control API: path by path what may be done there. Plain data; the API itself and its OpenAPI description
 * follow from it. Must never hold code: what an operation does is in `operations.ts`, by its name.
 */
import { REPORT_PATH } from '../peers/report.js';
import { JOURNAL_ENTRIES_MAX } from '../records/journal.js';
import type { SchemaName } from './schemas.js';
import type { Schema } from './shapes.js';

type Method = 'get' | 'patch' | 'post' | 'delete';

interface QueryParameter {
  readonly name: string;
  readonly sentence: string;
  readonly schema: Schema;
}

export interface ControlRoute {
  /** Behind CONTROL_PATH. */
  readonly path: string;
  readonly method: Method;
  readonly operation: string;
  readonly sentence: string;
  readonly parameters?: readonly QueryParameter[];
  /** What the body has to be; left out where none is read. */
  readonly body?: SchemaName;
  /** Whether it may be left out. */
  readonly mayLackBody?: true;
  /** Whether it may be YAML as well, of which the operation reads the text. */
  readonly mayBeYaml?: true;
  /** Of the body of a 200. */
  readonly answer: SchemaName;
  /** Whether it is the shape of each line of it. */
  readonly isLines?: true;
  /** Statuses beside 200 that are its own, with what they mean; those that all have are not named. */
  readonly others?: Readonly<Record<number, string>>;
}

const WRONG = {
  400: 'Something is wrong with what was sent: every problem is listed, and nothing was done.',
};

export const CONTROL_ROUTES = [
  {
    path: '/config',
    method: 'get',
    operation: 'readConfig',
    sentence: 'The settings that are in force, and what was changed for models.',
    answer: 'Config',
  },
  {
    path: '/config',
    method: 'patch',
    operation: 'changeConfig',
    sentence: 'Changes settings, for all models or by model, in one turn: the next request has them.',
    body: 'ConfigChange',
    answer: 'Config',
    others: WRONG,
  },
  {
    path: '/stats',
    method: 'get',
    operation: 'readStats',
    sentence:
      'What became of all requests, with planned and actual times: in all, by endpoint, by status, by model.',
    parameters: [
      {
        name: 'peers',
        sentence:
          'With `sum` those of the instances that PEERS names are added, and the answer says which it holds; what cannot be asked is told in `peers`.',
        schema: { enum: ['sum'] },
      },
    ],
    answer: 'StatsOrSum',
    others: WRONG,
  },
  {
    path: REPORT_PATH,
    method: 'get',
    operation: 'readReport',
    sentence:
      'What this instance alone has counted, with its times as counts in buckets, line by line: what another one sums.',
    answer: 'ReportLine',
    isLines: true,
  },
  {
    path: '/journal',
    method: 'get',
    operation: 'readJournal',
    sentence: `The last ${JOURNAL_ENTRIES_MAX} requests, the newest first; what they say only with JOURNAL_BODIES, and never what their answers say.`,
    parameters: [
      {
        name: 'limit',
        sentence: 'How many at the most.',
        schema: { type: 'integer', minimum: 1, maximum: JOURNAL_ENTRIES_MAX, default: 100 },
      },
      {
        name: 'since',
        sentence: 'Only those behind the request of this number.',
        schema: { type: 'integer', minimum: 0, default: 0 },
      },
      {
        name: 'model',
        sentence: 'Only those of a model, by name or by pattern as in the models file.',
        schema: { type: 'string', minLength: 1, maxLength: 256 },
      },
      {
        name: 'status',
        sentence:
          'Only those that ended so: a status, `aborted`, `severed`, or `failed`: from 400 on, those two, and all with a fault.',
        schema: {
          oneOf: [
            { type: 'integer', minimum: 100, maximum: 599 },
            { enum: ['aborted', 'severed', 'failed'] },
          ],
        },
      },
    ],
    answer: 'Journal',
    others: WRONG,
  },
  {
    path: '/faults/next',
    method: 'get',
    operation: 'readNextFaults',
    sentence: 'The faults that are ordered for requests to come.',
    answer: 'FaultOrders',
  },
  {
    path: '/faults/next',
    method: 'post',
    operation: 'orderFaults',
    sentence: 'Orders a fault for the next requests that match.',
    body: 'FaultOrder',
    answer: 'FaultOrders',
    others: WRONG,
  },
  {
    path: '/faults/next',
    method: 'delete',
    operation: 'forgetFaults',
    sentence: 'Takes back every fault that was ordered.',
    answer: 'FaultOrders',
  },
  {
    path: '/scenario',
    method: 'get',
    operation: 'readScenario',
    sentence: 'The scenario: whether it runs and where it is, its steps, and the marks that have passed.',
    answer: 'Scenario',
  },
  {
    path: '/scenario',
    method: 'post',
    operation: 'startScenario',
    sentence: 'Starts the scenario from its beginning, or another one in its place.',
    body: 'ScenarioPlan',
    mayLackBody: true,
    mayBeYaml: true,
    answer: 'Scenario',
    others: {
      ...WRONG,
      409: 'Another scenario is being read: one at a time is.',
      503: 'It could not be read now; the log says why.',
    },
  },
  {
    path: '/scenario',
    method: 'delete',
    operation: 'stopScenario',
    sentence: 'Stops the scenario: what was before is in force again.',
    answer: 'Scenario',
  },
  {
    path: '/counters/reset',
    method: 'post',
    operation: 'resetCounters',
    sentence: 'Begins statistics and journal anew. What Prometheus reads goes on counting.',
    answer: 'Reset',
  },
  {
    path: '/drain',
    method: 'post',
    operation: 'drain',
    sentence: 'Takes no new requests; those in flight get their answers. /ready says that it drains.',
    answer: 'Serving',
  },
  {
    path: '/ready',
    method: 'post',
    operation: 'undrain',
    sentence: 'Takes requests again after a drain.',
    answer: 'Serving',
    others: { 503: 'The server is shutting down: that is not taken back.' },
  },
  {
    path: '/openapi.json',
    method: 'get',
    operation: 'readDescription',
    sentence: 'This description.',
    answer: 'Description',
  },
] as const satisfies readonly ControlRoute[];

export type Operation = (typeof CONTROL_ROUTES)[number]['operation'];
