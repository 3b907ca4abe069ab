// Owns: the parts that config and scenario files are made of, right ones and wrong ones, a line each, as generators; and the
// library that reads them with its work counted. Pure.

import fc from 'fast-check';
import * as yaml from 'yaml';
import type { YamlLibrary } from '../../../dist/behavior/models/yaml-reader.js';

/** A line of a file, and whether something is wrong in it. */
export interface Line {
  readonly text: string;
  readonly isWrong: boolean;
}

/** Settings that a scenario may change, none of which overrules another: name, right value, wrong value. */
// biome-ignore format: a table, a line for each
const LIVE = [
  ['MAX_CONCURRENT', '100', '0'],
  ['QUEUE_SIZE', '5', '-1'],
  ['QUEUE_TIMEOUT', '90s', '2h'],
  ['RATE_LIMITS', '"key: 10 requests/s, model(gpt-*): 5 tokens/min burst 9"', '"key: 10 wishes/s"'],
  ['RESPONSE_DELAY', '"mix(70%:10s,30%:normal(2s,300ms))"', '2'],
  ['LOAD_FACTOR', '1.5', '0.5'],
  ['MAX_MODEL_LEN', '1000', 'x'],
  ['FAULTS', '"5%:429(late), first(3):503"', '101%:429'],
  ['SEED', '7', '""'],
  ['OUTPUT_TOKENS', '"uniform(1,5)"', 'many'],
] as const;

/** And some that only the start reads. */
// biome-ignore format: a table, a line for each
const OTHERS = [
  ['PORT', '8081', '65536'],
  ['LOG_LEVEL', 'warn', 'loud'],
  ['DASHBOARD', 'false', 'maybe'],
  ['STARTUP_DURATION', '5s', 'soon'],
  ['API_KEY', 'sk-123456', '"a b"'],
] as const;

const line = (text: string, isWrong: boolean): Line => ({ text, isWrong });
const anyOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

/** Of how many lines `wrongs` are wrong. */
const OF_LINES = 8;
/** How a line of a setting can be wrong. */
const WAYS = 4;

/** Lines of a map `settings`, each name once, in either case. */
export function settingLines(wrongs: number): fc.Arbitrary<readonly Line[]> {
  return fc.shuffledSubarray([...LIVE, ...OTHERS]).chain((rows) =>
    fc.tuple(
      ...rows.map(([name, right, wrong], index) =>
        fc.tuple(fc.boolean(), fc.nat({ max: OF_LINES * WAYS - 1 })).map(([isSmall, draw]) => {
          const key = isSmall ? name.toLowerCase() : name;
          if (draw >= wrongs * WAYS) return line(`${key}: ${right}`, false);
          const ways = [
            `${key}: ${wrong}`,
            `${key}: [${right}]`,
            `${key}: { a: ${right} }`,
            `NO_${key}_${index}: ${right}`,
          ];
          return line(ways[draw % WAYS] as string, true);
        }),
      ),
    ),
  );
}

/** Right lines and wrong ones, `wrongs` of eight of these. */
function mixed(right: fc.Arbitrary<string>, wrong: fc.Arbitrary<string>, wrongs: number): fc.Arbitrary<Line> {
  return fc.oneof(
    { arbitrary: right.map((text) => line(text, false)), weight: OF_LINES - wrongs },
    { arbitrary: wrong.map((text) => line(text, true)), weight: wrongs },
  );
}

const rightModel = anyOf(
  '{ output_tokens: 3 }',
  '{ response_delay: 5s, load_factor: 2 }',
  '{ faults: "1%:reset" }',
);
const wrongModel = anyOf(
  '5',
  '[]',
  '{ output_tokens: -1 }',
  '{ colour: red }',
  '{ load_factor: 0 }',
  '{ faults: resett }',
);

/** Lines of a map `models`. */
export function modelLines(wrongs: number): fc.Arbitrary<readonly Line[]> {
  return fc
    .array(mixed(rightModel, wrongModel, wrongs), { maxLength: 8 })
    .map((rows) => rows.map(({ text, isWrong }, index) => line(`"m${index}-*": ${text}`, isWrong)));
}

const change = fc.constantFrom(...LIVE);
const at = anyOf('0', '1s', '2.5s', '10m');
const span = anyOf('1s', '10s', '1m');
const RAMPS = [
  'LOAD_FACTOR, from: 1, to: 5',
  'response_delay, from: 1s, to: 5s',
  'MAX_CONCURRENT, from: 100, to: 200',
  'FAULTS, from: "0%:503", to: "30%:503"',
] as const;

