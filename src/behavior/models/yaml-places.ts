/**
 * Owns how a reader of a YAML file walks its maps and lists, and tells what is wrong where. Pure. Must never follow an alias
 * to tell a place: what came in by an alias or a merge is told to be where it came in.
 */
import { visible } from '../grammar/mistake.js';
import type { Entries, Entry, YamlGraph, YamlNode } from './yaml-graph.js';
import type { YamlProblems } from './yaml-reader.js';

/** Of a text that a message repeats. */
const SHOWN_CHARACTERS_MAX = 60;

/** Where a value or key is told to be; `fixed` is where it came in by an alias or a merge, for all that is inside. */
export interface Place {
  /** An offset into the text. */
  readonly at: number;
  readonly fixed: number | null;
}

/** What a node stands for, all aliases unfolded. */
export type PlainYaml = string | readonly PlainYaml[] | { readonly [key: string]: PlainYaml };

/** The whole file. */
export const TOP: Place = { at: 0, fixed: null };

export class YamlPlaces {
  constructor(
    private readonly graph: YamlGraph,
    private readonly problems: YamlProblems,
  ) {}

  /** What a map has, in its order; undefined for what is no map. */
  entriesOf(node: YamlNode): Entries | undefined {
    return this.graph.entriesOf(node);
  }

  /** What a list has, each as an entry without a key; undefined for what is no list. */
  itemsOf(node: YamlNode): readonly Entry[] | undefined {
    return this.graph.itemsOf(node)?.map((value) => ({ key: null, value, own: true }));
  }

  /** The text of a node that is one; empty for nothing. */
  textOf(node: YamlNode): string | undefined {
    return node === null ? '' : this.graph.textOf(node);
  }

  /** Maps, lists and texts; as many as the graph has measured. */
  plainOf(node: YamlNode): PlainYaml {
    const items = this.graph.itemsOf(node);
    if (items !== undefined) return items.map((item) => this.plainOf(item));
    const entries = this.entriesOf(node);
    if (entries === undefined) return this.textOf(node) ?? '';
    return Object.fromEntries([...entries].map(([key, { value }]) => [String(key), this.plainOf(value)]));
  }

  /** Of an entry's value, in a map that is at `map`. */
  placeOf({ key, value, own }: Entry, map: Place): Place {
    const at = map.fixed ?? (own ? offsetOf(value ?? key, map.at) : map.at);
    const isElsewhere = map.fixed !== null || !own || this.graph.resolve(value) !== value;
    return { at, fixed: isElsewhere ? at : null };
  }

  /** Of an entry's key. */
  keyPlace({ key, own }: Entry, map: Place): Place {
    const at = map.fixed ?? (own ? offsetOf(key, map.at) : map.at);
    return { at, fixed: null };
  }

  /** What was found, on one line and short. */
  nameOf(node: YamlNode): string {
    const text = this.textOf(node);
    if (text === undefined) return this.kindOf(node);
    if (text === '') return 'nothing';
    const shown = [...visible(JSON.stringify(text))];
    return shown.length > SHOWN_CHARACTERS_MAX
      ? `${shown.slice(0, SHOWN_CHARACTERS_MAX).join('')}…`
      : shown.join('');
  }

  /** What was found, without its text, which may be a secret. */
  kindOf(node: YamlNode): string {
    const text = this.textOf(node);
    if (text === '') return 'nothing';
    if (text !== undefined) return 'a text';
    return this.entriesOf(node) === undefined ? 'a list' : 'a map';
  }

  /** Line and column of a place, from 1: `3:5`. */
  lineOf({ at }: Place): string {
    return this.problems.lineOf(at);
  }

  note({ at }: Place, message: string): undefined {
    return this.problems.add(at, message);
  }
}

function offsetOf(node: YamlNode, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}
