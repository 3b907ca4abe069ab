import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Agent, request } from 'undici';
import { note, skip, statusOf, textOf, verdict, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { holdRequests, startShutdown } from '../support/in-flight.js';
import { CHAT_BODY } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

test('waiting, held up, full, draining and gone: each in its own words', { skip }, async () => {
  const server = await spawnServer({ RESPONSE_DELAY: '60s', MAX_CONCURRENT: '4' });
  const { page, trouble } = await view(server.url);
  await verdict(page, 'Nothing to judge yet');
  const { replies } = await holdRequests(server, 3);
  // Or that the event loop is held up, where something else uses the processor.
  await page
    .getByText(/None was due|none was due|No answer was due|its event loop was held up/)
    .first()
    .waitFor();
  // As the verdict below it.
  assert.match(await statusOf(page), /^(?:Healthy|Strained|Too slow)$/);

  server.child.kill('SIGSTOP');
  await verdict(page, 'These numbers are old');
  server.child.kill('SIGCONT');
  const late = await verdict(page, 'The mock is the bottleneck');
  assert.match(late, /its event loop was held up for [\d.]+ s/);
  assert.equal(await statusOf(page), 'Too slow');
  assert.match(late, /Its processor is not full \(0(?:\.\d+)? cores in use\)/);

  const dispatcher = new Agent();
  after(() => dispatcher.destroy());
  await holdRequests(server, 4).catch(() => {});
  const refused = await request(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body: CHAT_BODY,
    dispatcher,
  });
  assert.equal(refused.statusCode, 503);
  await refused.body.dump();
  await until(async () => (await statusOf(page)) === 'Overloaded over 90 % of the slots', 'overloaded');
  await note(page, 'The cap is reached:');

  await startShutdown(server);
  const draining = await verdict(page, 'The mock is shutting down');
  assert.match(
    draining,
    /\d in flight still get their answers; new requests get 503, after SHUTDOWN_DELAY\./,
  );
  assert.equal(await statusOf(page), 'Draining');
  assert.deepEqual(trouble, []);

  server.child.kill('SIGKILL');
  await verdict(page, 'These numbers are old');
  assert.match(await statusOf(page), /^Stale/);
  await replies;
});

test('requests that are all refused, and why', { skip }, async () => {
  const server = await spawnServer({ API_KEY: 'secret' });
  const { page } = await view(server.url);
  for (let count = 0; count < 3; count++) await refuseOne(server.url);
  assert.match(await verdict(page, 'Every request is refused'), /turned away before they take a slot/);
  await page.getByRole('figure', { name: 'Refused', exact: true }).getByText('wrong key').waitFor();
  assert.equal((await page.content()).includes('secret'), false);
});

test('the verdict is read aloud when it becomes another one, and not every second', { skip }, async () => {
  const server = await spawnServer({ API_KEY: 'secret' });
  const { page } = await view(server.url);
  await verdict(page, 'Nothing to judge yet');
  await page.evaluate(`
    window.said = [];
    const spoken = document.querySelector('#verdict-spoken');
    new MutationObserver(() => window.said.push(spoken.textContent))
      .observe(spoken, { childList: true, characterData: true, subtree: true });
  `);
  const uptime = page.locator('#fact-uptime');
  const nextSecond = async () => {
    const before = await textOf(uptime);
    await until(async () => (await textOf(uptime)) !== before, 'another second');
  };
  await nextSecond();
  assert.deepEqual(await page.evaluate('window.said'), []);
  await refuseOne(server.url);
  await verdict(page, 'Every request is refused');
  await refuseOne(server.url);
  await nextSecond();
  await nextSecond();
  const said = (await page.evaluate('window.said')) as string[];
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^Every request is refused /);
});

async function refuseOne(url: string): Promise<void> {
  const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body: CHAT_BODY });
  assert.equal(reply.statusCode, 401);
  await reply.body.dump();
}
