const storageKey = 'broadcast.seat';
const secretBytes = 16;

/** The part of `window` that is used here. */
export type SeatPage = Pick<Window, 'addEventListener' | 'sessionStorage'>;

/**
 * The secret by which the stage gives this tab its seat again after a reload. While the page is open
 * the secret is only in memory, and in the tab's storage from one page to the next: a duplicated
 * tab copies the storage, and gets a seat of its own because nothing is in it.
 */
export class TabSeat {
  readonly secret: string;

  constructor(private readonly page: SeatPage) {
    this.secret = this.takeOut() ?? newSecret();
    page.addEventListener('pagehide', () => this.putBack());
    // A page that the browser had kept goes on.
    page.addEventListener('pageshow', () => this.takeOut());
  }

  private takeOut(): string | null {
    try {
      const left = this.page.sessionStorage.getItem(storageKey);
      this.page.sessionStorage.removeItem(storageKey);
      return left;
    } catch {
      // Storage may be blocked: the seat then holds until the page is closed.
      return null;
    }
  }

  private putBack(): void {
    try {
      this.page.sessionStorage.setItem(storageKey, this.secret);
    } catch {
      // As above.
    }
  }
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
