// What the simulated Pipedrive does: webhooks, deliveries with their answers, tokens.
import { act, ask, button, byId, control, group, make, rows, tag, when } from './dom.js';

const OUTCOME = { delivered: 'ok', failed: 'bad', dropped: 'warn', banned: 'warn' };

export function begin() {
  byId('plan').addEventListener('submit', (event) => {
    event.preventDefault();
    const tokens = Number(new FormData(event.target).get('daily_tokens'));
    act(() => control('PUT', '/plan', { daily_tokens: tokens }), `The day has ${tokens.toLocaleString()} tokens now.`);
  });
}

export function draw(status, deliveries) {
  byId('host').textContent = status.host;
  byId('now').replaceChildren(when(status.now), status.ahead === 'PT0S' ? '' : ' (moved)');
  const webhooks = status.webhooks.map((webhook) => ({
    id: webhook.id, event: `${webhook.event_action}.${webhook.event_object}`, version: webhook.version,
    // The rest of the address is as good as a password.
    to: new URL(webhook.subscription_url).origin + '/…', banned: webhook.banned_until, failing: webhook.failing_since,
    failed: webhook.failed_first_attempts, at: webhook.last_delivery_time, status: webhook.last_http_status,
  }));
  rows('webhooks', webhooks, webhookCells,
    'Nobody listens: what happens here is heard by nobody. A service that is connected registers its webhook within a minute.');
  rows('deliveries', deliveries.slice(-30).reverse(), deliveryCells,
    'Nothing was sent yet. Add a deal, and every webhook is told of it.');
  const sums = status.deliveries;
  byId('totals').textContent = `${sums.delivered} delivered, ${sums.failed} failed, ${sums.dropped} lost, `
    + `${sums.banned} not sent for a ban, ${sums.waiting + sums.in_flight} on their way, ${sums.retries_pending} to be retried.`;
  tokens(status.tokens);
}

function health(webhook) {
  if (webhook.banned) return make('span', {}, tag('bad', 'banned'), ' until ', when(webhook.banned));
  if (webhook.failing) return make('span', {}, tag('warn', 'failing'), ` ${webhook.failed} of 10 first attempts`);
  return tag('ok', 'listening');
}

function webhookCells(webhook) {
  const name = `webhook ${webhook.id}`;
  return [String(webhook.id), `${webhook.event} (${webhook.version})`, webhook.to, health(webhook),
    make('span', {}, webhook.status === null ? '' : `${webhook.status}, `, when(webhook.at)), group(
      button('Ban', `Ban ${name}`, async () => {
        if (await ask(`Ban ${name} for 30 minutes? What happens meanwhile is never sent to it.`, 'Ban it')) {
          await act(() => control('POST', `/webhooks/${webhook.id}/ban`), `Banned ${name}.`);
        }
      }, true),
      button('Remove', `Remove ${name}`, async () => {
        if (await ask(`Remove ${name} behind the service's back?`, 'Remove it')) {
          await act(() => control('DELETE', `/webhooks/${webhook.id}`), `Removed ${name}.`);
        }
      }, true))];
}

function deliveryCells(delivery) {
  const answer = delivery.status === null ? '' : ` ${delivery.status}`;
  return [when(delivery.at), delivery.event, String(delivery.record_id), String(delivery.webhook_id), String(delivery.attempt),
    make('span', {}, tag(OUTCOME[delivery.outcome], delivery.outcome + answer), ` ${delivery.ms} ms`),
    button('Send again', `Send delivery ${delivery.id} again`, () =>
      act(() => control('POST', `/deliveries/${delivery.id}/redeliver`), 'Sent once more: the service should know it as a duplicate.'))];
}

function tokens(ledger) {
  const used = `${ledger.daily_used.toLocaleString()} of ${ledger.daily_limit.toLocaleString()}`;
  byId('spent').textContent = used;
  byId('used').textContent = `${used} today, calls since the start: ${ledger.calls.toLocaleString()}, refused: ${ledger.refused.toLocaleString()}`;
  byId('meter').max = ledger.daily_limit;
  byId('meter').value = ledger.daily_used;
  const plan = byId('plan').elements.daily_tokens;
  if (plan.value === '') plan.value = ledger.daily_limit;
  const routes = Object.entries(ledger.by_route).sort(([, one], [, other]) => other.tokens - one.tokens);
  rows('routes', routes, ([route, tally]) => [route, tally.calls.toLocaleString(), tally.tokens.toLocaleString()],
    'Nobody has called the API yet.');
}
