/** How far away the server is: whatever goes there and back waits for the next round trip. */
export class Distance {
  roundTrips = 0;
  private underway: (() => void)[] = [];

  /** There and back. */
  trip(): Promise<void> {
    return new Promise((resolve) => this.underway.push(resolve));
  }

  /** Lets round trips pass, all that is underway in one, until it is so. */
  async until(isSo: () => boolean): Promise<void> {
    await settled();
    while (!isSo()) {
      if (this.underway.length === 0) throw new Error('Nothing is underway, and it is not so.');
      this.roundTrips++;
      for (const arrive of this.underway.splice(0)) arrive();
      await settled();
    }
  }
}

/** What can be done without the network has been done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
