// Owns: version 2 of the kernel's control groups in a folder, as far as the bench uses them: which files a group has,
// and the rule that a group with controllers for others holds no processes itself. Must never: enforce a limit.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { CgroupView } from '../../limits/cgroup-places.js';
import type { Kernel } from '../../limits/group.js';

export class FakeCgroupV2 implements Kernel {
  /** The topmost visible group. */
  readonly top = mkdtempSync(join(tmpdir(), 'fake-cgroup-'));
  /** All processors that there are. */
  readonly #cpus: string;

  constructor(options: { ofMachine: boolean; controllers?: string; processes?: number[]; cpus?: string }) {
    this.#cpus = options.cpus ?? '0-3';
    this.#fill(this.top, options.controllers ?? 'cpuset cpu io memory pids');
    if (options.ofMachine) rmSync(join(this.top, 'cgroup.type'));
    this.#set(this.top, 'cgroup.procs', (options.processes ?? []).join('\n'));
  }

  /** What a process sees that is in the group, a path such as `/` or `/docker/1`. */
  viewFrom(membership: string, inContainer: boolean): CgroupView {
    return {
      mounts: `41 31 0:38 / ${this.top} rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n`,
      memberships: `0::${membership}\n`,
      inContainer,
    };
  }

  /** The text of a file below the topmost group. */
  text(path: string): string {
    return readFileSync(join(this.top, path), 'latin1').trim();
  }

  make(folder: string): void {
    if (!existsSync(dirname(folder))) throw codedError('ENOENT');
    this.#fill(folder, readFileSync(join(dirname(folder), 'cgroup.subtree_control'), 'latin1'));
  }

  remove(folder: string): void {
    const busy =
      readFileSync(join(folder, 'cgroup.procs'), 'latin1').trim() !== '' || groupsIn(folder).length > 0;
    if (busy) throw codedError('EBUSY');
    rmSync(folder, { recursive: true });
  }

  write(file: string, value: string): void {
    if (!existsSync(file)) throw codedError('EACCES');
    const folder = dirname(file);
    if (basename(file) === 'cgroup.procs') this.#move(value, folder);
    else if (basename(file) === 'cgroup.subtree_control') this.#change(folder, value.split(' '));
    else writeFileSync(file, value);
    if (basename(file) === 'cpuset.cpus') this.#set(folder, 'cpuset.cpus.effective', value);
  }

  delete(): void {
    rmSync(this.top, { recursive: true });
  }

  #fill(folder: string, controllers: string): void {
    mkdirSync(folder, { recursive: true });
    this.#set(folder, 'cgroup.type', 'domain');
    this.#set(folder, 'cgroup.procs', '');
    this.#set(folder, 'cgroup.controllers', controllers);
    this.#set(folder, 'cgroup.subtree_control', '');
    if (controllers.includes('cpu')) this.#set(folder, 'cpu.max', 'max 100000');
    if (controllers.includes('cpuset')) {
      this.#set(folder, 'cpuset.cpus', '');
      this.#set(folder, 'cpuset.cpus.effective', this.#cpus);
    }
    if (!controllers.includes('memory')) return;
    this.#set(folder, 'memory.max', 'max');
    this.#set(folder, 'memory.swap.max', 'max');
    this.#set(folder, 'memory.oom.group', '0');
    this.#set(folder, 'memory.current', '5000000');
    this.#set(folder, 'memory.stat', 'anon 3000000\ninactive_file 1000000\nactive_file 7');
    this.#set(folder, 'memory.events', 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0');
  }

  #set(folder: string, file: string, value: string): void {
    writeFileSync(join(folder, file), `${value}\n`);
  }

  #processes(folder: string): string[] {
    return readFileSync(join(folder, 'cgroup.procs'), 'latin1')
      .split('\n')
      .filter((pid) => pid !== '');
  }

  #isOfMachine(folder: string): boolean {
    return !existsSync(join(folder, 'cgroup.type'));
  }

  #move(pid: string, to: string): void {
    if (readFileSync(join(to, 'cgroup.subtree_control'), 'latin1').trim() !== '' && !this.#isOfMachine(to)) {
      throw codedError('EBUSY');
    }
    for (const folder of [this.top, ...allGroupsIn(this.top)]) {
      this.#set(
        folder,
        'cgroup.procs',
        this.#processes(folder)
          .filter((each) => each !== pid)
          .join('\n'),
      );
    }
    this.#set(to, 'cgroup.procs', [...this.#processes(to), pid].join('\n'));
  }

  #change(folder: string, changes: readonly string[]): void {
    const file = join(folder, 'cgroup.subtree_control');
    const enabled = new Set(readFileSync(file, 'latin1').trim().split(' ').filter(Boolean));
    const there = readFileSync(join(folder, 'cgroup.controllers'), 'latin1').trim().split(' ');
    for (const change of changes) {
      const controller = change.slice(1);
      if (!there.includes(controller)) throw codedError('ENOENT');
      if (change.startsWith('+')) enabled.add(controller);
      else enabled.delete(controller);
    }
    if (enabled.size > 0 && this.#processes(folder).length > 0 && !this.#isOfMachine(folder)) {
      throw codedError('EBUSY');
    }
    writeFileSync(file, `${[...enabled].join(' ')}\n`);
  }
}

function groupsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

function allGroupsIn(folder: string): string[] {
  return groupsIn(folder).flatMap((group) => [group, ...allGroupsIn(group)]);
}

function codedError(code: string): Error {
  return Object.assign(new Error(`${code}: as the kernel says`), { code });
}
