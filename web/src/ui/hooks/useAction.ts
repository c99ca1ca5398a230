import { useState } from 'react';
import { sentenceOf } from '../words';

export interface Action {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly run: (work: () => Promise<void>) => void;
}

/** Work started by a click: whether it is under way and what to say if it failed. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (cause) {
      setProblem(sentenceOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run: (work) => void attempt(work) };
}
