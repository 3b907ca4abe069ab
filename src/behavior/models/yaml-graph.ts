/**
 * What the nodes of a YAML document stand for: which node an alias means, what a map has with all that is merged into it,
 * which keys are there twice. Pure. The library's own way unfolds every alias and evaluates a merge again wherever it is
 * used, which for thirty lines can take for ever: here it is measured first, in one walk, how much that would be.
 */
import type * as Yaml from 'yaml';

/** A thousand models of eight settings each, and five times that. */
const UNFOLDED_NODES_MAX = 100_000;

type NodeTests = Pick<typeof Yaml, 'isAlias' | 'isMap' | 'isScalar' | 'isSeq'>;
export type YamlNode = Yaml.Node | null;

/** A key of a map and its value. */
export interface Entry {
  readonly key: YamlNode;
  readonly value: YamlNode;
  /** Whether it stands in the map itself, and was not merged into it. */
  readonly own: boolean;
}

/** By the text of the key, or by the key where it is no text. */
export type Entries = ReadonlyMap<string | Yaml.Node, Entry>;

export class YamlGraph {
  /** Keys that are in their map already: where they stand. */
  readonly duplicates: number[] = [];
  /** Why its values cannot be had; null if they can. */
  readonly trouble: string | null;
  #firstTrouble: string | null = null;
  readonly #anchors = new Map<string, Yaml.Node>();
  readonly #targets = new Map<Yaml.Alias, Yaml.Node>();
  /** Nodes in each, with all aliases unfolded; none yet for those that are being walked. */
  readonly #sizes = new Map<Yaml.Node, number>();

  constructor(
    root: YamlNode,
    private readonly yaml: NodeTests,
  ) {
    const size = this.#walk(root);
    const excessive = 'Excessive alias count indicates a resource exhaustion attack';
    this.trouble = this.#firstTrouble ?? (size > UNFOLDED_NODES_MAX ? excessive : null);
  }

  /** The node itself, or the one that it is an alias of. */
  resolve(node: YamlNode): YamlNode {
    return this.yaml.isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }

  /** What a map has, in its order; undefined for what is no map. Only where there is no trouble. */
  entriesOf(node: YamlNode): Entries | undefined {
    const map = this.resolve(node);
    if (!this.yaml.isMap<YamlNode, YamlNode>(map)) return undefined;
    const entries = new Map<string | Yaml.Node, Entry>();
    for (const { key, value } of map.items) {
      if (this.#isMerge(key)) {
        for (const source of this.#mergeSources(value)) {
          for (const [name, entry] of this.entriesOf(source) ?? []) {
            if (!entries.has(name)) entries.set(name, { ...entry, own: false });
          }
        }
      } else if (key !== null) {
        entries.set(this.textOf(key) ?? key, { key, value, own: true });
      }
    }
    return entries;
  }

  /** What a list has, in its order; undefined for what is no list. */
  itemsOf(node: YamlNode): readonly YamlNode[] | undefined {
    const list = this.resolve(node);
    return this.yaml.isSeq<YamlNode>(list) ? list.items : undefined;
  }

  /** The text of a node that is one. */
  textOf(node: YamlNode): string | undefined {
    const resolved = this.resolve(node);
    return this.yaml.isScalar(resolved) ? String(resolved.value ?? '') : undefined;
  }

  #walk(node: YamlNode): number {
    if (this.yaml.isAlias(node)) return this.#walkAlias(node);
    if (node === null) return 1;
    // Ahead of what is inside it: there an alias of this name means this node, as the library has it.
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    let size = 1;
    if (this.yaml.isMap<YamlNode, YamlNode>(node)) size += this.#walkMap(node.items);
    else if (this.yaml.isSeq<YamlNode>(node)) for (const item of node.items) size += this.#walk(item);
    this.#sizes.set(node, size);
    return size;
  }

  #walkAlias(alias: Yaml.Alias): number {
    const target = this.#anchors.get(alias.source);
    if (target !== undefined) {
      this.#targets.set(alias, target);
      // Without a size it is around this very alias: unfolded, it never ends.
      return this.#sizes.get(target) ?? Number.POSITIVE_INFINITY;
    }
    this.#firstTrouble ??= `Unresolved alias (the anchor must be set before the alias): ${alias.source}`;
    return 1;
  }

  #walkMap(pairs: readonly Yaml.Pair<YamlNode, YamlNode>[]): number {
    const seen = new Set<string>();
    let size = 0;
    for (const { key, value } of pairs) {
      size += this.#walk(key) + this.#walk(value);
      if (this.#isMerge(key)) {
        const mergeable = this.#mergeSources(value).every((source) => this.yaml.isMap(this.resolve(source)));
        if (!mergeable) this.#firstTrouble ??= 'Merge sources must be maps or map aliases';
      } else if (this.yaml.isScalar(key)) {
        const text = this.textOf(key) ?? '';
        if (seen.has(text)) this.duplicates.push(key.range?.[0] ?? 0);
        seen.add(text);
      }
    }
    return size;
  }

  /** The library gives a merge key a symbol for a value. */
  #isMerge(key: YamlNode): boolean {
    return this.yaml.isScalar(key) && typeof key.value === 'symbol';
  }

  #mergeSources(value: YamlNode): readonly YamlNode[] {
    const source = this.resolve(value);
    return this.yaml.isSeq<YamlNode>(source) ? source.items : [source];
  }
}
