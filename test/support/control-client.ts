// Owns: a client of the control API, and its description compiled to what judges answers. Runs on: the test process.

import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describeControl } from '../../dist/main/control/openapi.js';

export const ADMIN_KEY = 'test-admin-key';

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
}

const description = describeControl('0.0.0-test') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } });
ajv.addSchema(description, 'control');

export interface Said {
  readonly status: number;
  // What a reply holds is told by the test that reads it.
  readonly body: Record<string, unknown> & { readonly error: { message: string; problems: string[] } };
  readonly headers: Headers;
}

/** Asks, and holds the answer to what the description says of it. */
export async function control(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const response = await fetch(`${url}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const said = {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Said['body'],
  };
  const [plain = ''] = path.split('?');
  const operation = description.paths[`/admin/v1${plain}`]?.[method.toLowerCase()];
  if (operation === undefined) return said;
  assert.ok(String(said.status) in operation.responses, `${method} ${path}: ${said.status} is not described`);
  const escaped = `~1admin~1v1${plain.replaceAll('/', '~1')}`;
  const pointer = `control#/paths/${escaped}/${method.toLowerCase()}/responses/${said.status}/content/application~1json/schema`;
  const validate = ajv.getSchema(pointer);
  assert.ok(validate, `no schema at ${pointer}`);
  assert.equal(validate(said.body), true, `${method} ${path}: ${JSON.stringify(validate.errors)}`);
  return said;
}
