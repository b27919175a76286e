// What every part of the page needs: calls of the controls, elements, rows that keep the focus, questions and answers.

export const byId = (id) => document.getElementById(id);

/** Calls a control. What it refuses is thrown with its own advice as the message. */
export async function control(method, path, body) {
  let response;
  try {
    response = await fetch('/sandbox' + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error('The sandbox does not answer. Is ./pipestream up still running?');
  }
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(typeof answer.error === 'string' ? answer.error : 'The sandbox answered ' + response.status + '.');
  }
  return answer;
}

/** An element. Attributes that are null are left out; a child may be text, which is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A time in the viewer's zone, with UTC on hover. */
export function when(iso) {
  if (!iso) return 'never';
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return make('time', { datetime: iso, title: at.toISOString() + ' (UTC)', class: 'nowrap' },
    today ? at.toLocaleTimeString() : at.toLocaleString());
}

const drawn = new Map();

/** Draws the rows of a table if they differ from those that are drawn, and leaves the focus on the button it is on. */
export function rows(bodyId, data, cells, empty) {
  const now = JSON.stringify(data);
  if (drawn.get(bodyId) === now) return;
  drawn.set(bodyId, now);
  const body = byId(bodyId);
  const heads = [...body.parentElement.querySelectorAll('thead th')];
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  body.replaceChildren(...data.map((each) => make('tr', {}, ...cells(each).map((content, at) =>
    make('td', { 'data-head': heads[at].textContent, class: heads[at].getAttribute('class') }, content)))));
  if (data.length === 0) {
    body.append(make('tr', {}, make('td', { colspan: heads.length, class: 'quiet whole' }, empty)));
  }
  if (focused) body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** A button of a row. Its key finds it again when the row is drawn anew; its label names the row for who only hears it. */
export function button(text, label, onclick, danger = false) {
  return make('button', { class: danger ? 'small danger' : 'small', 'data-key': label, 'aria-label': label, onclick }, text);
}

export const group = (...children) => make('div', { class: 'row' }, ...children);

export const tag = (kind, text) => make('span', { class: 'tag ' + kind }, text);

let silence;

/** Tells what came of it. What went well goes away by itself; what did not stays until something else is said. */
export function say(text, kind = 'ok') {
  const line = byId('said');
  clearTimeout(silence);
  line.hidden = false;
  line.className = 'notice ' + kind;
  line.textContent = text;
  if (kind === 'ok') silence = setTimeout(() => { line.hidden = true; }, 6000);
}

/** Asks; answers the fields of the form, or null if it was left. */
export function ask(question, verb, ...fields) {
  const dialog = byId('asked');
  byId('asked-title').textContent = question;
  byId('asked-yes').textContent = verb;
  byId('asked-fields').replaceChildren(...fields);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((answered) => dialog.addEventListener('close', () => {
    const form = dialog.querySelector('form');
    answered(dialog.returnValue === 'yes' ? Object.fromEntries(new FormData(form)) : null);
  }, { once: true }));
}

/** Does something, says what came of it, and has the page look again at once. */
export async function act(deed, done) {
  try {
    const answer = await deed();
    if (answer !== null) say(typeof done === 'function' ? done(answer) : done);
  } catch (refusal) {
    say(refusal.message, 'bad');
  }
  document.dispatchEvent(new Event('look'));
}
