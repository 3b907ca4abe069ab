// Owns: what OpenAI's own client makes of our sound: speech in every form, and recordings written down.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { BadRequestError, RateLimitError, toFile } from 'openai';
import { startTestServer } from '../support/in-process.js';

const TEXT = 'One twö three "four".';
const PIECES = ['One', ' twö', ' three', ' "four".'];

const server = await startTestServer({
  RESPONSE_TEXT: TEXT,
  RESPONSE_DELAY_SECONDS: '0',
  MAX_BODY_BYTES: '1MiB',
});
const { audio } = new OpenAI({ apiKey: 'any', baseURL: `${server.url}/v1`, maxRetries: 0 });
/** Ten seconds at 15 characters a second, or 139 pieces of 72 ms. */
const SPOKEN = { model: 'tts-1', voice: 'alloy', input: 'x'.repeat(150) } as const;
const PIECES_SPOKEN = 139;
const SECONDS_SPOKEN = PIECES_SPOKEN * 0.072;

async function spoken(response_format: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm', more: object = {}) {
  const response = await audio.speech.create({ ...SPOKEN, response_format, ...more });
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}

test('speech is as long as reading takes, and a WAVE file says so', async () => {
  const { type, bytes } = await spoken('wav');
  assert.equal(type, 'audio/wav');
  assert.deepEqual([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16)], ['RIFF', 'WAVEfmt ']);
  assert.deepEqual([bytes.readUInt32LE(4), bytes.readUInt32LE(40)], [bytes.length - 8, bytes.length - 44]);
  assert.equal((bytes.length - 44) / bytes.readUInt32LE(28), SECONDS_SPOKEN);
  const quick = await spoken('pcm', { speed: 2 });
  assert.deepEqual([quick.type, quick.bytes.length], ['audio/pcm', 70 * 1_728 * 2]);
});

test('nothing comes in between, however long it is and however slowly it is read', async () => {
  const { bytes } = await spoken('pcm', { input: 'x'.repeat(4_096) });
  assert.equal(bytes.length, Math.ceil(4_096 / 15 / 0.072) * 1_728 * 2);
});

test('frames of MP3 and AAC follow one another to the end', async () => {
  const mp3 = await spoken('mp3');
  assert.equal(mp3.type, 'audio/mpeg');
  assert.equal(mp3.bytes.length, PIECES_SPOKEN * 3 * 192);
  for (let at = 0; at < mp3.bytes.length; at += 192) assert.equal(mp3.bytes.readUInt16BE(at), 0xfff3);
  const aac = await spoken('aac');
  assert.equal(aac.bytes.length, 13 * Math.floor((SECONDS_SPOKEN * 24_000) / 1_024));
  for (let at = 0; at < aac.bytes.length; at += 13) assert.equal(aac.bytes.readUInt16BE(at), 0xfff1);
});

test('pages of Opus and frames of FLAC are those that ffmpeg took', async () => {
  const opus = await spoken('opus');
  assert.equal(opus.type, 'audio/opus');
  const pages = opus.bytes.toString('latin1').split('OggS').length - 1;
  assert.equal(pages, 2 + PIECES_SPOKEN);
  const lastPage = opus.bytes.subarray(opus.bytes.lastIndexOf('OggS'));
  assert.equal(lastPage[5], 4);
  assert.equal(lastPage.readBigUInt64LE(6), 500n * 960n);
  const flac = await spoken('flac');
  assert.equal(flac.bytes.toString('latin1', 0, 4), 'fLaC');
  assert.equal(flac.bytes.readBigUInt64BE(18) & 0xf_ffff_ffffn, BigInt(PIECES_SPOKEN * 1_728));
});

test('speech may come in events, and ends with its tokens', async () => {
  const response = await audio.speech.create({ ...SPOKEN, response_format: 'pcm', stream_format: 'sse' });
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  const events = (await response.text())
    .trimEnd()
    .split('\n\n')
    .filter((event) => event !== ':')
    .map((event) => JSON.parse(event.slice('data: '.length)));
  const done = events.pop();
  assert.deepEqual([done.type, done.usage.output_tokens], ['speech.audio.done', PIECES_SPOKEN]);
  const bytes = Buffer.concat(events.map((event) => Buffer.from(event.audio, 'base64')));
  assert.equal(bytes.equals((await spoken('pcm')).bytes), true);
});

