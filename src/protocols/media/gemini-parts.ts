/**
 * The parts of Gemini's contents that are no texts: data within, and files elsewhere. Pure.
 * Source: Google's public Gemini API reference (Part, Blob, FileData, MediaResolution).
 */
import { type Embedded, embeddedIn } from './bytes.js';
import { documentTokens } from './documents.js';
import { audioSeconds, videoSeconds } from './durations.js';
import {
  AUDIO_TOKENS_PER_SECOND,
  geminiImageTokens,
  geminiPageTokens,
  geminiVideoTokensPerSecond,
  type Resolution,
} from './gemini-media.js';
import { type ImageSize, imageSize } from './image-size.js';
import type { Media, MediaReader, MediaSource } from './media.js';

/** Of an image that lies elsewhere, or of which the header says nothing. */
const SIZE_UNKNOWN: ImageSize = { width: 1024, height: 1024 };

const LEVELS: Readonly<Record<string, Resolution>> = {
  MEDIA_RESOLUTION_LOW: 'low',
  MEDIA_RESOLUTION_MEDIUM: 'medium',
  MEDIA_RESOLUTION_HIGH: 'high',
  MEDIA_RESOLUTION_ULTRA_HIGH: 'ultra',
};

type Fields = Readonly<Record<string, unknown>>;

/** In both spellings: a prompt may have a thousand parts, so none is made of the other here. */
export const GEMINI_MEDIA: MediaReader = {
  isToldByKind: true,
  read(part, source) {
    const blob = part.inlineData ?? part.inline_data;
    if (isFields(blob) && typeof blob.data === 'string') {
      return count(blob.data, embeddedIn(blob.data), howOf(blob, part, source));
    }
    const file = part.fileData ?? part.file_data;
    const place = isFields(file) ? (file.fileUri ?? file.file_uri) : undefined;
    return typeof place === 'string' ? count(place, null, howOf(file as Fields, part, source)) : null;
  },
};

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface How {
  readonly mime: string;
  readonly model: string;
  readonly resolution: Resolution | null;
}

function howOf(what: Fields, part: Fields, source: MediaSource): How {
  const told = what.mimeType ?? what.mime_type;
  const mime = typeof told === 'string' ? told.toLowerCase() : '';
  return { mime, model: source.model, resolution: resolutionOf(part, source) };
}

/** A part's own counts ahead of that of the whole request. */
function resolutionOf(part: Fields, source: MediaSource): Resolution | null {
  const own = part.mediaResolution ?? part.media_resolution;
  const asked = (isFields(own) ? own.level : own) ?? askedOfAll(source);
  return typeof asked === 'string' && Object.hasOwn(LEVELS, asked) ? (LEVELS[asked] as Resolution) : null;
}

/** A request that is only counted has its settings within. */
function askedOfAll({ root }: MediaSource): unknown {
  const within = root.generateContentRequest ?? root.generate_content_request;
  const all = isFields(within) ? within : root;
  const config = all.generationConfig ?? all.generation_config;
  return isFields(config) ? (config.mediaResolution ?? config.media_resolution) : undefined;
}

/** `data` is what tells it from others. */
function count(data: string, embedded: Embedded | null, { mime, model, resolution }: How): Media {
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
