import { useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly cause: unknown }
  | { readonly status: 'ready'; readonly value: T };

export interface Load<T> {
  readonly loaded: Loaded<T>;
  readonly reload: () => void;
  readonly replace: (value: T) => void;
}

/**
 * Loads once, and again every `pollMs(value)` milliseconds while that is not null. A failed poll
 * keeps what was shown and tries again. `load` must keep its identity between renders.
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  pollMs?: (value: T) => number | null,
): Load<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' });
  const [revision, setRevision] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (ms: number | null | undefined) => {
      if (ms != null) timer = setTimeout(() => void run(), ms);
    };
    const run = async () => {
      try {
        const value = await load(leaving.signal);
        if (leaving.signal.aborted) return;
        setLoaded({ status: 'ready', value });
        again(pollMs?.(value));
      } catch (cause) {
        if (leaving.signal.aborted) return;
        setLoaded((before) => (before.status === 'ready' ? before : { status: 'failed', cause }));
        again(pollMs && retryMs);
      }
    };
    void run();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [load, pollMs, revision]);

  return {
    loaded,
    reload: () => setRevision((before) => before + 1),
    replace: (value) => setLoaded({ status: 'ready', value }),
  };
}

const retryMs = 3_000;
