// Owns: what a page in Markdown consists of, as far as the tests of the docs ask: blocks, headings, links, tables, figures. Pure,
// but for the list of pages.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './source-tree.js';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Whether there is such a file or folder, its path counted from the project's folder. */
export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** Every page of the repository, from the project's folder. */
export function markdownPages(): readonly string[] {
  const below = ['docs', 'bench', 'deploy', 'src', 'test', '.github'].flatMap(filesBelow);
  return [...readdirSync(ROOT), ...below].filter((path) => path.endsWith('.md'));
}

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks, in their order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(BLOCK)].map(([, language = '', text = '']) => ({ language, text }));
}

export interface Heading {
  readonly level: number;
  /** What a link to it has behind its `#`, as GitHub makes it. */
  readonly anchor: string;
}

export function headingsOf(page: string): readonly Heading[] {
  const counts = new Map<string, number>();
  return [...page.replace(BLOCK, '').matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', text = '']) => {
    const slug = slugOf(text);
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return { level: marks.length, anchor: count === 0 ? slug : `${slug}-${count}` };
  });
}

/** Lower case, without punctuation, with a hyphen for every blank. */
function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

export interface Link {
  /** From the project's folder; of a link into its own page that page. */
  readonly path: string;
  /** Empty where the link has none. */
  readonly anchor: string;
}

/** The links and images of a page that stay in the repository. `text` may be a part of the page `path`. */
export function linksOf(path: string, text: string): readonly Link[] {
  const prose = text.replace(BLOCK, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', anchor = ''] = target.split('#');
    const linked = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
    return [{ path: linked, anchor: decodeURIComponent(anchor) }];
  });
}

/** A page cut at its headings: what is above the first, then what is below each. */
export function sectionsOf(page: string): readonly string[] {
  return page.replace(BLOCK, '').split(/^#+ .+$/m);
}

/** What is written as code, and the numbers beside it: in order, without those in targets of links. */
export function figuresOf(text: string): readonly string[] {
  const shown = text.replace(/\]\([^)\s]+\)/g, ']').replace(/<!--.*?-->/gs, '');
  return [...shown.matchAll(/`[^`]+`|\d+(?:[.,]\d+)*/g)].map(([figure]) => figure.replace(/\s+/g, ' '));
}
