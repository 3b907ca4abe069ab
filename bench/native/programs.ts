// Owns: the programs of the bench that are compiled by cargo: which there are, in which version, and building them once, into
// bench/native/built. Must never: fail a run: what cannot be built is left out of it, with the reason.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of.js';
import { PROJECT_FOLDER } from '../project-folder.js';
import { runProcess } from '../run/run-process.js';

export interface NativeProgram {
  readonly crate: string;
  /** Of the crate; of our own programs the version of what they are made of. */
  readonly version: string;
  readonly binary: string;
  /** Null: from crates.io. */
  readonly folder: string | null;
}

const OWN = 'bench/native';
const BUILT = `${OWN}/built`;
/** Of what cargo said when it failed. */
const REASON_MAX_CHARACTERS = 300;

export const HYPER_SERVER: NativeProgram = {
  crate: 'llm-mock-server-bench-native',
  version: '1.12.0',
  binary: 'hyper-server',
  folder: OWN,
};
export const CROWD: NativeProgram = { ...HYPER_SERVER, binary: 'crowd' };
export const LLMSIM: NativeProgram = { crate: 'llmsim', version: '0.6.0', binary: 'llmsim', folder: null };
export const VIDAIMOCK: NativeProgram = {
  crate: 'vidaimock',
  version: '0.3.1',
  binary: 'vidaimock',
  folder: null,
};

/** Below the project's folder, in the image too. */
export function binaryOf({ binary }: NativeProgram): string {
  return `${BUILT}/bin/${binary}`;
}

/**
 * Builds what is not built in that version, one after the other; `log` is told before each, for it takes minutes. The answer
 * says why a program is not there, by its binary; programs that are there are not in it.
 */
export async function buildMissing(
  programs: readonly NativeProgram[],
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, string>();
  for (const program of programs) {
    if (isBuilt(program)) continue;
    log(`building ${program.crate} ${program.version} with cargo: once, and it takes minutes`);
    const reason = await build(program, signal);
    if (reason !== null) missing.set(program.binary, reason);
  }
  return missing;
}

export function isBuilt(program: NativeProgram): boolean {
  const binary = join(PROJECT_FOLDER, binaryOf(program));
  if (!existsSync(binary)) return false;
  if (program.folder === null) {
    const installed = join(PROJECT_FOLDER, BUILT, '.crates.toml');
    return (
      existsSync(installed) &&
      readFileSync(installed, 'utf8').includes(`"${program.crate} ${program.version} (`)
    );
  }
  // In an image there are no sources to be newer.
  const folder = join(PROJECT_FOLDER, program.folder);
  const sources = ['Cargo.toml', 'Cargo.lock', ...sourcesIn(folder)].map((name) => join(folder, name));
  const builtMs = statSync(binary).mtimeMs;
  return sources.every((source) => !existsSync(source) || statSync(source).mtimeMs <= builtMs);
}

function sourcesIn(folder: string): string[] {
  const source = join(folder, 'src');
  if (!existsSync(source)) return [];
  return (readdirSync(source, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.rs'))
    .map((name) => join('src', name));
}

/** Null where it went well. The versions of all that they are made of are those that the crate's lock names. */
async function build({ crate, version, folder }: NativeProgram, signal: AbortSignal): Promise<string | null> {
  const what = folder === null ? [crate, '--version', `=${version}`] : ['--path', folder];
  const command = [
    'cargo',
    'install',
    ...what,
    '--locked',
    '--force',
    '--root',
    BUILT,
    '--target-dir',
    `${OWN}/target`,
  ];
  try {
    const { code, stderr } = await runProcess(command, { signal, cwd: PROJECT_FOLDER });
    return code === 0 ? null : `cargo could not build it: ${stderr.trim().slice(-REASON_MAX_CHARACTERS)}`;
  } catch (error) {
    signal.throwIfAborted();
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return absent ? 'is not built, and there is no cargo to build it' : messageOf(error);
  }
}
