/**
 * The blocks of Anthropic's messages that are no texts: images and documents. Pure.
 * Sources: Anthropic's public API reference (ImageBlockParam, DocumentBlockParam); its guides "Vision" and "PDF support"
 * (1,500 to 3,000 tokens a page for its text, and each page as an image).
 */
import { embeddedIn } from '../media/bytes.js';
import { claudeImageTokens } from '../media/claude-images.js';
import { documentTokens } from '../media/documents.js';
import { type ImageSize, imageSize } from '../media/image-size.js';
import type { Media, MediaReader } from '../media/media.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { estimateTokens } from '../request/token-estimate.js';

/** Of an image that lies elsewhere, or of which the header says nothing. */
const SIZE_UNKNOWN: ImageSize = { width: 1024, height: 1024 };
/** Text and picture together. */
const TOKENS_PER_PAGE = 3_000;

export const BLOCK_MEDIA: MediaReader = {
  isToldByKind: false,
  read({ type, source }) {
    if (!isObject(source)) return null;
    if (type === 'image') return readImage(source);
    return type === 'document' ? readDocument(source) : null;
  },
};

/** Where its content lies, if that is not here. */
function placeOf({ url, file_id: id }: JsonObject): string | null {
  const place = url ?? id;
  return typeof place === 'string' ? place : null;
}

function readImage(source: JsonObject): Media | null {
  const { data } = source;
  if (typeof data !== 'string') {
    const place = placeOf(source);
    return place === null ? null : { kind: 'image', tokens: claudeImageTokens(SIZE_UNKNOWN), data: place };
  }
  const embedded = embeddedIn(data);
  const size = (embedded === null ? null : imageSize(embedded.bytes)) ?? SIZE_UNKNOWN;
  return { kind: 'image', tokens: claudeImageTokens(size), data };
}

function readDocument(source: JsonObject): Media | null {
  const { type, data, media_type: mime } = source;
  if (typeof data === 'string') {
    const tokens =
      type === 'text'
        ? estimateTokens(data)
        : documentTokens(embeddedIn(data), typeof mime === 'string' ? mime : null, TOKENS_PER_PAGE);
    return { kind: 'document', tokens, data };
  }
  const place = placeOf(source);
  if (place === null) return null;
  return { kind: 'document', tokens: documentTokens(null, null, TOKENS_PER_PAGE), data: place };
}
