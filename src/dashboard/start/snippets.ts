/**
 * Owns what a newcomer copies: a first request in the languages that most clients are written in. Browser, pure. Every word of the
 * server in it is quoted as the language quotes.
 */

export interface Place {
  /** With its version, without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
  /** Whether the server asks for an API key. */
  readonly wantsKey: boolean;
}

export interface Snippet {
  readonly name: string;
  readonly code: string;
}

/** What stands for a key; where none is asked for, clients of OpenAI want one all the same. */
const KEY = 'YOUR_KEY';
const ANY_KEY = 'any';
const PROMPT = 'Hello';

/** The base URL of OpenAI's API, as the browser sees it: below the same prefix, if a proxy has put us below one. */
export function baseUrlOf(baseUri: string): string {
  return new URL('v1', baseUri).href;
}

/** What a first request says, as JSON. */
export function firstBody(model: string): string {
  return JSON.stringify({ model, messages: [{ role: 'user', content: PROMPT }] });
}

export function snippetsFor(place: Place): readonly Snippet[] {
  return [
    { name: 'curl', code: curl(place) },
    { name: 'Python', code: python(place) },
    { name: 'JavaScript', code: javaScript(place) },
  ];
}

function curl({ baseUrl, model, wantsKey }: Place): string {
  const key = wantsKey ? [`-H ${shell(`authorization: Bearer ${KEY}`)}`] : [];
  return [
    `curl ${shell(`${baseUrl}/chat/completions`)}`,
    `-H ${shell('content-type: application/json')}`,
    ...key,
    `-d ${shell(firstBody(model))}`,
  ].join(' \\\n  ');
}

function python({ baseUrl, model, wantsKey }: Place): string {
  return `from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(baseUrl)},
    api_key=${JSON.stringify(wantsKey ? KEY : ANY_KEY)},
)
reply = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": ${JSON.stringify(PROMPT)}}],
)
print(reply.choices[0].message.content)`;
}

function javaScript({ baseUrl, model, wantsKey }: Place): string {
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${JSON.stringify(baseUrl)},
  apiKey: ${JSON.stringify(wantsKey ? KEY : ANY_KEY)},
});
const reply = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: "user", content: ${JSON.stringify(PROMPT)} }],
});
process.stdout.write(reply.choices[0].message.content);`;
}

function shell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
