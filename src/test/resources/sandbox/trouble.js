// Faults, random trouble, the clock, and the OAuth server: how the simulated Pipedrive misbehaves.
import { act, ask, byId, control, make } from './dom.js';

const NAMES = {
  drop: 'deliveries lost', delay_ms: 'deliveries late', duplicate: 'deliveries sent again', reorder: 'random order',
  api_429: 'API refuses', api_5xx: 'API fails', cloudflare_403: 'API blocked', webhook_dropped_silently: 'a silent webhook',
};
const SHARES = ['drop', 'api_5xx'];

export function begin() {
  const form = byId('faults');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(() => control('PUT', '/faults', read(form)), (faults) => 'On now: ' + words(faults));
  });
  // Whoever types is not overwritten by what the page reads meanwhile.
  form.addEventListener('input', () => { form.dataset.touched = 'yes'; });
  byId('calm').addEventListener('click', () => act(() => control('DELETE', '/faults'), 'All faults are off.'));
  byId('chaos').addEventListener('submit', (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const plan = { for: given.for, bans: Number(given.bans), deletions: Number(given.deletions), seed: Number(given.seed) };
    act(() => control('PUT', '/chaos', plan), 'Random trouble has begun.');
  });
  byId('peace').addEventListener('click', () => act(() => control('DELETE', '/chaos'), 'It is over. All faults are off.'));
  document.querySelectorAll('[data-step]').forEach((each) => each.addEventListener('click', () => move(each)));
  document.querySelectorAll('[data-oauth]').forEach((each) => each.addEventListener('click', () => consent(each)));
}

function read(form) {
  const given = new FormData(form);
  const number = (name) => Number(given.get(name) || 0);
  const silent = given.get('webhook_dropped_silently');
  delete form.dataset.touched;
  return {
    drop: number('drop') / 100, delay_ms: number('delay_ms'), duplicate: number('duplicate'),
    reorder: given.has('reorder'), api_429: given.get('api_429') || null, api_5xx: number('api_5xx') / 100,
    cloudflare_403: given.has('cloudflare_403'), webhook_dropped_silently: silent ? Number(silent) : null,
  };
}

const words = (faults) =>
  Object.keys(NAMES).filter((name) => faults[name]).map((name) => NAMES[name]).join(', ') || 'no faults';

export function draw(status) {
  byId('active').textContent = status.chaos.running ? 'random trouble: ' + words(status.faults) : words(status.faults);
  byId('active').className = words(status.faults) === 'no faults' ? '' : 'tag bad';
  silentChoices(status.webhooks);
  const form = byId('faults');
  if (form.dataset.touched !== 'yes') fill(form, status.faults);
  const chaos = status.chaos;
  byId('trouble').textContent = chaos.running ? `step ${chaos.steps} of ${chaos.of}`
    : 'steps' in chaos ? 'over: ' + (Object.entries(chaos.done).map(([what, n]) => `${what} ${n}`).join(', ') || 'nothing') : '';
  byId('oauth').textContent = `OAuth: ${status.oauth.grants ?? 0} consents in force, ${status.oauth.refreshes ?? 0} refreshes.`;
}

function silentChoices(webhooks) {
  const select = byId('faults').elements.webhook_dropped_silently;
  const ids = ['', ...webhooks.map((webhook) => String(webhook.id))];
  if ([...select.options].map((option) => option.value).join() === ids.join()) return;
  const chosen = select.value;
  select.replaceChildren(...ids.map((id) => make('option', { value: id }, id ? 'webhook ' + id : 'none')));
  select.value = ids.includes(chosen) ? chosen : '';
}

function fill(form, faults) {
  for (const [name, value] of Object.entries(faults)) {
    const input = form.elements[name];
    if (input === document.activeElement) continue;
    if (input.type === 'checkbox') input.checked = value;
    else input.value = SHARES.includes(name) ? Math.round(value * 1e4) / 100 : value ?? '';
  }
}

async function move(step) {
  const question = `Move the sandbox's clock: ${step.textContent.toLowerCase()}? There is no way back.`;
  if (!(await ask(question, 'Move it'))) return;
  await act(() => control('POST', '/clock', { advance: step.dataset.step }), 'The time has moved.');
}

async function consent(button) {
  const revoke = button.dataset.oauth === 'revoke';
  if (revoke && !(await ask('Take every consent back? Connections by OAuth stop until an admin consents again.', 'Take them back'))) return;
  await act(() => control('POST', '/oauth/' + button.dataset.oauth), revoke ? 'Every consent is taken back.' : 'Every access token has ended.');
}
