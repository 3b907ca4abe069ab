/**
 * Every query of the dashboard and every rule, asked of a real Prometheus that scrapes a real server under load.
 */
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import {
  checkAlertTexts,
  checkRulesHealth,
  checkVariables,
  everyQueryHasData,
} from '../support/monitoring-checks.js';
import { LOADED_SETTINGS, startLoad } from '../support/monitoring-load.js';
import { SCRAPE_SECONDS, startPrometheus } from '../support/prometheus.js';
import { missingTool } from '../support/readme.js';

const skip = missingTool(['prometheus']);

test('every query of the dashboard and every rule has data to tell of a mock under load', {
  skip,
}, async () => {
  const server = await spawnServer(LOADED_SETTINGS);
  const instance = `127.0.0.1:${server.port}`;
  const prometheus = await startPrometheus([instance]);
  const load = await startLoad(server.url);
  await everyQueryHasData(prometheus, 4 * SCRAPE_SECONDS, 15_000);
  await checkVariables(prometheus, [instance]);
  await checkRulesHealth(prometheus);
  await checkAlertTexts(prometheus);
  await load.stop();
});
