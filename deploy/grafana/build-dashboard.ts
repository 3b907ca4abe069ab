/**
 * Puts the dashboard together from its rows. Pure: the same every time, so that a test can compare it with the file.
 */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE } from './panels.js';
import { AT_A_GLANCE } from './rows/at-a-glance.js';
import { MODELS } from './rows/models.js';
import { RESOURCES } from './rows/resources.js';
import { STREAMS } from './rows/streams.js';
import { TIME } from './rows/time.js';
import { TRAFFIC } from './rows/traffic.js';
import { VARIABLES } from './variables.js';

const ROWS = [AT_A_GLANCE, TRAFFIC, TIME, STREAMS, MODELS, RESOURCES] as const;

/** Red lines in all graphs where an alert began to fire. */
const alertMarks = new dashboard.AnnotationQueryBuilder()
  .name('Alerts')
  .datasource(DATASOURCE)
  .enable(true)
  .iconColor('red')
  .expr('ALERTS{alertname=~"LlmMock.+",alertstate="firing"}')
  .step('5s')
  .titleFormat('{{alertname}}')
  .textFormat('{{instance}}')
  .tagKeys('severity');

function buildDashboard(): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder('LLM mock server')
    .uid('llm-mock-server')
    .description('Is the mock the bottleneck, or the system that is tested with it?')
    .tags(['llm-mock-server', 'load-test'])
    .timezone('browser')
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables([...VARIABLES])
    .annotation(alertMarks);
  for (const row of ROWS) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  const built = builder.build();
  // Grafana numbers panels that have no number each time it loads them, and links to a panel would break.
  for (const [index, panel] of (built.panels ?? []).entries()) panel.id = index + 1;
  return built;
}

/** As it is checked in. */
export function renderDashboard(): string {
  return `${JSON.stringify(buildDashboard(), null, 2)}\n`;
}
