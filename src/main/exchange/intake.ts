/**
 * What comes in of one request after its head: gathers the body, and has it read and planned. Main thread, hot path.
 *
 * A request has one until its body was read, and gives it back then: those that wait for their answers, which are most, hold none.
 */
import type { Overrides } from '../../behavior/profile/profile.js';
import type { ApiError } from '../../shared/errors.js';
import { INLINE_BYTES_MAX } from '../admission/memory-budget.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { BodyOwner } from '../reading/request-reader.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { RequestHead } from '../transport/transport.js';
import { BodyBuffer } from './body-buffer.js';
import type { Witness } from './witness.js';

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
  #witness: Witness | null = null;
  #body: BodyBuffer | null = null;
  #giveUp: (() => void) | null = null;

  private context!: ExchangeContext;
  private owner!: IntakeOwner;

  /** For a request that has come; `asked` is what its head asks for. */
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
    intake.#witness = witness;
    intake.#caller = context.reader.callerOf(head, asked);
    return intake;
  }

  /** A piece of the body of a request that holds a slot. */
  onBody(piece: Buffer, isLast: boolean): void {
    const { bodyBytesMax } = this.context;
    const isAlone = this.#body === null && isLast;
    if (isAlone && piece.length <= INLINE_BYTES_MAX && piece.length <= bodyBytesMax) {
      this.#accept(piece);
      return;
    }
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
    this.#accept(this.#body?.content() ?? Buffer.alloc(0));
  }

  /** Reads the body, a large one in a worker. */
  #accept(body: Buffer): void {
    const { reader } = this.context;
    const route = this.#route as ApiRoute;
    const asked = this.#asked;
    const caller = this.#caller;
    this.#witness?.keepBody(body);
    if (body.length <= INLINE_BYTES_MAX) this.owner.onRead(reader.readBody(route, asked, caller, body));
    else this.#giveUp = reader.readLargeBody(route, asked, caller, body, this.owner);
  }

  /** Nothing more is wanted: gives back the memory and itself, and gives up what a worker reads. Called once; gives back null. */
  end(): null {
    this.#giveUp?.();
    this.#giveUp = null;
    this.#body?.free();
    this.#body = null;
    this.#route = null;
    this.#asked = null;
    this.#witness = null;
    idle.push(this);
    return null;
  }
}
