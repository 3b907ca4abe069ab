// Owns: how figures come about, in sentences for the reader of a report. Must never: promise what the bench does not
// do.

export const METHOD: readonly string[] = [
  'Every server does the same work as far as it can: it parses the body, holds a cap, waits, and answers. Answers are ' +
    'the same bytes, but for the ready-made mock servers, which have their own. All are checked before anyone is ' +
    'timed. What a server cannot do is left out, with the reason.',
  'A server runs in a fresh process for each scenario of each round, its steps one after the other; the order of the ' +
    'servers is reversed every round. It is warmed up first, but for density, where that would hide what requests ' +
    'cost, and for the start-up. The load comes from outside the limits, from other processors where there are any.',
  'How ours compares is shown only for equal work: as many requests, the same cap, as few of them lost, the same words in the ' +
    'answers. The floor, which does less on purpose, is set against ours in its connects alone.',
  'The machine is watched while a step is measured: what other processes used of a core, and what its host took. Above a tenth of ' +
    'a core, or 2 % of the processors’ time, the step and the run carry a warning; every round has both figures.',
  'A figure is the median of its rounds, and every raw round is in the report. How ours compares is worked out within ' +
    'each round, and the median of that is shown. “2.9× better” is 2.9 times as many where more is better, and 1/2.9 ' +
    'of it where less is better. “No clear difference” means that the rounds do not agree on who was better.',
  'An unexpected status, an answer that cannot be parsed, or a missed schedule makes a round an error. It gives no ' +
    'figure. A server that failed in half of its rounds or more has no figures in that step; where fewer failed, the ' +
    'count of them stands beside the median of the others.',
];
