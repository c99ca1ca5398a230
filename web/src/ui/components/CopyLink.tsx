import { Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import classes from './CopyLink.module.css';
import { copyText } from './copyText';
import { CheckIcon, CopyIcon } from './icons';

interface CopyLinkProps {
  readonly label: string;
  readonly hint: string;
  /** Accessible name of the button. */
  readonly action: string;
  readonly url: string;
  /** Accessible name of a link that opens it at once; left out for links that are only passed on. */
  readonly opens?: string;
}

const shownMs = 2_500;

export function CopyLink({ label, hint, action, url, opens }: CopyLinkProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  const copy = async () => {
    if (!(await copyText(url, field.current))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };

  return (
    <div className={classes.link}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.hint}>{hint}</div>
      <div className={classes.line}>
        <input
          ref={field}
          id={id}
          className={classes.url}
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          variant={copied ? 'filled' : 'light'}
          aria-label={action}
          leftSection={copied ? <CheckIcon size={17} /> : <CopyIcon size={17} />}
          onClick={() => void copy()}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        {opens !== undefined && (
          <Button
            variant="default"
            component="a"
            href={url}
            target="_blank"
            rel="noopener"
            aria-label={opens}
          >
            Open
          </Button>
        )}
      </div>
      <span className={classes.announce} aria-live="polite">
        {copied ? `${label} copied` : ''}
      </span>
    </div>
  );
}
