/**
 * Owns how the report looks, in the colours that the page has when it is made. Browser, pure.
 */
import { SERIES_COLORS, type SeriesColor } from '../charts/chart-styles.js';

/** Names of variables in palette.css. */
export const REPORT_COLORS = [
  ...SERIES_COLORS,
  'ground',
  'card',
  'edge',
  'text',
  'muted',
  'grid',
  'band-strained',
  'band-late',
] as const;
export type ReportColors = Readonly<Record<(typeof REPORT_COLORS)[number], string>>;

const stroke = (colors: ReportColors, name: SeriesColor): string =>
  `.line.${name}{stroke:${colors[name]}}.area.${name},.dot.${name},.cell.${name}{fill:${colors[name]}}`;

export function reportStyle(colors: ReportColors): string {
  return [
    '*{box-sizing:border-box}',
    `body{margin:0;background:${colors.ground};color:${colors.text};font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}`,
    'main{max-width:84rem;margin:0 auto;padding:1rem 1.5rem 3rem}',
    'h1{font-size:1.25rem}h2{margin:1.75rem 0 .5rem;font-size:1.125rem}h3{margin:0;font-size:.875rem}',
    'p,ul,dl,dd,figure{margin:0;padding:0}ul{list-style:none}',
    `small,dt,p{color:${colors.muted}}small{font-weight:400}`,
    '.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem 1rem;margin-bottom:.5rem}.figures dd{font-weight:600}',
    '.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.75rem;margin-top:.75rem}',
    `figure{padding:.625rem .75rem;border:1px solid ${colors.edge};border-radius:.625rem;background:${colors.card};break-inside:avoid}`,
    'figure ul{display:flex;flex-wrap:wrap;gap:0 .875rem;font-size:.8125rem}',
    'svg{display:block;width:100%;height:auto;fill:none}svg.mark{display:inline-block;width:1rem;height:.5rem;margin-right:.3rem}',
    `svg.strip{height:1.5rem;border:1px solid ${colors.edge};background:${colors.card}}`,
    `text{fill:${colors.muted};font-size:11px}`,
    `.grid{stroke:${colors.grid}}.line{stroke-width:1.4;stroke-linejoin:round}.area{opacity:.14}.gone{fill:${colors.gray};opacity:.35}`,
    `.band-strained{fill:${colors['band-strained']}}.band-late{fill:${colors['band-late']}}`,
    ...SERIES_COLORS.map((name) => stroke(colors, name)),
    '.changes{display:flex;flex-wrap:wrap;gap:0 1rem}',
    '.settings{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));gap:0 2rem;font-size:.8125rem}',
    `.settings div{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;padding:.2rem 0;border-top:1px solid ${colors.grid}}.settings dt,.settings dd{overflow-wrap:anywhere}`,
  ].join('\n');
}
