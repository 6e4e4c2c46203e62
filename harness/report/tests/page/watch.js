// Shows PAGE in frames of WIDTHS, and writes overlaps and requests into #seen as JSON.

// Elements that overlap, or stick out of their container.
function overlaps(window) {
  const { document } = window;
  const found = [];
  const name = (node) => `${node.tagName.toLowerCase()} "${(node.textContent || node.alt || '').trim().slice(0, 40)}"`;
  const shown = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;
  const cross = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

  const { scrollWidth } = document.documentElement;
  if (scrollWidth > window.innerWidth) found.push(`the page is ${scrollWidth} px wide`);

  // From the top down: only those that begin before another ends can overlap it.
  const blocks = [...document.querySelectorAll('h1, h2, h3, h4, p, figcaption, .scroll, summary, pre, dt, dd, .gallery li')]
    .filter((node) => !node.classList.contains('skip') && shown(node))
    .map((node) => ({ node, box: node.getBoundingClientRect() }))
    .sort((a, b) => a.box.top - b.box.top);
  blocks.forEach(({ node, box }, index) => {
    if (box.left < -1 || box.right > window.innerWidth + 1) found.push(`${name(node)} sticks out of the page`);
    for (let next = index + 1; next < blocks.length && blocks[next].box.top < box.bottom; next += 1) {
      const other = blocks[next];
      if (node.contains(other.node) || other.node.contains(node)) continue;
      if (cross(box, other.box)) found.push(`${name(node)} overlaps ${name(other.node)}`);
    }
  });

  // The words of every chart.
  for (const chart of document.querySelectorAll('.chart svg')) {
    if (!shown(chart)) continue;
    const frame = chart.getBoundingClientRect();
    const words = [...chart.querySelectorAll('text')].map((node) => ({ node, box: node.getBoundingClientRect() }));
    words.forEach(({ node, box }, index) => {
      const outside = box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      if (outside) found.push(`${name(node)} sticks out of its chart`);
      for (const other of words.slice(index + 1)) {
        if (cross(box, other.box)) found.push(`${name(node)} overlaps ${name(other.node)} in a chart`);
      }
    });
  }

  // Names and numbers of every table, in their cells.
  for (const cell of document.querySelectorAll('th, td')) {
    if (shown(cell) && cell.scrollWidth > cell.clientWidth + 1) found.push(`${name(cell)} sticks out of its cell`);
  }
  return found;
}

function frame(width) {
  const frame = document.createElement('iframe');
  frame.src = PAGE;
  frame.style = `width: ${width}px; height: 900px; border: 0`;
  document.body.append(frame);
  return new Promise((resolve) => frame.addEventListener('load', () => resolve(frame.contentWindow)));
}

Promise.all(WIDTHS.map(frame)).then((windows) => {
  const [{ performance }] = windows;
  document.getElementById('seen').textContent = JSON.stringify({
    overlaps: windows.flatMap((window) => overlaps(window).map((found) => `${window.innerWidth} px: ${found}`)),
    requests: performance.getEntriesByType('resource').map((entry) => entry.name),
  });
});
