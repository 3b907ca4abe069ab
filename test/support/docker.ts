// Owns: containers of the shipped image, started for a test and removed after it.
// Runs on: the test process, which needs a Docker engine. Must never: touch a container that it did not start.

import { execFile } from 'node:child_process';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { request } from 'undici';
import { until } from './until.js';

const run = promisify(execFile);

/** As the compose file and the stack of Swarm have it: another engine user's image may have the usual name. */
export const IMAGE = process.env.LLM_MOCK_IMAGE ?? 'llm-mock-server';

/** Standard output of a docker command, without the line break at its end. Rejects when the command fails. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout.trimEnd();
}

export interface Container {
  readonly id: string;
  /** Of the HTTP/1.1 listener, as reached from the host. */
  readonly url: string;
}

/** Starts the image as the compose file does, with these options of `docker run`, and waits until it is ready. */
export async function startContainer(...options: string[]): Promise<Container> {
  const id = await docker(
    ...['run', '--detach', '--publish', '127.0.0.1::8080', '--read-only', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges', '--ulimit', 'nofile=20000:20000'],
    ...options,
    IMAGE,
  );
  after(() => docker('rm', '--force', id));
  const url = `http://${await docker('port', id, '8080/tcp')}`;
  await until(async () => {
    // Docker's proxy takes connections before the server does.
    const answer = await request(`${url}/ready`).catch(() => null);
    await answer?.body.dump();
    return answer?.statusCode === 200;
  }, 'the server in the container is ready');
  return { id, url };
}
