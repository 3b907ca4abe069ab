// Owns: whether Docker's engine can do what the bench needs, the image of the servers, and what runs before have left
// there. Must never: touch images and containers that are not the bench's.

import { release } from 'node:os';
import { z } from 'zod';
import { docker } from './docker-cli.js';
import { isDead } from './run-name.js';

export const IMAGE = 'llm-mock-server-bench';
/** Every container has it, with the run as its value. */
export const RUN_LABEL = 'llm-mock-server.bench';

const info = z.object({
  KernelVersion: z.string(),
  MemoryLimit: z.boolean(),
  SwapLimit: z.boolean(),
  CpuCfsQuota: z.boolean(),
  CPUSet: z.boolean(),
  CgroupVersion: z.string().default('1'),
});

export interface Engine {
  readonly cgroupVersion: string;
  readonly limitsSwap: boolean;
}

/**
 * The engine, if there is one on this very machine that enforces limits. Rejects with the reason if not. Whether its
 * processes can be seen from here shows when one is started.
 */
export async function usableEngine(): Promise<Engine> {
  if (process.platform !== 'linux') throw new Error('its processes cannot be seen outside of Linux');
  await docker(['version', '--format', '{{.Server.Version}}']);
  const engine = info.parse(JSON.parse(await docker(['info', '--format', '{{json .}}'])));
  if (engine.KernelVersion !== release()) {
    throw new Error(`the engine is on another machine, with the kernel ${engine.KernelVersion}`);
  }
  const cannot = Object.entries({
    memory: engine.MemoryLimit,
    'CPU time': engine.CpuCfsQuota,
    processors: engine.CPUSet,
  })
    .filter(([, can]) => !can)
    .map(([what]) => what);
  if (cannot.length > 0) throw new Error(`the engine cannot limit ${cannot.join(', ')}`);
  return { cgroupVersion: engine.CgroupVersion, limitsSwap: engine.SwapLimit };
}

/**
 * Builds the image from the Dockerfile in the folder and returns its id, so that another build of the same name changes
 * nothing any more. Rejects with the end of the output.
 */
export async function buildImage(folder: string): Promise<string> {
  await docker(['build', '--target', 'bench', '--tag', IMAGE, '.'], {
    timeoutMs: null,
    folder,
    interruptible: true,
  });
  return docker(['image', 'inspect', '--format', '{{.Id}}', IMAGE]);
}

/** Version of Node.js in the image, as `node --version` writes it. */
export function nodeVersionIn(image: string): Promise<string> {
  return docker(['run', '--rm', '--network', 'none', '--entrypoint', 'node', image, '--version']);
}

/** Removes the containers of runs that have ended without doing so, with a line each to `log`. */
export async function removeLeftoverContainers(log: (line: string) => void): Promise<void> {
  const format = `{{.ID}} {{.Label "${RUN_LABEL}"}}`;
  const list = await docker(['ps', '--all', '--filter', `label=${RUN_LABEL}`, '--format', format]);
  for (const line of list.split('\n')) {
    const [id, run] = line.split(' ');
    if (id === undefined || run === undefined || !isDead(run)) continue;
    await docker(['rm', '--force', '--volumes', id]);
    log(`removed the container ${id}, which a run that was ended left behind`);
  }
}
