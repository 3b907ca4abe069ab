/**
 * The parts of OpenAI's messages that are no texts: images, audio, files; and those that DashScope has beside them. Pure.
 * Sources: OpenAI's public OpenAPI description (ChatCompletionRequestMessageContentPart…, InputContent); its guide "Voice agents" (a token
 * for 100 ms of audio); Alibaba Cloud's pages on the compatible mode.
 */
import { embeddedIn } from '../../media/bytes.js';
import { documentTokens } from '../../media/documents.js';
import { audioSeconds, videoSeconds } from '../../media/durations.js';
import { type ImageSize, imageSize } from '../../media/image-size.js';
import type { Media, MediaReader, MediaSource } from '../../media/media.js';
import { openAiImageTokens } from '../../media/openai-images.js';
import {
  isQwen,
  AUDIO_TOKENS_PER_SECOND as QWEN_AUDIO,
  qwenFramesTokens,
  qwenImageTokens,
  qwenVideoTokens,
} from '../../media/qwen-media.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';

const AUDIO_TOKENS_PER_SECOND = 10;
/** Of an image that lies elsewhere, or of which the header says nothing. */
const SIZE_UNKNOWN: ImageSize = { width: 1024, height: 1024 };
/** A page is read as its text and as a picture: the first is not published, the second is that of a usual one. */
const PAGE_TEXT_TOKENS = 500;
/** More frames than any model takes count as none. */
const FRAMES_MAX = 2_000;

/** How the parts of one request are counted. */
interface Counting {
  readonly model: string;
  /** Whether by Qwen's rules. */
  readonly isQwen: boolean;
  readonly isHigh: boolean;
}

/** By Qwen's rules where it is DashScope, or where the model is one of Qwen's: others serve those at OpenAI's paths. */
export function createOpenAiMedia({ dashScope }: { readonly dashScope: boolean }): MediaReader {
  return {
    isToldByKind: dashScope,
    read(part, source) {
      const { model } = source;
      return readPart(part, { model, isQwen: dashScope || isQwen(model), isHigh: wantsHigh(source) });
    },
  };
}

function wantsHigh({ root }: MediaSource): boolean {
  return root.vl_high_resolution_images === true;
}

function readPart(part: JsonObject, counting: Counting): Media | null {
  switch (part.type) {
    case 'image_url':
    case 'input_image':
      return readImage(part, counting);
    case 'input_audio':
      return readAudio(part.input_audio, counting);
    case 'file':
      return readFile(part.file, counting);
    case 'input_file':
      return readFile(part, counting);
    case 'video_url':
    case 'video':
      return readVideo(part, counting);
    default:
      return null;
  }
}

/** A text, or an object with the text in its field `url`. */
function urlIn(value: unknown): string | null {
  const url = isObject(value) ? value.url : value;
  return typeof url === 'string' ? url : null;
}

function sizeOf(url: string): ImageSize {
  const embedded = embeddedIn(url);
  return (embedded === null ? null : imageSize(embedded.bytes)) ?? SIZE_UNKNOWN;
}

function readImage(part: JsonObject, { model, isQwen: byQwen, isHigh }: Counting): Media | null {
  const { image_url: image, file_id: id, min_pixels: pixelsMin, max_pixels: pixelsMax } = part;
  const url = urlIn(image) ?? (typeof id === 'string' ? `file://${id}` : null);
  if (url === null) return null;
  const detail = isObject(image) ? image.detail : part.detail;
  const size = sizeOf(url);
  const tokens = byQwen
    ? qwenImageTokens(size, model, { pixelsMin, pixelsMax, isHigh })
    : openAiImageTokens(size, model, detail);
  return { kind: 'image', tokens, data: url };
}

function readAudio(audio: unknown, { isQwen: byQwen }: Counting): Media | null {
  if (!isObject(audio) || typeof audio.data !== 'string') return null;
  const seconds = audioSeconds(embeddedIn(audio.data), audio.format);
  const tokens = byQwen ? Math.ceil(Math.max(1, seconds) * QWEN_AUDIO) : seconds * AUDIO_TOKENS_PER_SECOND;
  return { kind: 'audio', tokens: Math.ceil(tokens), data: audio.data };
}

function readFile(file: unknown, { model }: Counting): Media | null {
  if (!isObject(file)) return null;
  const { file_data: within, file_url: url, file_id: id } = file;
  const perPage = PAGE_TEXT_TOKENS + openAiImageTokens(SIZE_UNKNOWN, model, 'high');
  if (typeof within === 'string') {
    return { kind: 'document', tokens: documentTokens(embeddedIn(within), null, perPage), data: within };
  }
  const place = typeof url === 'string' ? url : id;
  if (typeof place !== 'string') return null;
  return { kind: 'document', tokens: documentTokens(null, null, perPage), data: place };
}

/** One text, or a list of frames. */
function readVideo({ video, video_url: at }: JsonObject, { model }: Counting): Media | null {
  if (Array.isArray(video)) {
    const frames = video.length > FRAMES_MAX ? [] : video.filter((frame) => typeof frame === 'string');
    if (frames.length === 0) return null;
    return { kind: 'video', tokens: qwenFramesTokens(frames.map(sizeOf), model), data: frames.join(' ') };
  }
  const url = urlIn(at ?? video);
  if (url === null) return null;
  return { kind: 'video', tokens: qwenVideoTokens(videoSeconds(embeddedIn(url))), data: url };
}
