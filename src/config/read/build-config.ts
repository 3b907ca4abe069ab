/**
 * Owns how the values of all settings become the one frozen Config.
 * Main thread, once, at start-up. Everything has been checked before.
 */

import { createConstant } from '../../behavior/distributions/create.js';
import type { Distribution } from '../../behavior/distributions/distribution.js';
import type { LatencyProfile } from '../../behavior/latency/profile.js';
import type { Config, ContentConfig, CpuLimits } from '../config.js';
import type { Given, Setting } from '../settings/setting.js';
import type { SETTINGS } from '../settings/settings.js';
import { describeSettings } from '../show/in-force.js';
import type { SettingFiles } from './files.js';

type TypeOf<Row extends Setting> = Row extends { fallback: infer Fallback }
  ?
      | (Row extends { kind: 'integer' | 'seconds' | 'decimal' | 'span' }
          ? number
          : Row extends { kind: 'durations' | 'counts' }
            ? Distribution
            : Row extends { kind: 'boolean' }
              ? boolean
              : Row extends { kind: 'choice'; choices: readonly (infer Choice)[] }
                ? Choice
                : string)
      | (Fallback extends null ? null : never)
  : never;

/** Every setting by its environment name, in its own unit, typed from its row of the table. */
export type Values = { readonly [Row in (typeof SETTINGS)[number] as Row['env']]: TypeOf<Row> };

export interface ConfigBasis {
  readonly values: Values;
  readonly given: ReadonlyMap<string, Given>;
  readonly files: SettingFiles;
  readonly cpu: CpuLimits;
}

function secondsToMs(seconds: number): number {
  // 0.07 * 1000 is 70.00000000000001.
  return Math.round(seconds * 1000);
}

/** The response delay has no place where tokens are timed one by one. */
function latencyOf(values: Values): LatencyProfile {
  const delay = values.RESPONSE_DELAY ?? createConstant(secondsToMs(values.RESPONSE_DELAY_SECONDS));
  return {
    responseDelay: values.INTER_TOKEN_LATENCY === null ? delay : null,
    timeToFirstToken: values.TIME_TO_FIRST_TOKEN,
    interTokenLatency: values.INTER_TOKEN_LATENCY,
    prefillPerToken: values.PREFILL_PER_TOKEN,
    outputTokens: values.OUTPUT_TOKENS,
    loadFactor: values.LOAD_FACTOR,
  };
}

function contentOf(values: Values, answers: readonly string[]): ContentConfig {
  switch (values.RESPONSE_CONTENT) {
    case 'fixed':
      return { kind: 'fixed', text: values.RESPONSE_TEXT };
    case 'file':
      return { kind: 'list', texts: answers };
    default:
      return { kind: values.RESPONSE_CONTENT };
  }
}

/** @returns the Config, frozen as deep as it is made here */
export function buildConfig({ values, given, files, cpu }: ConfigBasis): Config {
  const notes: string[] = [];
  const http10PortExplicit = given.has('HTTP10_PORT');
  let http10Port = values.HTTP10_PORT;
  if (!http10PortExplicit && http10Port === values.PORT) {
    notes.push(
      `The HTTP/1.0 listener is off, because PORT uses ${http10Port}, the default of HTTP10_PORT. ` +
        'Set HTTP10_PORT to another port to have it.',
    );
    http10Port = 0;
  }
  const modelsFile = values.MODELS_FILE;
  const certFile = values.TLS_CERT_FILE;
  const keyFile = values.TLS_KEY_FILE;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    slotsMax: values.MAX_CONCURRENT,
    workerThreads: values.WORKER_THREADS,
    latency: Object.freeze(latencyOf(values)),
    seed: values.SEED,
    delayMaxMs: values.MAX_DELAY,
    outputTokensMax: values.MAX_OUTPUT_TOKENS,
    allowRequestOverrides: values.ALLOW_REQUEST_OVERRIDES,
    modelsFile: modelsFile === null ? null : Object.freeze({ path: modelsFile, table: files.models }),
    modelDefault: values.DEFAULT_MODEL,
    content: Object.freeze(contentOf(values, files.answers)),
    usage: values.USAGE,
    stallTimeoutMs: values.STALL_TIMEOUT,
    dashboard: values.DASHBOARD,
    vllmMetrics: values.VLLM_METRICS,
    bodyBytesMax: values.MAX_BODY_BYTES,
    bufferedBytesMax: values.MAX_BUFFERED_BYTES,
    http10Port,
    http10PortExplicit,
    retryAfterSeconds: values.RETRY_AFTER_SECONDS,
    shouldRetry: values.SHOULD_RETRY,
    shutdownGraceMs: secondsToMs(values.SHUTDOWN_GRACE_SECONDS),
    logLevel: values.LOG_LEVEL,
    tls: certFile !== null && keyFile !== null ? Object.freeze({ certFile, keyFile }) : null,
    apiKey: values.API_KEY,
    cpu: Object.freeze({ ...cpu }),
    notes: Object.freeze(notes),
    inForce: Object.freeze(describeSettings({ ...values, HTTP10_PORT: http10Port }, new Set(given.keys()))),
  });
}
