import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Notice } from '../components/Notice';
import { PageShell } from '../components/PageShell';
import { LinkOffIcon } from '../components/icons';
import { useTitle } from '../hooks/useTitle';

export function LostPage() {
  useTitle('Not found');
  return (
    <PageShell>
      <Notice
        icon={<LinkOffIcon size={28} />}
        title="There is no page here"
        action={
          <Button component={Link} href="/">
            Go to the start page
          </Button>
        }
      >
        The address may be mistyped or incomplete.
      </Notice>
    </PageShell>
  );
}
