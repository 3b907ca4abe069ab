/**
 * The parts of Gemini's contents that are no texts: data within, and files elsewhere. Pure.
 * Source: Google's public Gemini API reference (Part, Blob, FileData, MediaResolution).
 */
import { type Embedded, embeddedIn } from '../media/bytes.js';
import { documentTokens } from '../media/documents.js';
import { audioSeconds, videoSeconds } from '../media/durations.js';
import {
  AUDIO_TOKENS_PER_SECOND,
  geminiImageTokens,
  geminiPageTokens,
  geminiVideoTokensPerSecond,
  type Resolution,
} from '../media/gemini-media.js';
import { type ImageSize, imageSize } from '../media/image-size.js';
import type { Media, MediaReader, MediaSource } from '../media/media.js';
import { bareModel } from '../media/model-family.js';
import { isObject, type JsonObject } from '../request/json-body.js';
import { fieldOf, objectOf } from './fields.js';

/** Of an image that lies elsewhere, or of which the header says nothing. */
const SIZE_UNKNOWN: ImageSize = { width: 1024, height: 1024 };

const LEVELS: Readonly<Record<string, Resolution>> = {
  MEDIA_RESOLUTION_LOW: 'low',
  MEDIA_RESOLUTION_MEDIUM: 'medium',
  MEDIA_RESOLUTION_HIGH: 'high',
  MEDIA_RESOLUTION_ULTRA_HIGH: 'ultra',
};

export const PART_MEDIA: MediaReader = {
  isToldByKind: true,
  read(part, source) {
    const within = objectOf(part, 'inlineData');
    const { data } = within;
    if (typeof data === 'string') return count(within, data, embeddedIn(data), part, source);
    const file = objectOf(part, 'fileData');
    const uri = fieldOf(file, 'fileUri');
    return typeof uri === 'string' ? count(file, uri, null, part, source) : null;
  },
};

/** `blob` says what it is; `data` is what tells it from others. */
function count(
  blob: JsonObject,
  data: string,
  embedded: Embedded | null,
  part: JsonObject,
  source: MediaSource,
): Media {
  const told = fieldOf(blob, 'mimeType');
  const mime = typeof told === 'string' ? told.toLowerCase() : '';
  const model = bareModel(source.model);
  const resolution = resolutionOf(part, source);
  switch (mime.split('/', 1)[0]) {
    case 'image': {
      const size = (embedded === null ? null : imageSize(embedded.bytes)) ?? SIZE_UNKNOWN;
      return { kind: 'image', tokens: geminiImageTokens(size, model, resolution), data };
    }
    case 'audio': {
      const tokens = Math.ceil(audioSeconds(embedded, null) * AUDIO_TOKENS_PER_SECOND);
      return { kind: 'audio', tokens, data };
    }
    case 'video': {
      const perSecond = geminiVideoTokensPerSecond(model, resolution);
      return { kind: 'video', tokens: Math.ceil(videoSeconds(embedded) * perSecond), data };
    }
    default: {
      const tokens = documentTokens(embedded, mime, geminiPageTokens(model, resolution));
      return { kind: 'document', tokens, data };
    }
  }
}

/** A part's own counts ahead of that of the whole request. */
function resolutionOf(part: JsonObject, { root }: MediaSource): Resolution | null {
  const own = fieldOf(part, 'mediaResolution');
  const asked = (isObject(own) ? own.level : own) ?? fieldOf(configOf(root), 'mediaResolution');
  return typeof asked === 'string' && Object.hasOwn(LEVELS, asked) ? (LEVELS[asked] as Resolution) : null;
}

/** A request that is only counted has it within. */
function configOf(root: JsonObject): JsonObject {
  const within = fieldOf(root, 'generateContentRequest');
  return objectOf(isObject(within) ? within : root, 'generationConfig');
}
