import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import classes from './CopyLink.module.css';
import { copyText } from './copyText';

const shownMs = 2_500;

/** A small button that copies a text which is not shown. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text, field.current))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };
  return (
    <>
      <input
        ref={field}
        className={classes.announce}
        readOnly
        tabIndex={-1}
        aria-hidden
        value={text}
      />
      <Button variant="light" size="compact-sm" aria-label={label} onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </>
  );
}
