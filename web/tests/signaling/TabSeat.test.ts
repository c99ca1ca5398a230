import { beforeEach, describe, expect, it } from 'vitest';
import { TabSeat } from '../../src/signaling/TabSeat';

/** A page of a tab; its storage outlives it. */
function openPage() {
  const events = new EventTarget();
  const page = { sessionStorage, addEventListener: events.addEventListener.bind(events) };
  return {
    seat: new TabSeat(page as typeof window),
    hide: () => events.dispatchEvent(new Event('pagehide')),
    show: () => events.dispatchEvent(new Event('pageshow')),
  };
}

describe('TabSeat', () => {
  beforeEach(() => sessionStorage.clear());

  it('is the same after a reload', () => {
    const before = openPage();
    before.hide();
    expect(openPage().seat.secret).toBe(before.seat.secret);
  });

  it('is another in a duplicated tab, which copies the storage while the page is open', () => {
    const original = openPage();
    expect(openPage().seat.secret).not.toBe(original.seat.secret);
  });

  it('is not left for others by a page that was hidden and goes on', () => {
    const page = openPage();
    page.hide();
    page.show();
    expect(openPage().seat.secret).not.toBe(page.seat.secret);
  });

  it('cannot be guessed', () => {
    expect(openPage().seat.secret).toMatch(/^[0-9a-f]{32}$/);
  });
});
