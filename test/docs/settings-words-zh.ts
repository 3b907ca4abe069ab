// Owns: what each setting does, its default and its range, in Chinese, for the table of docs/settings.zh-CN.md. A setting, a unit
// or a computed default without words does not compile, or throws.
// Runs on: the test process, and the command that writes the tables.

import type { Setting } from '../../dist/config/settings/setting.js';
import type { SETTINGS } from '../../dist/config/settings/settings.js';
import { sizeText } from '../../dist/config/values/size.js';
import { spanText } from '../../dist/config/values/value.js';

type Row = (typeof SETTINGS)[number];
type SettingName = Row['env'];
type Unit = Extract<Row, { readonly unit: string }>['unit'];

const SENTENCES: Readonly<Record<SettingName, string>> = {
  PORT: 'HTTP/1.1（或 HTTPS）监听的端口；0 表示任意空闲端口。',
  HOST: '监听的地址或主机名。',
  HTTP10_PORT: '为 ab 等 HTTP/1.0 客户端准备的监听端口；0 表示任意空闲端口，off 表示关闭。',
  KEEP_ALIVE_TIMEOUT: '保持的连接在没有请求时至少保留这么久，最多再加一半；HTTP/1.0 的连接至少保留一分钟。',
  AGENT_PORT: 'HAProxy（agent-check）和镜像的健康检查在此端口得知空闲槽位的比例；0 表示任取一个空闲端口。',
  MAX_CONCURRENT: '在途请求的上限；再多一个得到 503，或者排队等待（QUEUE_SIZE）。',
  QUEUE_SIZE: '所有槽位都被占用时最多有多少请求排队等待；0 表示立即拒绝。',
  RATE_LIMITS: '按 API 密钥、按模型或总体限制速率与同时请求数；超过时得到 429。',
  STARTUP_DURATION: '启动后多久才就绪，如同正在加载模型：在此期间 API 返回 503。',
  STRICT_MODELS: '模型文件和 DEFAULT_MODEL 都没有提到的模型是否视为不存在，返回 404。',
  MAX_MODEL_LEN: 'prompt 与要求的响应（max_tokens）合计最多有多少个 token；超过时得到 400。',
  QUEUE_TIMEOUT: '请求等待槽位达到这么久时得到 503。',
  SOCKET_THREADS: '在 PORT 上处理请求、共用一个上限的线程数；auto 为核数。',
  WORKER_THREADS: '采样内存、渲染指标的线程数；请求从不等待它们。',
  WARM_UP: '就绪后无人请求时，服务器是否向自己发送请求，使第一批突发请求到来时代码已经编译好。',
  MAX_BODY_BYTES: '请求体的最大长度；超过时得到 413。',
  COMPRESS_ANSWERS: 'API 的响应是否压缩后发送给接受压缩的客户端；br 只压缩完整的响应，auto 两者都用。',
  ALLOWED_HOSTS:
    '浏览器可以用哪些主机名访问实时页面、指标和控制 API：用逗号分隔的列表；用其他主机名访问得到 421。',
  CORS_ORIGIN: '哪些来源的网页可以从浏览器调用 API：* 表示全部，或用逗号分隔的列表。',
  MAX_BUFFERED_BYTES: '所有客户端总共可占用的内存字节数；需要更多时得到 503。',
  RESPONSE_DELAY_SECONDS: '响应延迟多久；可以带小数，例如 0.05；0 表示立即响应。',
  RESPONSE_DELAY: '同上，写成带单位的时长或分布，用来代替 RESPONSE_DELAY_SECONDS。',
  TIME_TO_FIRST_TOKEN: '第一个 token 需要多久；其余的均匀分布，直到响应延迟结束。',
  INTER_TOKEN_LATENCY: '从一个 token 到下一个的时间；这时没有响应延迟。',
  PREFILL_PER_TOKEN: 'prompt 中的每个 token 都会按此增加首 token 的时间。',
  HEADERS_AT: '流式响应何时开始：与第一个 token 一起，或立即开始、此前只发注释；用于测试空闲超时。',
  LOAD_FACTOR: '所有槽位都被占用时整体变慢的倍数；随占用比例均匀增长。',
  FAULTS: '有意制造的故障及其占请求的比例，例如 5%:429, 1%:reset。',
  SEED: '使为一个请求抽取的结果只取决于这个数和请求本身。',
  MAX_DELAY: '任何响应的计划时间都不会更长，无论抽取或要求的是多少。',
  ALLOW_REQUEST_OVERRIDES: '请求在 x-mock-… 请求头中或模型名之后给出的覆盖值是否有效。',
  STORED_RESPONSES: '可以按 id 再次查询的 Responses API 回答的数量；0 表示不保存。',
  PEERS:
    '使用同一 ADMIN_KEY 的其他实例，/admin/v1/stats?peers=sum 把它们的统计加在一起：地址、dns:// 或 dns+srv:// 名字，用逗号分隔。',
  JOURNAL_BODIES: '日志保留每个请求体的多少字节，看似密钥的内容会被遮盖；0 表示不保留。',
  MODELS_FILE: '按模型设置的 YAML 文件；收到 SIGHUP 时重新读取。',
  MODELS: '按他人公布的实测数据表现的模型，写名字或模式，例如 gpt-4o,claude-*。',
  DEFAULT_MODEL: '没有给出模型名的请求所用的模型。',
  RESPONSE_CONTENT:
    '响应的内容：RESPONSE_TEXT、用户最后说的话、每个都是一个 token 的单词、没有意义的词语，或者 RESPONSE_FILE 中的一行。',
  RESPONSE_TEXT: '内容为 fixed 时，助手在每个响应中说的话。',
  RESPONSE_FILE: '每行一个响应的文本文件，用于 RESPONSE_CONTENT=file。',
  OUTPUT_TOKENS: '响应有多少个 token；不设置则与文字相同。',
  REASONING_TOKENS: '响应之前有多少个思考 token；不设置则只有要求思考的请求才有，为 64 个。',
  TOOL_CALLS:
    '请求提供工具并由模型决定时，响应调用多少次，例如 40% 表示 100 个中有 40 个各调用一次；不设置为 1。',
  TOOL_TURNS: '从用户最后一句话起，连续多少个响应调用工具，之后才用文字回答；不设置为 1。',
  MAX_OUTPUT_TOKENS: '任何响应的 token 数都不会更多，无论抽取或要求的是多少。',
  USAGE: 'token 数如何统计：按字节估算，或者由独立线程中的分词器统计。',
  PREFIX_CACHE: '开头与此前相同的提示是否在用量中带有缓存的 token，并有更短的预填充。',
  RETRY_AFTER_SECONDS: '503 响应中 Retry-After 的值。',
  SHOULD_RETRY: '503 响应中 x-should-retry 的值；不设置则不发送这个响应头。',
  STALL_TIMEOUT: '客户端连续这么久不读取流，就会被切断。',
  SHUTDOWN_GRACE_SECONDS: '关闭时等待在途响应的时间；可以带小数。',
  SHUTDOWN_DELAY: '关闭开始后继续服务来访者多久：期间 /ready 返回 503，让负载均衡器先转往别处。',
  LOG_LEVEL: '日志的详细程度；从不记录单个请求。',
  DASHBOARD: '是否在 / 提供实时页面，并在 /live 提供它的数据。',
  VLLM_METRICS: '/metrics 中是否同时提供自动扩缩容工具从 vLLM 读取的指标名。',
  TLS_CERT_FILE: 'PEM 格式的证书链；与密钥文件同时给出即启用 HTTPS。',
  TLS_KEY_FILE: '证书的 PEM 格式私钥。',
  CONFIG_FILE:
    '写有设置、模型和场景的 YAML 文件；命令行参数和环境变量优先于它。收到 SIGHUP 时重新读取其中的模型。',
  SCENARIO_FILE: '写有时间线上各个步骤的 YAML 文件，每个步骤在一段时间内改变一些设置。',
  SCENARIO_START: '场景何时开始：随服务器启动、随第一个请求，或者收到命令时。',
  ADMIN_KEY: '设置后，在 /admin/v1 下向以 bearer token 出示它的人提供控制 API，并保留请求日志。',
  API_KEY:
    '设置后，API 要求以 bearer token、x-api-key 或 api-key 提供它，否则返回 401。请优先使用环境变量：ps 会显示命令行参数。',
};

