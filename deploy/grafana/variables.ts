/**
 * What can be chosen at the top of the dashboard: where the data comes from, and which instances and models are shown. Pure.
 */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE } from './panels.js';

/** As prometheus.yml names it. */
const JOB = 'llm-mock';

const datasource = new dashboard.DatasourceVariableBuilder('datasource')
  .label('Prometheus')
  .description('Which Prometheus scrapes the mock.')
  .type('prometheus')
  .multi(false)
  .includeAll(false);

function queried(
  name: string,
  label: string,
  description: string,
  query: string,
): dashboard.QueryVariableBuilder {
  return (
    new dashboard.QueryVariableBuilder(name)
      .label(label)
      .description(description)
      .datasource(DATASOURCE)
      .query(query)
      .definition(query)
      // An instance that was started after the page was opened is found too.
      .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
      .sort(dashboard.VariableSort.NaturalAsc)
  );
}

const job = queried(
  'job',
  'Job',
  'The name of the job that scrapes the mock.',
  'label_values(llm_mock_build_info, job)',
)
  .multi(false)
  .includeAll(false)
  .current({ selected: true, text: JOB, value: JOB });

// By `up`, not by a metric of the mock: one that is down from the start is to be seen.
const instance = queried(
  'instance',
  'Instance',
  'One mock, several or all.',
  'label_values(up{job="$job"}, instance)',
)
  .multi(true)
  .includeAll(true)
  .allValue('.*')
  .current({ selected: true, text: ['All'], value: ['$__all'] });

const model = queried(
  'model',
  'Model',
  'Rows of the models file, for the row by model.',
  'label_values(llm_mock_model_requests_total{job="$job"}, model)',
)
  .multi(true)
  .includeAll(true)
  .allValue('.*')
  .current({ selected: true, text: ['All'], value: ['$__all'] });

export const VARIABLES = [datasource, job, instance, model] as const;
