/**
 * What a prompt holds beside texts (images, audio, videos, documents), as far as it is counted. Types, and the sums of them. Pure.
 * Nothing is ever fetched and nothing decoded: a size comes from the first bytes, or is a stand-in.
 */

export type MediaKind = 'image' | 'audio' | 'video' | 'document';

/** One part of a prompt that is no text. */
export interface Media {
  readonly kind: MediaKind;
  /** By the provider's published rule; bounded whatever the part claims. */
  readonly tokens: number;
  /** What tells it from another of the same size: the data itself, or where it lies. Not kept. */
  readonly data: string;
}

/** Tokens of a prompt that are no text, by kind; they are within the tokens of the prompt. */
export interface MediaTokens extends Readonly<Record<MediaKind, number>> {
  /** Whether the usage tells them by kind, in APIs of which some do and some do not. */
  readonly isToldByKind: boolean;
}

/** What a rule may depend on beside the part itself. */
export interface MediaSource {
  /** As the client wrote it. */
  readonly model: string;
  /** The body, whatever it holds. */
  readonly root: Readonly<Record<string, unknown>>;
}

/** How an API reads the parts that are no texts. */
export interface MediaReader {
  readonly isToldByKind: boolean;
  /** null for a part that is not counted. Never throws: what makes no sense is a stand-in, or nothing. */
  read(part: Readonly<Record<string, unknown>>, source: MediaSource): Media | null;
}

export const NO_SOURCE: MediaSource = Object.freeze({ model: '', root: Object.freeze({}) });

const NONE = { image: 0, audio: 0, video: 0, document: 0 };

/** One more. */
export function addMedia(
  sum: MediaTokens | null,
  { kind, tokens }: Media,
  isToldByKind: boolean,
): MediaTokens {
  const so = sum ?? { ...NONE, isToldByKind };
  return { ...so, [kind]: so[kind] + tokens };
}

/** All of them. */
export function sumOfMedia({ image, audio, video, document }: MediaTokens): number {
  return image + audio + video + document;
}
