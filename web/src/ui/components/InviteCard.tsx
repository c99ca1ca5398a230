import { Loader } from '@mantine/core';
import { useCallback } from 'react';
import type { WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { sentenceOf } from '../words';
import { Card } from './Card';
import { CopyLink } from './CopyLink';
import { IssuedLinks } from './IssuedLinks';
import { Problem } from './Problem';

export function InviteCard({ webinarId }: { readonly webinarId: WebinarId }) {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.links(webinarId, signal), [api, webinarId]);
  const { loaded, reload } = useLoad(load);
  return (
    <Card title="Invite">
      {loaded.status === 'loading' && <Loader size="sm" aria-label="Loading" />}
      {loaded.status === 'failed' && <Problem>{sentenceOf(loaded.cause)}</Problem>}
      {loaded.status === 'ready' && (
        <>
          <CopyLink
            label="Presenter link"
            hint="For whoever is on stage, you too. Keep it to them: it opens the studio."
            action="Copy presenter link"
            url={loaded.value.presenter}
            opens="Open the studio"
          />
          <CopyLink
            label="Audience link"
            hint="For everyone who watches. Send it to as many people as you like."
            action="Copy audience link"
            url={loaded.value.audience}
          />
          <IssuedLinks webinarId={webinarId} links={loaded.value} onChanged={reload} />
        </>
      )}
    </Card>
  );
}
