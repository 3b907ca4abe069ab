/**
 * Owns every text of the page in English, and by its keys which texts there are. Plain data; `{name}` is filled in.
 */

import { modelsEn } from './texts-models-en.js';
import { toolsEn } from './tools-texts-en.js';

export const en = {
  ...toolsEn,
  'page.title': 'llm-mock-server',
  'page.chart': 'chart',
  'page.at': 'at {time}',
  'page.at.changed': 'at {time}, settings were changed',
  'page.changed': 'Settings were changed',
  'page.figures': 'Figures of the last 10 seconds',

  'switch.language': 'Language',
  'switch.theme': 'Colours',
  'switch.theme.auto': 'As the system',
  'switch.theme.light': 'Light',
  'switch.theme.dark': 'Dark',

  'status.connecting': 'Connecting',
  'status.offline': 'Not connected',
  'status.stale': 'Stale',
  'status.draining': 'Draining',
  'status.overloaded': 'Overloaded',
  'status.healthy': 'Healthy',
  'status.overloaded.slots': 'over 90 % of the slots',
  'status.overloaded.memory': 'over 95 % of the memory',
  'status.other': 'other status',
  'status.since': '{seconds} s',
  'status.free': 'Free slots',
  'status.free.of': '{free} of {cap}',
  'status.uptime': 'Up',
  'status.version': 'Version',

  'verdict.connecting.title': 'Connecting…',
  'verdict.connecting.text': 'The figures of the last ten minutes are on their way.',
  'verdict.offline.title': 'Not connected',
  'verdict.offline.text':
    'The server does not answer, lets no more viewers in, or this is its port for HTTP/1.0, which has no live data. Trying again by itself.',
  'verdict.stale.title': 'These numbers are old',
  'verdict.stale.text':
    'Nothing has come from the server for {silence}: it stopped, hangs, or cannot be reached. Trying again by itself; the charts show what was.',
  'verdict.idle.title': 'Nothing to judge yet',
  'verdict.idle.text': 'No request is in flight, and none was answered in the last 10 s.',
  'verdict.refusing.title': 'Every request is refused',
  'verdict.refusing.text':
    '{refused} requests/s are turned away before they take a slot; none was answered in the last 10 s. The reasons are in the chart “Refused”, and in the list below the charts.',
  'verdict.waiting.title': 'Nothing was due yet',
  'verdict.waiting.text':
    '{active} in flight wait for their answers, and none was due in the last 10 s. The event loop was held up for {worstLag} at most: the mock is awake.',
  'verdict.onTime.title': 'The mock is on time',
  'verdict.onTime.text':
    '{when} 99 % of its {what} were at most {lateness} later than planned. If your system is slow, it is your system.',
  'verdict.full.title': 'On time, and full',
  'verdict.full.text': '{when} 99 % of its {what} were at most {lateness} later than planned.',
  'verdict.full.unobserved': 'No answer was due in the last 10 s.',
  'verdict.strained.title': 'The mock is strained',
  'verdict.strained.text':
    '{when} 1 % of its {what} were {lateness} late or more, or its event loop was held up for {lag}. That is small beside seconds, but not beside milliseconds.',
  'verdict.strained.unobserved':
    '{when} its event loop was held up for {lag} or more. No answer was due in the last 10 s.',
  'verdict.late.title': 'The mock is the bottleneck',
  'verdict.late.text':
    '{when} 1 % of its {what} were {lateness} late or more, or its event loop was held up for {lag}. Do not trust latencies that you measure now.',
  'verdict.late.unobserved':
    '{when} its event loop was held up for {lag} or more, so it cannot be on time. Do not trust latencies that you measure now.',
  'verdict.nearMemory.title': 'Near the memory limit',
  'verdict.nearMemory.text':
    '{used} of {total} are in use. At the limit the kernel ends the process: send less, give it more memory, or lower MAX_CONCURRENT.',
  'verdict.memory.title': 'Memory is nearly full',
  'verdict.memory.text':
    '{used} of {total} are in use. At the limit the kernel ends the process: give it more memory, or lower MAX_CONCURRENT.',
  'verdict.draining.title': 'The mock is shutting down',
  'verdict.draining.text':
    '{active} in flight still get their answers; new requests get 503, after SHUTDOWN_DELAY.',

  'when.each': 'In each of the last 10 seconds,',
  'when.most': 'In all of the last 10 seconds but one,',
  'when.often': 'In at least two of the last 10 seconds,',
  'when.once': 'In one of the last 10 seconds,',

  'what.nothing': 'answers',
  'what.answers': 'answers',
  'what.tokens': 'tokens',
  'what.both': 'answers and tokens',

  'note.nearMemory':
    'It is near the memory limit, too: {used} of {total} are in use, and at the limit the kernel ends the process.',
  'note.full':
    'The cap is reached: {capacity} requests/s get 503 (Anthropic’s API 529). That is what a full model does; raise MAX_CONCURRENT if you did not mean to test it.',
  'note.hiccup':
    'One second was worse: 1 % were {worstLateness} late or more, or the event loop was held up for {worstLag}.',
  'note.hiccup.unobserved': 'In one second the event loop was held up for {worstLag}.',
  'note.processor.full':
    'Its processor is full: {cores} cores in use, and one thread serves. Send fewer requests or events a second, give it a faster core, or start a second instance.',
  'note.processor.free':
    'Its processor is not full ({cores} cores in use), so something else holds it up: a machine that is too busy, a CPU quota that throttles it, or a pause of the whole process. Give it a core of its own.',

  'figure.active': 'In flight',
  'figure.answered': 'Answers/s',
  'figure.refused': 'Refused/s',
  'figure.lateness': 'Lateness p99',
  'figure.lag': 'Loop lag',
  'figure.cpu': 'CPU cores',

  'chart.inFlight': 'In flight',
  'chart.inFlight.empty': 'Nothing was in flight',
  'chart.answers': 'Replies by status',
  'chart.answers.empty': 'No replies yet',
  'chart.refused': 'Refused',
  'chart.refused.empty': 'Nothing was refused',
  'chart.lateness': 'Later than planned',
  'chart.lateness.empty': 'Nothing was due yet',
  'chart.lag': 'Event-loop lag',
  'chart.lag.empty': 'No figures yet',
  'chart.cpu': 'Processor',
  'chart.cpu.empty': 'No figures yet',
  'chart.firstToken': 'Time to first token',
  'chart.firstToken.empty': 'No streams yet',
  'chart.streams': 'Streams in progress',
  'chart.streams.empty': 'No streams yet',
  'chart.output': 'Events and tokens',
  'chart.output.empty': 'No output yet',
  'chart.connections': 'Connections',
  'chart.connections.empty': 'No connections yet',
  'chart.left': 'Clients that left',
  'chart.left.empty': 'No client left early',
  'chart.memory': 'Memory',
  'chart.memory.empty': 'No figures yet',

  'unit.requests': 'requests',
  'unit.perSecond': 'per second',
  'unit.time': 'log scale',
  'unit.cores': 'cores',

  'series.active': 'in flight',
  'series.cap': 'cap',
  'series.free': 'free',
  'series.answersP50': 'answers p50',
  'series.answersP99': 'answers p99',
  'series.tokensP50': 'tokens p50',
  'series.tokensP99': 'tokens p99',
  'series.unreadP99': 'unread p99, at most',
  'series.lag': 'longest hold-up',
  'series.cpu': 'in use',
  'series.oneThread': 'one thread’s limit',
  'series.p50': 'p50',
  'series.p99': 'p99',
  'series.streams': 'streams',
  'series.events': 'events',
  'series.tokens': 'tokens of answers',
  'series.connections': 'open',
  'series.viewers': 'viewers of this page',
  'series.disconnects': 'gave up',
  'series.injected': 'faults on purpose',
  'series.stalled': 'cut off, did not read',
  'series.used': 'in use',
  'series.limit': 'limit',

  'reason.capacity': 'cap reached',
  'reason.queue_timeout': 'waited too long',
  'reason.rate_limit': 'over the rate limit',
  'reason.starting': 'starting',
  'reason.draining': 'shutting down',
  'reason.unauthorized': 'wrong key',
  'reason.body_too_large': 'body too long',
  'reason.invalid_request': 'invalid request',
  'reason.not_found': 'unknown path',
  'reason.method_not_allowed': 'wrong method',
  'reason.misdirected': 'wrong host name',
  'reason.memory': 'memory for clients used up',
  'reason.connections': 'too many connections',
  'reason.internal_error': 'defect of the mock',

  'table.title': 'The same in numbers',
  'table.chart': 'Chart',
  'table.series': 'Series',
  'table.now': 'Now',
  'table.most': 'Most in 10 min',

  ...modelsEn,

  'control.title': 'Control',
  'control.about':
    'With the key of ADMIN_KEY this page changes what the server does. The key stays in the memory of this page alone. Without it the page only shows.',
  'control.key': 'Admin key',
  'control.unlock': 'Use this key',
  'control.lock': 'Forget the key',
  'control.drain': 'Drain: take no new requests',
  'control.ready': 'Take requests again',
  'control.settings': 'Settings that may be changed now',
  'control.settings.hint':
    'A change holds for the next request. An empty field, or “back to start”, takes the value of the start-up. Every change is a dashed line in the charts.',
  'control.unset': 'not set',
  'control.apply': 'Apply',
  'control.back': 'Back to start',
  'control.backOf': '{name}: back to start',
  'control.model': 'Model',
  'control.failures': 'The last 50 requests that failed',
  'control.failures.hint': 'Refused, aborted, or with a fault on purpose; the newest first.',
  'control.failures.none': 'No request has failed.',
  'control.time': 'Time',
  'control.endpoint': 'Endpoint',
  'control.status': 'Status',
  'control.fault': 'Fault',
  'control.actual': 'Took',
  'control.look': 'Look at',
  'control.hint.path': 'Nothing is at this path: is the client’s base URL without /v1?',
  'control.ended.aborted': 'client left',
  'control.ended.severed': 'cut by a fault',
  'control.said.noKey': 'Type the key first.',
  'control.said.wrongKey': 'The server does not know this key.',
  'control.said.absent': 'The server has no control API: start it with ADMIN_KEY.',
  'control.said.unreachable':
    'The server does not answer. Nothing is known of what became of the last request.',
  'control.said.refused': 'Nothing was changed.',
  'control.said.unlocked': 'The key is right.',
  'control.said.locked': 'The key is forgotten.',
  'control.said.same': 'No field says anything new.',
  'control.said.changed': 'In force now:',
  'control.said.draining': 'No new requests are taken.',
  'control.said.serving': 'Requests are taken.',

  'settings.title': 'Settings in force',
  'settings.given': 'set by you',
  'settings.none': 'The server did not say.',

  'duration.day': '{n} d',
  'duration.hour': '{n} h',
  'duration.minute': '{n} min',
  'duration.second': '{n} s',
} as const;

/** These texts in another language, and no other. */
export type Texts = Readonly<Record<keyof typeof en, string>>;
