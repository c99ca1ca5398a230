import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Logo } from './Logo';
import classes from './PageShell.module.css';
import { SchemeToggle } from './SchemeToggle';

interface PageShellProps {
  readonly children: ReactNode;
  /** Shown at the right of the header, before the colour toggle. */
  readonly aside?: ReactNode;
  readonly narrow?: boolean;
}

/** The frame of every page that is not a stage. */
export function PageShell({ children, aside, narrow = false }: PageShellProps) {
  return (
    <div className={classes.shell}>
      <header className={classes.header}>
        <Anchor component={Link} href="/" className={classes.home} aria-label="Broadcast, home">
          <Logo />
        </Anchor>
        <div className={classes.aside}>
          {aside}
          <SchemeToggle />
        </div>
      </header>
      <main className={classes.main} data-narrow={narrow}>
        {children}
      </main>
    </div>
  );
}
