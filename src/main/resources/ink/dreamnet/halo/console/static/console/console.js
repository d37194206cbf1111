// What pages do beyond HTML: refresh without disturbing whoever types, count down, draw charts and graphs. Every page can be read without it.
(() => {
  'use strict';

  // an open page that is refreshed would take away what somebody is writing, or has unfolded
  const busy = area => area.querySelector('form:focus-within, details[open] form, dialog[open]') !== null
      || area.querySelector('input[type=checkbox]:checked') !== null;
  // asked again when the answer is there: somebody may have begun to write meanwhile
  ['htmx:beforeRequest', 'htmx:beforeSwap'].forEach(moment => document.addEventListener(moment, event => {
    if (event.detail.requestConfig.triggeringEvent?.type.startsWith('sse:') && busy(event.detail.elt)) {
      event.preventDefault();
    }
  }));

  // lists that are worked through: j and k go on and back, x chooses, a and r lead to the buttons, o opens
  const act = {
    j: (items, at) => items[Math.min(at + 1, items.length - 1)].focus(),
    k: (items, at) => items[Math.max(at - 1, 0)].focus(),
    x: (items, at) => items[at]?.querySelector('input[type=checkbox]')?.click(),
    a: (items, at) => items[at]?.querySelector('button.approve')?.focus(),
    r: (items, at) => items[at]?.querySelector('button.reject')?.focus(),
    o: (items, at) => items[at]?.querySelector('a.open')?.click()
  };
  document.addEventListener('keydown', event => {
    const items = [...document.querySelectorAll('.item')];
    if (items.length && act[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey
        && !event.target.closest('input:not([type=checkbox]), textarea, select')) {
      event.preventDefault();
      act[event.key](items, items.findIndex(item => item.contains(document.activeElement)));
    }
  });

  const inWords = seconds => {
    const units = [[86400, 'd'], [3600, 'h'], [60, 'min']];
    const unit = units.find(([length]) => seconds >= 2 * length);
    return unit ? `${Math.floor(seconds / unit[0])} ${unit[1]}` : `${Math.floor(seconds)} s`;
  };
  const relative = time => {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    return Math.abs(seconds) < 2 ? 'now' : seconds > 0 ? `${inWords(seconds)} ago` : `in ${inWords(-seconds)}`;
  };
  const tick = () => document.querySelectorAll('time[datetime]').forEach(time => {
    if (time.dateTime && time.textContent !== relative(time)) {
      time.textContent = relative(time);
    }
  });
  setInterval(tick, 1000);

  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const chart = figure => {
    const data = JSON.parse(figure.dataset.chart);
    const colours = [style('--accent'), style('--high'), style('--good'), style('--critical')];
    const axis = {stroke: style('--soft'), grid: {stroke: style('--line'), width: 1}, ticks: {stroke: style('--line')}};
    const marks = data.marks ?? [];
    const series = [...data.series, ...marks.map(mark => ({label: mark.label, values: data.x.map(() => mark.y), mark: true}))];
    const plot = new uPlot({
      width: figure.clientWidth, height: 190,
      axes: [axis, {...axis, values: (_, ticks) => ticks.map(tick => `${tick}${data.unit ? ' ' + data.unit : ''}`), size: 70}],
      series: [{}, ...series.map((one, i) => ({
        label: one.label, stroke: one.mark ? style('--critical') : colours[i % colours.length], width: one.mark ? 1 : 2,
        dash: one.mark ? [6, 4] : undefined, spanGaps: false
      }))]
    }, [data.x, ...series.map(one => one.values)], figure);
    new ResizeObserver(() => plot.setSize({width: figure.clientWidth, height: 190})).observe(figure);
  };

  const graph = area => {
    const data = JSON.parse(area.dataset.graph);
    const colour = {weak: style('--critical'), up: style('--good')};
    const drawn = cytoscape({
      container: area, userZoomingEnabled: false, autoungrabify: true,
      elements: [...data.nodes.map(node => ({data: node})), ...data.edges.map(edge => ({data: {source: edge.from, target: edge.to}}))],
      style: [
        {selector: 'node', style: {label: 'data(id)', color: style('--ink'), 'font-size': 11, 'text-valign': 'bottom', 'text-margin-y': 4,
          'background-color': node => colour[node.data('state')] ?? style('--soft'),
          shape: node => node.data('state') === 'weak' ? 'triangle' : 'ellipse'}},
        {selector: 'node[?self]', style: {'border-width': 3, 'border-color': style('--accent'), width: 36, height: 36}},
        {selector: 'edge', style: {'curve-style': 'bezier', 'target-arrow-shape': 'triangle', width: 1.5,
          'line-color': style('--line'), 'target-arrow-color': style('--soft')}}],
      layout: {name: 'breadthfirst', directed: true, padding: 24}
    });
    drawn.on('tap', 'node', event => { if (event.target.data('href')) { location.href = event.target.data('href'); } });
  };

  const draw = area => {
    area.querySelectorAll('[data-chart]').forEach(one => { chart(one); one.removeAttribute('data-chart'); });
    area.querySelectorAll('[data-graph]').forEach(one => { graph(one); one.removeAttribute('data-graph'); });
    tick();
  };
  document.addEventListener('DOMContentLoaded', () => draw(document));
  document.addEventListener('htmx:afterSwap', () => draw(document));
})();
