import { Text } from '@mantine/core';
import { useCallback } from 'react';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { fileSize } from '../words';

/** What all recordings take, for whoever looks after the server. */
export function StorageLine() {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.storage(signal), [api]);
  const { loaded } = useLoad(load);
  if (loaded.status !== 'ready') return null;
  const { diskBytes, freeBytes, storedBytes } = loaded.value;
  return (
    <Text size="sm" c="dimmed" mt="lg">
      All recordings take {fileSize(diskBytes)} on the disk, where {fileSize(freeBytes)} are free,
      and {fileSize(storedBytes)} in the store.
    </Text>
  );
}
