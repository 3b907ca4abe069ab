import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likelyPath } from '../../../../dist/main/reading/likely-path.js';

const MEANT: Readonly<Record<string, string | null>> = {
  '/chat/completions': '/v1/chat/completions',
  '/v1/v1/chat/completions': '/v1/chat/completions',
  '/v1//chat/completions': '/v1/chat/completions',
  '/v1/chat/completions/': '/v1/chat/completions',
  '/V1/Chat/Completions': '/v1/chat/completions',
  '/v1/chat/completion': '/v1/chat/completions',
  '/v1/chat/completionss': '/v1/chat/completions',
  '/api/v1/chat/completions': '/v1/chat/completions',
  '/openai/v1/chat/completions': '/v1/chat/completions',
  '/v2/chat/completions': '/v1/chat/completions',
  '/deep/below/chat/completions': '/v1/chat/completions',
  '/messages': '/v1/messages',
  '/anthropic/v1/messages': '/v1/messages',
  '/embeddings': '/v1/embeddings',
  '/models': '/v1/models',
  '/compatible-mode/chat/completions': '/compatible-mode/v1/chat/completions',
  '/compatible-mode/v1/embedding': '/compatible-mode/v1/embeddings',
  '/v1/models/gemini-2.5-pro:generateContent': '/v1beta/models/{model}:generateContent',
  '/v1/models/gemini:nothing': null,
  '/healthz': '/health',
  '/metric': '/metrics',
  '/': null,
  '/index.html': null,
  '/favicon.ico': null,
  '/v1/fine_tuning/jobs': null,
  '/__proto__': null,
};

test('the path that was meant is told where it can be guessed, and nothing else is', () => {
  for (const [path, meant] of Object.entries(MEANT)) assert.equal(likelyPath(path), meant, path);
  assert.equal(likelyPath(`/${'x'.repeat(100_000)}`), null);
});
