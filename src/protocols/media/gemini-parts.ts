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
import { bareModel } from './model-family.js';

/** Of an image that lies elsewhere, or of which the header says nothing. */
const SIZE_UNKNOWN: ImageSize = { width: 1024, height: 1024 };

const LEVELS: Readonly<Record<string, Resolution>> = {
  MEDIA_RESOLUTION_LOW: 'low',
  MEDIA_RESOLUTION_MEDIUM: 'medium',
  MEDIA_RESOLUTION_HIGH: 'high',
  MEDIA_RESOLUTION_ULTRA_HIGH: 'ultra',
};

type Fields = Readonly<Record<string, unknown>>;

/** The field of this name in whatever spelling; undefined where there is none. */
type FieldOf = (fields: Fields, name: string) => unknown;

export function createGeminiMedia(fieldOf: FieldOf): MediaReader {
  const within = (value: unknown, name: string): unknown =>
    isFields(value) ? fieldOf(value, name) : undefined;
  // A request that is only counted has its settings within.
  const configOf = ({ root }: MediaSource): unknown =>
    within(fieldOf(root, 'generateContentRequest') ?? root, 'generationConfig');
  const resolutionOf = (part: Fields, source: MediaSource): Resolution | null => {
    const own = fieldOf(part, 'mediaResolution');
    const asked = (isFields(own) ? own.level : own) ?? within(configOf(source), 'mediaResolution');
    return typeof asked === 'string' && Object.hasOwn(LEVELS, asked) ? (LEVELS[asked] as Resolution) : null;
  };
  return {
    isToldByKind: true,
    read(part, source) {
      const blob = fieldOf(part, 'inlineData');
      const file = fieldOf(part, 'fileData');
      const data = within(blob, 'data');
      const place = within(file, 'fileUri');
      const told = within(typeof data === 'string' ? blob : file, 'mimeType');
      const mime = typeof told === 'string' ? told.toLowerCase() : '';
      const how = { mime, model: bareModel(source.model), resolution: resolutionOf(part, source) };
      if (typeof data === 'string') return count(data, embeddedIn(data), how);
      return typeof place === 'string' ? count(place, null, how) : null;
    },
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface How {
  readonly mime: string;
  readonly model: string;
  readonly resolution: Resolution | null;
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
