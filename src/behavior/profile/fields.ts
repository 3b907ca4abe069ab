/**
 * Owns the table of latency fields: what can be said of how a model behaves, in time and otherwise, and under which names. Pure data: any
 * thread may import it. The profile, the settings, the keys of the models file, the overrides of a request and the words
 * for a profile follow from its rows; what a field does to a request is in plan/planner.ts. Must never hold a value.
 */

/**
 * `durations` and `counts` are distributions in the grammar of the latency model; a `factor` is a plain number, a `length`
 * a whole one of tokens, `faults` have a grammar of their own.
 */
export type FieldKind = 'durations' | 'counts' | 'factor' | 'length' | 'faults';

/** A factor says how many times something is; 1 changes nothing. */
export const FACTOR_MIN = 1;
export const FACTOR_MAX = 1000;

/** A length of tokens. */
export const LENGTH_MIN = 1;
export const LENGTH_MAX = 100_000_000;

/** The names by which a request gives an override. */
export interface OverrideNames {
  /** In the name of its model. */
  readonly name: string;
  /** In lower case. */
  readonly header: string;
  /** A header of other emulators that means the same in bare numbers. It counts where `header` is absent. */
  readonly otherHeader: string | null;
}

export interface LatencyField {
  /** Of a LatencyProfile. */
  readonly field: string;
  readonly kind: FieldKind;
  /** Its setting by the environment name. In small letters it is the key in the models file. */
  readonly setting: string;
  /** What the setting does. */
  readonly sentence: string;
  /** Null where a request may not say it. */
  readonly override: OverrideNames | null;
  /** The field that takes this one's place: whoever gives that one overrules whatever is said of this one below. */
  readonly overruledBy: 'responseDelay' | 'interTokenLatency' | null;
  /** What it says, with its value in words. */
  readonly label: (value: string) => string;
}

/** The order is that of --help, of the messages and of the documentation. */
export const LATENCY_FIELDS = [
  {
    field: 'responseDelay',
    kind: 'durations',
    setting: 'RESPONSE_DELAY',
    sentence: 'The same as a duration with a unit or a distribution, in place of RESPONSE_DELAY_SECONDS.',
    override: { name: 'delay', header: 'x-mock-delay', otherHeader: null },
    overruledBy: 'interTokenLatency',
    label: (value) => `whole answer ${value}`,
  },
  {
    field: 'timeToFirstToken',
    kind: 'durations',
    setting: 'TIME_TO_FIRST_TOKEN',
    sentence: 'How long the first token takes; the others follow evenly until the response delay is over.',
    override: { name: 'ttft', header: 'x-mock-ttft', otherHeader: 'x-ttft-ms' },
    overruledBy: 'responseDelay',
    label: (value) => `first token ${value}`,
  },
  {
    field: 'interTokenLatency',
    kind: 'durations',
    setting: 'INTER_TOKEN_LATENCY',
    sentence: 'Time from one token to the next; there is no response delay then.',
    override: { name: 'itl', header: 'x-mock-itl', otherHeader: 'x-itl-ms' },
    overruledBy: 'responseDelay',
    label: (value) => `between tokens ${value}`,
  },
  {
    field: 'prefillPerToken',
    kind: 'durations',
    setting: 'PREFILL_PER_TOKEN',
    sentence: 'Added to the time of the first token for every token of the prompt.',
    override: null,
    overruledBy: 'responseDelay',
    label: (value) => `prefill ${value} per token`,
  },
  {
    field: 'outputTokens',
    kind: 'counts',
    setting: 'OUTPUT_TOKENS',
    sentence: 'How many tokens an answer has; without it as many as its text.',
    override: { name: 'tokens', header: 'x-mock-output-tokens', otherHeader: 'x-output-length' },
    overruledBy: null,
    label: (value) => `${value} tokens`,
  },
  {
    field: 'reasoningTokens',
    kind: 'counts',
    setting: 'REASONING_TOKENS',
    sentence:
      'How many tokens of thought go ahead of an answer; without it 64 where a request asks for thoughts, else none.',
    override: { name: 'reasoning', header: 'x-mock-reasoning-tokens', otherHeader: null },
    overruledBy: null,
    label: (value) => `${value} tokens of thought`,
  },
  {
    field: 'toolCalls',
    kind: 'counts',
    setting: 'TOOL_CALLS',
    sentence:
      'How many calls an answer makes where a request offers tools and leaves it to the model, such as 40% for one in 40 of 100; 1 without it.',
    override: { name: 'calls', header: 'x-mock-tool-calls', otherHeader: null },
    overruledBy: null,
    label: (value) => `${value} tool calls`,
  },
  {
    field: 'toolTurns',
    kind: 'counts',
    setting: 'TOOL_TURNS',
    sentence:
      'How many answers in a row call tools before one comes in words, from what the user said last; 1 without it.',
    override: { name: 'turns', header: 'x-mock-tool-turns', otherHeader: null },
    overruledBy: null,
    label: (value) => `${value} turns of tools`,
  },
  {
    field: 'loadFactor',
    kind: 'factor',
    setting: 'LOAD_FACTOR',
    sentence: 'How many times slower all is when every slot is in use; it grows evenly with their share.',
    override: null,
    overruledBy: null,
    label: (value) => `up to ${value} times slower under load`,
  },
  {
    field: 'modelLenMax',
    kind: 'length',
    setting: 'MAX_MODEL_LEN',
    sentence:
      'Most tokens that a prompt and the answer asked for (max_tokens) may have together; more gets 400.',
    override: null,
    overruledBy: null,
    label: (value) => `at most ${value} tokens with the prompt`,
  },
  {
    field: 'faults',
    kind: 'faults',
    setting: 'FAULTS',
    sentence: 'What goes wrong on purpose, and for which share of the requests, such as 5%:429, 1%:reset.',
    override: { name: 'fault', header: 'x-mock-fault', otherHeader: null },
    overruledBy: null,
    label: (value) => `faults ${value}`,
  },
] as const satisfies readonly LatencyField[];

/** Any row of the table. */
export type LatencyRow = (typeof LATENCY_FIELDS)[number];
