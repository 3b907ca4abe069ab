// Owns: what it means for a server to run within limits. docker.ts, cgroups.ts and pinning.ts are the three ways.
// Must never: start a server without saying how it is limited.

export type LimitsKind = 'docker' | 'cgroup-v2' | 'cgroup-v1' | 'pinning';

export interface Profile {
  readonly name: '1c1g' | '2c2g';
  readonly cores: number;
  readonly memoryBytes: number;
}

const GIBIBYTE = 2 ** 30;

export const PROFILES: Readonly<Record<Profile['name'], Profile>> = {
  '1c1g': { name: '1c1g', cores: 1, memoryBytes: GIBIBYTE },
  '2c2g': { name: '2c2g', cores: 2, memoryBytes: 2 * GIBIBYTE },
};

/** How a server ended. `outOfMemory`: the kernel ended it for its memory. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly outOfMemory: boolean;
  /** The last lines that it wrote, for the one who has to find out why. */
  readonly output: string;
}

export interface LimitedProcess {
  /** As /proc of this process counts it. */
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Memory of the whole container or group, kernel included, page cache that can be dropped left out; null if nothing counts it. */
  memoryBytes(): number | null;
  /** Ends the process and removes its container or group. Idempotent; resolves when both are gone. */
  stop(): Promise<void>;
}

export interface Limits {
  readonly kind: LimitsKind;
  readonly profile: Profile;
  /** As the kernel writes lists of processors: `0`, `1-3`. */
  readonly serverCpus: string;
  readonly loadGeneratorCpus: string;
  /** Node.js that the servers run on. */
  readonly nodeVersion: string;
  /** What a reader of the report has to know of these limits. */
  readonly warnings: readonly string[];
  /**
   * Starts a command below the project's folder. `openFiles` is for those that hold more connections than all others. Rejects with
   * a reason when it cannot be started.
   */
  start(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    openFiles?: number,
  ): Promise<LimitedProcess>;
  /** Removes what the limits themselves needed. Idempotent. */
  close(): Promise<void>;
}
