// Records: added, changed, merged and deleted as somebody would in Pipedrive's pages.
import { act, ask, button, byId, control, group, make, rows, when } from './dom.js';

/** What a record is called for people: its object's field for that. */
const FACE = {
  deal: 'title', note: 'content', organization: 'name', person: 'name', activity: 'subject', lead: 'title', product: 'name',
};
const MERGES = ['deal', 'organization', 'person'];
const plain = (html) => new DOMParser().parseFromString(html ?? '', 'text/html').body.textContent;
const face = (object, record) => object === 'note' ? plain(record.content) : record[FACE[object]] ?? '(no name)';

export const shown = () => byId('object').value;

export function begin() {
  byId('object').append(...Object.keys(FACE).map((word) => make('option', { value: word }, word + 's')));
  byId('object').querySelector('[value=activity]').textContent = 'activities';
  byId('object').addEventListener('change', () => document.dispatchEvent(new Event('look')));
  document.querySelectorAll('[data-add]').forEach((each) => each.addEventListener('click', () => add(each.dataset.add)));
  byId('many').addEventListener('submit', many);
}

function add(object) {
  byId('object').value = object;
  return act(() => control('POST', '/' + object, {}), (made) => `Added ${object} ${made.id}: ${face(object, made)}`);
}

function many(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const load = { object: shown(), count: Number(form.get('count')), rate: Number(form.get('rate')) };
  return act(() => control('POST', '/load', load), `Adding ${load.count} ${shown()}s, ${load.rate} a second.`);
}

/** Draws the newest records of the object that is shown. */
export function draw(data, loads) {
  const object = shown();
  rows('records', data.map((record) => ({ object, ...record })), (record) => cells(object, record, data),
    `There is no ${object} yet. Add one above.`);
  const running = loads.filter((load) => !load.done);
  byId('load').textContent = running.map((load) => `${load.created} of ${load.count} ${load.object}s added`).join(', ');
}

function cells(object, record, all) {
  const name = `${object} ${record.id}`;
  const others = all.filter((other) => other.id !== record.id);
  return [String(record.id), face(object, record), when(record.update_time ?? record.add_time), group(
    button('Change', `Change ${name}`, () => change(object, record)),
    MERGES.includes(object) && others.length > 0
      ? button('Merge', `Merge ${name}`, () => merge(object, record, others)) : null,
    button('Delete', `Delete ${name}`, () => remove(object, record), true))];
}

function field(label, name, value, kind = 'text') {
  return make('label', {}, label, make('input', { name, type: kind, value: value ?? '', required: '' }));
}

async function change(object, record) {
  const fields = [field(FACE[object], FACE[object], face(object, record))];
  if (object === 'deal') {
    fields.push(field('value', 'value', record.value ?? 0, 'number'),
      make('label', {}, 'stage_id', make('select', { name: 'stage_id' }, ...[1, 2, 3, 4, 5].map((stage) =>
        make('option', { value: stage, selected: stage === record.stage_id ? '' : null }, String(stage))))));
  }
  const given = await ask(`Change ${object} ${record.id}`, 'Change it', ...fields);
  if (!given) return;
  for (const number of ['value', 'stage_id']) if (number in given) given[number] = Number(given[number]);
  await act(() => control('PATCH', `/${object}/${record.id}`, given), `Changed ${object} ${record.id}.`);
}

async function merge(object, record, others) {
  const given = await ask(`Merge ${object} ${record.id} into another one? It is gone then.`, 'Merge',
    make('label', {}, 'What stays', make('select', { name: 'into' }, ...others.map((other) =>
      make('option', { value: other.id }, `${other.id}: ${face(object, other)}`)))));
  if (!given) return;
  await act(() => control('POST', `/${object}/${record.id}/merge`, { merge_with_id: Number(given.into) }),
    `Merged ${object} ${record.id} into ${given.into}.`);
}

async function remove(object, record) {
  if (!(await ask(`Delete ${object} ${record.id}? It cannot be brought back.`, 'Delete it'))) return;
  await act(() => control('DELETE', `/${object}/${record.id}`), `Deleted ${object} ${record.id}.`);
}
