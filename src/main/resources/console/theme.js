// Before anything is painted: the colours that were chosen here, if they are not the system's.
(() => {
    const chosen = localStorage.getItem('pipestream.theme');
    if (chosen) document.documentElement.dataset.theme = chosen;
})();
