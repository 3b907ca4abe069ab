/**
 * Distributions as tests write them: in the grammar of the settings.
 */
import assert from 'node:assert/strict';
import type { Distribution } from '../../dist/behavior/distributions/distribution.js';
import { type ParseResult, parseCount, parseDuration } from '../../dist/behavior/grammar/grammar.js';

export function duration(text: string): Distribution {
  return distributionOf(parseDuration(text), text);
}

export function count(text: string): Distribution {
  return distributionOf(parseCount(text), text);
}

function distributionOf(parsed: ParseResult, text: string): Distribution {
  assert.ok(parsed.ok, text);
  return parsed.distribution;
}
