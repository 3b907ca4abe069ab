// Owns: what good clients ask, and the one right answer to each: what the server said when nobody else was there.
// Must never: forgive a difference beside identifiers and the time of day.

import { Asker } from '../support/asker.js';
import type { WireReply } from '../support/wire-reply.js';
import { BAD_JSON, bodyOf, frame, MOUNTS, type Mount, PLAIN_FRAMING } from './requests.js';
import type { Target } from './target.js';

/** Delays of good clients, each asked for by a header. */
const DELAYS_MS = [20, 100, 250] as const;
const ANSWER_MS_MAX = 30_000;

interface Wanted {
  readonly name: string;
  readonly mount: Mount;
  readonly stream: boolean;
  readonly bytes: number;
  readonly status: 200 | 400 | 401;
  /** How often it is asked, against the others. */
  readonly weight: number;
}

const ofApi = (path: Mount['path']): Mount => MOUNTS.find((mount) => mount.path === path) as Mount;
const CHAT = ofApi('/v1/chat/completions');
const COMPLETIONS = ofApi('/v1/completions');
const RESPONSES = ofApi('/v1/responses');
const EMBEDDINGS = ofApi('/v1/embeddings');
const MESSAGES = ofApi('/v1/messages');
const DASHSCOPE = ofApi('/compatible-mode/v1/chat/completions');

const whole = { stream: false, status: 200 as const };
const streamed = { stream: true, status: 200 as const };
const wrong = { stream: false, status: 400 as const, bytes: 500 };

const WANTED: readonly Wanted[] = [
  { name: 'chat', mount: CHAT, ...whole, bytes: 500, weight: 8 },
  { name: 'chat streamed', mount: CHAT, ...streamed, bytes: 5_000, weight: 6 },
  { name: 'chat, 60 KB', mount: CHAT, ...whole, bytes: 60_000, weight: 3 },
  { name: 'chat streamed, 100 KB', mount: CHAT, ...streamed, bytes: 100_000, weight: 2 },
  { name: 'DashScope', mount: DASHSCOPE, ...whole, bytes: 15_500, weight: 4 },
  { name: 'completions', mount: COMPLETIONS, ...whole, bytes: 17_000, weight: 4 },
  { name: 'completions, 1 MB', mount: COMPLETIONS, ...whole, bytes: 1_000_000, weight: 0.5 },
  { name: 'completions streamed', mount: COMPLETIONS, ...streamed, bytes: 20_000, weight: 4 },
  { name: 'responses', mount: RESPONSES, ...whole, bytes: 2_000, weight: 4 },
  { name: 'responses streamed', mount: RESPONSES, ...streamed, bytes: 10_000, weight: 4 },
  { name: 'embeddings', mount: EMBEDDINGS, ...whole, bytes: 20_000, weight: 6 },
  { name: 'embeddings, 100 KB', mount: EMBEDDINGS, ...whole, bytes: 100_000, weight: 2 },
  { name: 'embeddings, 1 MB', mount: EMBEDDINGS, ...whole, bytes: 1_000_000, weight: 0.3 },
  { name: 'messages', mount: MESSAGES, ...whole, bytes: 700, weight: 4 },
  { name: 'messages streamed', mount: MESSAGES, ...streamed, bytes: 5_000, weight: 4 },
  { name: 'a wrong override', mount: CHAT, ...wrong, weight: 6 },
  { name: 'a wrong override of messages', mount: MESSAGES, ...wrong, weight: 3 },
  { name: 'bad JSON', mount: RESPONSES, ...wrong, weight: 3 },
  { name: 'no key', mount: CHAT, stream: false, bytes: 500, status: 401, weight: 6 },
  { name: 'no key of messages', mount: MESSAGES, stream: false, bytes: 500, status: 401, weight: 3 },
];

/** One question with its answer. */
export interface GoodRequest {
  readonly name: string;
  readonly port: number;
  readonly weight: number;
  /** By delay; as bytes, because they are sent again and again. */
  readonly bytes: readonly Buffer[];
  readonly status: number;
  /** Without what differs from answer to answer. */
  readonly answer: string;
}

function bytesOf(target: Target, wanted: Wanted, delayMs: number): Buffer {
  const { mount, stream, bytes, status, name } = wanted;
  const body = name === 'bad JSON' ? BAD_JSON : bodyOf(mount, stream, bytes);
  const framed = frame(mount.path, body, {
    ...PLAIN_FRAMING,
    apiKey: status === 401 ? null : target.apiKey,
    delayHeader: name.startsWith('a wrong override') ? '1q' : `${delayMs}ms`,
  });
  return Buffer.from(framed.head + framed.body);
}

const IDENTIFIERS = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g;
const TIMES = /"created(_at)?":\d+/g;
/** What keeps a silent stream alive. */
const COMMENTS = /^:\n\n/gm;

/** The body without identifiers, the time of day and comments. */
function comparable(reply: WireReply): string {
  return reply.body
    .toString()
    .replace(IDENTIFIERS, 'ID')
    .replace(TIMES, '"created$1":0')
    .replace(COMMENTS, '');
}

/** What is wrong with a whole answer; null when it is the right one. Its body is held against the first if `compares`. */
export function problemOf(request: GoodRequest, reply: WireReply, compares: boolean): string | null {
  if (reply.status !== request.status) return `got ${reply.status}, not ${request.status}`;
  if (!compares) return null;
  const body = comparable(reply);
  if (body === request.answer) return null;
  return `another body: ${body.length} characters, not ${request.answer.length}: ${body.slice(0, 120)}`;
}

const STREAM_ENDS = ['data: [DONE]\n\n', 'event: response.completed\n', 'event: message_stop\n'];

/** The first answer is held against the API; every later one against it. */
function checkFirst({ name, stream, status }: Wanted, reply: WireReply): void {
  const body = reply.body.toString();
  const isWhole = stream ? STREAM_ENDS.some((end) => body.includes(end)) : isJson(body);
  if (reply.status !== status || !isWhole) {
    throw new Error(`${name}: ${reply.status} ${body.slice(0, 200)} is no answer to compare with`);
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Asks every question once on both ports, with nobody else there. Throws when an answer is not what the API says. */
export async function learnGoodRequests(target: Target): Promise<readonly GoodRequest[]> {
  const requests: GoodRequest[] = [];
  for (const port of [target.port, target.http10Port]) {
    for (const wanted of WANTED) {
      if (wanted.status === 401 && target.apiKey === null) continue;
      const bytes = DELAYS_MS.map((delayMs) => bytesOf(target, wanted, delayMs));
      const asker = new Asker(target.peer, port);
      const { reply, problem } = await asker.ask(bytes[0] as Buffer, ANSWER_MS_MAX);
      asker.leave();
      if (problem !== null) throw new Error(`${wanted.name}: ${problem}`);
      checkFirst(wanted, reply);
      const { name, status } = wanted;
      const weight = port === target.port ? wanted.weight : wanted.weight / 3;
      requests.push({ name: `${name} on ${port}`, port, weight, bytes, status, answer: comparable(reply) });
    }
  }
  return requests;
}
