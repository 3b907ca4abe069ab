/**
 * Owns a part of the table of settings: what answers say, and how they are counted. Plain data: any thread may import it.
 */
import { fieldSettings } from './field-settings.js';
import { PATH_CHARACTERS_MAX } from './limits.js';
import type { Setting } from './setting.js';

const CONTENTS = ['fixed', 'echo', 'tokens', 'lorem', 'file'] as const;
const USAGES = ['estimate', 'exact'] as const;
const SWITCH = ['off', 'on'] as const;
/** MAX_ARG_STRLEN: Linux passes no longer argument or environment string to a program. */
const TEXT_CHARACTERS_MAX = 131_072;

export const CONTENT_SETTINGS = [
  {
    env: 'DEFAULT_MODEL',
    flag: '--default-model',
    field: 'modelDefault',
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: 256,
    fallback: 'qwen-plus',
    sentence: 'The model of a request that names none.',
  },
  {
    env: 'RESPONSE_CONTENT',
    flag: '--response-content',
    field: null,
    kind: 'choice',
    choices: CONTENTS,
    fallback: 'fixed',
    sentence:
      'What answers say: RESPONSE_TEXT, what the user said last, words of one token each, words without a meaning, or a line of RESPONSE_FILE.',
  },
  {
    env: 'RESPONSE_TEXT',
    flag: '--response-text',
    field: null,
    kind: 'text',
    unit: 'characters',
    min: 1,
    max: TEXT_CHARACTERS_MAX,
    fallback: 'This is a mock answer so no model was asked and no token was paid for',
    sentence: 'What the assistant says in every answer of fixed content.',
  },
  {
    env: 'RESPONSE_FILE',
    flag: '--response-file',
    field: null,
    kind: 'file',
    unit: 'characters',
    min: 1,
    max: PATH_CHARACTERS_MAX,
    fallback: null,
    sentence: 'Text file with one answer a line, for RESPONSE_CONTENT=file.',
  },
  ...fieldSettings('counts'),
  {
    env: 'MAX_OUTPUT_TOKENS',
    flag: '--max-output-tokens',
    field: 'outputTokensMax',
    kind: 'integer',
    unit: 'tokens',
    min: 1,
    max: 1_000_000,
    fallback: 32_768,
    sentence: 'No answer has more tokens, whatever was drawn or asked for.',
  },
  {
    env: 'USAGE',
    flag: '--usage',
    field: 'usage',
    kind: 'choice',
    choices: USAGES,
    fallback: 'estimate',
    sentence: 'How tokens are counted: estimated from bytes, or by a tokeniser in threads of its own.',
  },
  {
    env: 'PREFIX_CACHE',
    flag: '--prefix-cache',
    field: 'prefixCache',
    kind: 'choice',
    choices: SWITCH,
    fallback: 'off',
    sentence:
      'Whether prompts that begin as earlier ones did have cached tokens in their usage, and a shorter prefill.',
  },
  {
    env: 'STORED_RESPONSES',
    flag: '--stored-responses',
    field: 'storedResponsesMax',
    kind: 'integer',
    unit: 'responses',
    min: 0,
    max: 1_000_000,
    fallback: 1_000,
    sentence: 'How many answers of the Responses API may be asked for by their ids; 0 stores none.',
  },
] as const satisfies readonly Setting[];
