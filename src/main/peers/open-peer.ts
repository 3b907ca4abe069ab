/**
 * Sends the request to a peer over node:http, which follows no redirect and knows no proxy. Main thread. Must never be given the key
 * for anything that is no peer.
 */
import { request as requestPlain } from 'node:http';
import { CONTROL_PATH } from '../../shared/answers/control-path.js';
import type { OpenPeer } from './ask-peer.js';
import { REPORT_PATH } from './report.js';

const HEAD_BYTES_MAX = 16_384;

export function openWith(adminKey: string): OpenPeer {
  return async ({ url, name }, signal) => {
    // Loaded where a peer speaks TLS, and nowhere else.
    const request = url.startsWith('https:') ? (await import('node:https')).request : requestPlain;
    return new Promise((resolve, reject) => {
      const asked = request(`${url}${CONTROL_PATH}${REPORT_PATH}`, {
        headers: {
          authorization: `Bearer ${adminKey}`,
          connection: 'close',
          ...(name === null ? {} : { host: `${name}:${new URL(url).port}` }),
        },
        agent: false,
        maxHeaderSize: HEAD_BYTES_MAX,
        signal,
        ...(name === null ? {} : { servername: name }),
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        resolve({
          status: response.statusCode ?? 0,
          pieces: response,
          close: () => {
            response.on('error', () => {});
            asked.destroy();
          },
        });
      });
      asked.end();
    });
  };
}
