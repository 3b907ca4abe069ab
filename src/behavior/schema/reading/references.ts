/**
 * Finds what `$ref` names within one schema: by JSON pointer, `$anchor` or `$id`. Pure; nothing is fetched.
 */
import { isObject, type JsonObject } from '../basis/json.js';
import { refuse } from '../basis/problem.js';
import type { Work } from '../basis/work.js';
import type { Patterns } from '../regex/patterns.js';
import { checkSchema } from './check-schema.js';
import type { Placed } from './keywords.js';

export class References {
  readonly #known = new Map<string, Placed>();
  /** By `#anchor`, and by `$id` as it is written. */
  readonly #named = new Map<string, Placed>();
  readonly #checked = new Set<unknown>();
  readonly #pending: [ref: string, path: string][] = [];
  readonly #id: string;

  /** Checks the whole schema; throws a SchemaProblem where it is malformed or a reference leads nowhere. */
  constructor(
    private readonly root: unknown,
    private readonly work: Work,
    private readonly patterns: Patterns,
  ) {
    this.#id = isObject(root) && typeof root.$id === 'string' ? root.$id : '';
    this.#check({ schema: root, path: '' });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.follow(...next);
  }

  /** What the reference that stands at `path` names. */
  follow(ref: string, path: string): Placed {
    this.work.step(path);
    const known = this.#known.get(ref);
    if (known !== undefined) return known;
    const found = this.#find(ref, path);
    this.#known.set(ref, found);
    this.#check(found);
    return found;
  }

  #check({ schema, path }: Placed): void {
    if (this.#checked.has(schema)) return;
    checkSchema(schema, path, this.work, this.patterns, (node, place) => this.#note(node, place));
  }

  #note(node: JsonObject, path: string): void {
    this.#checked.add(node);
    for (const key of ['$anchor', '$dynamicAnchor']) {
      if (typeof node[key] === 'string') this.#named.set(`#${node[key]}`, { schema: node, path });
    }
    if (typeof node.$id === 'string') this.#named.set(node.$id, { schema: node, path });
    for (const key of ['$ref', '$dynamicRef']) {
      const ref = node[key];
      if (typeof ref === 'string') this.#pending.push([ref, `${path}/${key}`]);
    }
  }

  #find(ref: string, path: string): Placed {
    const named = this.#named.get(ref);
    if (named !== undefined) return named;
    const local = this.#id !== '' && ref.startsWith(this.#id) ? ref.slice(this.#id.length) || '#' : ref;
    if (local === '#') return { schema: this.root, path: '' };
    return (
      this.#named.get(local) ??
      this.#walk(local) ??
      refuse('Expected a reference to a part of this schema.', path)
    );
  }

  #walk(ref: string): Placed | null {
    if (!ref.startsWith('#/')) return null;
    let schema = this.root;
    for (const step of ref.slice(2).split('/')) {
      const key = decode(step).replace(/~1/g, '/').replace(/~0/g, '~');
      const isContainer = typeof schema === 'object' && schema !== null;
      if (!isContainer || !Object.hasOwn(schema as object, key)) return null;
      schema = (schema as Record<string, unknown>)[key];
    }
    return { schema, path: ref.slice(1) };
  }
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
