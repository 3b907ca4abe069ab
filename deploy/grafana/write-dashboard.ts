/**
 * Writes dashboards/llm-mock.json, which Grafana loads: `npm run grafana:dashboard`.
 */
import { writeFileSync } from 'node:fs';
import { renderDashboard } from './build-dashboard.js';

// From deploy/dist/grafana/.
writeFileSync(new URL('../../grafana/dashboards/llm-mock.json', import.meta.url), renderDashboard());
