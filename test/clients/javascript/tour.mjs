// Owns: how a tour is printed: what a client saw of each thing that it can do, as one line of JSON. Judges nothing: the test does.

export const [, , BASE_URL = '', HEADERS = '{}'] = process.argv;
/** What a gateway wants to be told with each request. */
export const headers = JSON.parse(HEADERS);
export const KEY = 'sk-of-a-client';
export const QUESTION = 'Say something.';
export const messages = [{ role: 'user', content: QUESTION }];
/** Rows of the mock's models file: one that is well, one that answers 429 always, one whose second token never comes. */
export const [WELL, LIMITED, SLOW] = ['well', 'limited', 'slow'];
export const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    population: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'population', 'tags'],
  additionalProperties: false,
};

/** The text and the tokens that the last piece told of. */
export async function gather(pieces, textOf, usageOf) {
  let text = '';
  let usage = null;
  for await (const piece of pieces) {
    text += textOf(piece) ?? '';
    usage = usageOf(piece) ?? usage;
  }
  return { text, usage };
}

/** Each check gives back what it saw; of one that throws, the status or the name of the error. */
export async function run(version, checks) {
  const report = { version };
  for (const [name, check] of Object.entries(checks)) {
    try {
      report[name] = await check();
    } catch (error) {
      report[name] = {
        raised: String(error.status ?? error.statusCode ?? error.name),
        said: String(error.message).slice(0, 500),
      };
    }
  }
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exit(0);
}