test('what is wrong with a wish for speech is told, and faults come as to all others', async () => {
  await assert.rejects(audio.speech.create({ ...SPOKEN, input: 'x'.repeat(4_097) }), BadRequestError);
  await assert.rejects(audio.speech.create({ ...SPOKEN, response_format: 'ogg' as never }), BadRequestError);
  await assert.rejects(audio.speech.create({ ...SPOKEN, voice: undefined as never }), BadRequestError);
  await assert.rejects(audio.speech.create({ ...SPOKEN, model: 'tts-1;fault=429' }), RateLimitError);
  const cut = await audio.speech.create({ ...SPOKEN, model: 'tts-1;fault=cut' });
  await assert.rejects(cut.arrayBuffer());
});

const recording = async () => toFile((await spoken('wav')).bytes, 'speech.wav');

test('a recording is written down, whole, and counted by its length', async () => {
  const { text, usage } = await audio.transcriptions.create({
    file: await recording(),
    model: 'gpt-4o-transcribe',
  });
  assert.equal(text, TEXT);
  const tokens = Math.ceil(SECONDS_SPOKEN * 10);
  assert.deepEqual(usage, {
    type: 'tokens',
    input_tokens: tokens,
    input_token_details: { text_tokens: 0, audio_tokens: tokens },
    output_tokens: 4,
    total_tokens: tokens + 4,
  });
  const whisper = await audio.transcriptions.create({ file: await recording(), model: 'whisper-1' });
  assert.deepEqual(whisper.usage, { type: 'duration', seconds: 11 });
});

test('a recording is written down piece by piece', async () => {
  const events = [];
  const asked = { file: await recording(), model: 'gpt-4o-transcribe', stream: true } as const;
  for await (const event of await audio.transcriptions.create(asked)) events.push(event);
  const done = events.pop();
  assert.deepEqual(
    events.map((event) => (event.type === 'transcript.text.delta' ? event.delta : event.type)),
    PIECES,
  );
  assert.equal(done?.type === 'transcript.text.done' && done.text, TEXT);
});

test('the other forms: text, subtitles, and all that is known of it', async () => {
  const asked = { file: await recording(), model: 'whisper-1' };
  const written = async (response_format: 'text' | 'srt' | 'vtt') =>
    (await audio.transcriptions.create({ ...asked, response_format })) as unknown as string;
  assert.equal(await written('text'), `${TEXT}\n`);
  assert.equal(await written('srt'), `1\n00:00:00,000 --> 00:00:10,008\n${TEXT}\n\n`);
  assert.equal(await written('vtt'), `WEBVTT\n\n00:00:00.000 --> 00:00:10.008\n${TEXT}\n\n`);
  const verbose = await audio.transcriptions.create({
    ...asked,
    response_format: 'verbose_json',
    timestamp_granularities: ['word', 'segment'],
  });
  assert.deepEqual([verbose.duration, verbose.text, verbose.segments?.length], [10.008, TEXT, 1]);
  assert.deepEqual(verbose.words?.[1], { word: 'twö', start: 2.502, end: 5.004 });
});

test('a translation is written down as well', async () => {
  const { text } = await audio.translations.create({ file: await recording(), model: 'whisper-1' });
  assert.equal(text, TEXT);
});

test('what is wrong with a form is told', async () => {
  const refused = async (body: FormData | string): Promise<string> => {
    const response = await fetch(`${server.url}/v1/audio/transcriptions`, { method: 'POST', body });
    assert.equal(response.status, 400);
    return ((await response.json()) as { error: { message: string } }).error.message;
  };
  const form = (fields: Readonly<Record<string, string>>, withFile = true): FormData => {
    const made = new FormData();
    for (const [name, value] of Object.entries(fields)) made.set(name, value);
    if (withFile) made.set('file', new File(['sound'], 'a.mp3'));
    return made;
  };
  assert.match(await refused('{}'), /does not begin with a boundary/);
  assert.match(
    await refused('--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb'),
    /last boundary is missing/,
  );
  assert.match(await refused(form({ model: 'whisper-1' }, false)), /'file'/);
  assert.match(await refused(form({ response_format: 'xml' })), /Supported values are/);
  assert.match(await refused(form({ temperature: 'hot' })), /temperature/);
  assert.match(await refused(form({ stream: 'perhaps' })), /stream/);
});
