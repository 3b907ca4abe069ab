/**
 * Reads a request's body as a form of parts, such as come with a file. Pure. What stands between the parts is told by the body's first
 * line, so the head need not be looked at. A file is not copied: whoever wants to know of it looks at it where it lies.
 * Source: RFC 7578 (multipart/form-data), RFC 2046.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';
import { EMPTY_BODY } from './json-body.js';

const PARTS_MAX = 64;
const BOUNDARY_BYTES_MAX = 72;
/** Of a part's head, and of a field that is no file. */
const HEAD_BYTES_MAX = 4_096;
const FIELD_BYTES_MAX = 131_072;
const LINE_END = '\r\n';
const HEAD_END = '\r\n\r\n';
const LIST_MARK = '[]';

interface Form {
  /** The texts by their names; those that may come several times have names that end in `[]`, and are lists without that. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** By the names of their fields; bytes of the body. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export type ParsedForm =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly error: ApiError };

function refuse(why: string): ParsedForm {
  const error = apiError(
    ERROR_KINDS.malformedBody,
    `The request body could not be read as multipart/form-data: ${why}.`,
  );
  return { ok: false, error };
}

/** Parses the bytes of a whole body. Never throws. */
export function parseForm(body: Buffer): ParsedForm {
  if (body.length === 0) return { ok: false, error: EMPTY_BODY };
  const lineEnd = body.indexOf(LINE_END);
  const isBoundary = body.indexOf('--') === 0 && lineEnd > 2 && lineEnd <= BOUNDARY_BYTES_MAX;
  if (!isBoundary) return refuse('it does not begin with a boundary');
  const boundary = LINE_END + body.toString('latin1', 0, lineEnd);
  const fields: Record<string, string | string[]> = Object.create(null);
  const files = new Map<string, Buffer>();
  let at = lineEnd + LINE_END.length;
  for (let parts = 0; ; parts++) {
    if (parts === PARTS_MAX) return refuse(`it has more than ${PARTS_MAX} parts`);
    const headEnd = body.indexOf(HEAD_END, at);
    if (headEnd === -1 || headEnd - at > HEAD_BYTES_MAX) return refuse('a part has no head');
    const end = body.indexOf(boundary, headEnd + LINE_END.length);
    if (end === -1) return refuse('its last boundary is missing');
    const head = body.toString('utf8', at, headEnd);
    const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) return refuse('a part has no name');
    const data = body.subarray(Math.min(headEnd + HEAD_END.length, end), end);
    if (/;\s*filename\*?=/i.test(head)) files.set(name, data);
    else if (data.length > FIELD_BYTES_MAX)
      return refuse(`the field '${name}' is longer than ${FIELD_BYTES_MAX} bytes`);
    else addField(fields, name, data.toString());
    at = end + boundary.length;
    if (body.toString('latin1', at, at + 2) === '--') return { ok: true, form: { fields, files } };
    at += LINE_END.length;
  }
}

function addField(fields: Record<string, string | string[]>, name: string, value: string): void {
  if (!name.endsWith(LIST_MARK)) {
    fields[name] = value;
    return;
  }
  const listName = name.slice(0, -LIST_MARK.length);
  const known = fields[listName];
  if (Array.isArray(known)) known.push(value);
  else fields[listName] = [value];
}
