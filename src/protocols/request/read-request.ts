/**
 * From the bytes of a body to a request: the one way that all APIs go, each with its own rules. Pure.
 */
import { type Ask, askOrNull } from '../../behavior/plan/wish.js';
import { type ApiError, isApiError } from '../../shared/errors.js';
import type { PrefixRule } from '../contract/prompt-prefix.js';
import type { ModelRequest, Parsed, ParseOptions } from '../contract/protocol.js';
import { MediaSource } from '../media/media.js';
import { checkFields, checkModel } from '../validation/check.js';
import type { Rules } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';
import { type JsonObject, type ParsedObject, parseJsonObject } from './body/json-body.js';
import { internModel } from './model-names.js';
import { PrefixHashes } from './prefix-hashes.js';
import { PromptTally } from './prompt-tally.js';
import { PLAIN_STYLE, type ReplyStyle, type TextOptions, TextRequest } from './text-request.js';

/** How one API's body is read. What is wrong first, in this order, is what the client is told. */
export interface BodyRules<Request extends ModelRequest> {
  readonly wording: Wording;
  /** From bytes to fields; absent where a body is JSON. */
  readonly parse?: (body: Buffer) => ParsedObject;
  /** What must be there, ahead of everything else that is looked at. */
  readonly required?: (root: JsonObject) => ApiError | undefined;
  readonly fields: Rules;
  /** What depends on more than one field. */
  readonly together?: (root: JsonObject) => ApiError | undefined;
  /** Whether the prompt is messages, or texts and tokens as they are. */
  readonly prompt: 'messages' | 'prompts';
  /** How what prompts have in common is cached; absent where it is not. */
  readonly prefix?: PrefixRule;
  /** Reads the prompt. */
  readonly read: (root: JsonObject, tally: PromptTally) => ApiError | undefined;
  /** Reads what is asked for beside words, of a body that is right so far. */
  readonly ask?: AskRules;
  /** The request of a body that is right. `model` is interned. */
  readonly make: (
    model: string,
    root: JsonObject,
    tally: PromptTally,
    options: ParseOptions,
    ask: Ask | null,
  ) => Request;
}

export interface AskRules {
  /** The fields that ask for something: of most bodies none is there. */
  readonly fields: ReadonlySet<string>;
  readonly read: (root: JsonObject) => Ask | ApiError;
}

export function readRequest<Request extends ModelRequest>(
  body: Buffer,
  options: ParseOptions,
  {
    wording,
    parse = parseJsonObject,
    required,
    fields,
    together,
    prompt,
    prefix,
    read,
    ask: asking,
    make,
  }: BodyRules<Request>,
): Parsed<Request> {
  const parsed = parse(body);
  if (!parsed.ok) return parsed;
  const { root } = parsed;
  // A default may come from a path: whoever names a deployment of Azure's often names no model, or an empty one.
  const named = root.model === '' && options.modelInPath === true ? null : root.model;
  const model = named ?? options.modelDefault;
  const source = new MediaSource(typeof model === 'string' ? model : '', root);
  const keepsPrefix = options.keepPrefix === true && prefix !== undefined;
  const prefixes = keepsPrefix ? startPrefix(prefix, source) : null;
  const tally =
    prompt === 'messages'
      ? PromptTally.ofMessages(options, source, prefixes)
      : PromptTally.ofPrompts(options, prefixes);
  const error =
    checkModel(model, wording) ??
    required?.(root) ??
    checkFields(root, fields, wording) ??
    together?.(root) ??
    read(root, tally);
  if (error !== undefined) return { ok: false, error };
  const ask = asking === undefined ? null : readAsk(root, asking);
  if (isApiError(ask)) return { ok: false, error: ask };
  const request = make(internModel(model as string), root, tally, options, ask);
  return { ok: true, request, prompt: tally.prompt, prefix: keepsPrefix ? tally.prefix : null };
}

/** The model and its tools go ahead of the prompt. */
function startPrefix(rule: PrefixRule, { model, root }: MediaSource): PrefixHashes {
  return new PrefixHashes(rule, model, JSON.stringify([model, root.tools ?? root.functions ?? null]));
}

function readAsk(root: JsonObject, { fields, read }: AskRules): Ask | ApiError | null {
  for (const name in root) {
    if (!fields.has(name)) continue;
    const ask = read(root);
    return isApiError(ask) ? ask : askOrNull(ask);
  }
  return null;
}

/** What a text API makes of a body that is right. `stream` is what the path or the body says. */
export function textRequest(
  optionsOf: (
    root: JsonObject,
    stream: boolean,
    userText: string | null,
    options: ParseOptions,
  ) => Omit<TextOptions, 'speaks' | 'ask' | 'style' | 'media'> & { readonly style?: ReplyStyle },
): BodyRules<TextRequest>['make'] {
  return (model, root, tally, options, ask) =>
    TextRequest.of(model, tally.tokens, {
      speaks: true,
      style: PLAIN_STYLE,
      ...optionsOf(root, options.stream ?? root.stream === true, tally.userText, options),
      ask,
      media: tally.media,
    });
}

/** A number that was checked, or null. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
