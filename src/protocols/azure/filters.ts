/**
 * What Azure's content filter says in every answer: of the prompt once, of each choice, and of each event of a stream. Pure. Nothing is
 * ever found but where an answer was to end with `content_filter`. Source: Microsoft's page on content filtering, and what
 * the service was seen to send.
 */
import type { Annotations } from '../openai/common/annotations.js';
import { FilteredEvents } from './filtered-events.js';

const SAFE = '{"filtered":false,"severity":"safe"}';
const FOUND = '{"filtered":true,"severity":"high"}';
const NOT_DETECTED = '{"filtered":false,"detected":false}';

function results(hate: string, more = ''): string {
  return `{"hate":${hate}${more},"self_harm":${SAFE},"sexual":${SAFE},"violence":${SAFE}}`;
}

/** Of a prompt in which nothing was found. */
const PROMPT = `[{"prompt_index":0,"content_filter_results":${results(SAFE, `,"jailbreak":${NOT_DETECTED}`)}}]`;
/** Ahead of all that a stream says. It has no choices, which takes clients by surprise. */
const PROMPT_EVENT =
  `data: {"id":"","object":"","created":0,"model":"","choices":[]` +
  `,"prompt_filter_results":${PROMPT}}\n\n`;
const IN_ANSWER = `,"content_filter_results":${results(SAFE)}`;
const IN_FILTERED = `,"content_filter_results":${results(FOUND)}`;

export const CONTENT_FILTERS: Annotations = {
  characters: Math.max(IN_ANSWER.length, IN_FILTERED.length),
  choice: ({ finish }) => (finish === 'filter' ? IN_FILTERED : IN_ANSWER),
  reply: `,"prompt_filter_results":${PROMPT}`,
  annotate: (events, { finish }) =>
    new FilteredEvents(events, {
      first: PROMPT_EVENT,
      piece: IN_ANSWER,
      end: finish === 'filter' ? IN_FILTERED : ',"content_filter_results":{}',
    }),
};
