/**
 * Finds which of many texts comes first in another, with Aho and Corasick's automaton (CACM 18/6, 1975). Pure.
 *
 * Each unit of the text is looked at once, however many texts are looked for and however they repeat themselves. Nodes lie
 * breadth first, so that the children of one lie side by side, ordered: no hash that a client could fill with collisions.
 */
/** Where a text was found, and which of those that were looked for. */
export interface Found {
  readonly place: number;
  readonly index: number;
}

const ROOT = 0;
const NONE = -1;

/** By node, of which each stands for a start of one or more words; the first is the empty one. */
interface Automaton {
  readonly nodes: number;
  /** The unit that leads to it. */
  readonly unit: Uint16Array;
  readonly depth: Int32Array;
  /** Its children are from here to where those of the next node begin. */
  readonly children: Int32Array;
  /** The node of the longest other start of a word that ends here. */
  readonly fallback: Int32Array;
  /** The longest word that ends here: its index, or NONE. */
  readonly word: Int32Array;
}

/** See `findFirst` of stop-search. */
export function findFirstOfMany(words: readonly string[], text: string): Found | null {
  const automaton = grow(words);
  connect(automaton);
  return search(words, automaton, text);
}

/** Makes the nodes, level by level: each is a run of the ordered words, those that begin alike. */
function grow(words: readonly string[]): Automaton {
  // Of equal words the first that was named comes first.
  const order = words.map((_, index) => index).sort((a, b) => compare(words[a], words[b]) || a - b);
  const sorted = order.map((index) => words[index] as string);
  const nodesMax = words.reduce((sum, word) => sum + word.length, 1);
  const unit = new Uint16Array(nodesMax);
  const depth = new Int32Array(nodesMax);
  const children = new Int32Array(nodesMax + 1);
  const word = new Int32Array(nodesMax).fill(NONE);
  const first = new Int32Array(nodesMax);
  const last = new Int32Array(nodesMax);
  last[ROOT] = words.length;
  let nodes = 1;
  for (let node = 0; node < nodes; node++) {
    children[node] = nodes;
    const level = depth[node] as number;
    const end = last[node] as number;
    let at = first[node] as number;
    if (level > 0 && sorted[at]?.length === level) word[node] = order[at] as number;
    while (at < end && sorted[at]?.length === level) at++;
    while (at < end) {
      const next = sorted[at]?.charCodeAt(level) as number;
      first[nodes] = at++;
      while (at < end && sorted[at]?.charCodeAt(level) === next) at++;
      last[nodes] = at;
      unit[nodes] = next;
      depth[nodes] = level + 1;
      nodes++;
    }
  }
  children[nodes] = nodes;
  return { nodes, unit, depth, children, fallback: new Int32Array(nodesMax), word };
}

function compare(one = '', other = ''): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Level by level too: a fallback is nearer to the root. */
function connect(automaton: Automaton): void {
  const { nodes, unit, children, fallback, word } = automaton;
  for (let node = 0; node < nodes; node++) {
    const end = children[node + 1] as number;
    for (let child = children[node] as number; child < end; child++) {
      const back = node === ROOT ? ROOT : step(automaton, fallback[node] as number, unit[child] as number);
      fallback[child] = back;
      if (word[child] === NONE) word[child] = word[back] as number;
    }
  }
}

/** Where `next` leads to from a node. */
function step({ unit, children, fallback }: Automaton, from: number, next: number): number {
  for (let node = from; ; node = fallback[node] as number) {
    let low = children[node] as number;
    let high = children[node + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((unit[middle] as number) < next) low = middle + 1;
      else high = middle;
    }
    if (low < (children[node + 1] as number) && unit[low] === next) return low;
    if (node === ROOT) return ROOT;
  }
}

function search(words: readonly string[], automaton: Automaton, text: string): Found | null {
  const { depth, word } = automaton;
  let place = text.length;
  let index = NONE;
  let node = ROOT;
  for (let at = 0; at < text.length; at++) {
    node = step(automaton, node, text.charCodeAt(at));
    // All that may still be found begins behind what was found.
    if (at + 1 - (depth[node] as number) > place) break;
    const found = word[node] as number;
    if (found === NONE) continue;
    const start = at + 1 - (words[found] as string).length;
    if (start < place || (start === place && found < index)) {
      place = start;
      index = found;
    }
  }
  return index === NONE ? null : { place, index };
}
