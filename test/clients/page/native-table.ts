// Owns: the table of APIs with their own clients in docs/clients.md and its twin, from what the suite holds each client to, and the
// lock. Pure but for reading that.

import { readProjectFile } from '../../support/source-tree.js';
import { NATIVE_CLIENTS } from '../native-clients.js';

const REQUIREMENTS = 'test/clients/requirements.txt';

function versionOf(name: string): string {
  const row = new RegExp(`^${name}==(\\S+) `, 'm').exec(readProjectFile(REQUIREMENTS));
  if (row === null) throw new Error(`${REQUIREMENTS} has no ${name}`);
  return row[1] as string;
}

function renderTable(head: readonly string[], column: 0 | 1): string {
  const rows = NATIVE_CLIENTS.map(({ name, apis, seen }) => {
    const calls = Object.keys(seen).map((call) => `\`${call}\``);
    return [`\`${name}\``, versionOf(name), apis[column], calls.join(', ')];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export const NATIVE_TABLES = [
  {
    page: 'docs/clients.md',
    name: 'native-clients',
    render: () => renderTable(['Client', 'Version', 'APIs', 'Checks'], 0),
  },
  {
    page: 'docs/clients.zh-CN.md',
    name: 'native-clients',
    render: () => renderTable(['客户端', '版本', 'API', '检查项'], 1),
  },
] as const;
