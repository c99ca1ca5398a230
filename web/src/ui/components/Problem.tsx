import type { ReactNode } from 'react';
import { WarningIcon } from './icons';
import classes from './Problem.module.css';

/** A short trouble in the flow of a page, read out when it appears. */
export function Problem({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.problem} role="alert">
      <WarningIcon />
      <div>{children}</div>
    </div>
  );
}
