/**
 * What images, audio and videos cost with Qwen's models. Pure arithmetic, bounded for any size.
 *
 * Sources: Alibaba Cloud's pages "视觉理解" (section on image tokens, and its code: sides rounded to whole patches, scaled until there are
 * enough and not too many, plus the two marks around an image) and "全模态" (25 tokens a second of audio, one second at the least).
 */
import type { ImageSize } from './image-size.js';

export const AUDIO_TOKENS_PER_SECOND = 25;

/** From Qwen3-VL on, and in snapshots of mid 2025, a token is a larger patch. */
const LARGE_PATCHES = /^qwen(?:3|[4-9])|^qwen-vl-(?:max-2025-08-13|plus-2025-08-15|plus-2025-07-10)/;
const PATCH_PIXELS = 28;
const LARGE_PATCH_PIXELS = 32;

const PATCHES_MIN = 4;
const PATCHES_MAX = 1280;
/** Of Qwen3-VL. */
const LARGE_PATCHES_MAX = 2560;
/** With `vl_high_resolution_images`; no request may ask for more. */
const PATCHES_LIMIT = 16_384;
/** The marks at its beginning and its end. */
const IMAGE_MARKS = 2;

/** Two frames, of which one second has two, go together. */
const FRAME_PATCHES_MAX = 768;
const FRAMES_PER_STEP = 2;
const VIDEO_PATCHES_MAX = 24_576;

/** What a request may set, as the client wrote it; what makes no sense is passed over. */
export interface PixelAsk {
  readonly pixelsMin: unknown;
  readonly pixelsMax: unknown;
  /** `vl_high_resolution_images` */
  readonly isHigh: boolean;
}

export function isQwen(model: string): boolean {
  return /^(?:qwen|qvq)/.test(model);
}

/** `model` is bare. */
export function qwenImageTokens(size: ImageSize, model: string, ask: PixelAsk): number {
  const isLarge = LARGE_PATCHES.test(model);
  const side = isLarge ? LARGE_PATCH_PIXELS : PATCH_PIXELS;
  const most = ask.isHigh
    ? PATCHES_LIMIT
    : patchesAsked(ask.pixelsMax, side, isLarge ? LARGE_PATCHES_MAX : PATCHES_MAX);
  const least = Math.min(patchesAsked(ask.pixelsMin, side, PATCHES_MIN), most);
  return patchesOf(size, side, least, most) + IMAGE_MARKS;
}

function patchesAsked(pixels: unknown, side: number, otherwise: number): number {
  if (typeof pixels !== 'number' || !(pixels > 0)) return otherwise;
  return Math.min(Math.max(1, Math.floor(pixels / side ** 2)), PATCHES_LIMIT);
}

function patchesOf({ width, height }: ImageSize, side: number, least: number, most: number): number {
  const patches = Math.round(width / side) * Math.round(height / side);
  const whole = width * height;
  if (patches > most) {
    const by = Math.sqrt(whole / (most * side ** 2)) * side;
    return Math.max(1, Math.min(Math.floor(width / by) * Math.floor(height / by), most));
  }
  if (patches < least) {
    const by = Math.sqrt((least * side ** 2) / whole) / side;
    return Math.min(Math.ceil(width * by) * Math.ceil(height * by), most);
  }
  return patches;
}

/** Of one that is no list of frames. */
export function qwenVideoTokens(seconds: number): number {
  return Math.min(Math.ceil(seconds) * FRAME_PATCHES_MAX, VIDEO_PATCHES_MAX);
}

/** `sizes`: of its frames, in their order; of two that go together the first counts. */
export function qwenFramesTokens(sizes: readonly ImageSize[], model: string): number {
  const side = LARGE_PATCHES.test(model) ? LARGE_PATCH_PIXELS : PATCH_PIXELS;
  let patches = 0;
  for (let frame = 0; frame < sizes.length; frame += FRAMES_PER_STEP) {
    patches += patchesOf(sizes[frame] as ImageSize, side, PATCHES_MIN, FRAME_PATCHES_MAX);
  }
  return Math.min(patches, VIDEO_PATCHES_MAX);
}
