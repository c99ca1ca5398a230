import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useApi } from '../hooks/useApi';
import { useOrganizer } from '../hooks/useOrganizer';
import classes from './OrganizerShell.module.css';
import { PageShell } from './PageShell';

/** The frame of the organizer's pages: who is signed in, and the way out. */
export function OrganizerShell({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const { organizer, onSignedOut } = useOrganizer();
  const signOut = () => void api.signOut().finally(onSignedOut);
  return (
    <PageShell
      aside={
        <>
          <Link href="/nodes" className={classes.place}>
            Media nodes
          </Link>
          <Link href="/audit" className={classes.place}>
            Audit log
          </Link>
          <Link href="/account" className={classes.name} title="Password and sessions">
            {organizer.name}
          </Link>
          <Button variant="subtle" color="gray" size="compact-md" flex="none" onClick={signOut}>
            Sign out
          </Button>
        </>
      }
    >
      {children}
    </PageShell>
  );
}
