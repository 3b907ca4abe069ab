/**
 * What an image costs with Anthropic's models. Pure arithmetic, bounded for any size.
 *
 * Source: Anthropic's guide "Vision", section "Evaluate image size": width times height by 750; an image is scaled down first where its long
 * edge has more than 1,568 pixels, or where it would cost more than about 1,600 tokens.
 */
import type { ImageSize } from './image-size.js';

const PIXELS_PER_TOKEN = 750;
const LONG_SIDE_MAX = 1568;
const TOKENS_MAX = 1_600;

export function claudeImageTokens({ width, height }: ImageSize): number {
  const by = Math.min(1, LONG_SIDE_MAX / Math.max(width, height));
  const tokens = Math.ceil((width * by * height * by) / PIXELS_PER_TOKEN);
  return Math.min(tokens, TOKENS_MAX);
}
