/**
 * What the main thread asks of what the threads that serve beside it have recorded. Types only.
 */
import type { JournalLine } from '../../shared/answers/control-answers.js';
import type { JournalQuery } from './journal.js';
import type { StatisticsDump } from './statistics.js';

/** What other threads have recorded. A thread that dies meanwhile has recorded nothing; never rejects. */
export interface RecordsElsewhere {
  journal(query: JournalQuery): Promise<readonly (readonly JournalLine[])[]>;
  statistics(): Promise<readonly StatisticsDump[]>;
  /** Begins them anew. */
  clear(): void;
}
