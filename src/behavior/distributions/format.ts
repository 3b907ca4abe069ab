/**
 * Writes a distribution in the grammar that it can be parsed from again. Pure.
 */

import type { Distribution } from './distribution.js';
import { formatValue, type Quantity } from './quantity.js';

/** The one text of a distribution: no blanks, small letters, each value in the unit that makes it shortest. */
export function formatDistribution(distribution: Distribution, quantity: Quantity): string {
  const value = (number: number) => formatValue(quantity, number);
  switch (distribution.kind) {
    case 'constant':
      return value(distribution.value);
    case 'uniform':
      return `uniform(${value(distribution.min)},${value(distribution.max)})`;
    case 'normal':
      return `normal(${value(distribution.mean)},${value(distribution.sd)})`;
    case 'lognormal':
      return `lognormal(p50=${value(distribution.p50)},p99=${value(distribution.p99)})`;
    case 'exponential':
      return `exponential(${value(distribution.mean)})`;
    case 'percentiles': {
      const points = distribution.points.map((point) => `p${point.percent}=${value(point.value)}`);
      return `percentiles(${points.join(',')})`;
    }
    case 'empirical':
    case 'trace': {
      const { path, column, unit } = distribution.from;
      return `${distribution.kind}(${[path, column, unit].filter((part) => part !== null).join(',')})`;
    }
    case 'mix': {
      const parts = distribution.parts.map((part) => {
        return `${part.percent}%:${formatDistribution(part.distribution, quantity)}`;
      });
      return `mix(${parts.join(',')})`;
    }
  }
}
