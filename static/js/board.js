// The day of all rooms: keys along a room and between rooms, and a click that means the quarter under it.
// Every gap is a plain link to its own start; this only refines it.

const QUARTER = 15;
const LABEL = 46; // what "15:45" needs, in pixels

const word = (slot, letter) => Number(new RegExp(`(?:^| )${letter}(\\d+)`).exec(slot.className)?.[1] ?? 0);
const links = (room) => [...room.querySelectorAll(".track a[href]")];
const start = (link) => word(link.parentElement, "c");
const end = (link) => start(link) + word(link.parentElement, "s");
const hm = (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * QUARTER).padStart(2, "0")}`;

// --- Keys -----------------------------------------------------------------------------------------------

/** The link of a room that stands at this time, or the nearest one. */
function at(room, quarter) {
  const far = (link) => Math.max(start(link) - quarter, quarter - end(link) + 1, 0);
  return links(room).reduce((best, link) => (best && far(best) <= far(link) ? best : link), undefined);
}

function beside(link, step) {
  const row = links(link.closest(".room"));
  return row[row.indexOf(link) + step];
}

function above(link, step) {
  const rooms = [...link.closest(".board").querySelectorAll(".room")].filter((room) => links(room).length);
  const next = rooms[rooms.indexOf(link.closest(".room")) + step];
  return next && at(next, start(link));
}

const MOVES = {
  ArrowLeft: (link) => beside(link, -1),
  ArrowRight: (link) => beside(link, 1),
  ArrowUp: (link) => above(link, -1),
  ArrowDown: (link) => above(link, 1),
  Home: (link) => links(link.closest(".room"))[0],
  End: (link) => links(link.closest(".room")).at(-1),
};

/** `n` goes to now: in the room one is in, or in the first that has something to offer. */
function now(board, link) {
  const line = board.querySelector(".over .now");
  const rooms = link ? [link.closest(".room")] : [...board.querySelectorAll(".room")].filter((room) => links(room).length);
  return line && rooms[0] && at(rooms[0], word(line, "c"));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  const link = event.target.closest?.(".track a[href]");
  const board = document.querySelector(".board");
  let to;
  if (link && Object.hasOwn(MOVES, event.key)) to = MOVES[event.key](link);
  else if (event.key === "n" && board && !event.target.closest?.("input, textarea, select, dialog")) to = now(board, link);
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// --- The quarter under the pointer ---------------------------------------------------------------------------

const gap = (target) => target.closest?.(".track .free > a[href]");

function quarterUnder(link, x) {
  const box = link.getBoundingClientRect();
  const into = Math.floor(((x - box.left) / box.width) * word(link.parentElement, "s"));
  return start(link) + Math.min(Math.max(into, 0), word(link.parentElement, "s") - 1);
}

/** The gap's own start may be off the quarter ("now"); within its first quarter the link stays as it is. */
function refine(link, quarter) {
  link.dataset.href ??= link.getAttribute("href");
  const address = new URL(link.dataset.href, location.href);
  const meant = address.searchParams.get("starts");
  if (!meant || quarter === start(link)) {
    link.setAttribute("href", link.dataset.href);
    return meant;
  }
  address.searchParams.set("starts", hm(quarter));
  address.searchParams.delete("ends");
  link.setAttribute("href", address.pathname + address.search);
  return hm(quarter);
}

function onPointer(event) {
  const link = event.pointerType === "touch" ? null : gap(event.target);
  if (!link) return;
  const quarter = quarterUnder(link, event.clientX);
  const shown = refine(link, quarter);
  if (!shown) return;
  const into = (quarter - start(link)) / word(link.parentElement, "s");
  link.dataset.at = shown;
  link.toggleAttribute("data-late", into > 0 && link.clientWidth * (1 - into) < LABEL);
  link.style.setProperty("--at", into);
}

function onLeave(event) {
  const link = gap(event.target);
  if (!link || link.contains(event.relatedTarget)) return;
  delete link.dataset.at;
  if (link.dataset.href) link.setAttribute("href", link.dataset.href);
}

document.addEventListener("keydown", onKey);
document.addEventListener("pointermove", onPointer, { passive: true });
document.addEventListener("pointerout", onLeave, { passive: true });
