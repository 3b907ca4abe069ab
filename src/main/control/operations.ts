/**
 * What each operation of the control API does, by the name that it has in the table. Main thread. Each does its work at once, but
 * for the start of a scenario that was sent, and where others are asked; none takes a slot.
 */
import { LIVE_SETTINGS } from '../../config/read/change-config.js';
import type {
  ConfigAnswer,
  FaultMatch,
  JournalAnswer,
  OrdersAnswer,
  ResetAnswer,
  ServingAnswer,
} from '../../shared/answers/control-answers.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { JournalQuery } from '../records/journal.js';
import type { SettingChanges } from '../steering/layer.js';
import type { ModelChanges } from '../steering/model-changes.js';
import type { ScenarioDirector } from '../steering/scenario-director.js';
import type { InForce, Steering } from '../steering/steering.js';
import { readJournalQuery } from './journal-query.js';
import { COUNT_MAX, type NextFaults, ORDERS_MAX } from './next-faults.js';
import { describeControl } from './openapi.js';
import {
  BodyReader,
  type ControlReply,
  type ControlRequest,
  failed,
  isRecord,
  kindOf,
  wrong,
} from './request.js';
import type { Operation } from './routes.js';
import {
  type ReadScenarioElsewhere,
  type ScenarioOperations,
  scenarioOperations,
} from './scenario-operations.js';
import { FAULT_CHARACTERS_MAX, NAME_CHARACTERS_MAX } from './schemas.js';
import { type StatsOperations, type StatsParts, statsOperations } from './stats-operations.js';

export interface ControlParts extends StatsParts {
  readonly version: string;
  readonly steering: Steering;
  readonly nextFaults: NextFaults;
  /** What is wrong with the text of a fault, null where it is right. */
  readonly faultProblem: (fault: string) => string | null;
  readonly scenario: ScenarioDirector;
  readonly readScenario: ReadScenarioElsewhere;
}

export type Operations = Readonly<
  Record<
    Exclude<Operation, keyof ScenarioOperations | keyof StatsOperations>,
    (request: ControlRequest) => ControlReply | Promise<ControlReply>
  >
> &
  ScenarioOperations &
  StatsOperations;

export function createOperations(parts: ControlParts): Operations {
  const { version, state, steering, recorder, nextFaults, gate } = parts;
  const serving = () => done<ServingAnswer>({ draining: gate.isDraining, in_flight: state.active });
  const orders = () => done<OrdersAnswer>({ orders: nextFaults.orders });
  return {
    readConfig: () => done(shownConfig(steering.inForce)),
    changeConfig: ({ body }) => changeConfig(steering, body),
    readJournal: ({ parameter }) => {
      const read = readJournalQuery(parameter);
      return read.ok ? readJournal(parts, read.query) : wrong(read.problems);
    },
    readNextFaults: orders,
    orderFaults: ({ body }) => orderFaults(parts, body) ?? orders(),
    forgetFaults: () => {
      nextFaults.clear();
      return orders();
    },
    resetCounters: () => {
      recorder.clear();
      parts.elsewhere?.clear();
      return done<ResetAnswer>({ since: recorder.statistics.read().since });
    },
    drain: () => {
      gate.drain();
      return serving();
    },
    undrain: () => (gate.reopen() ? serving() : failed(503, 'The server is shutting down.')),
    ...statsOperations(parts),
    ...scenarioOperations(parts.scenario, parts.readScenario),
    readDescription: () => done(describeControl(version)),
  };
}

/** `Answer` is what the description says of it. */
function done<Answer extends object>(body: Answer): ControlReply {
  return { status: 200, body };
}

function shownConfig({ revision, settings, models }: InForce): ConfigAnswer {
  const byName = settings.map(({ name, value, given }) => {
    return [name, { value, given, live: LIVE_SETTINGS.includes(name) }] as const;
  });
  return { revision, settings: Object.fromEntries(byName), live: LIVE_SETTINGS, models };
}

type Records = Pick<ControlParts, 'recorder' | 'elsewhere'>;

/** At once where one thread serves: the lines of all threads, in the order of their numbers. */
function readJournal(
  { recorder: { journal }, elsewhere }: Records,
  query: JournalQuery,
): ControlReply | Promise<ControlReply> {
  const own = journal.read(query);
  if (elsewhere === null) return done<JournalAnswer>({ requests: own });
  return elsewhere.journal(query).then((others) => {
    const all = [own, ...others].flat().sort((one, other) => other.number - one.number);
    return done<JournalAnswer>({ requests: all.slice(0, query.limit) });
  });
}

function changeConfig(steering: Steering, body: unknown): ControlReply {
  if (!isRecord(body)) return wrong([`expected an object, got ${kindOf(body)}`]);
  const reader = new BodyReader(body);
  reader.expectOnly('settings', 'models');
  const { problems } = reader;
  const settings: [string, string | null][] = [];
  for (const [name, value] of Object.entries(reader.record('settings'))) {
    if (value === null) settings.push([name, null]);
    else if (['string', 'number', 'boolean'].includes(typeof value)) settings.push([name, String(value)]);
    else
      problems.push(
        `${name.slice(0, 60)}: expected a text, a number, true, false or null, got ${kindOf(value)}`,
      );
  }
  const models: [string, ModelChanges[string]][] = [];
  for (const [name, row] of Object.entries(reader.record('models'))) {
    if (row === null || isRecord(row)) models.push([name, row]);
    else problems.push(`models: ${name.slice(0, 60)}: expected an object or null, got ${kindOf(row)}`);
  }
  if (problems.length > 0) return wrong(problems);
  const changes: SettingChanges = Object.fromEntries(settings);
  const steered = steering.patch(changes, Object.fromEntries(models));
  return steered.ok ? done(shownConfig(steered.inForce)) : wrong(steered.problems);
}

/** Gives back what is wrong, null where it is ordered. */
function orderFaults({ nextFaults, faultProblem }: ControlParts, body: unknown): ControlReply | null {
  if (!isRecord(body)) return wrong([`expected an object, got ${kindOf(body)}`]);
  const reader = new BodyReader(body);
  reader.expectOnly('fault', 'count', 'match');
  const fault = reader.text('fault', FAULT_CHARACTERS_MAX);
  const count = reader.whole('count', 1, 1, COUNT_MAX);
  const matchReader = new BodyReader(reader.record('match'));
  matchReader.expectOnly('model', 'endpoint', 'key');
  const match: FaultMatch = {
    model: matchReader.text('model', NAME_CHARACTERS_MAX),
    endpoint: matchReader.text('endpoint', NAME_CHARACTERS_MAX),
    key: matchReader.text('key', NAME_CHARACTERS_MAX),
  };
  const problems = [...reader.problems, ...matchReader.problems.map((problem) => `match: ${problem}`)];
  const endpoints: readonly string[] = ENDPOINTS;
  if (match.endpoint !== null && !endpoints.includes(match.endpoint)) {
    problems.push(`match: endpoint: expected one of ${endpoints.join(', ')}`);
  }
  if (fault === null && reader.problems.length === 0) problems.push('fault: expected a text, got nothing');
  const mistake = fault === null ? null : faultProblem(fault);
  if (mistake !== null) problems.push(`fault: ${mistake}`);
  if (problems.length > 0) return wrong(problems);
  if (nextFaults.add(fault as string, count, match)) return null;
  return wrong([`expected at most ${ORDERS_MAX} orders at once`]);
}
