/**
 * Settings of how the server is run.
 */
import { type SettingCase, testSetting } from '../../../support/setting-cases.js';

const NOT_WHOLE = ['10abc', '', ' 5', 'NaN', 'Infinity', '1.5', '0x10', '1e3', '-1', '+1', '007'];

const CASES: readonly SettingCase[] = [
  {
    env: 'LOG_LEVEL',
    of: ({ logLevel }) => logLevel,
    fallback: 'info',
    good: ['silent', 'error', 'warn', 'info', 'debug'].map((level) => [level, level] as const),
    wrong: ['', 'INFO', 'trace', 'info '],
    expected: 'silent, error, warn, info or debug',
  },
  {
    env: 'PEERS',
    of: ({ peers }) => peers,
    fallback: null,
    good: [
      ['mock-2:8080, dns://mocks:8080', 'mock-2:8080, dns://mocks:8080'],
      ['dns+srv://_http._tcp.mocks.example', 'dns+srv://_http._tcp.mocks.example'],
    ],
    wrong: ['', 'mock-2', 'mock-2:8080,', 'http://mock-2/admin/v1'],
    expected:
      'at most 32 of mock-2:8080, https://mock.example, dns://mocks.example:8080 or dns+srv://_http._tcp.mocks.example, with commas between them',
    beside: { ADMIN_KEY: 'key' },
  },
  {
    env: 'JOURNAL_BODIES',
    of: ({ journalBodyBytes }) => journalBodyBytes,
    fallback: 0,
    good: [
      ['16384', 16_384],
      ['2KiB', 2_048],
    ],
    wrong: [...NOT_WHOLE, '16385', '17KiB'],
    expected: 'a size from 0 to 16KiB, in bytes or such as 4MiB',
  },
  {
    env: 'STORED_RESPONSES',
    of: ({ storedResponsesMax }) => storedResponsesMax,
    fallback: 1_000,
    good: [
      ['0', 0],
      ['1000000', 1_000_000],
    ],
    wrong: [...NOT_WHOLE, '1000001'],
    expected: 'a whole number of responses from 0 to 1000000',
  },
  {
    env: 'RETRY_AFTER_SECONDS',
    of: ({ retryAfterSeconds }) => retryAfterSeconds,
    fallback: 1,
    good: [
      ['0', 0],
      ['86400', 86_400],
    ],
    wrong: [...NOT_WHOLE, '86401'],
    expected: 'a whole number of seconds from 0 to 86400',
  },
];

for (const one of CASES) testSetting(one);
