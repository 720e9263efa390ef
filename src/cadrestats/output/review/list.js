// Long lists: only what can be seen is in the page, whatever the length. All items of a list are equally high.
"use strict";

/**
 * A list in a scrolling element.
 * `render(order)` makes the element of an item. `show(count)` says how many there are; `reach(order)` scrolls to one.
 */
function longList(root, height, render) {
  const room = root.appendChild(element("div", "room"));
  room.setAttribute("role", "presentation");
  let count = 0;
  let from = 0;
  let to = 0;

  function draw(again = false) {
    const above = root.scrollTop - room.offsetTop;
    const first = Math.max(0, Math.floor(above / height()) - 8);
    const last = Math.min(count, Math.ceil((above + root.clientHeight) / height()) + 8);
    if (!again && first >= from && last <= to && from <= first && to - last < 60) return;
    [from, to] = [first, last];
    room.replaceChildren();
    for (let order = from; order < to; order++) {
      const item = render(order);
      item.style.top = `${order * height()}px`;
      item.style.height = `${height()}px`;
      room.append(item);
    }
  }

  root.addEventListener("scroll", () => draw(), { passive: true });
  new ResizeObserver(() => draw(true)).observe(root);
  return {
    show(length) {
      count = length;
      room.style.height = `${count * height()}px`;
      draw(true);
    },
    reach(order) {
      const top = order * height();
      const view = root.clientHeight - room.offsetTop;
      if (top < root.scrollTop || top + height() > root.scrollTop + view) root.scrollTop = Math.max(0, top - view / 2);
      draw(true);
    },
  };
}

/** Pixels of a number of rem: text is larger on large screens. */
function rem(number) {
  return Math.round(number * parseFloat(getComputedStyle(document.documentElement).fontSize));
}
