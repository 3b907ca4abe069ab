/**
 * What an image costs with OpenAI's models. Pure arithmetic, bounded for any size.
 *
 * Source: OpenAI's guide "Images and vision", section "Calculating costs": tiles of 512 pixels with a base, or patches of 32 pixels, of which
 * there are at most 1,536, times a factor of the model.
 */
import type { ImageSize } from './image-size.js';

type ImageRule =
  | { readonly model: RegExp; readonly base: number; readonly tile: number }
  | { readonly model: RegExp; readonly factor: number };

/** The first that fits counts. */
const RULES: readonly ImageRule[] = [
  { model: /^gpt-4\.1-mini/, factor: 1.62 },
  { model: /^gpt-4\.1-nano/, factor: 2.46 },
  { model: /^gpt-5(?:\.\d+)?-mini/, factor: 1.62 },
  { model: /^gpt-5(?:\.\d+)?-nano/, factor: 2.46 },
  { model: /^o4-mini/, factor: 1.72 },
  { model: /^gpt-4o-mini/, base: 2833, tile: 5667 },
  { model: /^gpt-5/, base: 70, tile: 140 },
  { model: /^o[13]/, base: 75, tile: 150 },
  { model: /^computer-use-preview/, base: 65, tile: 129 },
  // gpt-4o, gpt-4.1, gpt-4.5, gpt-4-turbo, and whatever is no model of OpenAI's.
  { model: /^/, base: 85, tile: 170 },
];

const TILE_PIXELS = 512;
const LONG_SIDE_MAX = 2048;
const SHORT_SIDE_MAX = 768;

const PATCH_PIXELS = 32;
const PATCHES_MAX = 1536;
/** A low resolution is a square of so many pixels. */
const LOW_SIDE_MAX = 512;

/** What is a whole number but for the arithmetic. */
const NEARLY = 1e-6;

/** `model` is bare; `detail` as the client wrote it: all but `low` is taken as `high`, which is what `auto` comes to. */
export function openAiImageTokens(size: ImageSize, model: string, detail: unknown): number {
  const rule = RULES.find((one) => one.model.test(model)) as ImageRule;
  const isLow = detail === 'low';
  if ('factor' in rule) {
    return Math.round(patchesOf(isLow ? within(size, LOW_SIDE_MAX) : size) * rule.factor);
  }
  return isLow ? rule.base : rule.base + tilesOf(size) * rule.tile;
}

/** Scaled down, never up, until the longer side is no longer. */
function within({ width, height }: ImageSize, longSideMax: number): ImageSize {
  return scaled({ width, height }, Math.min(1, longSideMax / Math.max(width, height)));
}

function scaled({ width, height }: ImageSize, by: number): ImageSize {
  const side = (pixels: number): number => Math.max(1, Math.floor(pixels * by + NEARLY));
  return { width: side(width), height: side(height) };
}

function tilesOf(size: ImageSize): number {
  const fitting = within(size, LONG_SIDE_MAX);
  const shortSide = Math.min(fitting.width, fitting.height);
  const { width, height } = scaled(fitting, Math.min(1, SHORT_SIDE_MAX / shortSide));
  return Math.ceil(width / TILE_PIXELS) * Math.ceil(height / TILE_PIXELS);
}

/** Where there are too many, the image is scaled down until they fit whole in one direction. */
function patchesOf({ width, height }: ImageSize): number {
  const patches = Math.ceil(width / PATCH_PIXELS) * Math.ceil(height / PATCH_PIXELS);
  if (patches <= PATCHES_MAX) return patches;
  const shrink = Math.sqrt((PATCH_PIXELS ** 2 * PATCHES_MAX) / (width * height));
  const [across, down] = [(width * shrink) / PATCH_PIXELS, (height * shrink) / PATCH_PIXELS];
  const fit = Math.min(wholeShare(across), wholeShare(down));
  const cover = Math.ceil(across * fit - NEARLY) * Math.ceil(down * fit - NEARLY);
  return Math.min(Math.max(1, cover), PATCHES_MAX);
}

/** By what a number of patches is scaled to be whole; one that is less than a patch stays. */
function wholeShare(patches: number): number {
  return patches < 1 ? 1 : Math.floor(patches) / patches;
}
