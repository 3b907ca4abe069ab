/**
 * How long audio and videos are: a WAV by its header, all others by their bytes, what is not there by a stand-in. Pure.
 * Source: Microsoft's and IBM's "Multimedia Programming Interface" (RIFF, WAVE: the chunks `fmt ` and `data`).
 */
import type { ByteSource, Embedded } from './bytes.js';

/** The longest that any provider takes: Gemini's 9.5 hours of audio. What claims more counts as this. */
export const SECONDS_MAX = 34_200;
/** Of what lies elsewhere, and is not fetched. */
export const SECONDS_UNKNOWN = 30;

/** MP3, AAC and the like at 128 kbit/s. */
const AUDIO_BYTES_PER_SECOND = 16_000;
/** OpenAI's pcm16: 24 kHz, one channel. */
const PCM_BYTES_PER_SECOND = 48_000;
/** At 2 Mbit/s. */
const VIDEO_BYTES_PER_SECOND = 250_000;
/** A telephone's worst is 1,000: what claims less is not believed. */
const WAV_BYTES_PER_SECOND_MIN = 1_000;

const RIFF_HEAD_BYTES = 12;
const CHUNK_HEAD_BYTES = 8;
const WAV_CHUNKS_MAX = 16;
/** In the chunk `fmt `, behind its head. */
const BYTE_RATE_AT = 8;

/** `format` as the part names it: `wav`, `mp3`, `pcm16` …; null for what lies elsewhere. */
export function audioSeconds(embedded: Embedded | null, format: unknown): number {
  if (embedded === null) return SECONDS_UNKNOWN;
  const { bytes } = embedded;
  const perSecond = format === 'pcm16' ? PCM_BYTES_PER_SECOND : AUDIO_BYTES_PER_SECOND;
  return bounded(wavSeconds(bytes) ?? bytes.length / perSecond);
}

export function videoSeconds(embedded: Embedded | null): number {
  return embedded === null ? SECONDS_UNKNOWN : bounded(embedded.bytes.length / VIDEO_BYTES_PER_SECOND);
}

function bounded(seconds: number): number {
  return Math.min(seconds, SECONDS_MAX);
}

/** null for what is no WAV, or a broken one. */
function wavSeconds(bytes: ByteSource): number | null {
  const riff = bytes.read(0, RIFF_HEAD_BYTES).toString('latin1');
  if (!riff.startsWith('RIFF') || !riff.endsWith('WAVE')) return null;
  let byteRate = 0;
  let at = RIFF_HEAD_BYTES;
  for (let chunk = 0; chunk < WAV_CHUNKS_MAX; chunk++) {
    const head = bytes.read(at, CHUNK_HEAD_BYTES + BYTE_RATE_AT + 4);
    if (head.length < CHUNK_HEAD_BYTES) return null;
    const id = head.toString('latin1', 0, 4);
    const size = head.readUInt32LE(4);
    at += CHUNK_HEAD_BYTES;
    if (id === 'fmt ' && head.length === CHUNK_HEAD_BYTES + BYTE_RATE_AT + 4) {
      byteRate = head.readUInt32LE(CHUNK_HEAD_BYTES + BYTE_RATE_AT);
    }
    if (id === 'data') {
      // One that is being recorded claims 0 or 2^32 − 1; no more is there than there is.
      const there = Math.max(0, bytes.length - at);
      const length = size === 0 ? there : Math.min(size, there);
      return byteRate >= WAV_BYTES_PER_SECOND_MIN ? length / byteRate : null;
    }
    // Chunks begin at even places.
    at += size + (size & 1);
  }
  return null;
}
