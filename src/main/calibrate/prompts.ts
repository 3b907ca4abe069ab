/**
 * Owns what a measured endpoint is asked. Pure data. They ask for answers of differing lengths; each request has its number in its
 * prompt, so that no cache answers in the model's place.
 */
export const PROMPTS: readonly string[] = [
  'Explain in three sentences how a hash table works.',
  'Write a short story of about 200 words about a lighthouse keeper who repairs radios.',
  'List ten things to check before a web service goes live, each with one sentence of reason.',
  'Compare TCP and QUIC for somebody who knows neither, in about 300 words.',
  'Write a Python function that merges two sorted lists, with a docstring and two examples.',
  'Summarise the causes of the French Revolution in one paragraph.',
  'Give a recipe for a vegetable soup for four people, with quantities and steps.',
  'What is the difference between a process and a thread? Answer in two sentences.',
];

/** The prompt of the request of that number, from 0. */
export function promptFor(prompts: readonly string[], index: number): string {
  return `${prompts[index % prompts.length] ?? ''} (request ${index + 1})`;
}
