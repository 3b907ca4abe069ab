/**
 * The queries of the dashboard, put together from metric names. Pure; the variables in them are Grafana's to fill in.
 */

/** What was chosen at the top of the dashboard, as a selector of series. */
const CHOSEN = 'job="$job",instance=~"$instance"';

/** Four scrapes or more, and never less than a pixel: Grafana works it out from the data source and the zoom. */
const WINDOW = '[$__rate_interval]';

/** The pages answer at once and take no slot; scrapes are among them. A test compares this with the server's own list. */
export const NOT_PAGES =
  'endpoint!~"/|/health|/ready|/metrics|/version|/ping|/admin|.*/models|.*/responses/.*|/api/(tags|ps|version)"';

/** The series of a metric of the chosen instances. `labels` is more to select by, such as `reason="capacity"`. */
export function chosen(metric: string, labels?: string): string {
  return `${metric}{${labels === undefined ? CHOSEN : `${CHOSEN},${labels}`}}`;
}

/** Growth of a counter a second. */
export function rate(metric: string, labels?: string): string {
  return `rate(${chosen(metric, labels)}${WINDOW})`;
}

/** Growth of a counter in the window, for what happens rarely. */
export function increase(metric: string, labels?: string): string {
  return `increase(${chosen(metric, labels)}${WINDOW})`;
}

/** The highest value that a gauge had in the window. */
export function highest(metric: string): string {
  return `max_over_time(${chosen(metric)}${WINDOW})`;
}

export function sumBy(labels: string, expression: string): string {
  return `sum by (${labels}) (${expression})`;
}

/** A quantile of a histogram, of all chosen instances together or by label. NaN where nothing was observed. */
export function quantile(share: number, metric: string, by = '', selected?: string): string {
  const labels = by === '' ? 'le' : `${by}, le`;
  return `histogram_quantile(${share}, ${sumBy(labels, rate(`${metric}_bucket`, selected))})`;
}

/**
 * A quantile of how late an instance is, as its clients feel it: behind what was planned, and before that while a request may have
 * lain unread. Where nothing came, the first alone.
 */
export function feltLateness(share: number, metric: string): string {
  const late = quantile(share, metric, 'instance');
  const unread = quantile(share, 'llm_mock_unread_seconds', 'instance');
  return `(${late} + (${unread} >= 0 or 0 * ${late}))`;
}
