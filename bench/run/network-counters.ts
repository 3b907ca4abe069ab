// Owns: what the kernel counts of TCP in this network namespace. Must never: be read while other traffic runs.

import { readFileSync } from 'node:fs';

export interface NetworkCounters {
  /** `RetransSegs` of RFC 4022. */
  readonly segmentsRetransmitted: number;
  /** Connections that met a full accept queue. */
  readonly listenOverflows: number;
  /** SYNs, and last steps of handshakes, that listening sockets dropped for whatever reason; overflows are among them. */
  readonly listenDrops: number;
}

/** Counts since the kernel started. Throws where /proc/net is missing. */
export function readNetworkCounters(): NetworkCounters {
  return {
    segmentsRetransmitted: counterOf('/proc/net/snmp', 'Tcp', 'RetransSegs'),
    listenOverflows: counterOf('/proc/net/netstat', 'TcpExt', 'ListenOverflows'),
    listenDrops: counterOf('/proc/net/netstat', 'TcpExt', 'ListenDrops'),
  };
}

/** Both files have pairs of lines: the names, then the values. */
function counterOf(path: string, group: string, name: string): number {
  const [names, values] = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${group}: `))
    .map((line) => line.split(' '));
  const value = values?.[names?.indexOf(name) ?? -1];
  if (value === undefined) throw new Error(`${path} has no ${group} ${name}`);
  return Number(value);
}
