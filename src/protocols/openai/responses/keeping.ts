/**
 * Whether a response is kept to be asked for by its id, and how it says so. Pure. Source: OpenAI's public OpenAPI description
 * (CreateResponse: store, background, previous_response_id).
 */
import type { Keeping, ParseOptions } from '../../contract/protocol.js';
import type { JsonObject } from '../../request/body/json-body.js';

const PLAINLY_KEPT: Keeping = Object.freeze({ isStored: true, isBackground: false, previousId: null });
const IN_BACKGROUND: Keeping = Object.freeze({ isStored: true, isBackground: true, previousId: null });

/** Of fields that were checked; null where nothing is kept. Stored is what does not say otherwise, as there. */
export function readKeeping(root: JsonObject, { keepsResponses }: ParseOptions): Keeping | null {
  if (keepsResponses !== true) return null;
  const { store, background, previous_response_id: previous } = root;
  const isBackground = background === true;
  const isStored = store !== false || isBackground;
  if (typeof previous === 'string') return { isStored, isBackground, previousId: previous };
  if (!isStored) return null;
  return isBackground ? IN_BACKGROUND : PLAINLY_KEPT;
}
