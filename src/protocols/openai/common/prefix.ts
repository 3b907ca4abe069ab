/**
 * How OpenAI caches what prompts have in common, and others at its paths: by itself, from 1,024 tokens on, in steps of 128. Pure data.
 * Source: OpenAI's guide "Prompt caching"; Alibaba Cloud's page "上下文缓存" (implicit cache: 1,024 as well).
 */
import type { PrefixRule } from '../../contract/prompt-prefix.js';

const TOKENS_MIN = 1_024;

export const OPENAI_PREFIX: PrefixRule = { byMarks: false, tokensMin: () => TOKENS_MIN };
