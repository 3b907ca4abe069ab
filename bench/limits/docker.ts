// Owns: servers in containers of Docker's engine. Must never: show what the engine says, unless it fails.

import { startContainer } from './docker-container.js';
import {
  buildImage,
  type Engine,
  nodeVersionIn,
  removeLeftoverContainers,
  usableEngine,
} from './docker-engine.js';
import type { Limits, Profile } from './limits.js';
import { OPEN_FILES_MAX } from './open-files.js';
import type { Processors } from './processors.js';
import { RunningServers } from './running-servers.js';

/** Runs until it is stopped. */
const IDLE_SERVER = ['node', '--eval', 'setInterval(() => {}, 1e6)'];

/**
 * Limits by Docker. Containers that runs before have left are removed first, the image is built, and a container is
 * started for proof. Rejects with the reason if any of this does not work.
 *
 * @param folder the folder with the Dockerfile.
 */
export async function dockerLimits(
  profile: Profile,
  processors: Processors,
  folder: string,
  log: (line: string) => void,
): Promise<Limits> {
  const engine = await usableEngine();
  await removeLeftoverContainers(log);
  log('building the image of the servers');
  const image = await buildImage(folder);
  const nodeVersion = await nodeVersionIn(image);
  const { serverCpus, loadGeneratorCpus } = processors;
  const servers = new RunningServers();
  const start: Limits['start'] = (command, environment, openFiles = OPEN_FILES_MAX) =>
    servers.start(() =>
      startContainer({ image, profile, cpus: serverCpus, command, environment, openFiles }),
    );
  const proof = await start(IDLE_SERVER, {});
  const counted = proof.memoryBytes() !== null;
  await proof.stop();
  return {
    kind: 'docker',
    profile,
    serverCpus,
    loadGeneratorCpus,
    nodeVersion,
    warnings: [...warningsOf(engine, counted), ...processors.warnings],
    start,
    close: () => servers.close(),
  };
}

function warningsOf(engine: Engine, counted: boolean): string[] {
  const warnings: string[] = [];
  if (!engine.limitsSwap) warnings.push('the servers could use swap: the engine cannot limit it');
  if (!counted) warnings.push('the memory of whole containers cannot be read: their groups are not visible');
  else if (engine.cgroupVersion === '1' && process.getuid?.() !== 0) {
    warnings.push(
      'the memory of whole containers is without buffers of sockets: only root can have them counted',
    );
  }
  return warnings;
}
