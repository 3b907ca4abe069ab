/**
 * What a prompt's tokens are, by modality. Pure.
 * Source: Google's public Gemini API reference (UsageMetadata, ModalityTokenCount, Modality).
 */
import { cachedWithin } from '../contract/prompt-prefix.js';
import type { Usage } from '../contract/protocol.js';
import { type MediaKind, sumOfMedia } from '../media/media.js';

const MODALITIES: readonly (readonly [kind: MediaKind, modality: string])[] = [
  ['image', 'IMAGE'],
  ['video', 'VIDEO'],
  ['audio', 'AUDIO'],
  ['document', 'DOCUMENT'],
];

export function encodePromptDetails({ promptTokens, media = null }: Usage): string {
  if (media === null) return `[{"modality":"TEXT","tokenCount":${promptTokens}}]`;
  const counts = [`{"modality":"TEXT","tokenCount":${Math.max(0, promptTokens - sumOfMedia(media))}}`];
  for (const [kind, modality] of MODALITIES) {
    if (media[kind] > 0) counts.push(`{"modality":"${modality}","tokenCount":${media[kind]}}`);
  }
  return `[${counts.join(',')}]`;
}

/** Only where there is some, as there. */
export function encodeCached({ promptTokens, cached }: Usage): string {
  const { read } = cachedWithin(cached, promptTokens);
  return read === 0 ? '' : `,"cachedContentTokenCount":${read}`;
}
