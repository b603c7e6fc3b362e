// The participant's room looks after itself: <div data-room="URL" data-room-state="…">.
//
// The URL answers {"state": "…"}, any text that changes when the page should; further numbers are
// written into [data-room-value="<name>"]. A changed state loads the page again, spread over two
// seconds, because everybody's changes at the same moment.
import { jitter, poll } from "./shared/polling.mjs";

const PERIOD = 4_000;
const SPREAD = 1_000;

const room = document.querySelector("[data-room]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

function receive(news) {
  if (news.state !== room.dataset.roomState) {
    setTimeout(() => location.reload(), jitter(SPREAD));
    return false;
  }
  for (const place of document.querySelectorAll("[data-room-value]")) {
    const value = news[place.dataset.roomValue];
    if (Number.isInteger(value)) place.textContent = numbers.format(value);
  }
  return true;
}

if (room) poll(room.dataset.room, PERIOD, receive);