const rightStep = fc.oneof(
  fc
    .tuple(at, span, change)
    .map(([begin, length, [name, right]]) => `{ at: ${begin}, for: ${length}, set: { ${name}: ${right} } }`),
  fc
    .tuple(at, span, anyOf(...RAMPS))
    .map(([begin, length, ramp]) => `{ at: ${begin}, for: ${length}, ramp: { setting: ${ramp} } }`),
  fc
    .tuple(at, span, anyOf('m', '"gpt-*"', '__proto__', 'constructor'))
    .map(
      ([begin, length, name]) => `{ at: ${begin}, for: ${length}, models: { ${name}: { load_factor: 2 } } }`,
    ),
  at.map((begin) => `{ at: ${begin}, mark: "a mark" }`),
  fc.tuple(at, span).map(([begin, length]) => `{ at: ${begin}, for: ${length}, down: true }`),
);
const wrongStep = fc.oneof(
  anyOf('5', '[]', '{}', '{ mark: x }', '{ at: 25h, mark: x }', '{ at: 1s }', '{ at: 0, for: 1s, down: no }'),
  anyOf(
    '{ at: 0, mark: "" }',
    '{ at: 0, mark: x, colour: red }',
    '{ at: 0, for: 1s, set: 5 }',
    '{ at: 0, for: 1s, ramp: {} }',
  ),
  change.map(([name, , wrong]) => `{ at: 0, for: 1s, set: { ${name}: ${wrong} } }`),
  change.map(([name, right]) => `{ at: 0, for: 1s, set: { NO_${name}: ${right} } }`),
  change.map(([name, right]) => `{ at: 0, for: 0, set: { ${name}: ${right} } }`),
  fc.constantFrom(...OTHERS).map(([name, right]) => `{ at: 0, for: 1s, set: { ${name}: ${right} } }`),
);

/** Items of a list `steps`. */
export function stepLines(wrongs: number): fc.Arbitrary<readonly Line[]> {
  return fc.array(mixed(rightStep, wrongStep, wrongs), { minLength: 1, maxLength: 12 });
}

/** What of a damaged file means something to a YAML parser. */
// biome-ignore format: one list
export const YAML_PIECES = ['\n', '\n  ', ': ', '- ', '? ', '{', '}', '[', ']', '&a ', '*a', '<<: *a\n', '!!set ', '!!omap ', '"', "'", '|\n', '>\n', '#', '---\n', '...\n', '%YAML 1.2\n', '\t', '~', '\r', '\ufeff', '\u0000', ','];

/** Anchors that stand for more and more of the one before, and maps that are merged into one another. */
export const unfoldingTexts: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 12 })
  .map((levels) => {
    const lines = ['a0: &a0 { output_tokens: 3 }'];
    for (const [index, [count, isMerge]] of levels.entries()) {
      const many = new Array(count).fill(`*a${index}`).join(', ');
      lines.push(
        isMerge
          ? `a${index + 1}: &a${index + 1} { <<: [${many}], x: *a${index} }`
          : `a${index + 1}: &a${index + 1} [${many}]`,
      );
    }
    const last = `*a${levels.length}`;
    return `settings:\n  ${lines.join('\n  ')}\nmodels: ${last}\nscenario: { steps: ${last} }\n`;
  });

export interface CountedYaml {
  readonly library: YamlLibrary;
  /** Words of the lexer, and how often somebody has asked what a node is. */
  readonly work: { words: number; questions: number };
}

/** The library as the server has it, with what it is asked counted: time and memory go by that. */
export function countedYaml(): CountedYaml {
  const work = { words: 0, questions: 0 };
  class Lexer extends yaml.Lexer {
    override *lex(source: string, incomplete?: boolean): Generator<string, void> {
      for (const word of super.lex(source, incomplete)) {
        work.words++;
        yield word;
      }
    }
  }
  const counted = <Test extends (node: unknown) => boolean>(test: Test): Test =>
    ((node: unknown) => {
      work.questions++;
      return test(node);
    }) as Test;
  const library: YamlLibrary = {
    ...yaml,
    Lexer,
    isAlias: counted(yaml.isAlias),
    isMap: counted(yaml.isMap),
    isScalar: counted(yaml.isScalar),
    isSeq: counted(yaml.isSeq),
  };
  return { library, work };
}
