// Owns: the shell blocks of the README and of the docs, and how one is run against a test server in place of the one that it names.
// Runs on: the test process. Must never: run a block elsewhere than in a temporary directory.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { ServerProcess } from './child-process.js';
import type { Settings } from './in-process.js';

/** The contents of all blocks that are fenced as ```sh, in their order. */
export function shellBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text]) => text as string);
}

/** The one block that contains `part`. */
export function findBlock(blocks: readonly string[], part: string): string {
  const found = blocks.filter((block) => block.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} blocks contain ${JSON.stringify(part)}`);
  return found[0] as string;
}

/** A block that starts the server, read as settings and flags. */
export function readStartBlock(block: string): { settings: Settings; argv: string[] } {
  const command =
    /^(?:npm ci && )?((?:\w+=(?:'[^']*'|\S+) )*)(?:npm start|npx llm-mock-server)((?: \S+)*)$/.exec(block);
  if (command === null) throw new Error(`not a command that starts the server: ${block}`);
  const [, variables = '', flags = ''] = command;
  const settings = words(variables).map((word): [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1).replace(/^'(.*)'$/, '$1')];
  });
  return { settings: Object.fromEntries(settings), argv: words(flags) };
}

function words(text: string): string[] {
  return text.match(/(?:'[^']*'|[^ '])+/g) ?? [];
}

/** The block with the ports of `server` for the default ones, and short runs for long ones. */
export function aimAt(server: ServerProcess, block: string): string {
  return block
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${server.http10Port}`)
    .replaceAll('-d 30s', '-d 1s')
    .replace(/^watch -n 1 '(.*)'$/, '$1');
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a block as it would run when pasted into a POSIX shell in `directory`. */
export async function runBlock(block: string, directory: string): Promise<Outcome> {
  const child = spawn('sh', ['-c', block], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The first of these programs that this machine lacks, as a reason to skip; false when it has all of them. */
export function missingTool(tools: readonly string[]): string | false {
  const missing = tools.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  return missing === undefined ? false : `${missing} is not installed`;
}

/** A new directory that is removed when the running test (or file) ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-docs-'));
  after(() => rmSync(directory, { recursive: true }));
  return directory;
}
