// Owns: the table of clients that the mock is held to, beside those in JavaScript (test/integration). Plain data: one more client is
// one more row, and a script that prints what it saw.

export interface Client {
  /** As its registry calls it. */
  readonly name: string;
  readonly language: 'python';
  /** Below test/clients. */
  readonly script: string;
  /** What it makes of 429: a class that its error is of. */
  readonly refused: string;
  /** Statuses that the mock gives it when a call is refused for ever, and when it fails twice and is well then. */
  readonly refusedStatuses: readonly number[];
  readonly retriedStatuses: readonly number[];
}

/** Each is told to try twice more. */
const TRIES = { refusedStatuses: [429, 429, 429], retriedStatuses: [503, 503, 200] };

// biome-ignore format: a table, a line for each client
export const CLIENTS: readonly Client[] = [
  { name: 'openai', language: 'python', script: 'use-openai.py', refused: 'RateLimitError', ...TRIES },
  { name: 'anthropic', language: 'python', script: 'use-anthropic.py', refused: 'RateLimitError', ...TRIES },
  { name: 'google-genai', language: 'python', script: 'use-google-genai.py', refused: 'ClientError', ...TRIES },
  { name: 'litellm', language: 'python', script: 'use-litellm.py', refused: 'RateLimitError', ...TRIES },
  { name: 'langchain-openai', language: 'python', script: 'use-langchain-openai.py', refused: 'RateLimitError', ...TRIES },
  { name: 'pydantic-ai-slim', language: 'python', script: 'use-pydantic-ai.py', refused: 'ModelHTTPError', ...TRIES },
  { name: 'instructor', language: 'python', script: 'use-instructor.py', refused: 'RateLimitError', ...TRIES },
  { name: 'openai-agents', language: 'python', script: 'use-openai-agents.py', refused: 'RateLimitError', ...TRIES },
];
