/**
 * What comes in of one request after its head: gathers the body, and has it read and planned. Main thread, hot path.
 *
 * A request has one until its body was read, and gives it back then: those that wait for their answers, which are most, hold none.
 */
import { Buffer } from 'node:buffer';
import type { Overrides } from '../../behavior/profile/profile.js';
import type { ApiError } from '../../shared/errors.js';
import type { Packing } from '../../workers/packing.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { BodyOwner } from '../reading/request-reader.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { RequestHead } from '../transport/transport.js';
import { BodyBuffer } from './body-buffer.js';
import { isReadAtOnce, SIMPLE_BYTES_MAX } from './simple-body.js';
import { UNPACKED_AT_ONCE_BYTES_MAX, unpackSmall } from './unpack-small.js';
import { Unread } from './unread.js';
import type { Witness } from './witness.js';

const MS_PER_SECOND = 1_000;

/** Gets what the body says. */
export interface IntakeOwner extends BodyOwner {
  /** The body is too large, or there is no memory for it. `isWhole`: nothing more of it will come. */
  onTurnedAway(error: ApiError, isWhole: boolean): void;
}

/** As many as requests ever came in at once: the cap and the queue bound it. */
const idle: Intake[] = [];

export class Intake {
  #route: ApiRoute | null = null;
  #asked: Overrides | null = null;
  #caller = '';
  #packing: Packing | null = null;
  #witness: Witness | null = null;
  #body: BodyBuffer | null = null;
  #giveUp: (() => void) | null = null;
  readonly #unread = new Unread();

  private context!: ExchangeContext;
  private owner!: IntakeOwner;

  /** For a request that has come, and was checked right before; `asked` is what its head asks for. */
  static of(
    context: ExchangeContext,
    owner: IntakeOwner,
    route: ApiRoute,
    head: RequestHead,
    asked: Overrides | null,
    witness: Witness | null,
  ): Intake {
    const intake = idle.pop() ?? new Intake();
    intake.context = context;
    intake.owner = owner;
    intake.#route = route;
    intake.#asked = asked;
    intake.#packing = context.admission.packing;
    intake.#witness = witness;
    intake.#unread.begin(context.polls);
    intake.#caller = context.reader.callerOf(head, asked);
    return intake;
  }

  /** A piece of the body of a request that holds a slot. */
  onBody(piece: Buffer, isLast: boolean): void {
    const { bodyBytesMax } = this.context;
    const isAlone = this.#body === null && isLast;
    if (isAlone && piece.length <= bodyBytesMax && this.#readAtOnce(piece)) return;
    this.#unread.hear(this.context.now());
    const refusal = this.gather(piece);
    if (refusal !== null) this.owner.onTurnedAway(refusal, isLast);
    else if (isLast) this.acceptGathered();
  }

  /** Keeps a copy of a piece of the body; or gives back why that cannot be. */
  gather(piece: Buffer): ApiError | null {
    const { bodyBytesMax, refusals, budget } = this.context;
    if ((this.#body?.length ?? 0) + piece.length > bodyBytesMax) return refusals.bodyTooLarge;
    this.#body ??= new BodyBuffer(budget, bodyBytesMax);
    return this.#body.append(piece) ? null : refusals.memoryFull;
  }

  /** What was gathered is the whole body of a request that holds a slot. */
  acceptGathered(): void {
    const body = this.#body;
    if (body === null) this.#read(Buffer.alloc(0));
    else if (body.length > SIMPLE_BYTES_MAX || !this.#readAtOnce(body.content())) this.#readInWorker(body);
  }

  /** Reads a whole body that takes no time; false, and nothing done, for others. */
  #readAtOnce(body: Buffer): boolean {
    if (this.#packing !== null) return this.#readPacked(body, this.#packing);
    if (!isReadAtOnce(body)) return false;
    this.#read(body);
    return true;
  }

  /** Reads a body that is short unpacked as well; false, and nothing done, for others. */
  #readPacked(body: Buffer, packing: Packing): boolean {
    if (body.length > UNPACKED_AT_ONCE_BYTES_MAX) return false;
    const unpacked = unpackSmall(body, packing, this.context);
    if (unpacked === null) return false;
    if (Buffer.isBuffer(unpacked)) this.#read(unpacked);
    else this.owner.onRead(unpacked);
    return true;
  }

  #read(body: Buffer): void {
    this.#witness?.keepBody(body);
    this.owner.onRead(this.context.reader.readBody(this.#route as ApiRoute, this.#asked, this.#caller, body));
  }

  #readInWorker(body: BodyBuffer): void {
    const bytes = { memory: body.memory(), length: body.length, packing: this.#packing };
    const route = this.#route as ApiRoute;
    // Its beginning; what is packed says nothing to anybody.
    if (this.#packing === null) this.#witness?.keepBody(body.content());
    this.#giveUp = this.context.reader.readLargeBody(route, this.#asked, this.#caller, bytes, this.owner);
  }

  /** It waited for its slot for so long, which is told by itself. */
  leaveQueue(waitedMs: number): void {
    this.context.state.queueWait.observe(waitedMs / MS_PER_SECOND);
    this.#unread.leaveOut(waitedMs);
  }

  /** The whole request was read by `readAtMs`: counts how long it may have lain there until then. */
  countUnread(readAtMs: number): void {
    this.context.state.unread.observe(this.#unread.end(readAtMs) / MS_PER_SECOND);
  }

  /** Nothing more is wanted: gives back the memory and itself, and gives up what a worker reads. Called once; gives back null. */
  end(): null {
    this.#giveUp?.();
    this.#giveUp = null;
    this.#body?.free();
    this.#body = null;
    this.#packing = null;
    this.#route = null;
    this.#asked = null;
    this.#witness = null;
    idle.push(this);
    return null;
  }
}
