import { Button, Loader } from '@mantine/core';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { Notice } from '../components/Notice';
import { PageShell } from '../components/PageShell';
import { WarningIcon } from '../components/icons';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { OrganizerContext } from '../hooks/useOrganizer';
import { isCode, sentenceOf } from '../words';
import { SignInPage } from './SignInPage';

/** Shows its page to a signed-in organizer, and the sign-in form in its place to anyone else. */
export function OrganizerOnly({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.session(signal), [api]);
  const { loaded, reload, replace } = useLoad(load);

  if (loaded.status === 'loading') {
    return (
      <PageShell>
        <Loader m="auto" aria-label="Loading" />
      </PageShell>
    );
  }
  if (loaded.status === 'failed') {
    return isCode(loaded.cause, 'unauthorized') ? (
      <SignInPage onSignedIn={replace} />
    ) : (
      <PageShell>
        <Notice
          tone="trouble"
          icon={<WarningIcon size={28} />}
          title="The server does not answer"
          action={<Button onClick={reload}>Try again</Button>}
        >
          {sentenceOf(loaded.cause)}
        </Notice>
      </PageShell>
    );
  }
  return (
    <OrganizerContext value={{ organizer: loaded.value, onSignedOut: reload }}>
      {children}
    </OrganizerContext>
  );
}
