import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Loaded } from '../hooks/useLoad';
import { sentenceOf } from '../words';

interface AwaitedProps<T> {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}

/** What was loaded; before that, or in its place if it failed, a quiet line. */
export function Awaited<T>({ loaded, children }: AwaitedProps<T>) {
  switch (loaded.status) {
    case 'loading':
      return <Text c="dimmed">Looking …</Text>;
    case 'failed':
      return <Text c="dimmed">{sentenceOf(loaded.cause)}</Text>;
    case 'ready':
      return children(loaded.value);
  }
}
