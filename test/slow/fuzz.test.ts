/** Twenty thousand of everything that people write by hand: see test/support/fuzz, of which the quick tests try a few. */
import { test } from 'node:test';
import { holdMixesToTheirTexts, holdTextsToMixOrMistake } from '../support/fuzz/fault-grammar.js';
import {
  holdConfigMistakes,
  holdConfigTexts,
  holdScenarioMistakes,
  holdScenarioTexts,
} from '../support/fuzz/yaml-files.js';

const RUNS = 20_000;

test('20,000 mixes of faults are read as they were written', () => holdMixesToTheirTexts(RUNS));

test('20,000 texts are mixes of faults, or mistakes with their place inside the text', () =>
  holdTextsToMixOrMistake(RUNS));

test('20,000 config files, right ones and damaged ones, are read or refused with places, in bounded work', () =>
  holdConfigTexts(RUNS));

test('20,000 config files with mistakes in some of their lines: each of these lines is told, and no other', () =>
  holdConfigMistakes(RUNS));

test('20,000 scenarios, right ones and damaged ones, can be run or are refused with places, in bounded work', () =>
  holdScenarioTexts(RUNS));

test('20,000 scenarios with mistakes in some of their steps: each of these is told, and no other', () =>
  holdScenarioMistakes(RUNS));
