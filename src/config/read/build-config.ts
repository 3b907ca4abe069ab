/**
 * Owns how the values of all settings become the one frozen Config.
 * Main thread, once, at start-up. Everything has been checked before.
 */

import { createConstant } from '../../behavior/distributions/create.js';
import { chooseModels, withChosen } from '../../behavior/models/choose-models.js';
import { type ModelRow, ModelTable, NO_MODELS } from '../../behavior/models/model-table.js';
import { createProfile, type LatencyProfile } from '../../behavior/profile/profile.js';
import type { Config, ContentConfig, CpuLimits } from '../config.js';
import { PARSING_BYTES_PER_BYTE, SOCKET_THREADS_MAX } from '../settings/server.js';
import type { Given } from '../settings/setting.js';
import { type PlainFields, SETTINGS, type Values } from '../settings/settings.js';
import { describeSettings } from '../show/in-force.js';
import { sizeText } from '../values/size.js';
import type { SettingFiles } from './files.js';

export interface ConfigBasis {
  readonly values: Values;
  readonly given: ReadonlyMap<string, Given>;
  readonly files: SettingFiles;
  readonly cpu: CpuLimits;
  /** What has been noted so far. */
  readonly notes: readonly string[];
}

function secondsToMs(seconds: number): number {
  // 0.07 * 1000 is 70.00000000000001.
  return Math.round(seconds * 1000);
}

/** The fields that are one setting each, as the rows of the table name them. */
export function plainFieldsOf(values: Values): PlainFields {
  const fields: Record<string, unknown> = {};
  for (const { field, kind, env } of SETTINGS) {
    if (field === null) continue;
    fields[field] = kind === 'seconds' ? secondsToMs(values[env]) : values[env];
  }
  // The compiler does not see that the loop sets every field.
  return fields as PlainFields;
}

/** The response delay has no place where tokens are timed one by one. */
export function latencyOf(values: Values): LatencyProfile {
  const said = createProfile(({ setting }) => values[setting]);
  const delay = said.responseDelay ?? createConstant(secondsToMs(values.RESPONSE_DELAY_SECONDS));
  return { ...said, responseDelay: said.interTokenLatency === null ? delay : null };
}

function contentOf(values: Values, isTextGiven: boolean, answers: readonly string[]): ContentConfig {
  switch (values.RESPONSE_CONTENT) {
    case 'fixed':
      return { kind: 'fixed', text: values.RESPONSE_TEXT, isDefault: !isTextGiven };
    case 'file':
      return { kind: 'list', texts: answers };
    default:
      return { kind: values.RESPONSE_CONTENT };
  }
}

/** What it says was looked at when it was read. */
function chosenBy(text: string | null): readonly ModelRow[] {
  const chosen = text === null ? null : chooseModels(text);
  return Object.freeze(chosen?.ok === true ? chosen.rows : []);
}

function modelsOf(path: string | null, file: ModelTable, chosen: readonly ModelRow[]): Config['modelsFile'] {
  if (path === null && chosen.length === 0) return null;
  const table = chosen.length === 0 ? file : new ModelTable(withChosen(file.rows, chosen));
  return Object.freeze({ path, table });
}

/** @returns the Config, frozen as deep as it is made here */
export function buildConfig({ values, given, files, cpu, ...basis }: ConfigBasis): Config {
  const notes = [...basis.notes];
  const http10PortExplicit = given.has('HTTP10_PORT');
  let http10Port = values.HTTP10_PORT;
  if (!http10PortExplicit && http10Port === values.PORT) {
    notes.push(
      `The HTTP/1.0 listener is off, because PORT uses ${http10Port}, the default of HTTP10_PORT. ` +
        'Set HTTP10_PORT to another port to have it.',
    );
    http10Port = 'off';
  }
  const { MAX_BODY_BYTES: bodyBytes, MAX_BUFFERED_BYTES: bufferedBytes } = values;
  // Those who gave neither are not to be told of defaults.
  const neededBytes = given.has('MAX_BODY_BYTES') ? bodyBytes * (1 + PARSING_BYTES_PER_BYTE) : 0;
  if (neededBytes > bufferedBytes) {
    notes.push(
      `A body of MAX_BODY_BYTES=${sizeText(bodyBytes)} needs up to ${sizeText(neededBytes)} while it is read, and gets 503: ` +
        `MAX_BUFFERED_BYTES is ${sizeText(bufferedBytes)}.`,
    );
  }
  const modelsPath = values.MODELS_FILE ?? (files.models === NO_MODELS ? null : values.CONFIG_FILE);
  const chosenModels = chosenBy(values.MODELS);
  const certFile = values.TLS_CERT_FILE;
  const keyFile = values.TLS_KEY_FILE;
  return Object.freeze({
    ...plainFieldsOf(values),
    latency: Object.freeze(latencyOf(values)),
    modelsFile: modelsOf(modelsPath, files.models, chosenModels),
    chosenModels,
    scenario: files.scenario,
    content: Object.freeze(contentOf(values, given.has('RESPONSE_TEXT'), files.answers)),
    socketThreads:
      values.SOCKET_THREADS === 'auto'
        ? Math.min(cpu.availableCores, SOCKET_THREADS_MAX)
        : values.SOCKET_THREADS,
    http10Port: http10Port === 'off' ? null : http10Port,
    http10PortExplicit,
    tls: certFile !== null && keyFile !== null ? Object.freeze({ certFile, keyFile }) : null,
    cpu: Object.freeze({ ...cpu }),
    notes: Object.freeze(notes),
    inForce: Object.freeze(describeSettings({ ...values, HTTP10_PORT: http10Port }, new Set(given.keys()))),
    origin: Object.freeze({ values, given }),
  });
}
