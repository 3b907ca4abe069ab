// Owns: what each client gets that asks for more than words: tools, schemas, thoughts, lengths, and what the usage says of them. Plain
// data: each row is a script and what it has to print. `City` is the class of what a client has parsed, by its own means.

export interface Asks {
  /** As its registry calls it. */
  readonly name: string;
  /** Below test/clients/python. */
  readonly script: string;
  /** What each of its checks came to. */
  readonly seen: Readonly<Record<string, unknown>>;
}

const CALL = ['keep', 'City'];
const CALLED = ['tool_calls', CALL];
const CHAT_CHOICES = { auto: CALLED, required: CALLED, none: ['stop'], named: CALLED };
const USED = ['tool_use', CALL];
const ANTHROPIC_CHOICES = { auto: USED, some: USED, none: ['end_turn', 'text'], named: USED };
const THINKS = ['end_turn', 'thinking', 'text', true, true];
const EXACTLY = [128, 'length'];
/** 200 agents, all of which came to their end in the third turn. */
const AGENTS = { '3': 200 };
const LANGCHAIN = {
  schemas: { json_schema: 'City', function_calling: 'City' },
  tools: [['City', 'City']],
  forced: [['City', 'City']],
  streamed_tools: [['City', 'City']],
};

export const ASKS: readonly Asks[] = [
  {
    name: 'openai',
    script: 'ask-openai.py',
    seen: {
      schema: 'City',
      streamed_schema: 'City',
      response_schema: 'City',
      tools: CHAT_CHOICES,
      streamed_tools: CHAT_CHOICES,
      response_tools: { auto: [CALL], required: [CALL], none: ['message'], named: [CALL] },
      functions: ['function_call', CALL],
      lengths: {
        ignore_eos: EXACTLY,
        min_tokens: EXACTLY,
        'completions, ignore_eos': EXACTLY,
        'completions, min_tokens': EXACTLY,
        'responses, ignore_eos': [128, 'max_output_tokens'],
      },
      thoughts: { thoughts: 'str', reasoning: 64, rest: true, cached: 0, audio: 0 },
      response_thoughts: [['reasoning', 'message'], 64],
    },
  },
  {
    name: 'anthropic',
    script: 'ask-anthropic.py',
    seen: {
      tools: ANTHROPIC_CHOICES,
      streamed_tools: ANTHROPIC_CHOICES,
      thoughts: THINKS,
      streamed_thoughts: THINKS,
      thoughts_and_tools: ['tool_use', 'thinking', CALL],
      no_thoughts: ['end_turn', 'text'],
      schema: 'City',
      cached: 0,
    },
  },
  {
    name: 'google-genai',
    script: 'ask-google-genai.py',
    seen: {
      schema: 'City',
      functions: ['str', 2],
      modes: { AUTO: ['look'], ANY: ['look'], NONE: [] },
      thoughts: [[true, false], 20],
      limit: 5,
    },
  },
  {
    name: 'litellm',
    script: 'ask-litellm.py',
    seen: {
      tools: { auto: CALLED, required: CALLED, none: ['stop'] },
      streamed_tools: CALLED,
      schema: 'City',
    },
  },
  { name: 'langchain-openai', script: 'ask-langchain-openai.py', seen: LANGCHAIN },
  { name: 'langchain-anthropic', script: 'ask-langchain-anthropic.py', seen: LANGCHAIN },
  { name: 'pydantic-ai-slim', script: 'ask-pydantic-ai.py', seen: { typed: 'City', agents: AGENTS } },
  { name: 'instructor', script: 'ask-instructor.py', seen: { tools: 'City', schema: 'City' } },
  {
    name: 'openai-agents',
    script: 'ask-openai-agents.py',
    seen: { chat: AGENTS, responses: AGENTS, typed: 'City' },
  },
  { name: 'langgraph', script: 'ask-langgraph.py', seen: { agents: AGENTS } },
];
