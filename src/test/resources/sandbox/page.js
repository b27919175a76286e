// Looks at the sandbox again and again and has each part draw what it sees.
import { control, say } from './dom.js';
import * as records from './records.js';
import * as trouble from './trouble.js';
import * as watch from './watch.js';

const EVERY = 1000;

let looking = false;
let again = false;
let lost = false;

async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  try {
    const [status, deliveries, newest] = await Promise.all([
      control('GET', ''), control('GET', '/deliveries?limit=30'), control('GET', '/' + records.shown())]);
    watch.draw(status, deliveries.data);
    trouble.draw(status);
    records.draw(newest.data, status.loads);
    if (lost) say('The sandbox answers again.');
    lost = false;
  } catch (failure) {
    if (!lost) say(failure.message, 'bad');
    lost = true;
  } finally {
    looking = false;
    if (again) {
      again = false;
      look();
    }
  }
}

records.begin();
trouble.begin();
watch.begin();
document.addEventListener('look', look);
setInterval(() => { if (!document.hidden) look(); }, EVERY);
look();
