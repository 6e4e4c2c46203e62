// What lies over what, or sticks out, as a JSON list of sentences.
JSON.stringify((() => {
  const found = [];
  const name = (node) => `${node.tagName.toLowerCase()} "${(node.textContent || node.alt || '').trim().slice(0, 40)}"`;
  const shown = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;
  const cross = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth) {
    found.push(`the page is ${page.scrollWidth} px wide in a window of ${window.innerWidth} px`);
  }
  // Blocks in the page's flow, sorted from the top: only neighbours can overlap.
  const blocks = [...document.querySelectorAll('h1, h2, h3, h4, p, figcaption, .scroll, svg, summary, pre, dt, dd, .gallery li')]
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
  // The words of a chart.
  for (const svg of document.querySelectorAll('.chart svg')) {
    if (!shown(svg)) continue;
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('text')].map((node) => ({ node, box: node.getBoundingClientRect() }));
    words.forEach(({ node, box }, index) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        found.push(`${name(node)} sticks out of its chart`);
      }
      for (const other of words.slice(index + 1)) {
        if (cross(box, other.box)) found.push(`${name(node)} overlaps ${name(other.node)} in a chart`);
      }
    });
  }
  return found;
})())
