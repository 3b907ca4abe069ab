// Owns: what is shown of something that was thrown. Must never: show a stack; that is for those who change the bench.

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
