// Owns: the last resort: servers that are only tied to processors. Must never: pass for a limit; its warnings say what
// is missing.

import { endLeftoverProcesses, mark } from './leftover-processes.js';
import type { Limits, Profile } from './limits.js';
import { startLocally } from './local-process.js';
import { openFilesForChildren, warningsOfOpenFiles } from './open-files.js';
import type { Processors } from './processors.js';
import { RunningServers } from './running-servers.js';
import { hasTaskset, onProcessors } from './taskset.js';

/**
 * Ties servers to processors. Those that runs before have left are ended first, with a line each to `log`.
 *
 * @param reasons why no real limits could be had, for the report.
 * @param folder the folder that commands are below of.
 */
export function pinningLimits(
  profile: Profile,
  processors: Processors,
  folder: string,
  reasons: readonly string[],
  log: (line: string) => void,
): Limits {
  endLeftoverProcesses(log);
  const { serverCpus, loadGeneratorCpus } = processors;
  const tied = hasTaskset();
  const because = reasons.length === 0 ? 'only pinning was asked for' : reasons.join('; ');
  const warnings = [`memory and CPU time are not limited: ${because}`];
  if (!tied) {
    warnings.push('the servers are not tied to processors either: taskset (of util-linux) is not installed');
  }
  const servers = new RunningServers();
  return {
    kind: 'pinning',
    profile,
    serverCpus,
    loadGeneratorCpus,
    nodeVersion: process.version,
    warnings: [...warnings, ...processors.warnings, ...warningsOfOpenFiles()],
    start: (command, environment, openFiles) =>
      servers.start(async () => {
        const local = await startLocally({
          command: tied ? onProcessors(serverCpus, command) : command,
          environment: { ...mark(), ...environment },
          folder,
          openFilesMax: openFilesForChildren(openFiles),
          procsFiles: [],
        });
        return {
          pid: local.pid,
          ended: local.ended.then((ending) => ({ ...ending, outOfMemory: false })),
          memoryBytes: () => null,
          async stop() {
            local.kill();
            await local.ended;
          },
        };
      }),
    close: () => servers.close(),
  };
}
