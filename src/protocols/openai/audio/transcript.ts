/**
 * What is said in a recording, in the forms that it may be wanted in. Pure. A token is said as long as any other.
 * Source: OpenAI's public OpenAPI description (CreateTranscriptionResponseVerboseJson, TranscriptionSegment); SubRip and WebVTT.
 */
import type { Answer } from '../../contract/protocol.js';
import type { TranscriptForm, TranscriptRequest } from './transcript-request.js';

const TOKENS_PER_SEGMENT = 12;
const MS_PER_SECOND = 1_000;

/** Some words with the time that they are said in, in seconds; `text` is escaped for JSON. */
interface Segment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `size`: tokens in each. */
function segmentsOf({ text, tokens }: Answer, seconds: number, size: number): readonly Segment[] {
  const pieces = text.pieces();
  const segments: Segment[] = [];
  for (let at = 0; at < tokens; at += size) {
    const end = Math.min(at + size, tokens);
    let said = '';
    for (let left = end - at; left > 0; left--) said += pieces.next();
    segments.push({ text: said, start: timeAt(at), end: timeAt(end) });
  }
  return segments;

  function timeAt(token: number): number {
    return Math.round((seconds * MS_PER_SECOND * token) / tokens) / MS_PER_SECOND;
  }
}

function spelledOut(text: string): string {
  return JSON.parse(`"${text}"`);
}

/** As `00:01:02,345`. */
function clock(seconds: number, point: ',' | '.'): string {
  return new Date(seconds * MS_PER_SECOND).toISOString().slice(11, 23).replace('.', point);
}

/** In a form that is no JSON. */
export function encodeText(form: TranscriptForm, answer: Answer, seconds: number): string {
  if (form === 'text') return `${spelledOut(answer.text.join(answer.tokens))}\n`;
  const point = form === 'srt' ? ',' : '.';
  const cues = segmentsOf(answer, seconds, TOKENS_PER_SEGMENT).map(({ text, start, end }, index) => {
    const number = form === 'srt' ? `${index + 1}\n` : '';
    return `${number}${clock(start, point)} --> ${clock(end, point)}\n${spelledOut(text).trim()}\n\n`;
  });
  return (form === 'srt' ? '' : 'WEBVTT\n\n') + cues.join('');
}

/** Whisper counts seconds, all others tokens. */
export function encodeUsage(
  { model, seconds, promptTokens: input }: TranscriptRequest,
  { usage }: Answer,
): string {
  if (model.startsWith('whisper')) return `{"type":"duration","seconds":${Math.ceil(seconds)}}`;
  const output = usage.completionTokens;
  return (
    `{"type":"tokens","input_tokens":${input},"input_token_details":{"text_tokens":0,"audio_tokens":${input}}` +
    `,"output_tokens":${output},"total_tokens":${input + output}}`
  );
}

/** With all that is told of it; `task` is what was done. */
export function encodeVerbose(request: TranscriptRequest, answer: Answer, task: string): string {
  const { seconds, timesWords } = request;
  const segments = segmentsOf(answer, seconds, TOKENS_PER_SEGMENT).map(
    ({ text, start, end }, index) =>
      `{"id":${index},"seek":0,"start":${start},"end":${end},"text":"${text}","tokens":[],"temperature":0` +
      ',"avg_logprob":-0.25,"compression_ratio":1.2,"no_speech_prob":0.01}',
  );
  const words = segmentsOf(answer, timesWords ? seconds : 0, 1).map(
    ({ text, start, end }) => `{"word":"${text.trim()}","start":${start},"end":${end}}`,
  );
  return (
    `{"task":"${task}","language":"english","duration":${seconds},"text":"${answer.text.join(answer.tokens)}"` +
    `,"segments":[${segments.join(',')}]${timesWords ? `,"words":[${words.join(',')}]` : ''},"usage":${encodeUsage(request, answer)}}`
  );
}
