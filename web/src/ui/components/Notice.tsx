import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'calm' | 'trouble';
  /** On the dark stage instead of the page. */
  readonly onStage?: boolean;
}

/** One state said in words: what is, why, and what to do. */
export function Notice({ icon, title, children, action, tone = 'calm', onStage }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} data-stage={onStage} role="status">
      <span className={classes.icon}>{icon}</span>
      <h2 className={classes.title}>{title}</h2>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}
