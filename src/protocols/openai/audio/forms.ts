/**
 * Sound as bytes, in the forms that speech may be wanted in. Pure. A piece is 72 ms of it: what is a token of other answers. All is one
 * channel; where a form packs what it holds, silence is in it, else a low tone. A character of a text here stands for a byte.
 *
 * Sources: RIFF WAVE; ISO 11172-3 and 13818-3 (MP3); ISO 13818-7 (ADTS). Ogg and FLAC have files of their own.
 */
import type { StreamFormat } from '../../contract/stream-format.js';
import { flacFrame, flacHead } from './flac.js';
import { oggHead, oggPiece } from './ogg.js';

export const PIECE_MS = 72;
const SAMPLES_PER_SECOND = 24_000;
const PIECE_SAMPLES = (PIECE_MS * SAMPLES_PER_SECOND) / 1_000;
const BYTES_PER_SAMPLE = 2;

/** One way to write sound down. `count`: pieces in all; `index` of one, from 0. */
export interface AudioForm {
  readonly format: StreamFormat;
  head(count: number): string;
  piece(index: number, count: number): string;
}

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Whole frames of so many samples that end within a piece, where pieces do not. */
function framesIn(index: number, frameSamples: number): number {
  const upTo = (pieces: number): number => Math.floor((pieces * PIECE_SAMPLES) / frameSamples);
  return upTo(index + 1) - upTo(index);
}

/** A tone of 250 Hz: 18 whole periods, so that pieces fit. */
const TONE_HZ = 250;
const LOUDNESS = 3_000;
const TONE = asText(
  new Uint8Array(
    Int16Array.from({ length: PIECE_SAMPLES }, (_, at) =>
      Math.round(LOUDNESS * Math.sin((2 * Math.PI * TONE_HZ * at) / SAMPLES_PER_SECOND)),
    ).buffer,
  ),
);

/**
 * Nothing may come in between: sound would be longer than its head says, or its frames be numbered wrong. So a client that reads
 * nothing is given up by uWebSockets.js after some ten seconds, whatever STALL_TIMEOUT says. `silence` is a frame of nothing, for
 * a fault that wants one.
 */
function formatOf(contentType: string, silence: string): StreamFormat {
  return { contentType, filler: '', padding: '', blank: silence, isBinary: true, lastFrameAt: () => 0 };
}

const NO_SAMPLE = '\0\0';

function wavHead(count: number): string {
  const dataBytes = count * TONE.length;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + dataBytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  head.writeUInt32LE(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE, 28);
  head.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  head.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(dataBytes, 40);
  return asText(head);
}

/** MPEG-2, layer III, 64 kbit/s, 24 kHz, one channel, and nothing but zeros behind it: 24 ms of silence. */
const MP3_FRAME = asText(Uint8Array.from({ length: 192 }, (_, at) => [0xff, 0xf3, 0x84, 0xc4][at] ?? 0));
const MP3_FRAMES_PER_PIECE = 3;

/** MPEG-4, low complexity, 24 kHz, one channel, 13 bytes: 1,024 samples of silence. */
const AAC_FRAME = asText(
  Uint8Array.of(0xff, 0xf1, 0x58, 0x40, 0x01, 0xbf, 0xfc, 0x00, 0xc8, 0x00, 0x80, 0x23, 0x80),
);
const AAC_FRAME_SAMPLES = 1_024;

const NO_HEAD = (): string => '';

export const FORMS = {
  mp3: {
    format: formatOf('audio/mpeg', MP3_FRAME),
    head: NO_HEAD,
    piece: () => MP3_FRAME.repeat(MP3_FRAMES_PER_PIECE),
  },
  opus: { format: formatOf('audio/opus', oggPiece(0, 0)), head: oggHead, piece: oggPiece },
  aac: {
    format: formatOf('audio/aac', AAC_FRAME),
    head: NO_HEAD,
    piece: (index) => AAC_FRAME.repeat(framesIn(index, AAC_FRAME_SAMPLES)),
  },
  flac: {
    format: formatOf('audio/flac', flacFrame(0, PIECE_SAMPLES)),
    head: (count) => flacHead(count, PIECE_SAMPLES, SAMPLES_PER_SECOND),
    piece: (index) => flacFrame(index, PIECE_SAMPLES),
  },
  wav: { format: formatOf('audio/wav', NO_SAMPLE), head: wavHead, piece: () => TONE },
  pcm: { format: formatOf('audio/pcm', NO_SAMPLE), head: NO_HEAD, piece: () => TONE },
} as const satisfies Readonly<Record<string, AudioForm>>;

export type AudioFormat = keyof typeof FORMS;
