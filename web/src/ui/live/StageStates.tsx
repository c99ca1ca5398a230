import { Button, Loader } from '@mantine/core';
import { Notice } from '../components/Notice';
import { PageShell } from '../components/PageShell';
import { FilmIcon, WarningIcon } from '../components/icons';

export function ConnectingView() {
  return (
    <PageShell>
      <Loader m="auto" aria-label="Connecting" />
    </PageShell>
  );
}

interface RefusedViewProps {
  readonly code: string;
  readonly message: string;
}

export function RefusedView({ code, message }: RefusedViewProps) {
  const elsewhere = code === 'seat_taken';
  return (
    <PageShell>
      <Notice
        tone="trouble"
        icon={<WarningIcon size={28} />}
        title={elsewhere ? 'You are here in another window' : 'You cannot come in'}
        action={
          <Button onClick={() => location.reload()}>
            {elsewhere ? 'Go on in this one' : 'Try again'}
          </Button>
        }
      >
        {message}
      </Notice>
    </PageShell>
  );
}

export function EndedView({ title }: { readonly title: string }) {
  return (
    <PageShell>
      <Notice icon={<FilmIcon size={28} />} title="The webinar has ended">
        Thank you for being here. “{title}” is over; you can close this page.
      </Notice>
    </PageShell>
  );
}
