// Owns: the scripts that docs/load-tests.md tells its readers to write, as they would be written. Pure but for reading that page.

import { readProjectFile } from '../../support/source-tree.js';

/** The text between the lines `cat > name <<'EOF'` and `EOF` of the page. Throws where there is none. */
export function recipeFile(name: string): string {
  const page = readProjectFile('docs/load-tests.md');
  const start = page.indexOf(`cat > ${name} <<'EOF'\n`);
  if (start === -1) throw new Error(`docs/load-tests.md writes no ${name}`);
  const from = page.indexOf('\n', start) + 1;
  return page.slice(from, page.indexOf('\nEOF\n', from) + 1);
}
