// Owns: a request for each fault whose answer is the same each time, of every API, whole and streamed, on both listeners. A reset is
// none of them: what the kernel has of an answer by then differs.

import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, mountOf, request } from './requests.js';

// biome-ignore format: a list, a line for what comes in place of an answer, in a stream or a whole answer, and in what it says
const FAULTS = [
  '503', '418', '529', '401', '429(quota)', '429(retry-after=1.5s)', '503(late)', '502(html)', 'close', 'close(late)', 'hang(1ms)',
  'cut', 'cut(at=0%)', 'cut(at=100%)', 'error(status=503)', 'error(at=0%)', 'stall(1ms)', 'unfinished', 'broken', 'blank', 'split', 'duplicate',
  'empty', 'filter', 'slow(2)',
];
/** In the middle of an id, where what is cut is a whole answer. */
const OF_STREAMS = 'cut(tokens=1)';
/** Told, and none. */
const MISTAKES = ['none', '200', '5%:resett', 'cut(at=101%)'];

/** How an API is asked: whole, and streamed where it can be. */
function waysOf(api: Api): readonly (readonly [name: string, path: string, body: string])[] {
  const whole = [`${api.name}, whole`, mountOf(api), bodyOf(api)] as const;
  if (api.streams) return [whole, [`${api.name}, streamed`, mountOf(api), bodyOf(api, { stream: true })]];
  const streams = api.mounts.filter((mount) => mount.includes(':streamGenerateContent'));
  return [whole, ...streams.map((mount) => [`${api.name}, ${mount.slice(-7)}`, mount, bodyOf(api)] as const)];
}

export function faultCases(): readonly WireCase[] {
  return APIS.flatMap(waysOf).flatMap(([name, path, body]) =>
    [...FAULTS, ...MISTAKES, ...(name.endsWith('whole') ? [] : [OF_STREAMS])].flatMap((fault) =>
      [false, true].map((old) => ({
        name: `${name}: fault ${fault}${old ? ', HTTP/1.0' : ''}`,
        server: 'plain' as const,
        old,
        bytes: request('POST', path, body, [`x-mock-fault: ${fault}`], old ? 'HTTP/1.0' : 'HTTP/1.1'),
      })),
    ),
  );
}
