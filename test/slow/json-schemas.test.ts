/**
 * Thousands of random schemas: the quick suite draws a few hundred of the same.
 */
import { test } from 'node:test';
import { holdToAjv } from '../support/json-property.js';

test('what is made for 5,000 random schemas satisfies them, as ajv says, and is the same for the same seed', () => {
  holdToAjv(2_500, 2020, Date.now());
  holdToAjv(2_500, 7, Date.now());
});
