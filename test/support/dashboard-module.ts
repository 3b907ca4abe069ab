// Owns: the pure modules of the live page, which are shipped as one bundle for browsers, each made fit to be loaded here.
// Runs on: the test process. Must never: load one that touches a document; there is none here.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = new URL('../../src/dashboard/', import.meta.url);

/** Types are those that the page's build writes beside the bundle: `loadDashboard<typeof import('…/judge/judge.js')>('judge/judge')`. */
export async function loadDashboard<Module>(name: string): Promise<Module> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, FOLDER))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const [{ text } = { text: '' }] = outputFiles;
  return (await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)) as Module;
}
