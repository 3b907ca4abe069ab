/**
 * Owns how numbers are written, in the reader's language. Browser, pure. NaN is a dash: nothing is known.
 */
import { type Language, LOCALES, translator } from './texts.js';

export const UNKNOWN = '–';

/** Between a number and its unit, which stay on one line. */
const GLUE = '\u00a0';

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_DAY = 86_400;
const BYTES_PER_STEP = 1_024;
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export interface Formats {
  /** Whole numbers: requests, slots. */
  count(value: number): string;
  /** Rates and cores: more digits where the number is small. */
  rate(value: number): string;
  /** Seconds, in ms below one second. */
  time(seconds: number): string;
  /** Seconds, in s always. */
  seconds(seconds: number): string;
  bytes(value: number): string;
  /** How long something lasts, in its two largest units. */
  lasting(seconds: number): string;
  /** A moment, as the clock on the wall of the reader shows it. */
  clock(atMs: number): string;
  /** The same without seconds, for axes. */
  minute(atMs: number): string;
  /** A day, with its year. */
  date(atMs: number): string;
}

export function createFormats(language: Language): Formats {
  const text = translator(language);
  const digits = (most: number) => new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: most });
  const [whole, tenths, hundredths] = [digits(0), digits(1), digits(2)];
  const clock = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], {
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      ...options,
    });
  const [minutes, seconds] = [clock({}), clock({ second: '2-digit' })];
  const day = new Intl.DateTimeFormat(LOCALES[language], { year: 'numeric', month: 'long', day: 'numeric' });
  /** Two significant digits or more: the rest is noise that changes every second. */
  const short = (value: number): string =>
    (value >= 10 ? whole : value >= 1 ? tenths : hundredths).format(value);
  const known = (write: (value: number) => string) => (value: number) =>
    Number.isFinite(value) ? write(value) : UNKNOWN;
  return {
    count: known((value) => whole.format(value)),
    rate: known(short),
    time: known((value) => (value < 0.9995 ? `${short(value * 1_000)}${GLUE}ms` : `${short(value)}${GLUE}s`)),
    seconds: known((value) => `${short(value)}${GLUE}s`),
    bytes: known((value) => {
      let step = 0;
      let amount = value;
      while (amount >= 1_000 && step < BYTE_UNITS.length - 1) {
        amount /= BYTES_PER_STEP;
        step++;
      }
      return `${short(amount)}${GLUE}${BYTE_UNITS[step]}`;
    }),
    lasting: known((value) => {
      const parts = [
        text('duration.day', { n: whole.format(Math.floor(value / SECONDS_PER_DAY)) }),
        text('duration.hour', { n: whole.format(Math.floor((value % SECONDS_PER_DAY) / SECONDS_PER_HOUR)) }),
        text('duration.minute', {
          n: whole.format(Math.floor((value % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE)),
        }),
        text('duration.second', { n: whole.format(Math.floor(value % SECONDS_PER_MINUTE)) }),
      ];
      const largest = [SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE].findIndex(
        (unit) => value >= unit,
      );
      return largest === -1 ? (parts[3] as string) : parts.slice(largest, largest + 2).join(' ');
    }),
    clock: known((atMs) => seconds.format(atMs)),
    minute: known((atMs) => minutes.format(atMs)),
    date: known((atMs) => day.format(atMs)),
  };
}
