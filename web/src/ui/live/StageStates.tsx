import { Button, Loader } from '@mantine/core';
import { Notice } from '../components/Notice';
import { PageShell } from '../components/PageShell';
import { FilmIcon, WarningIcon } from '../components/icons';
import { forgetName } from '../remembered';

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
  return (
    <PageShell>
      <Notice
        tone="trouble"
        icon={<WarningIcon size={28} />}
        title={titles[code] ?? 'You cannot come in'}
        action={!final.has(code) && <WayOut code={code} />}
      >
        {message}
      </Notice>
    </PageShell>
  );
}

const titles: Readonly<Record<string, string>> = {
  seat_taken: 'You are here in another window',
  link_revoked: 'The link was taken back',
  link_expired: 'The link has run out',
  removed: 'You are out of the webinar',
};

/** Trying again would change nothing. */
const final: ReadonlySet<string> = new Set(['link_revoked', 'link_expired', 'removed']);

function WayOut({ code }: Pick<RefusedViewProps, 'code'>) {
  // What is wrong then is the name: it is asked for again.
  const again = () => {
    if (code === 'invalid_request') forgetName();
    location.reload();
  };
  return (
    <Button onClick={again}>{code === 'seat_taken' ? 'Go on in this one' : 'Try again'}</Button>
  );
}

export function EndedView({ title }: { readonly title: string }) {
  return (
    <PageShell>
      <Notice icon={<FilmIcon size={28} />} title="The webinar has ended">
        Thank you for being here. “<bdi>{title}</bdi>” is over; you can close this page.
      </Notice>
    </PageShell>
  );
}
