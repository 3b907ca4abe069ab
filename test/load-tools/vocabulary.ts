// Owns: the vocabulary that load tools count with: o200k_base, which LiteLLM's package brings along, so that no hub is asked for it.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { preparePython } from '../clients/environment.js';
import { output } from './tool.js';

/** The name under which tiktoken keeps o200k_base: SHA-1 of its address. */
const O200K = 'fb374d419588a4632f3f557e76b4b70aebbca790';
const IN_LITELLM = `site-packages/litellm/litellm_core_utils/tokenizers/${O200K}`;

export interface Vocabulary {
  /** A file in tiktoken's form, in a folder that may be tiktoken's cache. */
  readonly path: string;
  /** Makes the same in Hugging Face's form; the folder's path. */
  readonly huggingFace: (folder: string) => Promise<string>;
}

export type Found = ({ readonly ok: true } & Vocabulary) | { readonly ok: false; readonly reason: string };

export async function prepareVocabulary(): Promise<Found> {
  const [clients, maker] = [await preparePython(), await preparePython('test/load-tools/locks/aiperf.txt')];
  if (!clients.ok) return clients;
  if (!maker.ok) return maker;
  const libraries = join(dirname(dirname(clients.python)), 'lib');
  const path = resolve(libraries, readdirSync(libraries)[0] ?? '', IN_LITELLM);
  if (!existsSync(path)) return { ok: false, reason: 'LiteLLM brings no vocabulary along' };
  const huggingFace = async (folder: string): Promise<string> => {
    const made = join(folder, 'tokenizer');
    await output(
      resolve(maker.python),
      [resolve('test/load-tools/python/vocabulary.py'), path, made],
      folder,
    );
    return made;
  };
  return { ok: true, path, huggingFace };
}
