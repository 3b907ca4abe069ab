/**
 * The parts of DashScope's own messages that are no texts: `image`, `audio` and `video`, each with a place or the data itself. They count
 * as those of its compatible mode do. Pure. Source: Alibaba Cloud's public API reference of Qwen (DashScope).
 */
import { type MediaReader, MediaSource } from '../media/media.js';
import { createOpenAiMedia } from '../openai/common/media-parts.js';
import type { JsonObject } from '../request/body/json-body.js';
import { objectIn } from './fields.js';

const COMPATIBLE = createOpenAiMedia({ dashScope: true });

export const NATIVE_MEDIA: MediaReader = {
  isToldByKind: true,
  read(part, { model, root }) {
    const compatible = compatiblePart(part);
    // What the compatible mode has beside the messages lies in the parameters here.
    return compatible === null
      ? null
      : COMPATIBLE.read(compatible, new MediaSource(model, objectIn(root, 'parameters')));
  },
};

/** The same part as the compatible mode writes it; null for one that it does not have. */
function compatiblePart(part: JsonObject): JsonObject | null {
  const { image, audio, video } = part;
  if (image !== undefined) return { ...part, type: 'image_url', image_url: image };
  if (audio !== undefined) return { type: 'input_audio', input_audio: { data: audio } };
  return video === undefined ? null : { type: 'video', video };
}
