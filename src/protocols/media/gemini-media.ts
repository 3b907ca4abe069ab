/**
 * What images, audio, videos and pages cost with Google's models. Pure arithmetic, bounded for any size.
 *
 * Sources: Google's guides "Understand and count tokens" (258 a tile, 32 a second of audio, 263 a second of video), "Image understanding"
 * (960 × 540 is 6 tiles), "Media resolution" (levels, and Gemini 3's own numbers), "Document understanding" (258 a page), and
 * Vertex AI's "Image understanding" (a tile has 256 to 768 pixels; larger images are scaled down to 3,072).
 */
import type { ImageSize } from './image-size.js';

export const AUDIO_TOKENS_PER_SECOND = 32;

const TILE_TOKENS = 258;
/** An image that is no larger in either direction is one tile. */
const SMALL_SIDE_MAX = 384;
const SIDE_MAX = 3072;
const TILE_SIDE_MIN = 256;
const TILE_SIDE_MAX = 768;
const TILES_PER_SHORT_SIDE = 1.5;

/** What a request may ask for; `high` is the default. */
export type Resolution = 'low' | 'medium' | 'high' | 'ultra';

const LEVELS = {
  older: {
    /** null: by tiles. */
    image: { low: 64, medium: 256, high: null, ultra: null },
    video: { low: 100, medium: 263, high: 263, ultra: 263 },
    page: { low: TILE_TOKENS, medium: TILE_TOKENS, high: TILE_TOKENS, ultra: TILE_TOKENS },
  },
  three: {
    image: { low: 280, medium: 560, high: 1120, ultra: 2240 },
    video: { low: 263, medium: 263, high: 263, ultra: 263 },
    page: { low: 280, medium: 560, high: 1120, ultra: 1120 },
  },
} as const;

function levelsOf(model: string): (typeof LEVELS)[keyof typeof LEVELS] {
  return model.startsWith('gemini-3') ? LEVELS.three : LEVELS.older;
}

/** `model` is bare. */
export function geminiImageTokens(size: ImageSize, model: string, resolution: Resolution | null): number {
  return levelsOf(model).image[resolution ?? 'high'] ?? tilesOf(size) * TILE_TOKENS;
}

export function geminiVideoTokensPerSecond(model: string, resolution: Resolution | null): number {
  return levelsOf(model).video[resolution ?? 'high'];
}

/** Pages have a middle resolution of themselves. */
export function geminiPageTokens(model: string, resolution: Resolution | null): number {
  return levelsOf(model).page[resolution ?? 'medium'];
}

function tilesOf({ width, height }: ImageSize): number {
  if (width <= SMALL_SIDE_MAX && height <= SMALL_SIDE_MAX) return 1;
  const by = Math.min(1, SIDE_MAX / Math.max(width, height));
  const [across, down] = [width * by, height * by];
  const unit = Math.floor(Math.min(across, down) / TILES_PER_SHORT_SIDE);
  const side = Math.min(Math.max(unit, TILE_SIDE_MIN), TILE_SIDE_MAX);
  return Math.ceil(across / side) * Math.ceil(down / side);
}
