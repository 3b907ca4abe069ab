// Owns: the look of report.html. Dark is for screens only: print is always light. Must never: fetch anything.

export const STYLE = `
:root {
  --page: #fbfbfa; --card: #ffffff; --ink: #1d2429; --muted: #5b666f; --rule: #e2e6e9; --ours: #b93c0a;
  --tint: #fdf1ea; --good: #1c6b45; --bad: #a12626;
  color-scheme: light;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14181b; --card: #1b2024; --ink: #e6eaed; --muted: #9ba7af; --rule: #2c3439; --ours: #ff8c4f;
    --tint: #2a211c; --good: #6cc79a; --bad: #f08a8a;
    color-scheme: dark;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
main { max-width: 980px; margin: 0 auto; padding: 40px 30px 80px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 8px; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin: 64px 0 6px; letter-spacing: -0.005em; }
h3 { font-size: 1rem; margin: 28px 0 4px; }
p { margin: 0 0 12px; max-width: 46rem; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 3px; }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.muted, .caption, .note { color: var(--muted); }
.caption, .note { font-size: 0.875rem; margin: 18px 0 6px; }
.note { margin: 6px 0 0; }
nav { margin: 18px 0 28px; font-size: 0.9375rem; }
nav a { margin-right: 16px; white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(255px, 1fr)); gap: 14px; margin: 24px 0; }
.card { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 16px 18px; break-inside: avoid; }
.card dt { font-size: 0.875rem; color: var(--muted); }
.card dd { margin: 0; font-size: 0.875rem; }
.card .value { font-size: 2rem; line-height: 1.25; font-weight: 650; color: var(--ours); font-variant-numeric: tabular-nums; }
.card .unit { font-size: 1rem; font-weight: 500; margin-left: 4px; }
.card .line { margin-top: 8px; color: var(--ink); }
ul { padding-left: 20px; margin: 6px 0 14px; max-width: 52rem; }
li { margin: 4px 0; }
.goals { list-style: none; padding: 0; max-width: none; }
.goals li { display: grid; grid-template-columns: 7.6rem 1fr; gap: 12px; padding: 9px 0; border-top: 1px solid var(--rule); }
.goals li:last-child { border-bottom: 1px solid var(--rule); }
.verdict { font-weight: 650; }
.verdict.met { color: var(--good); } .verdict.missed { color: var(--bad); }
.goals .because { color: var(--muted); font-size: 0.9375rem; display: block; }
figure { margin: 30px 0 10px; break-inside: avoid; }
figcaption { margin-bottom: 12px; }
figcaption strong { display: block; font-size: 1.0625rem; }
figcaption span { color: var(--muted); font-size: 0.9375rem; }
figure svg { display: block; width: 100%; height: auto; }
.dark, .narrow { display: none; }
@media screen and (prefers-color-scheme: dark) {
  .light { display: none; }
  .dark.wide { display: block; }
}
@media screen and (max-width: 720px) {
  main { padding: 26px 16px 60px; }
  .light.wide, .dark.wide { display: none; }
  .light.narrow { display: block; }
  .goals li { grid-template-columns: 1fr; gap: 0; }
  tbody th { white-space: normal; min-width: 7.5rem; }
}
@media screen and (max-width: 720px) and (prefers-color-scheme: dark) {
  .light.narrow { display: none; }
  .dark.narrow { display: block; }
}
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 12px; text-align: right; vertical-align: top; border-top: 1px solid var(--rule); }
thead th { border-top: 0; color: var(--muted); font-weight: 550; line-height: 1.3; vertical-align: bottom; min-width: 5.4rem; }
th.left, td.left { text-align: left; }
tbody th { font-weight: 500; position: sticky; left: 0; background: var(--card); white-space: nowrap; }
tr.ours th, tr.ours td { background: var(--tint); }
tr.ours th { color: var(--ours); font-weight: 650; }
td { white-space: nowrap; }
td .remark { display: block; color: var(--muted); font-size: 0.8125rem; }
details { margin: 10px 0; }
details > .note:last-child, details .scroll { margin-bottom: 6px; }
summary { cursor: pointer; padding: 4px 0; }
summary:hover { text-decoration: underline; text-underline-offset: 3px; }
.warnings h3 { margin-top: 0; }
.warnings { border-left: 3px solid var(--ours); padding: 2px 0 2px 16px; margin: 18px 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 12px 0; font-size: 0.9375rem; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 560px) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 8px; } }
@media print {
  @page { margin: 14mm; }
  body { font-size: 11pt; background: none; }
  main { padding: 0; max-width: none; }
  nav { display: none; }
  .cards { grid-template-columns: repeat(3, 1fr); }
  .scroll { overflow: visible; border-radius: 0; }
  table { font-size: 8pt; } th, td { padding: 3px 6px; } thead th { min-width: 0; }
  tr, h2, h3 { break-inside: avoid; } h2, h3, .caption, summary { break-after: avoid; }
  td { white-space: normal; } td .remark { font-size: 7pt; }
  details:not([open]) { display: none; }
}
`;
