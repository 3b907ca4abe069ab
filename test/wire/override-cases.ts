// Owns: what a request asks for itself, by headers, by the names of other emulators, and in the name of its model.

import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, mountOf, post } from './requests.js';

const HEADERS = ['x-mock-delay', 'x-mock-ttft', 'x-mock-itl', 'x-mock-output-tokens', 'x-mock-seed'];
const OTHERS = ['x-ttft-ms', 'x-itl-ms', 'x-output-length'];
const VALUES = [
  ...['0', '2', '1.5', '-1', '2ms', '0s', '1q', 'ms', 'abc', '1e3', '99999999', '601s', 'uniform(1,3)'],
  ...[
    'uniform(1ms,3ms)',
    'uniform(3ms,1ms)',
    'normal(2ms)',
    'lognormal(p50=1ms,p99=2ms)',
    'unifrom(1ms,2ms)',
  ],
  ...['1ms, 2ms', `${'1'.repeat(1_001)}ms`],
];
const NAMES = [
  ...['m;', 'm;;', ';', 'm;tokens', 'm;tokens=', 'm;tokens=4', 'm;tokens=x', 'm;tokens=0', 'm;tokens=99999'],
  ...[
    'm;delay=1ms',
    'm;delay=2',
    'm;dealy=2ms',
    'm;ttft=1ms;itl=1ms;tokens=3',
    'm;ttft=1ms;delay=1ms',
    'm;seed=7',
  ],
  ...[
    'm;seed=-7',
    'm;seed=1;seed=2',
    'm;tokens=2; delay=1ms',
    `${'m'.repeat(300)}`,
    'm;content=echo',
    'm;fault=1',
  ],
];

/** A chat that is planned anew for each: its seed is given. */
export function overrideCases(): readonly WireCase[] {
  const chat = APIS[0] as Api;
  const plain = bodyOf(chat, { model: 'm;seed=3' });
  const byHeader = [...HEADERS, ...OTHERS].flatMap((header) =>
    VALUES.map((value) => ({
      name: `${header}: ${value.slice(0, 40)}`,
      server: 'plain' as const,
      bytes: post(mountOf(chat), header === 'x-mock-seed' ? bodyOf(chat) : plain, `${header}: ${value}`),
    })),
  );
  const byName = APIS.flatMap((api) =>
    NAMES.map((model) => ({
      name: `${api.name}: model ${model.slice(0, 40)}`,
      server: 'plain' as const,
      bytes: post(mountOf(api), bodyOf(api, { model })),
    })),
  );
  const both = [
    ['x-mock-output-tokens: 2', 'x-output-length: 5'],
    ['x-mock-delay: 1ms', 'x-mock-ttft: 1ms'],
    ['x-mock-delay: 1q', 'x-mock-seed: -1'],
  ].flatMap((headers) =>
    (['plain', 'unbending'] as const).map((server) => ({
      name: `${server}: ${headers.join(', ')}`,
      server,
      bytes: post(mountOf(chat), plain, ...headers),
    })),
  );
  return [...byHeader, ...byName, ...both];
}
