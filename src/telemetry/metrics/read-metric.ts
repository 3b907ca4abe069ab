/**
 * Metrics without labels whose value is read at every scrape: nothing here keeps a value of its own, because every
 * worker thread has a registry, and scrapes reach them in turn.
 */
import { Counter, Gauge, type Registry } from 'prom-client';

/** Registers a gauge; `read` may give NaN where a figure is not known. */
export function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** Registers a counter; `read` gives its total. */
export function counter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
