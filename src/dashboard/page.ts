/**
 * The live page's entry and composition root: rows come in, and what is to be seen is drawn from them, once a frame at most
 * and never while nobody looks. Runs in the browser.
 */
import type { LiveHello } from '../shared/live-protocol.js';
import { ChartsView } from './area/charts-view.js';
import { NumbersTable } from './charts/numbers-table.js';
import { ControlView } from './control/control-view.js';
import { History } from './data/history.js';
import { LiveConnection, liveUrl } from './data/live-connection.js';
import { RefusalsView } from './failures/refusals-view.js';
import { toPageState } from './judge/page-state.js';
import { ModelsView } from './models/models-view.js';
import { RunLog } from './report/run-log.js';
import { RunView } from './report/run-view.js';
import { SaveView } from './report/save-view.js';
import { StepsView } from './start/steps-view.js';
import { SettingsList } from './view/settings-list.js';
import { StatusLine } from './view/status-line.js';
import { Switch } from './view/switches.js';
import { THEMES, ThemeChoice } from './view/theme.js';
import { VerdictView } from './view/verdict-view.js';
import { LanguageChoice } from './words/language.js';
import { LANGUAGES } from './words/texts.js';

/** How often the page looks whether rows still come, and counts the seconds when they do not. */
const TICK_MS = 500;
/** A second comes as several messages, in one packet or in two: what comes within so long is drawn at once. */
const GATHER_MS = 50;

const history = new History();
const runs = new RunLog();
let hello: LiveHello | null = null;
let heardAtMs: number | null = null;
let hasFailed = false;
let willDraw = false;
let isGathering = false;

const statusLine = new StatusLine();
const verdict = new VerdictView();
const charts = new ChartsView(refresh);
const numbers = new NumbersTable(refresh);
const settings = new SettingsList();
const run = new RunView();
const models = new ModelsView(refresh);
const control = new ControlView(refresh);
const steps = new StepsView(refresh);
const refusals = new RefusalsView();

const language = new LanguageChoice(refresh);
const saving = new SaveView(() => ({
  state: read(),
  range: charts.range,
  run: runs.run,
  wording: language.wording,
}));
const theme = new ThemeChoice(() => {
  charts.recolor();
  refresh();
});
const languages = new Switch('languages', LANGUAGES, (value) => language.choose(value));
const themes = new Switch('themes', THEMES, (value) => theme.choose(value));

/** The words at once, for they are in the browser's tab too; the rest with the next frame, which a hidden page has none of. */
function refresh(): void {
  statusLine.draw(read(), language.wording);
  if (willDraw || document.visibilityState !== 'visible') return;
  willDraw = true;
  requestAnimationFrame(draw);
}

/** Something was told: waits for what is told with it. A timer, for a hidden page has no frames. */
function told(): void {
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => {
    isGathering = false;
    refresh();
  }, GATHER_MS);
}

function read() {
  return toPageState({ hello, samples: history.samples, heardAtMs, hasFailed }, performance.now());
}

function draw(): void {
  willDraw = false;
  const state = read();
  const { wording } = language;
  document.documentElement.classList.toggle('is-old', state.presence === 'stale');
  languages.show(language.chosen);
  themes.show(theme.chosen);
  // Canvases ask what fonts are, which costs the more the more was written before.
  charts.draw(state, wording);
  verdict.draw(state, wording);
  numbers.draw(state, wording);
  settings.draw(state.hello, wording);
  run.draw(runs.run, wording);
  saving.draw(state);
  models.draw(wording);
  control.draw(state, wording);
  steps.draw(state, wording);
  refusals.draw(wording);
}

new LiveConnection(liveUrl(document.baseURI), {
  hello(said) {
    // Of another start: what is told of models follows. The same server says it again when settings have changed.
    if (hello?.startedAtMs !== said.startedAtMs) models.take([]);
    hello = said;
    told();
  },
  rows(rows) {
    if (hello === null || rows.length === 0) return;
    history.add(hello.startedAtMs, rows);
    runs.add(history.samples);
    heardAtMs = performance.now();
    hasFailed = false;
    told();
  },
  failures(list) {
    refusals.take(list);
    told();
  },
  models(rows) {
    models.take(rows);
    told();
  },
  lost() {
    hasFailed = true;
    told();
  },
}).start();

setInterval(() => {
  if (read().presence !== 'live') refresh();
}, TICK_MS);
document.addEventListener('visibilitychange', refresh);

/** Canvases are printed as they are: they get the width of a sheet and colours for paper before, and at once. */
function print(isPrinting: boolean): void {
  document.documentElement.classList.toggle('is-printing', isPrinting);
  theme.print(isPrinting);
  charts.resize();
  draw();
}
window.addEventListener('beforeprint', () => print(true));
window.addEventListener('afterprint', () => print(false));
refresh();
