/**
 * Writes the OpenAPI 3.1 description of the control API from its table. Pure; once, when somebody asks.
 */
import { CONTROL_PATH } from '../../shared/answers/control-path.js';
import { CONTROL_ROUTES, type ControlRoute } from './routes.js';
import { refTo, SCHEMAS, type SchemaName } from './schemas.js';

/** What every operation may answer, whatever it does. */
const COMMON: Readonly<Record<number, string>> = {
  401: 'The key is missing or wrong.',
  404: 'There is no such path; so it is everywhere where ADMIN_KEY is not set.',
  405: 'The path knows other methods; the header `allow` names them.',
};
const WITH_BODY: Readonly<Record<number, string>> = {
  413: 'The body is longer than 65,536 bytes.',
  415: 'The body is not of a content-type that is read here.',
};

export function describeControl(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of CONTROL_ROUTES) {
    const path = `${CONTROL_PATH}${route.path}`;
    paths[path] = { ...paths[path], [route.method]: describeOperation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'llm-mock-server control API',
      version,
      description: 'Steers a running mock. It is served where ADMIN_KEY is set, on the ports of the APIs.',
    },
    servers: [{ url: '/' }],
    security: [{ adminKey: [] }],
    paths,
    components: {
      securitySchemes: {
        adminKey: { type: 'http', scheme: 'bearer', description: 'The setting ADMIN_KEY.' },
      },
      schemas: SCHEMAS,
    },
  };
}

function describeOperation(route: ControlRoute): object {
  const {
    operation,
    sentence,
    parameters = [],
    body,
    mayLackBody,
    mayBeYaml,
    answer,
    isLines,
    others = {},
  } = route;
  const errors = { ...COMMON, ...(body === undefined ? {} : WITH_BODY), ...others };
  return {
    operationId: operation,
    summary: sentence,
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(describeParameter) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: mayLackBody !== true, content: contentOf(body, mayBeYaml) } }),
    responses: {
      200: isLines
        ? { description: 'Done, line by line.', content: linesOf(answer) }
        : { description: 'Done.', content: jsonOf(answer) },
      ...Object.fromEntries(
        Object.entries(errors).map(([status, description]) => [
          status,
          { description, content: jsonOf('Error') },
        ]),
      ),
    },
  };
}

function describeParameter({
  name,
  sentence,
  schema,
}: NonNullable<ControlRoute['parameters']>[number]): object {
  return { name, in: 'query', required: false, description: sentence, schema };
}

function contentOf(schema: SchemaName, mayBeYaml = false): object {
  return mayBeYaml ? { ...jsonOf(schema), 'application/yaml': { schema: refTo(schema) } } : jsonOf(schema);
}

/** OpenAPI 3.1 has no words for lines: the schema is that of each. */
function linesOf(schema: SchemaName): object {
  return { 'application/x-ndjson': { schema: refTo(schema) } };
}

function jsonOf(schema: SchemaName): object {
  return { 'application/json': { schema: refTo(schema) } };
}
