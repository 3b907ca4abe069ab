// Owns: an API as the OpenAPI document says that it is, which the server itself served: its operations, and what judges bodies and
// answers. Runs on: the test process.

import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';

const JSON_TYPE = 'application/json';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of its body; null where it reads none. */
  readonly body: Schema | null;
  readonly mayLackBody: boolean;
  readonly statuses: readonly number[];
}

interface OperationObject {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { required: boolean; content: { 'application/json': { schema: Schema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface DocumentObject {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export class DescribedApi {
  readonly operations: readonly Operation[];
  readonly #document: DocumentObject;
  readonly #ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });

  /** `document` is the OpenAPI document as it came. */
  constructor(document: object) {
    this.#document = document as DocumentObject;
    this.#ajv.addSchema(document, 'api');
    this.operations = Object.entries(this.#document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json'].schema ?? null,
        mayLackBody: requestBody?.required !== true,
        statuses: Object.keys(responses).map(Number),
      })),
    );
  }

  /** What a reference stands for; the schema itself where it is none. */
  resolve(schema: Schema): Schema {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
    return name === undefined ? schema : (this.#document.components.schemas[name] ?? assert.fail(name));
  }

  /** The operation of a method and a path, if there is one. */
  find(method: string, path: string): Operation | undefined {
    return this.operations.find((one) => one.method === method && one.path === path);
  }

  has(path: string): boolean {
    return path in this.#document.paths;
  }

  isRightBody({ method, path }: Operation, body: unknown): boolean {
    return this.#accepts(method, path, 'requestBody', body);
  }

  isRightParameter({ method, path }: Operation, index: number, value: unknown): boolean {
    const pointer = `api#/paths/${escaped(path)}/${method.toLowerCase()}/parameters/${index}/schema`;
    return (this.#ajv.getSchema(pointer) ?? assert.fail(pointer))(value) === true;
  }

  /** Asserts that an answer is one that the operation may give; of lines, that a line is. */
  assertAnswer({ method, path, statuses }: Operation, status: number, body: unknown, type = JSON_TYPE): void {
    assert.ok(statuses.includes(status), `${method} ${path}: ${status} is not described`);
    assert.ok(
      this.#accepts(method, path, `responses/${status}`, body, type),
      `${method} ${path}: ${status} with another body than described: ${JSON.stringify(body).slice(0, 500)}`,
    );
  }

  #accepts(method: string, path: string, part: string, value: unknown, type = JSON_TYPE): boolean {
    const pointer = `api#/paths/${escaped(path)}/${method.toLowerCase()}/${part}/content/${escaped(type)}/schema`;
    return (this.#ajv.getSchema(pointer) ?? assert.fail(pointer))(value) === true;
  }
}

/** As a JSON pointer has it. */
function escaped(path: string): string {
  return path.replaceAll('~', '~0').replaceAll('/', '~1');
}
