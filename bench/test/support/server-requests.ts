// Owns: the requests that tests send to the servers of the bench. Must never: wait for longer than a test should.

const POLL_MS = 10;
const UNTIL_MS_MAX = 2_000;

export function post(url: string, body: string, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body, signal });
}

/** The status of a request that is read to its end. */
export async function statusOf(url: string, body: string): Promise<number> {
  const response = await post(url, body);
  await response.arrayBuffer();
  return response.status;
}

/** Asks again and again until the status comes. Rejects with the last one when it does not. */
export async function untilStatus(url: string, body: string, expected: number): Promise<void> {
  const deadlineMs = performance.now() + UNTIL_MS_MAX;
  let status = await statusOf(url, body);
  while (status !== expected) {
    if (performance.now() > deadlineMs) throw new Error(`expected ${expected} at last, got ${status}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    status = await statusOf(url, body);
  }
}

export interface HeldRequest {
  /** Lets the client leave; resolves when its connection is gone. */
  leave(): Promise<void>;
}

/** Sends a request that is not waited for. */
export function hold(url: string, body: string): HeldRequest {
  const leaving = new AbortController();
  const gone = post(url, body, leaving.signal)
    .then((response) => response.arrayBuffer())
    .then(
      () => undefined,
      (error: Error) => {
        if (error.name !== 'AbortError') throw error;
      },
    );
  return {
    leave() {
      leaving.abort();
      return gone;
    },
  };
}
