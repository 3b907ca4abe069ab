// Owns: what each scenario asks of a server, in words for the reader of a report. Must never: state a figure.

import type { ScenarioName } from './results.js';

export const SCENARIO_NOTES: Readonly<Record<ScenarioName, string>> = {
  throughput:
    'Nothing is delayed: how many complete and right answers a server gives in a second, on few and many connections ' +
    'that are kept, and on a new connection for each request.',
  density:
    'Many requests are held at once, by clients from several addresses where they could be built, and all are answered in the end. Bytes per held request are the memory beyond that of the ' +
    'lightest step, divided by the further requests: of the whole container, which is what one pays for and has the kernel’s part in ' +
    'it, and beside it of the process alone. Lateness is by how much an answer came after it was due.',
  prompts:
    'As when requests are held, with prompts of 64 KiB that all differ. What matters is the most memory that was seen at any time, ' +
    'while the prompts came in as well: a server that keeps what it has been sent needs as much as that.',
  'held-100k':
    'A hundred thousand requests at once, from five addresses, for one has too few ports: the memory of the whole container while ' +
    'they are held, how many are lost, and how late the answers are.',
  cap:
    'More requests at once than the cap allows: those up to the cap have to be answered, every one above it refused ' +
    'at once. Exact means: not one too many and not one too few, in every round.',
  streaming:
    'Streams of server-sent events, each event due at a fixed time, more and more streams until a server no longer ' +
    'keeps up. Events/s are what arrived; lateness is by how much the last event of a stream came after it was due.',
  'stream-kinds':
    'The same streams with nothing but words, with their usage at the end, as a call of a tool, and with half of them broken off on ' +
    'purpose: what one stream costs the server’s processor, and how late its last event is. Servers are left out of what they cannot do; ' +
    'how long a call is differs, so calls have no lateness.',
  burst:
    'All connections are opened in one moment: how long it takes until the last of them has its answer, and what the ' +
    'kernel had to refuse or to send again meanwhile.',
  'connect-storm':
    'Clients that all connect in one moment and ask once: how long a connect takes, what the kernel drops because nobody accepts ' +
    'it, and how long it takes until the last one is served. bare uWS (uWebSockets.js alone) is the floor.',
  scrape:
    'A steady load, once without and once with a scrape of /metrics every second: what watching a server costs the ' +
    'requests. Servers without such a page are left out.',
  faults:
    'The same load without faults and with half of it failing on purpose: how late the other half is, and whether the ' +
    'server holds exactly those that it answers. Servers without such faults are left out.',
  startup: 'From the start of the process to its first right answer, and the memory that it has by then.',
};
