import { testSetting } from '../../../support/setting-cases.js';

testSetting({
  env: 'KEEP_ALIVE_TIMEOUT',
  of: ({ keepAliveMs }) => keepAliveMs,
  fallback: 8_000,
  good: [
    ['1s', 1_000],
    ['75s', 75_000],
    ['1h', 3_600_000],
  ],
  wrong: ['', '0', '999ms', '2h', 'never'],
  expected: 'a duration from 1s to 1h',
});
