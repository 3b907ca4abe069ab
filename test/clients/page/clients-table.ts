// Owns: the table of clients in docs/clients.md and its twin, from the catalog and from what was seen. Pure but for reading those files.

import { CATALOG } from './catalog.js';
import { FEATURE_WORDS, FEATURES } from './features.js';
import { readSeen } from './seen.js';

interface Words {
  readonly head: readonly [string, string, string];
  readonly yes: string;
  readonly notSeen: string;
  readonly theirs: (note: number) => string;
}

const ENGLISH: Words = {
  head: ['Client', 'Language', 'Version'],
  yes: 'yes',
  notSeen: 'not seen yet',
  theirs: (note) => `its own fault (${note})`,
};
const CHINESE: Words = {
  head: ['客户端', '语言', '版本'],
  yes: '可用',
  notSeen: '尚未验证',
  theirs: (note) => `客户端自身的问题 (${note})`,
};

function renderTable({ head, yes, notSeen, theirs: own }: Words, column: 0 | 1): string {
  const heads = [...head, ...FEATURES.map((feature) => FEATURE_WORDS[feature][column])];
  const rows = CATALOG.map(({ id, name, language, features, theirs }) => {
    const seen = readSeen(id);
    const cells = FEATURES.map((feature) => {
      if (!features.includes(feature)) return '–';
      if (theirs?.features.includes(feature) === true) return own(theirs.note);
      return seen?.worked.includes(feature) === true ? yes : notSeen;
    });
    return [`\`${name}\``, language, seen?.version ?? notSeen, ...cells];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

export const CLIENT_TABLES = [
  { page: 'docs/clients.md', name: 'clients', render: () => renderTable(ENGLISH, 0) },
  { page: 'docs/clients.zh-CN.md', name: 'clients', render: () => renderTable(CHINESE, 1) },
] as const;
