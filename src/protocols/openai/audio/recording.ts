/**
 * How long a recording is: as its head says where it is a WAVE file, else by its bytes. Pure.
 */

/** Of MP3 with 128 kbit/s. */
const BYTES_PER_SECOND = 16_000;
const WAV_HEAD_BYTES = 44;
const BYTE_RATE_AT = 28;
const MS_PER_SECOND = 1_000;

/** In seconds, to the millisecond. */
export function secondsOf(file: Buffer): number {
  const isWav =
    file.length >= WAV_HEAD_BYTES &&
    file.toString('latin1', 0, 4) === 'RIFF' &&
    file.toString('latin1', 8, 12) === 'WAVE';
  const rate = isWav ? file.readUInt32LE(BYTE_RATE_AT) : 0;
  const seconds = rate > 0 ? (file.length - WAV_HEAD_BYTES) / rate : file.length / BYTES_PER_SECOND;
  return Math.round(seconds * MS_PER_SECOND) / MS_PER_SECOND;
}
