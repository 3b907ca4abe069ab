/**
 * What a stream has said so far, for one of which each event tells all of it. Pure; bounded, for what each event repeats grows with
 * the square of the answer.
 */
import type { CallPart } from '../../behavior/parts/part.js';
import { callId } from '../request/call-id.js';
import { encodeCall, type Said } from './output.js';

/** Up to so many characters every piece is told. */
const EVERY_PIECE_CHARACTERS_MAX = 8_192;
/**
 * From there on it is told when it has grown by a part of itself, up to so many characters; then only at the end. An event is held as a
 * whole for a client that does not read.
 */
const TOLD_CHARACTERS_MAX = 16_384;
const GROWTH = 17 / 16;

export class SaidSoFar {
  #text: string | null = null;
  #thoughts: string | null = null;
  /** The calls ahead of the one that is being said, encoded, and its arguments. */
  #calls: string[] = [];
  #call: CallPart | null = null;
  #args = '';
  #characters = 0;
  #toldCharacters = 0;
  /** Whether the next event is to tell it. */
  isToldNow = true;

  constructor(private readonly uuid: string) {}

  addText(piece: string): void {
    if (this.#grow(piece)) this.#text = (this.#text ?? '') + piece;
  }

  addThought(piece: string): void {
    if (this.#grow(piece)) this.#thoughts = (this.#thoughts ?? '') + piece;
  }

  addArguments(call: CallPart, isFirst: boolean, piece: string): void {
    if (!this.#grow(piece)) return;
    if (isFirst && this.#call !== null) this.#calls.push(this.#encodeCall(this.#call));
    if (isFirst) this.#args = '';
    this.#call = call;
    this.#args += piece;
  }

  /** As told to a choice. The calls of all choices have the id of the first: it is the last event that counts. */
  get said(): Said {
    const calls = this.#call === null ? this.#calls : [...this.#calls, this.#encodeCall(this.#call)];
    return { text: this.#text, thoughts: this.#thoughts, calls: calls.join(',') };
  }

  #encodeCall({ name }: CallPart): string {
    const index = this.#calls.length;
    return encodeCall(index, callId(this.uuid, index, 0), name, this.#args);
  }

  /** Whether it is kept: what will not be told again need not be. */
  #grow(piece: string): boolean {
    this.#characters += piece.length;
    const characters = this.#characters;
    const isShort = characters <= EVERY_PIECE_CHARACTERS_MAX;
    this.isToldNow =
      isShort || (characters <= TOLD_CHARACTERS_MAX && characters >= this.#toldCharacters * GROWTH);
    if (this.isToldNow) this.#toldCharacters = characters;
    if (characters <= TOLD_CHARACTERS_MAX) return true;
    this.#text = this.#thoughts = null;
    return false;
  }
}
