/**
 * Owns the drawing of a range over a chart, with a mouse or a pen: from where it was pressed to where it is let go. Browser.
 * Fingers scroll the page and read values instead. Must never take a click for a range.
 */

/** A hand that clicks moves this far at the most. */
const CLICK_PX_MAX = 4;

export interface DragTarget {
  /** The time at a place in the window; null where no plot is below `target`. */
  timeAt(target: EventTarget | null, clientX: number): number | null;
  /** Shows the range as far as it is drawn, or none. */
  show(range: readonly [oneMs: number, otherMs: number] | null): void;
  done(oneMs: number, otherMs: number): void;
}

interface Drag {
  readonly plot: EventTarget;
  readonly pointerId: number;
  readonly clientX: number;
  readonly fromMs: number;
  isWide: boolean;
}

export class RangeDrag {
  #drag: Drag | null = null;

  constructor(
    host: HTMLElement,
    private readonly target: DragTarget,
  ) {
    host.addEventListener('pointerdown', (event) => this.#begin(event));
    host.addEventListener('pointermove', (event) => this.#move(event));
    host.addEventListener('pointerup', (event) => this.#end(event));
    host.addEventListener('pointercancel', () => this.cancel());
  }

  /** Gives up what is being drawn; says whether anything was. */
  cancel(): boolean {
    const isDrawing = this.#drag?.isWide ?? false;
    this.#drag = null;
    this.target.show(null);
    return isDrawing;
  }

  #begin({ target, clientX, pointerId, pointerType, button }: PointerEvent): void {
    if (pointerType === 'touch' || button !== 0 || target === null) return;
    const fromMs = this.target.timeAt(target, clientX);
    if (fromMs === null) return;
    this.#drag = { plot: target, pointerId, clientX, fromMs, isWide: false };
    // It goes on outside of the chart, where it means the edge.
    if (target instanceof Element) target.setPointerCapture(pointerId);
  }

  #move({ clientX, pointerId }: PointerEvent): void {
    const drag = this.#drag;
    if (drag === null || drag.pointerId !== pointerId) return;
    drag.isWide ||= Math.abs(clientX - drag.clientX) > CLICK_PX_MAX;
    const toMs = this.target.timeAt(drag.plot, clientX);
    if (drag.isWide && toMs !== null) this.target.show([drag.fromMs, toMs]);
  }

  #end({ clientX, pointerId }: PointerEvent): void {
    const drag = this.#drag;
    if (drag === null || drag.pointerId !== pointerId) return;
    const toMs = this.target.timeAt(drag.plot, clientX);
    if (this.cancel() && toMs !== null) this.target.done(drag.fromMs, toMs);
  }
}
