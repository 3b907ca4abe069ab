/**
 * Owns how the server stands: what the verdict is about, and what the pill on top says of it. Browser, pure. Both come from
 * one judgement, so that the pill never says "Healthy" beside a verdict that says something else.
 */
import type { TextKey } from '../words/texts.js';
import { MEMORY_FULL_RATIO, type VerdictKind } from './judge.js';
import type { PageState, Presence } from './page-state.js';

export type Tone = 'quiet' | 'good' | 'notice' | 'warn' | 'bad';
type Icon = Tone | 'cut';

export type Kind = VerdictKind | Exclude<Presence, 'live'>;

interface Look {
  readonly tone: Tone;
  readonly icon: Icon;
  /** What the pill says, unless /health says that the server is overloaded. */
  readonly name: TextKey;
}

export const LOOKS: Readonly<Record<Kind, Look>> = {
  connecting: { tone: 'quiet', icon: 'quiet', name: 'status.connecting' },
  offline: { tone: 'warn', icon: 'cut', name: 'status.offline' },
  stale: { tone: 'warn', icon: 'cut', name: 'status.stale' },
  idle: { tone: 'quiet', icon: 'quiet', name: 'status.healthy' },
  waiting: { tone: 'quiet', icon: 'quiet', name: 'status.healthy' },
  refusing: { tone: 'warn', icon: 'warn', name: 'status.refusing' },
  onTime: { tone: 'good', icon: 'good', name: 'status.healthy' },
  full: { tone: 'notice', icon: 'notice', name: 'status.full' },
  strained: { tone: 'warn', icon: 'warn', name: 'status.strained' },
  late: { tone: 'bad', icon: 'bad', name: 'status.late' },
  nearMemory: { tone: 'warn', icon: 'warn', name: 'status.nearMemory' },
  memory: { tone: 'bad', icon: 'bad', name: 'status.memory' },
  draining: { tone: 'notice', icon: 'notice', name: 'status.draining' },
};

export interface Standing {
  readonly name: TextKey;
  readonly more: TextKey | null;
  readonly tone: Tone;
  readonly icon: Icon;
}

/** What the verdict is about. */
export function kindOf({ judgement, presence }: PageState): Kind {
  return judgement?.kind ?? (presence === 'live' ? 'connecting' : presence);
}

/** What the pill says. */
export function standingOf(state: PageState): Standing {
  const kind = kindOf(state);
  const { tone, icon, name } = LOOKS[kind];
  if (kind === 'stale') return { name, more: 'status.since', tone, icon };
  const row = state.presence === 'live' ? state.latest?.row : undefined;
  if (row !== undefined && row.overloaded > 0 && kind !== 'draining') {
    const isMemory = row.memoryUsedBytes > MEMORY_FULL_RATIO * row.memoryTotalBytes;
    const more = isMemory ? 'status.overloaded.memory' : 'status.overloaded.slots';
    // As /health has it; never calmer than the verdict.
    const worst = tone === 'bad' ? 'bad' : 'warn';
    return { name: 'status.overloaded', more, tone: worst, icon: worst };
  }
  // The server is well, whether there is something to judge or not.
  if (name === 'status.healthy') return { name, more: null, tone: 'good', icon: 'good' };
  return { name, more: null, tone, icon };
}
