// Owns: reading the Prometheus text format 0.0.4, strictly enough for tests.

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^{}]*\})?) (\S+)$/;

/** The value of every sample by its name and labels as they are written; throws for a line that is none. */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || /^# (HELP|TYPE) \S+ /.test(line)) continue;
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`);
    if (samples.has(name)) throw new Error(`there twice: ${name}`);
    samples.set(name, Number(value.replace('Inf', 'Infinity')));
  }
  return samples;
}
