import { test } from 'node:test';
import { holdToAjv } from '../../../support/json-property.js';

test('what is made for 150 random schemas of 2020-12 satisfies them, as ajv says, and is the same for the same seed', () => {
  holdToAjv(150, 2020, 14);
});

test('what is made for 150 random schemas of draft 7 satisfies them, as ajv says, and is the same for the same seed', () => {
  holdToAjv(150, 7, 14);
});
