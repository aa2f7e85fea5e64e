// What time it is, for words such as "12 min": one timer for the whole window.

class Clock {
  /** Now, in milliseconds; renewed twice a minute. */
  now_ms: number = $state(Date.now());

  constructor() {
    setInterval(() => (this.now_ms = Date.now()), 30_000);
  }
}

/** The window's clock. For display only: no decision depends on it. */
export const clock = new Clock();
