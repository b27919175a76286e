// What pages cannot do by themselves. Everything is found by data attributes; nothing here knows a page.
(() => {
    const short = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit',
        second: '2-digit', hourCycle: 'h23'});
    const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});

    // Times: in the viewer's zone, UTC on hover.
    function times(root) {
        root.querySelectorAll('time[datetime]:not([data-done])').forEach((element) => {
            const at = new Date(element.dateTime);
            if (isNaN(at)) return;
            const today = at.toDateString() === new Date().toDateString();
            element.title = element.textContent.trim();
            element.textContent = today ? clock.format(at) : short.format(at);
            element.dataset.done = '';
        });
    }

    // What cannot be undone asks first.
    const dialog = document.getElementById('confirm');
    let asked = null;
    document.addEventListener('submit', (event) => {
        const form = event.target;
        if (!form.dataset.confirm || form === asked || !dialog) return;
        event.preventDefault();
        event.stopPropagation();
        dialog.querySelector('[data-question]').textContent = form.dataset.confirm;
        dialog.querySelector('[data-yes]').textContent = form.dataset.confirmYes || 'Go on';
        dialog.returnValue = '';
        const submitter = event.submitter;
        dialog.addEventListener('close', () => {
            if (dialog.returnValue !== 'yes') return;
            // A live part of the page may have been put in its place meanwhile, and a form outside of the page does nothing.
            if (!form.isConnected) {
                form.hidden = true;
                document.body.append(form);
            }
            asked = form;
            form.requestSubmit(submitter || undefined);
            asked = null;
        }, {once: true});
        dialog.showModal();
    }, true);

    // Colours: system, dark, light, and round again.
    function showTheme(button) {
        const theme = document.documentElement.dataset.theme || 'system';
        button.setAttribute('aria-label', 'Colours: ' + theme);
        button.title = 'Colours: ' + theme;
        button.querySelector('[data-theme-icon]').textContent = {system: '\u25D0', dark: '\u25CF', light: '\u25CB'}[theme];
    }
    document.addEventListener('click', (event) => {
        const theme = event.target.closest('[data-theme-toggle]');
        if (theme) {
            const next = {system: 'dark', dark: 'light', light: 'system'}[document.documentElement.dataset.theme || 'system'];
            if (next === 'system') {
                delete document.documentElement.dataset.theme;
                localStorage.removeItem('pipestream.theme');
            } else {
                document.documentElement.dataset.theme = next;
                localStorage.setItem('pipestream.theme', next);
            }
            showTheme(theme);
            document.dispatchEvent(new CustomEvent('themechange'));
        }
        const copy = event.target.closest('[data-copy]');
        if (copy) {
            const source = document.getElementById(copy.dataset.copy);
            const say = (text) => {
                const before = copy.dataset.before || (copy.dataset.before = copy.textContent);
                copy.textContent = text;
                setTimeout(() => { copy.textContent = before; }, 1500);
            };
            const select = () => {
                getSelection().selectAllChildren(source);
                say('Selected');
            };
            // A page that came over plain http from elsewhere has no clipboard.
            if (navigator.clipboard) {
                navigator.clipboard.writeText(source.textContent.trim()).then(() => say('Copied'), select);
            } else {
                select();
            }
        }
        const pause = event.target.closest('[data-pause]');
        if (pause) {
            const paused = pause.getAttribute('aria-pressed') !== 'true';
            pause.setAttribute('aria-pressed', paused);
            pause.textContent = paused ? pause.dataset.resumeText : pause.dataset.pauseText;
            if (!paused && window.htmx) htmx.trigger('#' + pause.dataset.pause, 'resume');
        }
    });

    // A paused tail asks for nothing; neither does a page that nobody looks at.
    document.addEventListener('htmx:beforeRequest', (event) => {
        const element = event.detail.elt;
        const button = element.id && document.querySelector('[data-pause="' + element.id + '"]');
        if (button && button.getAttribute('aria-pressed') === 'true') event.preventDefault();
        // What somebody has unfolded is not folded away under his eyes.
        if (element.dataset.live !== undefined && element.querySelector('details[open]')) event.preventDefault();
    });
    // What is live says so when it cannot look, and takes it back when it can; a tail, which asks once it was answered, asks again.
    document.addEventListener('htmx:afterRequest', (event) => {
        const live = event.detail.requestConfig.elt; // detail.elt is its parent once it was replaced
        const problems = document.getElementById('problems');
        if (!problems || !live.hasAttribute('hx-get')) return;
        if (event.detail.successful) {
            if (problems.dataset.live !== undefined) problems.replaceChildren();
            delete problems.dataset.live;
            return;
        }
        if (!event.detail.xhr || event.detail.xhr.status === 0) {
            const words = document.createElement('div');
            words.className = 'problem';
            words.textContent = 'The service does not answer. This page looks again by itself.';
            problems.replaceChildren(words);
        }
        problems.dataset.live = '';
        if (live.id === 'tail') setTimeout(() => htmx.trigger(live, 'resume'), 2000);
    });
    document.addEventListener('htmx:configRequest', (event) => {
        const token = document.querySelector('meta[name="form-token"]');
        if (token) event.detail.headers['X-Form-Token'] = token.content;
    });
    document.addEventListener('htmx:afterSwap', () => times(document));
    document.addEventListener('htmx:oobAfterSwap', () => times(document));

    // The key of a link moves from behind the # into the door's form, and out of the address.
    const door = document.querySelector('form[data-door]');
    if (door && location.hash.startsWith('#key=')) {
        door.elements.key.value = decodeURIComponent(location.hash.slice(5));
        history.replaceState(null, '', location.pathname + location.search);
        door.requestSubmit();
    }

    document.querySelectorAll('[data-theme-toggle]').forEach(showTheme);
    times(document);
})();
