/**
 * Owns the table of what `llm-mock-server ctl` can do: for each command the request to the control API that it makes. Pure; a
 * process of its own runs it. What is wrong with the words of a command is thrown as a UsageError.
 */

/** What is wrong with a command line, in a sentence. */
export class UsageError extends Error {}

/** Values of the options of a command, by name; those that were not given are absent. */
type Options = Readonly<Record<string, string | undefined>>;

export interface ControlCall {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** Behind the path of the control API. */
  readonly path: string;
  readonly body?: object;
  /** The path of a file whose text is the body, as YAML. */
  readonly file?: string;
}

export interface Command {
  readonly name: string;
  /** The words behind the name, for the help; empty where there are none. */
  readonly words: string;
  readonly sentence: string;
  /** Names of the options that it takes. */
  readonly options: readonly string[];
  /** Names of those that have no value; left out where there are none. */
  readonly switches?: readonly string[];
  /** `on` holds the switches that were given. */
  call(words: readonly string[], options: Options, on: ReadonlySet<string>): ControlCall;
}

const MATCHES = ['model', 'endpoint', 'key'] as const;

const SCENARIO_METHODS = new Map<string, ControlCall['method']>([
  ['show', 'GET'],
  ['start', 'POST'],
  ['stop', 'DELETE'],
]);

export const COMMANDS: readonly Command[] = [
  plain('config', 'Shows the settings that are in force, and what was changed for models.', 'GET', '/config'),
  {
    name: 'set',
    words: 'NAME=VALUE…',
    sentence:
      'Changes settings; with --model those of a model or pattern alone, in place of what was said of it.',
    options: ['model'],
    call: (words, { model }) =>
      changeOf(Object.fromEntries(some(words, 'NAME=VALUE').map(assignment)), model),
  },
  {
    name: 'unset',
    words: '[NAME…]',
    sentence: 'Takes the values of the start-up back; with --model all that was said of a model or pattern.',
    options: ['model'],
    call(words, { model }) {
      if (model !== undefined) return change({ models: { [model]: null } });
      return changeOf(Object.fromEntries(some(words, 'NAME').map((name) => [name, null])), undefined);
    },
  },
  {
    name: 'stats',
    words: '',
    sentence:
      'Shows what became of all requests, with planned and actual times; with --peers summed with those of the instances in PEERS.',
    options: [],
    switches: ['peers'],
    call(words, _options, on) {
      none(words);
      return { method: 'GET', path: on.has('peers') ? '/stats?peers=sum' : '/stats' };
    },
  },
  {
    name: 'journal',
    words: '',
    sentence: 'Shows the last requests, the newest first.',
    options: ['limit', 'since', 'model', 'status'],
    call(words, options) {
      none(words);
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, value);
      return { method: 'GET', path: query.size === 0 ? '/journal' : `/journal?${query}` };
    },
  },
  {
    name: 'fail',
    words: 'FAULT',
    sentence: 'Orders a fault for the next request, or for the next --count, that match.',
    options: ['count', ...MATCHES],
    call([fault, ...words], { count = '1', ...options }) {
      if (fault === undefined) throw new UsageError('expected a fault, such as 429');
      none(words);
      if (!/^[1-9]\d*$/.test(count)) throw new UsageError(`--count: expected a whole number, got "${count}"`);
      const given = MATCHES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
      const body = { fault, count: Number(count), match: Object.fromEntries(given) };
      return { method: 'POST', path: '/faults/next', body };
    },
  },
  plain('faults', 'Shows the faults that are ordered.', 'GET', '/faults/next'),
  plain('forget-faults', 'Takes back every fault that was ordered.', 'DELETE', '/faults/next'),
  {
    name: 'scenario',
    words: '[start [FILE]|stop]',
    sentence:
      'Shows the scenario and where it is; starts it from its beginning, or the one of a file in its place; or stops it.',
    options: [],
    call([word = 'show', file, ...words]) {
      none(file === undefined || word === 'start' ? words : [file, ...words]);
      const method = SCENARIO_METHODS.get(word);
      if (method === undefined) throw new UsageError(`expected start, stop or nothing, got "${word}"`);
      return { method, path: '/scenario', ...(file === undefined ? {} : { file }) };
    },
  },
  plain('reset', 'Begins statistics and journal anew.', 'POST', '/counters/reset'),
  plain('drain', 'Takes no new requests.', 'POST', '/drain'),
  plain('ready', 'Takes requests again after a drain.', 'POST', '/ready'),
  plain('openapi', 'Shows the OpenAPI description of the control API.', 'GET', '/openapi.json'),
];

function plain(name: string, sentence: string, method: ControlCall['method'], path: string): Command {
  return {
    name,
    words: '',
    sentence,
    options: [],
    call(words) {
      none(words);
      return { method, path };
    },
  };
}

function changeOf(settings: Readonly<Record<string, string | null>>, model: string | undefined): ControlCall {
  if (model === undefined) return change({ settings });
  const row = Object.entries(settings).map(([name, value]) => [name.toLowerCase(), value]);
  return change({ models: { [model]: Object.fromEntries(row) } });
}

function change(body: object): ControlCall {
  return { method: 'PATCH', path: '/config', body };
}

function assignment(word: string): readonly [name: string, value: string] {
  const equals = word.indexOf('=');
  if (equals < 1) throw new UsageError(`expected NAME=VALUE, got "${word}"`);
  return [word.slice(0, equals), word.slice(equals + 1)];
}

function some(words: readonly string[], what: string): readonly string[] {
  if (words.length === 0) throw new UsageError(`expected at least one ${what}`);
  return words;
}

function none(words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(`expected no more words, got "${words[0]}"`);
}
