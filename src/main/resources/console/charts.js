// Draws what a page holds in data-chart, again whenever a part of the page is replaced or the colours change.
(() => {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    // Half an event is none.
    const WHOLE_STEPS = Array.from({length: 15}, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
    const LINES = ['--accent', '--info', '--warn', '--bad', '--ok', '--soft'];

    function draw(element) {
        const data = JSON.parse(element.dataset.chart);
        const text = colour('--soft');
        const grid = colour('--line');
        const axis = {stroke: text, grid: {stroke: grid, width: 1}, ticks: {stroke: grid, width: 1},
            font: '11px system-ui, sans-serif'};
        const number = (value) => value == null ? '–' : value.toLocaleString(undefined, {maximumFractionDigits: 2});
        const short = (value) => value.toLocaleString(undefined, {notation: 'compact', maximumFractionDigits: 2});
        // As wide as its longest label. In further rounds labels may be others; it only grows, or it would never come to rest.
        const wide = (u, labels, place, round) => {
            const own = u.axes[place];
            u.ctx.font = own.font[0];
            const widest = Math.max(0, ...(labels || []).map((label) => u.ctx.measureText(label).width));
            const size = Math.ceil(own.ticks.size + own.gap + widest / devicePixelRatio);
            return round > 1 ? Math.max(own._size, size) : size;
        };
        element.replaceChildren();
        const at = document.createElement('div');
        at.className = 'at';
        element.append(at);
        const when = (seconds) => new Date(seconds * 1000).toLocaleString(undefined,
            {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
        const told = (u) => {
            const index = u.cursor.idx;
            at.textContent = index == null ? '' : when(data.at[index]) + ': ' + data.series.map((series) =>
                (data.series.length > 1 ? series.label + ' ' : '') + number(series.values[index]) + (data.unit || '')).join(', ');
        };
        new uPlot({
            hooks: {setCursor: [told]},
            width: Math.max(240, element.clientWidth),
            height: data.series.length > 1 ? 150 : 175,
            cursor: {y: false, points: {size: 6}},
            legend: {show: data.series.length > 1, live: false},
            scales: {y: {range: (u, min, max) => [0, Math.max(data.least || 1, max == null ? 0 : max * 1.1)]}},
            axes: [
                {...axis, values: (u, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleString(undefined,
                    data.days ? {weekday: 'short', hour: '2-digit', hourCycle: 'h23'}
                        : {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'})), space: data.days ? 90 : 60},
                {...axis, size: wide, incrs: data.unit ? undefined : WHOLE_STEPS,
                    values: (u, ticks) => ticks.map((tick) => short(tick) + (data.unit || ''))}],
            series: [
                {},
                ...data.series.map((series, place) => ({
                    label: series.label,
                    stroke: colour(LINES[place % LINES.length]),
                    fill: data.series.length === 1 ? colour('--accent-soft') : undefined,
                    width: 1.75,
                    points: {show: data.at.length < 3}}))]
        }, [data.at, ...data.series.map((series) => series.values)], element);
    }

    function all() {
        document.querySelectorAll('[data-chart]').forEach(draw);
    }

    let later = 0;
    const soon = () => { clearTimeout(later); later = setTimeout(all, 120); };
    addEventListener('resize', soon);
    document.addEventListener('themechange', all);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
    document.addEventListener('htmx:afterSwap', all);
    all();
})();
