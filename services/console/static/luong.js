// The live part of the honour wall: new cards arrive by themselves, in order, each once.
// Without this file the page is a list.
"use strict";

(() => {
  const bar = document.getElementById("luong");
  const board = document.getElementById("bang-guong");
  const status = document.getElementById("luong-tin");
  const pause = document.getElementById("luong-dung");
  const more = document.getElementById("luong-moi");
  if (!bar || !board || !window.EventSource) return;

  const seen = new Set([...board.querySelectorAll("[data-seq]")].map((card) => card.dataset.seq));
  let waiting = [];
  let paused = false;
  let cursor = bar.dataset.cursor;
  let source = null;
  let cut = false;
  let fresh = 0;
  let said = 0;
  let timer = 0;
  bar.hidden = false;

  // One message in five seconds: a screen reader must be able to keep up.
  const say = (text) => {
    window.clearTimeout(timer);
    const wait = Math.max(0, said + 5000 - Date.now());
    timer = window.setTimeout(() => { said = Date.now(); status.textContent = text; }, wait);
  };

  const atTop = () => window.scrollY < 200;

  const hang = (card) => {
    document.getElementById("bang-trong")?.remove();
    board.prepend(card);
  };

  const offer = () => {
    more.hidden = waiting.length === 0;
    more.textContent = `${waiting.length} gương mới – xem`;
  };

  const drawn = (event) => {
    cursor = event.lastEventId || cursor;
    const box = document.createElement("template");
    box.innerHTML = event.data;
    return box.content.querySelector("[data-seq]");
  };

  const lookAt = (heading) => {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };

  // A card that was corrected or revoked is drawn anew in its place, whether it hangs or waits.
  const change = (event) => {
    const card = drawn(event);
    if (!card) return;
    waiting = waiting.map((one) => (one.dataset.seq === card.dataset.seq ? card : one));
    const hung = board.querySelector(`[data-seq="${card.dataset.seq}"]`);
    if (!hung) return;
    const isRead = hung.contains(document.activeElement);
    hung.replaceWith(card);
    if (isRead) lookAt(card.querySelector("h2"));
    const told = [...card.querySelectorAll(".guong-doi")].map((one) => one.textContent);
    say(`${card.querySelector("h2").textContent}: ${told.join(" ")}`);
  };

  const arrive = (event) => {
    const card = drawn(event);
    if (!card || seen.has(card.dataset.seq)) return;
    seen.add(card.dataset.seq);
    if (cut) fresh += 1;
    if (!paused && atTop() && waiting.length === 0) {
      hang(card);
      say(`Gương mới: ${card.querySelector("h2").textContent}`);
    } else {
      waiting.push(card);
      offer();
      say(`${waiting.length} gương mới`);
    }
  };

  const open = () => {
    if (source || paused) return;
    source = new EventSource(`/luong?cursor=${encodeURIComponent(cursor)}`);
    source.addEventListener("card", arrive);
    source.addEventListener("change", change);
    source.addEventListener("reset", () => window.location.reload());
    source.addEventListener("open", () => {
      if (!cut) { say("Đang nhận trực tiếp"); return; }
      window.setTimeout(() => {
        say(fresh ? `Đã nối lại, ${fresh} mục mới` : "Đã nối lại");
        cut = false;
        fresh = 0;
      }, 1000);
    });
    source.addEventListener("error", () => {
      cut = true;
      say("Mất kết nối trực tiếp – đang thử lại");
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        window.setTimeout(() => { if (!document.hidden) open(); }, 3000);
      }
    });
  };

  const close = () => {
    source?.close();
    source = null;
  };

  more.addEventListener("click", () => {
    waiting.forEach(hang);
    waiting = [];
    offer();
    const heading = board.querySelector("h2");
    if (!heading) return;
    lookAt(heading);
    heading.scrollIntoView({ block: "center" });
  });

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Tiếp tục" : "Tạm dừng";
    if (paused) { close(); say("Đã tạm dừng"); } else { open(); }
  });

  // A tab in the background gives its connection back; the cursor brings what was missed.
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  window.addEventListener("pagehide", close);
  open();
})();