const UNITS: Readonly<Record<Unit, string>> = {
  characters: '个字符',
  requests: '个请求',
  responses: '个回答',
  threads: '个线程',
  seconds: '秒',
  tokens: '个 token',
};

/** Of computed defaults, by their English words: a default that is changed has no words any more. */
const DEFAULTS: Readonly<Record<string, string>> = {
  '1500 per core': '每核 1500',
  'cores + 1, at most 64': '核数 + 1，最多 64',
  'half of the memory limit': '内存上限的一半',
  '10m, or the longest response delay if that is longer': '10m；最长的响应延迟更长时，则为它',
  'MAX_DELAY + 5': 'MAX_DELAY + 5',
};

/** The sentence of a setting of the table. */
export function sentenceZh(name: string): string {
  return SENTENCES[name as SettingName];
}

/** Throws for words that nobody has translated. */
export function computedDefaultZh(words: string): string {
  const chinese = DEFAULTS[words];
  if (chinese === undefined) throw new Error(`test/docs/settings-words-zh.ts has no words for "${words}"`);
  return chinese;
}

/** The allowed values with their unit, as `rangeWords` says them in English. */
export function rangeZh(setting: Setting): string {
  if ('choices' in setting) return choicesZh(setting.choices);
  switch (setting.kind) {
    case 'file':
      return '可读文件的路径';
    case 'durations':
      return '时长或分布';
    case 'counts':
      return '数量或分布';
    case 'origins':
      return '*，或来源';
    case 'hosts':
      return '*，或主机名';
    case 'peers':
      return '地址，或要查询的名字';
    case 'faults':
      return '故障，或 none';
    case 'limits':
      return '速率限制，或 none';
    case 'span':
      return `${spanText(setting.min)} 到 ${spanText(setting.max)}`;
    case 'size':
      return `${sizeText(setting.min)} 到 ${sizeText(setting.max)}`;
    default: {
      const unit = setting.unit === null ? '' : ` ${UNITS[setting.unit as Unit]}`;
      const range = `${setting.min} 到 ${setting.max}${unit}`;
      if (setting.kind === 'integer-or-auto') return `${range}，或 auto`;
      return setting.kind === 'integer-or-off' ? `${range}，或 off` : range;
    }
  }
}

function choicesZh(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join('、')} 或 ${choices.at(-1)}`;
}
